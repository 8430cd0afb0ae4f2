"""Pupils: the lists, the head of a pupil's page, enrolling, moving, disenrolling."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks, heads, rows, steps, tables
from app.dossier.acts import Act, act, load_pupils
from app.dossier.correction_forms import NOTHING_RECTIFIED, rectifying
from app.dossier.digest import with_digests
from app.dossier.ids import new_id
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.recent import recently_opened
from app.dossier.school_year import school_year_of
from app.dossier.values import PupilHead, PupilsToChoose, PupilSummary, SavedEntry, Step
from app.errors import UserError
from app.vault.schema import Row

_PUPIL, _ENROLMENT, _PLACEMENT = KINDS["pupil"], KINDS["enrolment"], KINDS["placement"]


class Pupils:
    """The use cases around who is in which group."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[PupilSummary, ...]:
        """Name and group of every present pupil, in the order of a class list.

        One log entry for the whole list; search-as-you-type then works on these values.
        """
        return self._list(Action.READ, Category.NAME, former=False)

    def former(self) -> tuple[PupilSummary, ...]:
        """Those who left and whose dossiers are still kept."""
        return self._list(Action.FORMER_PUPILS, None, former=True)

    def choice(self) -> PupilsToChoose:
        """As `all`, with those whom one opened last in front: to choose one from anywhere."""
        session = self._session
        with session.alone(
            Action.READ, Event.SEARCH, category=Category.NAME, object_kind="pupils"
        ) as connection:
            present = [one for one in load_pupils(session, connection) if not one.former]
            there = {one.id for one in present}
            recent = recently_opened(connection, session.staff.id)
            return PupilsToChoose(
                tuple(sorted(present, key=lambda one: one.sort_key)),
                tuple(one for one in recent if one in there),
            )

    def _list(
        self, action: Action, category: Category | None, *, former: bool
    ) -> tuple[PupilSummary, ...]:
        what = "former_pupils" if former else "pupils"
        with self._session.alone(
            action, Event.SEARCH, category=category, object_kind=what
        ) as connection:
            found = load_pupils(self._session, connection)
            chosen = [pupil for pupil in found if pupil.former is former]
            return tuple(sorted(chosen, key=lambda pupil: pupil.sort_key))

    def head(self, pupil_id: str) -> PupilHead:
        """Who this is and what must not be missed, as far as the reader may know it."""
        wanted = [(Action.READ, Category.ENROLMENT), (Action.READ, Category.NAME)]
        with act(self._session, pupil_id, wanted, Event.VIEW, object_kind="head") as doing:
            return heads.head_of(doing)

    def by_number(self, number: str) -> PupilSummary:
        """The pupil with this leerlingnummer, present or former, for the command line."""
        session, table = self._session, tables.pupil
        ground = session.require(
            Action.READ, Event.SEARCH, category=Category.NAME, object_kind="number"
        )
        with session.transaction() as connection:
            found = connection.execute(
                select(table.c.id).where(table.c.number == checks.clean_text(number))
            ).scalar()
            if found is None:
                nobody = LogEvent(Event.SEARCH, object_kind="number", ground=ground.text)
                session.record(connection, nobody)
        if found is None:
            raise UserError("Er is geen leerling met dit leerlingnummer. Controleer het nummer.")
        with act(
            self._session, found, [(Action.READ, Category.NAME)], Event.SEARCH, object_kind="number"
        ) as doing:
            return doing.pupil

    def next_number(self) -> str:
        """A free leerlingnummer to propose at enrolment."""
        with self._session.alone(Action.ENROL, Event.SEARCH, object_kind="number") as connection:
            return next_free_number(connection)

    def enrol(
        self,
        pupil: Mapping[str, Value],
        enrolment: Mapping[str, Value],
        placement: Mapping[str, Value],
    ) -> SavedEntry:
        """Add a new pupil with enrolment and group. Raises `InvalidEntry` naming every problem."""
        session = self._session
        with session.alone(Action.ENROL, Event.CREATE, object_kind="pupil") as connection:
            first = enrolment.get("from_date")
            placement = {"from_date": first, **placement}
            if isinstance(placement["from_date"], date):
                placement.setdefault("school_year", school_year_of(placement["from_date"]))
            pupil_id = new_id()
            stored = self._checked(_PUPIL, pupil)
            refuse_double(connection, stored, None)
            rows.insert_row(connection, session, _PUPIL, stored, row_id=pupil_id)
            done = [Step(_PUPIL.code, pupil_id, 1)]
            for kind, values in ((_ENROLMENT, enrolment), (_PLACEMENT, placement)):
                stored = self._checked(kind, values)
                row_id = rows.insert_row(connection, session, kind, stored, pupil_id=pupil_id)
                done.append(Step(kind.code, row_id, 1))
            created = LogEvent(
                Event.CREATE,
                pupil_id=pupil_id,
                category=Category.ENROLMENT.value,
                object_kind="pupil",
                object_id=pupil_id,
                ground=session.staff.role_names,
            )
            session.record(connection, *with_digests(connection, [created]))
            return SavedEntry(pupil_id, "pupil", pupil_id, Category.ENROLMENT, tuple(done))

    def change(
        self,
        pupil_id: str,
        version: int,
        values: Mapping[str, Value],
        correction: Mapping[str, Value] | None = None,
    ) -> SavedEntry:
        """Change who the pupil is: name, birth date, numbers; `correction` as in `Entries`."""
        with self._enrolling(pupil_id, Event.CHANGE, "pupil") as doing:
            row = rows.load_row(doing.connection, doing.session, _PUPIL, pupil_id)
            if row["version"] != version:
                raise UserError(rows.CHANGED_MEANWHILE)
            full = {f.name: values.get(f.name, row[f.name]) for f in _PUPIL.fields}
            stored = self._checked(_PUPIL, full)
            refuse_double(doing.connection, stored, pupil_id)
            why = rectifying(correction, self._session.today) if correction else None
            if not steps.update(doing, _PUPIL, row, stored, why=why) and correction:
                raise UserError(NOTHING_RECTIFIED)
            return _saved(doing, _PUPIL, pupil_id)

    def move(self, pupil_id: str, group_id: str, year_group: str, day: date) -> SavedEntry:
        """Place the pupil in another group from `day` on; the old placement ends the day before."""
        with self._enrolling(pupil_id, Event.CHANGE, "placement") as doing:
            stored = self._checked(
                _PLACEMENT,
                {
                    "school_year": school_year_of(day),
                    "group_id": group_id,
                    "year_group": year_group,
                    "from_date": day,
                },
            )
            self._end(doing, _PLACEMENT, day - timedelta(days=1))
            return _saved(
                doing, _PLACEMENT, steps.insert(doing, _PLACEMENT, stored, pupil_id=pupil_id)
            )

    def disenrol(self, pupil_id: str, day: date, leaving: Mapping[str, Value]) -> SavedEntry:
        """End the enrolment and the placement on `day`, the last day attended.

        `leaving` may hold `reason_out`, `next_school`, `next_brin`, `next_branch`.
        """
        with self._enrolling(pupil_id, Event.CHANGE, "enrolment") as doing:
            open_rows = _open_rows(doing, _ENROLMENT)
            if not open_rows:
                raise UserError("Deze leerling is al uitgeschreven.")
            row = open_rows[-1]
            full = {f.name: row[f.name] for f in _ENROLMENT.fields}
            stored = self._checked(_ENROLMENT, {**full, **leaving, "until_date": day})
            steps.update(doing, _ENROLMENT, row, stored)
            self._end(doing, _PLACEMENT, day)
            return _saved(doing, _ENROLMENT, row["id"])

    def return_to_school(
        self, pupil_id: str, enrolment: Mapping[str, Value], placement: Mapping[str, Value]
    ) -> SavedEntry:
        """Enrol a former pupil again: a second enrolment in the same dossier."""
        with self._enrolling(pupil_id, Event.CREATE, "enrolment") as doing:
            if _open_rows(doing, _ENROLMENT):
                raise UserError("Deze leerling is al ingeschreven.")
            first = enrolment.get("from_date")
            placement = {"from_date": first, **placement}
            if isinstance(first, date):
                placement.setdefault("school_year", school_year_of(first))
            stored = self._checked(_ENROLMENT, {"reason_in": "returned", **enrolment})
            entry_id = steps.insert(doing, _ENROLMENT, stored, pupil_id=pupil_id)
            steps.insert(doing, _PLACEMENT, self._checked(_PLACEMENT, placement), pupil_id=pupil_id)
            return _saved(doing, _ENROLMENT, entry_id)

    def _enrolling(self, pupil_id: str, event: Event, kind: str) -> Any:
        wanted: list[tuple[Action, Category | None]] = [(Action.ENROL, None)]
        return act(self._session, pupil_id, wanted, event, object_kind=kind)

    def _checked(self, kind: Any, values: Mapping[str, Value]) -> dict[str, Value]:
        filled = {f.name: values.get(f.name, f.default) for f in kind.fields}
        stored, problems = checks.check(kind, filled, self._session.today)
        if problems:
            raise checks.InvalidEntry(problems)
        return stored

    def _end(self, doing: Act, kind: Any, day: date) -> None:
        for row in _open_rows(doing, kind):
            if row["from_date"] > day:
                raise UserError(
                    "Deze datum ligt vóór het begin van de huidige plaatsing. Er is niets "
                    "gewijzigd."
                )
            steps.update(doing, kind, row, {"until_date": day})


