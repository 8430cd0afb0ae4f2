"""The register of a group: who is absent, by half-day, read and written for everyone at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import rows, tables
from app.dossier.acts import Act, acts
from app.dossier.calendar import AFTERNOON, MORNING, PARTS, SchoolCalendar, days
from app.dossier.half_days import Changes, HalfDay, Mark, Piece, mark_on, piece_of, put
from app.dossier.kinds import KINDS
from app.dossier.rows import Ended, Why
from app.dossier.school_days import read_calendar
from app.dossier.unnoticed import refuse_with_more
from app.dossier.values import PupilData, PupilSummary
from app.errors import UserError
from app.vault.schema import Row

_KIND = KINDS["absence"]
_ABSENCE = tables.TABLES["absence"]
_NOBODY = (
    "In deze groep zit dit schooljaar nog niemand. Schrijf leerlingen in of verplaats ze naar deze "
    "groep."
)
# Absence is kept five years: why an entry goes, the history says also where nobody types it.
_CORRECTED = Why(Ended.DELETE, "Verbeterd in de absentielijst.")
_TAKEN_BACK = Why(Ended.TAKE_BACK)
_PART_NAMES = {MORNING: "'s ochtends", AFTERNOON: "'s middags"}
_NO_LESSONS = "Op {day} is er {part} geen les ({why}). Er is niets opgeslagen."


@dataclass(frozen=True)
class RegisterLine(PupilData):
    """One pupil and what the half-days of the period say; one that is not there means present."""

    pupil: PupilSummary
    marks: Mapping[HalfDay, Mark]

    @property
    def id(self) -> str:
        """The pupil's id."""
        return self.pupil.id


@dataclass(frozen=True)
class RegisterPage(PupilData):
    """The register of a group in a period, in the order of a class list."""

    first: date
    last: date
    calendar: SchoolCalendar
    lines: tuple[RegisterLine, ...]
    ground: str
    may_write: bool


@dataclass(frozen=True)
class Marking:
    """What someone types for one pupil: per half-day a mark, or None for present."""

    pupil_id: str
    marks: Mapping[HalfDay, Mark | None]


@dataclass(frozen=True)
class Step(PupilData):
    """One entry that a marking touched, by which it can be undone. `version`: as it was left."""

    pupil_id: str
    entry_id: str
    event: Event
    version: int


@dataclass(frozen=True)
class RegisterSaved(PupilData):
    """The lines that a marking changed, over the same period, and how to take it back."""

    lines: tuple[RegisterLine, ...]
    steps: tuple[Step, ...]


