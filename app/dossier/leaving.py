"""A whole group 8 leaves the school: who goes where, then all or nothing.

The last day attended counts, and the last school day of the year counts as 31 July (Besluit
bekostiging WPO 2022 art. 9-10). It can be done before that day: until then nothing changes in who
may see whom. Who does the year again is left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks, rows, tables
from app.dossier.acts import Act, acts, load_pupils
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.roll_over_plan import LAST_YEAR_GROUP
from app.dossier.school_year import last_day, school_year_of
from app.dossier.values import PupilData, PupilSummary
from app.errors import UserError
from app.vault.schema import Row

_ENROLMENT, _PLACEMENT = KINDS["enrolment"], KINDS["placement"]
_REASON = "secondary"
_TO_WHOM = ("next_school", "next_brin", "next_branch")
_CHANGED = (
    "Van een van deze leerlingen is de inschrijving intussen gewijzigd. Er is niemand "
    "uitgeschreven. Bekijk het overzicht opnieuw."
)
_MOVED_ON = (
    "Met een van deze leerlingen is intussen verder gewerkt. Er is niets teruggedraaid; schrijf "
    "leerlingen één voor één opnieuw in."
)
_TOO_EARLY = (
    "De laatste dag ligt vóór het begin van een inschrijving of plaatsing. Er is niemand "
    "uitgeschreven. Kies een latere dag."
)


@dataclass(frozen=True, order=True)
class NextSchool:
    """A school that pupils go to; no pupil in it."""

    name: str
    brin: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Leaver(PupilData):
    """One pupil of group 8 with the school it goes to; an empty name when that is not known."""

    pupil: PupilSummary
    enrolment_id: str
    version: int
    school: NextSchool


@dataclass(frozen=True)
class LeavingPlan(PupilData):
    """Who of group 8 is still enrolled after `day`, who stays, and who was disenrolled before.

    `staying` have a place in the next school year; `schools` are those used before, most used
    first.
    """

    school_year: str
    day: date
    leavers: tuple[Leaver, ...]
    staying: tuple[PupilSummary, ...]
    gone: tuple[PupilSummary, ...]
    schools: tuple[NextSchool, ...]


@dataclass(frozen=True)
class EndedRow(PupilData):
    """A row that was ended, with what stood there before."""

    pupil_id: str
    kind: str
    id: str
    version: int
    before: Mapping[str, Value]


@dataclass(frozen=True)
class LeftSchool(PupilData):
    """What was done, so that open views refresh and that it can be undone."""

    day: date
    pupil_ids: tuple[str, ...]
    rows: tuple[EndedRow, ...]


class Leaving:
    """The end of group 8, for who enrols and disenrols."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self) -> LeavingPlan:
        """Group 8 as it stands: of this school year, or of the last one when it was forgotten."""
        session = self._session
        with session.alone(Action.ENROL, Event.SEARCH, object_kind="leaving") as connection:
            return _plan(session, connection)

    def carry_out(self, day: date, leavers: Sequence[Leaver]) -> LeftSchool:
        """Disenrol these pupils as of `day`, the last day attended, in one transaction.

        Raises `InvalidEntry` for a school that cannot be, `UserError` when someone changed.
        """
        if not leavers:
            raise UserError("Er is niemand gekozen die van school gaat. Er is niets gewijzigd.")
        with self._acting([one.pupil.id for one in leavers], Event.CHANGE) as doing:
            ended: list[EndedRow] = []
            for one, leaver in zip(doing, leavers, strict=True):
                ended += _leave(one, leaver, day)
            return LeftSchool(day, tuple(one.pupil.id for one in doing), tuple(ended))

    def undo(self, done: LeftSchool) -> LeftSchool:
        """Take back what `carry_out` did, unless someone went on with one of them.

        What this returns has no rows left to take back.
        """
        with self._acting(done.pupil_ids, Event.UNDO) as doing:
            of_pupil = {one.pupil.id: one for one in doing}
            for ended in done.rows:
                one, kind = of_pupil[ended.pupil_id], KINDS[ended.kind]
                row = rows.load_row(one.connection, one.session, kind, ended.id)
                if row["version"] != ended.version:
                    raise UserError(_MOVED_ON)
                rows.update_row(one.connection, one.session, kind, row, ended.before)
                if kind is _ENROLMENT:
                    one.category, one.object_id = Category.ENROLMENT, ended.id
            return replace(done, rows=())

    def _acting(self, pupil_ids: Sequence[str], event: Event) -> Any:
        return acts(
            self._session, pupil_ids, [(Action.ENROL, None)], event, object_kind="enrolment"
        )