def _saved(doing: Act, kind: Kind, entry_id: str) -> SavedEntry:
    doing.object_id = entry_id
    return steps.saved(doing, kind)


def _open_rows(doing: Act, kind: Any) -> list[Row]:
    table = tables.TABLES[kind.code]
    today = doing.session.today
    query = select(table).where(
        table.c.pupil_id == doing.pupil.id,
        table.c.until_date.is_(None) | (table.c.until_date >= today),
    )
    return list(doing.connection.execute(query.order_by(table.c.from_date)).mappings())


def next_free_number(connection: Any) -> str:
    """One above the highest leerlingnummer that is a number, at least 1001."""
    numbers = connection.execute(select(tables.pupil.c.number)).scalars()
    used = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    return str(max([1000, *used]) + 1)


def refuse_double(connection: Any, stored: Mapping[str, Value], own_id: str | None) -> None:
    """A leerlingnummer or BSN belongs to one pupil only."""
    table = tables.pupil
    for name, label in (
        ("number", "leerlingnummer"),
        ("personal_number", "BSN of onderwijsnummer"),
    ):
        if stored.get(name) is None:
            continue
        query = select(func.count()).where(table.c[name] == stored[name])
        if own_id is not None:
            query = query.where(table.c.id != own_id)
        if connection.execute(query).scalar():
            raise checks.InvalidEntry(
                {name: f"Dit {label} is al van een andere leerling op deze school."}
            )
