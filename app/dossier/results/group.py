"""A test of a whole group: read as one sheet, saved in one transaction, undone as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.pupil_data import PupilData
from app.access.session import Session
from app.dossier import checks, rows, tables
from app.dossier.acts import Act, acts
from app.dossier.kinds import KINDS, Value
from app.dossier.results import rules
from app.dossier.results.sheet import (
    ChosenTest,
    GroupSheet,
    InvalidCells,
    RowChange,
    SheetRow,
    same_test,
    stored_row,
)
from app.dossier.unnoticed import refuse_with_more
from app.errors import UserError
from app.vault.schema import Row

_RESULT = KINDS["result"]
_READ = ((Action.READ, Category.RESULTS),)
_WRITE = ((Action.WRITE, Category.RESULTS),)
_MOST_TESTS = 20


@dataclass(frozen=True)
class SavedRow(PupilData):
    """What became of one pupil's result: `event` is create, change or delete."""

    pupil_id: str
    entry_id: str
    event: Event
    version: int = 0


@dataclass(frozen=True)
class SavedResults(PupilData):
    """What a save changed; `GroupResults.undo` takes it back. Open views listen to `pupil_ids`."""

    rows: tuple[SavedRow, ...]
    category: Category = Category.RESULTS

    @property
    def pupil_ids(self) -> frozenset[str]:
        """Whose dossiers were changed."""
        return frozenset(row.pupil_id for row in self.rows)


class GroupResults:
    """The use cases of the grid."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sheet(self, choice: ChosenTest) -> GroupSheet:
        """The test as it stands for every pupil of the group, in the order of a class list."""
        members = self._members(choice.group_id)
        with acts(self._session, members, _WRITE, Event.VIEW, object_kind="results_group") as doing:
            ordered = sorted(doing, key=lambda one: one.pupil.sort_key)
            stored = {one.pupil.id: results_of(one) for one in ordered}
            return GroupSheet(
                choice=choice,
                rows=tuple(_sheet_row(one, choice, stored[one.pupil.id]) for one in ordered),
                tests=_tests(choice, stored),
                ground=doing[0].ground.text if doing else "",
            )

    def save(self, choice: ChosenTest, changes: Sequence[RowChange]) -> SavedResults:
        """Store what was typed: all of it or nothing.

        A row whose cells are all emptied is deleted when nothing else stands in it. Raises
        `InvalidCells`, `Refused`, or UserError when someone else changed a row meanwhile.
        """
        session = self._session
        wanted = {change.pupil_id: change for change in changes}
        if choice.problems(session.today):
            raise checks.InvalidEntry(choice.problems(session.today))
        with acts(session, list(wanted), _WRITE, Event.CHANGE, object_kind="result") as doing:
            problems: dict[tuple[str, str], str] = {}
            saved: list[SavedRow] = []
            for one in doing:
                done, wrong = _store(one, choice, wanted[one.pupil.id])
                problems.update({(one.pupil.id, name): text for name, text in wrong.items()})
                if done is None:
                    one.event = Event.VIEW
                else:
                    one.event, one.object_id = done.event, done.entry_id
                    saved.append(done)
            if problems:
                raise InvalidCells(problems)
            return SavedResults(tuple(saved))

    def undo(self, saved: SavedResults) -> SavedResults:
        """Take a whole save back, as long as nobody changed any of it since."""
        wanted = {row.pupil_id: row for row in saved.rows}
        with acts(self._session, list(wanted), _WRITE, Event.UNDO, object_kind="result") as doing:
            for one in doing:
                one.object_id = wanted[one.pupil.id].entry_id
                _take_back(one, wanted[one.pupil.id])
        return saved

    def _members(self, group_id: str) -> list[str]:
        with self._session.transaction() as connection:
            return members(connection, self._session, group_id)


def members(connection: Connection, session: Session, group_id: str) -> list[str]:
    """The ids of who is in this group today; no name and nothing else goes along."""
    placed, enrolled, today = tables.placement, tables.enrolment, session.today
    query = (
        select(placed.c.pupil_id)
        .join(enrolled, enrolled.c.pupil_id == placed.c.pupil_id)
        .where(
            placed.c.group_id == group_id,
            placed.c.from_date <= today,
            placed.c.until_date.is_(None) | (placed.c.until_date >= today),
            enrolled.c.until_date.is_(None) | (enrolled.c.until_date >= today),
        )
        .distinct()
    )
    return list(connection.execute(query).scalars())


def results_of(doing: Act) -> list[dict[str, Any]]:
    """Every result of the act's pupil, the newest last."""
    found = rows.select_rows(
        doing.connection,
        doing.session,
        _RESULT,
        tables.TABLES["result"].c.pupil_id == doing.pupil.id,
    )
    return sorted(found, key=lambda row: (row["taken_on"], row["created_at"]))