def _plan(session: Session, connection: Connection) -> LeavingPlan:
    this = school_year_of(session.today)
    last_group = {
        one.id: one
        for one in load_pupils(session, connection)
        if not one.former and one.year_group == LAST_YEAR_GROUP
    }
    placed = _placements(connection, last_group)
    began = {
        pupil_id: min(
            (row["school_year"] for row in of_pupil if _is_present(row, session.today)),
            default=this,
        )
        for pupil_id, of_pupil in placed.items()
    }
    school_year = min([this, *began.values()])
    day = last_day(school_year)
    leavers, staying, gone = [], [], []
    enrolled = _enrolments(connection, last_group)
    for pupil in sorted(last_group.values(), key=lambda one: (one.group_name, one.sort_key)):
        if began.get(pupil.id, this) != school_year:
            continue
        row = enrolled[pupil.id]
        if row["until_date"] is not None and row["until_date"] <= day:
            gone.append(pupil)
        elif any(one["from_date"] > day for one in placed.get(pupil.id, ())):
            staying.append(pupil)
        else:
            leavers.append(Leaver(pupil, row["id"], row["version"], _school_of(row)))
    schools = _schools(connection)
    return LeavingPlan(school_year, day, tuple(leavers), tuple(staying), tuple(gone), schools)


def _leave(doing: Act, leaver: Leaver, day: date) -> list[EndedRow]:
    """End the enrolment and what is open of the placements of one pupil."""
    row = rows.load_row(doing.connection, doing.session, _ENROLMENT, leaver.enrolment_id)
    if row["pupil_id"] != doing.pupil.id or row["version"] != leaver.version:
        raise UserError(_CHANGED)
    values: dict[str, Value] = {
        **{field.name: row[field.name] for field in _ENROLMENT.fields},
        "until_date": day,
        "reason_out": _REASON,
        "next_school": leaver.school.name,
        "next_brin": leaver.school.brin,
        "next_branch": leaver.school.branch,
    }
    stored, problems = checks.check(_ENROLMENT, values, doing.session.today)
    if problems:
        raise checks.InvalidEntry(problems)
    ended = [_end(doing, _ENROLMENT, row, stored)]
    for place in _placements(doing.connection, [doing.pupil.id]).get(doing.pupil.id, []):
        if place["until_date"] is None or place["until_date"] > day:
            if place["from_date"] > day:
                raise UserError(_TOO_EARLY)
            ended.append(_end(doing, _PLACEMENT, place, {"until_date": day}))
    doing.category, doing.object_id = Category.ENROLMENT, leaver.enrolment_id
    return ended


def _end(doing: Act, kind: Kind, row: Row, values: Mapping[str, Value]) -> EndedRow:
    changed = rows.update_row(doing.connection, doing.session, kind, row, values)
    before = {name: row[name] for name in values}
    return EndedRow(
        doing.pupil.id, kind.code, row["id"], row["version"] + (1 if changed else 0), before
    )


def _is_present(row: Row, today: date) -> bool:
    return row["from_date"] <= today and (row["until_date"] is None or row["until_date"] >= today)


def _placements(connection: Connection, pupil_ids: Iterable[str]) -> dict[str, list[Row]]:
    table = tables.placement
    query = select(table).where(table.c.pupil_id.in_(list(pupil_ids))).order_by(table.c.from_date)
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["pupil_id"], []).append(row)
    return found


def _enrolments(connection: Connection, pupil_ids: Iterable[str]) -> dict[str, Row]:
    """The newest enrolment of each of these pupils."""
    table = tables.enrolment
    query = select(table).where(table.c.pupil_id.in_(list(pupil_ids))).order_by(table.c.from_date)
    return {row["pupil_id"]: row for row in connection.execute(query).mappings()}


def _school_of(row: Row) -> NextSchool:
    return NextSchool(*(row[name] or "" for name in _TO_WHOM))


def _schools(connection: Connection) -> tuple[NextSchool, ...]:
    """Schools that pupils went to before, the most used first."""
    table = tables.enrolment
    query = select(*(table.c[name] for name in _TO_WHOM)).where(table.c.next_school.is_not(None))
    used = Counter(_school_of(row) for row in connection.execute(query).mappings())
    return tuple(school for school, _ in sorted(used.items(), key=lambda one: (-one[1], one[0])))