class Register:
    """The use cases of the register: open it, mark half-days, take the last marking back.

    Opening it is seeing a list, of each pupil on a line of the log; it opens no dossier.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, group_id: str, first: date, last: date) -> RegisterPage:
        """The register of everyone who is in this group now."""
        pupil_ids = self._members(group_id)
        if not pupil_ids:
            raise UserError(_NOBODY)
        asked = [(Action.READ, Category.ABSENCE)]
        with acts(self._session, pupil_ids, asked, Event.SEARCH, object_kind="register") as doing:
            found = _absences(doing, first, last)
            lines = (_line(one, found[one.pupil.id], first, last) for one in doing)
            return RegisterPage(
                first=first,
                last=last,
                calendar=read_calendar(doing[0].connection),
                lines=tuple(sorted(lines, key=lambda line: line.pupil.sort_key)),
                ground=doing[0].ground.text,
                may_write=all(one.may(Action.WRITE, Category.ABSENCE) for one in doing),
            )

    def mark(self, markings: Sequence[Marking], first: date, last: date) -> RegisterSaved:
        """Save what was typed, for all these pupils or for none.

        `first` and `last` are the period that shows. Raises UserError for a half-day without
        lessons, and where an entry with an attachment would have to go.
        """
        by_pupil = {one.pupil_id: one.marks for one in markings}
        asked = [(Action.WRITE, Category.ABSENCE)]
        with acts(
            self._session, list(by_pupil), asked, Event.CHANGE, object_kind=_KIND.code
        ) as doing:
            steps: list[Step] = []
            for one in doing:
                calendar = read_calendar(one.connection)
                marks = by_pupil[one.pupil.id]
                _refuse_free(marks, calendar)
                stored = {row["id"]: row for row in _rows(one)}
                changes = put(stored.values(), marks, calendar)
                steps += _carry_out(one, changes, stored)
            return RegisterSaved(_lines(doing, first, last), tuple(steps))

    def undo(self, saved: RegisterSaved, first: date, last: date) -> RegisterSaved:
        """Take a marking back. Refused when someone changed one of its entries meanwhile."""
        by_pupil: dict[str, list[Step]] = {}
        for step in reversed(saved.steps):
            by_pupil.setdefault(step.pupil_id, []).append(step)
        asked = [(Action.WRITE, Category.ABSENCE)]
        with acts(
            self._session, list(by_pupil), asked, Event.UNDO, object_kind=_KIND.code
        ) as doing:
            for one in doing:
                for step in by_pupil[one.pupil.id]:
                    _take_back(one, step)
                _note(one, [(Event.UNDO, step.entry_id) for step in by_pupil[one.pupil.id]])
            return RegisterSaved(_lines(doing, first, last), ())

    def _members(self, group_id: str) -> list[str]:
        with self._session.transaction() as connection:
            return members_of(connection, group_id, self._session.today)


def members_of(connection: Connection, group_id: str, today: date) -> list[str]:
    """The ids of who is in this group today, or will be when the year has yet to begin."""
    placed, enrolled = tables.placement, tables.enrolment
    open_on = [
        or_(table.c.until_date.is_(None), table.c.until_date >= today)
        for table in (placed, enrolled)
    ]
    rows_ = connection.execute(
        select(placed.c.pupil_id)
        .join(enrolled, enrolled.c.pupil_id == placed.c.pupil_id)
        .where(placed.c.group_id == group_id, *open_on)
        .distinct()
    )
    return list(rows_.scalars())


def _absences(doing: Sequence[Act], first: date, last: date) -> dict[str, list[Row]]:
    """The absences of these pupils that touch a period, the oldest first."""
    found: dict[str, list[Row]] = {one.pupil.id: [] for one in doing}
    if not doing:
        return found
    query = (
        select(_ABSENCE)
        .where(
            _ABSENCE.c.pupil_id.in_(found),
            _ABSENCE.c.from_date <= last,
            or_(_ABSENCE.c.until_date >= first, _ABSENCE.c.from_date >= first),
        )
        .order_by(_ABSENCE.c.from_date, _ABSENCE.c.created_at)
    )
    for row in doing[0].connection.execute(query).mappings():
        found[row["pupil_id"]].append(row)
    return found


def _rows(doing: Act) -> list[Row]:
    query = select(_ABSENCE).where(_ABSENCE.c.pupil_id == doing.pupil.id)
    ordered = query.order_by(_ABSENCE.c.from_date, _ABSENCE.c.created_at)
    return list(doing.connection.execute(ordered).mappings())


def _lines(doing: Sequence[Act], first: date, last: date) -> tuple[RegisterLine, ...]:
    found = _absences(doing, first, last)
    return tuple(_line(one, found[one.pupil.id], first, last) for one in doing)


def _line(doing: Act, absences: Sequence[Row], first: date, last: date) -> RegisterLine:
    marks: dict[HalfDay, Mark] = {}
    for row in absences:
        piece = piece_of(row)
        for day in days(max(piece.first, first), min(piece.last, last)):
            for part in PARTS:
                mark = mark_on([piece], day, part)
                if mark is not None:
                    marks.setdefault((day, part), mark)
    return RegisterLine(doing.pupil, marks)


def _refuse_free(marks: Iterable[HalfDay], calendar: SchoolCalendar) -> None:
    for day, part in marks:
        if calendar.lessons(day, part) == 0:
            free = calendar.free_on(day)
            raise UserError(
                _NO_LESSONS.format(
                    day=f"{day:%d-%m-%Y}",
                    part=_PART_NAMES[part],
                    why=free.name if free else "volgens de lesuren bij Instellingen",
                )
            )


def _carry_out(doing: Act, changes: Changes, stored: Mapping[str, Row]) -> list[Step]:
    connection, session, pupil_id = doing.connection, doing.session, doing.pupil.id
    steps: list[Step] = []
    for entry_id in changes.delete:
        refuse_with_more(connection, pupil_id, entry_id)
        rows.delete_row(connection, session, _KIND, stored[entry_id], _CORRECTED)
        steps.append(Step(pupil_id, entry_id, Event.DELETE, stored[entry_id]["version"]))
    for piece in changes.change:
        row = stored[piece.id]
        rows.update_row(connection, session, _KIND, row, piece.values())
        steps.append(Step(pupil_id, piece.id, Event.CHANGE, row["version"] + 1))
    for piece in changes.add:
        entry_id = _insert(doing, piece)
        steps.append(Step(pupil_id, entry_id, Event.CREATE, 1))
    _note(doing, [(step.event, step.entry_id) for step in steps])
    return steps


def _insert(doing: Act, piece: Piece) -> str:
    return rows.insert_row(
        doing.connection, doing.session, _KIND, piece.values(), pupil_id=doing.pupil.id
    )


def _take_back(doing: Act, step: Step) -> None:
    """Put one entry back as it was before the marking; its earlier version is in the history."""
    connection, session = doing.connection, doing.session
    if step.event is Event.DELETE:
        earlier = rows.earlier_row(connection, session, _KIND, step.entry_id)
        if earlier is None or earlier["pupil_id"] != doing.pupil.id:
            raise Refused(rows.GONE)
        rows.restore_row(connection, session, _KIND, step.entry_id)
        return
    row = rows.load_row(connection, session, _KIND, step.entry_id)
    if row["pupil_id"] != doing.pupil.id:
        raise Refused(rows.GONE)
    if row["version"] != step.version:
        raise UserError(rows.CHANGED_MEANWHILE)
    if step.event is Event.CREATE:
        refuse_with_more(connection, doing.pupil.id, step.entry_id)
        rows.delete_row(connection, session, _KIND, row, _TAKEN_BACK)
        return
    earlier = rows.earlier_row(connection, session, _KIND, step.entry_id)
    if earlier is None:
        raise UserError(rows.GONE)
    values = {field.name: earlier[field.name] for field in _KIND.fields}
    rows.update_row(connection, session, _KIND, row, values, reason=earlier["reason"] or "")


def _note(doing: Act, touched: Sequence[tuple[Event, str]]) -> None:
    """One line of the log for each entry: the act's own for the first."""
    if not touched:
        return
    doing.event, doing.object_id = touched[0]
    doing.more.extend(
        LogEvent(
            event,
            pupil_id=doing.pupil.id,
            category=Category.ABSENCE.value,
            object_kind=_KIND.code,
            object_id=entry_id,
            ground=doing.ground.text,
        )
        for event, entry_id in touched[1:]
    )