def _sheet_row(doing: Act, choice: ChosenTest, results: Sequence[Row]) -> SheetRow:
    pupil = doing.pupil
    there = [row for row in results if same_test(choice, row, pupil.year_group)]
    row = there[-1] if there else None
    return SheetRow(
        pupil_id=pupil.id,
        number=pupil.number,
        name=pupil.list_name,
        display_name=pupil.display_name,
        year_group=pupil.year_group,
        moment=str(choice.of_pupil(pupil.year_group)["moment"] or ""),
        entry_id=row["id"] if row else "",
        version=row["version"] if row else 0,
        taken_on=row["taken_on"] if row else None,
        values={name: row[name] for name in (*rules.OUTCOMES, "note")} if row else {},
    )


def _tests(choice: ChosenTest, stored: Mapping[str, Sequence[Row]]) -> tuple[str, ...]:
    """Names of tests of this sort that the group made before, the newest first."""
    used = [
        (row["taken_on"], row["test"])
        for results in stored.values()
        for row in results
        if row["sort"] == choice.sort and row["test"]
    ]
    newest = dict.fromkeys(test for _, test in sorted(used, reverse=True))
    return tuple(newest)[:_MOST_TESTS]


def _store(
    doing: Act, choice: ChosenTest, change: RowChange
) -> tuple[SavedRow | None, dict[str, str]]:
    """Write one pupil's row; what was done, or the problem per field. None: nothing to do."""
    shared = choice.of_pupil(doing.pupil.year_group)
    typed, problems = stored_row(change.values, shared, doing.session.today)
    if problems:
        return None, problems
    present = [row for row in results_of(doing) if same_test(choice, row, doing.pupil.year_group)]
    row = next((one for one in present if one["id"] == change.entry_id), None)
    if change.entry_id and (row is None or row["version"] != change.version):
        raise UserError(rows.CHANGED_MEANWHILE)
    if present and not change.entry_id:
        # A colleague typed this test for this pupil meanwhile: it must not be there twice.
        raise UserError(rows.CHANGED_MEANWHILE)
    if row is None:
        return _create(doing, {**shared, **typed})
    return _change(doing, row, typed)


def _create(doing: Act, values: Mapping[str, Value]) -> tuple[SavedRow | None, dict[str, str]]:
    if all(values.get(name) is None for name in (*rules.OUTCOMES, "note")):
        return None, {}
    full = {field.name: values.get(field.name) for field in _RESULT.fields}
    checked, problems = checks.check(_RESULT, full, doing.session.today)
    if problems:
        return None, problems
    entry_id = rows.insert_row(
        doing.connection, doing.session, _RESULT, checked, pupil_id=doing.pupil.id
    )
    return SavedRow(doing.pupil.id, entry_id, Event.CREATE, 1), {}


def _change(
    doing: Act, row: Row, typed: Mapping[str, Value]
) -> tuple[SavedRow | None, dict[str, str]]:
    full = {field.name: typed.get(field.name, row[field.name]) for field in _RESULT.fields}
    if all(full[name] is None for name in (*rules.OUTCOMES, "note")):
        refuse_with_more(doing.connection, doing.pupil.id, row["id"])
        rows.delete_row(doing.connection, doing.session, _RESULT, row)
        return SavedRow(doing.pupil.id, row["id"], Event.DELETE), {}
    checked, problems = checks.check(_RESULT, full, doing.session.today)
    if problems:
        return None, problems
    if not rows.update_row(doing.connection, doing.session, _RESULT, row, checked):
        return None, {}
    return SavedRow(doing.pupil.id, row["id"], Event.CHANGE, row["version"] + 1), {}


def _take_back(doing: Act, saved: SavedRow) -> None:
    connection, session = doing.connection, doing.session
    if saved.event is Event.DELETE:
        earlier = rows.earlier_row(connection, session, _RESULT, saved.entry_id)
        if earlier is None or earlier["pupil_id"] != doing.pupil.id:
            raise UserError(rows.GONE)
        rows.restore_row(connection, session, _RESULT, saved.entry_id)
        return
    row = rows.load_row(connection, session, _RESULT, saved.entry_id)
    if row["pupil_id"] != doing.pupil.id or row["version"] != saved.version:
        raise UserError(rows.CHANGED_MEANWHILE)
    if saved.event is Event.CREATE:
        refuse_with_more(connection, doing.pupil.id, row["id"])
        rows.delete_row(connection, session, _RESULT, row)
        return
    before = rows.earlier_row(connection, session, _RESULT, saved.entry_id)
    assert before is not None
    values = {field.name: before[field.name] for field in _RESULT.fields}
    rows.update_row(connection, session, _RESULT, row, values)
