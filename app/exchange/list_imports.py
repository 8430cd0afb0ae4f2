"""Importing a list: open, say what the columns mean, look first, then all or nothing.

Lists of pupils and staff become an import like that of an EDEXML file, for who may import. Results
and absences go to the dossiers of those pupils for whom who imports may write that category; rows
about others are refused one by one, and said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from app.access.categories import Category
from app.access.log import Event
from app.access.people import Relation
from app.access.policy import Action, Ground, Refusal
from app.access.session import Session, refusal_event
from app.dossier import rows, tables
from app.dossier.acts import Act, acts, load_pupils, relation_to
from app.dossier.bulk import BulkWriter
from app.dossier.checks import InvalidEntry
from app.dossier.kinds import KINDS, Kind
from app.dossier.tables import TABLES
from app.dossier.values import PupilSummary
from app.errors import UserError
from app.exchange.edexml import ImportPlan
from app.exchange.imports import CHANGED, Imported, Imports
from app.exchange.lists.cells import read_value
from app.exchange.lists.declared import LISTS, ListKind, why_never
from app.exchange.lists.entries import Told, entries
from app.exchange.lists.entry_plan import EntryPlan, PlannedEntry, beside, once, planned
from app.exchange.lists.find_pupil import PupilFinder
from app.exchange.lists.guess import guess, guess_kind
from app.exchange.lists.lines import Line
from app.exchange.lists.mapping import ListMapping, recalled
from app.exchange.lists.people import not_taken
from app.exchange.lists.pupils import pupils
from app.exchange.lists.read import read
from app.exchange.lists.staff import staff
from app.exchange.lists.table import Table, table_of
from app.vault.schema import Row

_PEOPLE = {"pupils": pupils, "staff": staff}


@dataclass(frozen=True)
class OpenedList:
    """A list as it was read, and what its columns seem to mean."""

    path: Path
    table: Table
    mapping: ListMapping


class ListImports:
    """The use cases of importing lists."""

    def __init__(
        self, session: Session, imports: Imports, before: Callable[[], object] = lambda: None
    ) -> None:
        """`before` is called before something is changed (a backup); when it fails nothing is."""
        self._session = session
        self._imports = imports
        self._before = before

    def open(self, path: Path, kind: str = "", sheet: str = "", heading_row: int = 0) -> OpenedList:
        """Read a list; `kind`, `sheet` and `heading_row` where the user says otherwise.

        What the columns meant the last time for these headings is remembered. Looks at nothing of
        the school. Raises `UserError` for what is no list.
        """
        kinds = self.kinds()
        if not kinds:
            self._session.require(Action.IMPORT, Event.SEARCH, object_kind="import")
        table = table_of(read(path, sheet), heading_row)
        chosen = LISTS[kind] if kind else guess_kind(table, kinds)
        return OpenedList(path, table, self.mapping_for(table, chosen))

    def kinds(self) -> tuple[ListKind, ...]:
        """What this person may import at all; of whom is decided row by row."""
        return tuple(one for one in LISTS.values() if self._may_import(one))

    def _may_import(self, kind: ListKind) -> bool:
        if kind.category is None:
            return self._session.may(Action.IMPORT)
        of_own = Relation("eigen groep", "", former=False)
        return isinstance(self._session.decide(of_own, kind.category, Action.WRITE), Ground)

    def mapping_for(self, table: Table, kind: ListKind) -> ListMapping:
        """What the columns of this table mean: as remembered, else as it seems."""
        remembered = tables.list_mapping
        with self._session.transaction() as connection:
            stored = connection.execute(
                select(remembered.c.mapping).where(
                    remembered.c.sort == kind.code, remembered.c.headings == table.fingerprint
                )
            ).scalar()
        found = recalled(kind, table, stored) if stored else None
        return found or guess(kind, table)

    def remember(self, table: Table, mapping: ListMapping) -> None:
        """Keep this mapping for a next list with the same headings; nothing of a pupil is in it."""
        if not self._may_import(mapping.kind):
            self._session.require(Action.IMPORT, Event.SEARCH, object_kind="import")
        remembered = tables.list_mapping
        key = {"sort": mapping.kind.code, "headings": table.fingerprint}
        with self._session.transaction() as connection:
            connection.execute(
                delete(remembered).where(
                    *(remembered.c[name] == value for name, value in key.items())
                )
            )
            connection.execute(insert(remembered).values(**key, mapping=mapping.stored()))

    def people(self, table: Table, mapping: ListMapping) -> ImportPlan:
        """What importing this list of pupils or staff would do; `Imports.apply` carries it out."""
        self._session.require(Action.IMPORT, Event.SEARCH, object_kind="import")
        self._refuse_unfinished(table, mapping)
        file = _PEOPLE[mapping.kind.code](table, mapping, self._session.today)
        return self._imports.plan_for(file)

    def entries(self, table: Table, mapping: ListMapping) -> EntryPlan:
        """What importing this list of results or absences would do."""
        session, kind = self._session, KINDS[mapping.kind.entry_kind]
        session.require(Action.READ, Event.SEARCH, category=Category.NAME, object_kind="import")
        self._refuse_unfinished(table, mapping)
        told, unread = entries(table, mapping, session.today)
        found, unknown = self._pupils_of(kind, told)
        unique, doubles = once(kind, found)
        fresh, already, differing = beside(kind, unique, self._known(kind, unique))
        said = dict.fromkeys((*unread, *unknown, *doubles, *differing))
        lines = sorted(said, key=lambda one: one.row)
        return EntryPlan(
            file_name=table.sheet.file_name,
            kind_code=kind.code,
            category=kind.category,
            rows=len(table.rows),
            fresh=fresh,
            already=already,
            problems=tuple(one.as_problem() for one in lines),
            not_taken=not_taken(table, mapping),
        )

    def apply(self, plan: EntryPlan) -> Imported:
        """Carry the plan out in one transaction; who may not write for all of them changes nothing.

        Raises `UserError` when the dossiers are no longer as the plan saw them.
        """
        if self._may_write(plan):
            self._before()
        try:
            with acts(
                self._session,
                plan.pupil_ids,
                [(Action.WRITE, plan.category)],
                Event.IMPORT,
                object_kind=plan.kind_code,
            ) as doing:
                self._add(plan, doing)
        except InvalidEntry as invalid:
            raise UserError(
                "Een gegeven uit de lijst kan zo niet worden opgeslagen. Er is niets geïmporteerd. "
                + " ".join(dict.fromkeys(invalid.problems.values()))
            ) from None
        return Imported(plan.pupil_ids)

    def _add(self, plan: EntryPlan, doing: Sequence[Act]) -> None:
        if not doing:
            return
        connection = doing[0].connection
        known = _rows_of(connection, self._session, plan.kind, plan.pupil_ids)
        if beside(plan.kind, plan.fresh, known)[0] != plan.fresh:
            raise UserError(CHANGED)
        writer = BulkWriter(self._session, connection)
        for one in plan.fresh:
            writer.add(plan.kind_code, one.values, pupil_id=one.pupil_id)
        writer.flush()
        for one_act in doing:
            one_act.text["purpose"] = "import"

    def _refuse_unfinished(self, table: Table, mapping: ListMapping) -> None:
        """What the window does not let through, and a command might."""
        missing = list(mapping.missing())
        for heading, meaning in zip(table.headings, mapping.columns, strict=True):
            if meaning and why_never(heading):
                missing.append(f"‘{heading}’ wordt nooit overgenomen. {why_never(heading)}")
        for name, text in mapping.constants.items():
            declared = mapping.kind.field(name).field
            try:
                if declared is not None:
                    read_value(declared, text, self._session.today, mapping.kind.words(name))
            except ValueError as problem:
                missing.append(f"{mapping.kind.field(name).label}: {problem}")
        if missing:
            raise UserError(
                f"De lijst kan zo niet worden bekeken. Er is niets geïmporteerd. {missing[0]}"
            )

    def _may_write(self, plan: EntryPlan) -> bool:
        """Whether `acts` will grant it, so that no backup is made for who is refused."""
        with self._session.transaction() as connection:
            known = {one.id: one for one in load_pupils(self._session, connection)}
        return all(
            one in known and isinstance(self._writing(known[one], plan.category), Ground)
            for one in plan.pupil_ids
        )

    def _writing(self, pupil: PupilSummary, category: Category) -> Ground | Refusal:
        return self._session.decide(relation_to(pupil), category, Action.WRITE)

    def _pupils_of(self, kind: Kind, told: Iterable[Told]) -> tuple[list[PlannedEntry], list[Line]]:
        """Each entry with its pupil; and the lines about nobody, or about whom one may not write.

        One line in the log for all that is refused: nothing of those dossiers is looked at.
        """
        session = self._session
        found: list[PlannedEntry] = []
        lines: list[Line] = []
        refused: dict[str, Refusal] = {}
        with session.alone(
            Action.READ, Event.SEARCH, category=Category.NAME, object_kind="import"
        ) as connection:
            finder = PupilFinder(filter(self._may_name, load_pupils(session, connection)))
            for one in told:
                pupil = finder.find(one.clue)
                if isinstance(pupil, str):
                    lines.append(Line(one.row, one.clue.who, "Leerling", "", pupil))
                    continue
                decision = self._writing(pupil, kind.category)
                if isinstance(decision, Refusal):
                    refused[pupil.id] = decision
                    lines.append(Line(one.row, one.clue.who, "Leerling", "", decision.reason))
                else:
                    found.append(planned(kind, one, pupil))
            for decision in list(refused.values())[:1]:
                attempt = refusal_event(
                    Event.SEARCH, decision, category=kind.category, object_kind="import"
                )
                session.record(connection, attempt)
        return found, lines

    def _may_name(self, pupil: PupilSummary) -> bool:
        decision = self._session.decide(relation_to(pupil), Category.NAME, Action.READ)
        return isinstance(decision, Ground)

    def _known(self, kind: Kind, found: Sequence[PlannedEntry]) -> dict[str, list[Row]]:
        """What these pupils have of this kind, for who may write it."""
        pupil_ids = tuple(dict.fromkeys(one.pupil_id for one in found))
        if not pupil_ids:
            return {}
        with acts(
            self._session,
            pupil_ids,
            [(Action.WRITE, kind.category)],
            Event.SEARCH,
            object_kind=kind.code,
        ) as doing:
            return _rows_of(doing[0].connection, self._session, kind, pupil_ids)


def _rows_of(
    connection: Connection, session: Session, kind: Kind, pupil_ids: Iterable[str]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {one: [] for one in pupil_ids}
    table = TABLES[kind.code]
    for row in rows.select_rows(connection, session, kind, table.c.pupil_id.in_(found)):
        found[row["pupil_id"]].append(row)
    return found
