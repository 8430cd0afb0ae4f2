"""The register's arithmetic: absences as half-days, and what typing one half-day does to them.

Pure. An absence of several days is one entry; marking one half-day in its middle splits it, and
what lies before and after stays as it was. Neighbouring half-days of the same sort become one
entry, so that three days of flu count as one time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

from app.dossier.absence_count import LATE, hours_by_day, last_day_of
from app.dossier.calendar import AFTERNOON, DAY, MORNING, PARTS, WHOLE, SchoolCalendar
from app.dossier.kinds import Value
from app.vault.schema import Row

# A weekend between two days of absence makes them no two times; a holiday does.
_LONGEST_GAP = timedelta(days=4)
_DETAILS = ("ground", "reported_by", "note")
HalfDay = tuple[date, str]


@dataclass(frozen=True)
class Mark:
    """What one half-day says: a sort of absence, and for who came late how many minutes."""

    sort: str
    minutes: int | None = None


@dataclass(frozen=True)
class Piece:
    """One absence: an entry that stands there (`id`) or one to be added."""

    sort: str
    first: date
    last: date
    part: str
    id: str = ""
    half_days: int | None = None
    hours: float | None = None
    details: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_counted_by_hand(self) -> bool:
        """Whether someone typed how much it was."""
        return self.half_days is not None or self.hours is not None

    def covers(self, day: date, part: str) -> bool:
        """Whether this half-day is part of it."""
        return self.first <= day <= self.last and self.part in (WHOLE, part)

    def values(self) -> dict[str, Value]:
        """What the entry's fields hold."""
        return {
            "sort": self.sort,
            "from_date": self.first,
            "until_date": None if self.last == self.first else self.last,
            "half_day": self.part,
            "half_days": self.half_days,
            "hours": self.hours,
            **{name: self.details.get(name) for name in _DETAILS},
        }


@dataclass(frozen=True)
class Changes:
    """What must be done to the entries of one pupil."""

    add: tuple[Piece, ...] = ()
    change: tuple[Piece, ...] = ()
    delete: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.delete)


def piece_of(row: Row) -> Piece:
    """The piece that an entry is."""
    return Piece(
        sort=row["sort"],
        first=row["from_date"],
        last=last_day_of(row),
        part=row["half_day"],
        id=row["id"],
        half_days=row["half_days"],
        hours=row["hours"],
        details={name: row[name] for name in _DETAILS if row[name]},
    )


def mark_on(pieces: Iterable[Piece], day: date, part: str) -> Mark | None:
    """What the register shows for one half-day."""
    for piece in pieces:
        if piece.covers(day, part):
            minutes = round(piece.hours * 60) if piece.sort == LATE and piece.hours else None
            return Mark(piece.sort, minutes)
    return None


def put(
    rows: Iterable[Row], marks: Mapping[HalfDay, Mark | None], calendar: SchoolCalendar
) -> Changes:
    """What typing these half-days does to a pupil's absences; None makes one present.

    Half-days without lessons are left alone. A half-day that already says the same stays as it is,
    with the details that someone wrote.
    """
    before = [piece_of(row) for row in rows]
    pieces = list(before)
    for (day, part), mark in sorted(marks.items(), key=_in_order):
        if calendar.lessons(day, part) > 0 and mark_on(pieces, day, part) != mark:
            pieces = _one(pieces, day, part, mark, calendar)
    return _difference(before, pieces)


def _in_order(one: tuple[HalfDay, Mark | None]) -> tuple[date, int]:
    (day, part), _ = one
    return day, PARTS.index(part)


def _one(
    pieces: Sequence[Piece], day: date, part: str, mark: Mark | None, calendar: SchoolCalendar
) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        kept += _without(piece, day, part, calendar) if piece.covers(day, part) else [piece]
    if mark is None:
        return kept
    hours = mark.minutes / 60 if mark.minutes else None
    new = Piece(mark.sort, day, day, part, hours=hours)
    for joined in (_same_day, _next_day):
        new, kept = _join_all(new, kept, joined, calendar)
    return [*kept, new]


def _without(piece: Piece, day: date, part: str, calendar: SchoolCalendar) -> list[Piece]:
    """The piece without one half-day: what comes before, the rest of that day, what comes after."""
    rest = [
        replace(piece, last=day - DAY),
        *(replace(piece, first=day, last=day, part=one) for one in PARTS if one != part),
        replace(piece, first=day + DAY),
    ]
    if piece.part != WHOLE:
        rest.pop(1)
    trimmed = [one for each in rest if (one := _trimmed(each, calendar)) is not None]
    spread = hours_by_day({**piece.values(), "id": piece.id}, calendar)
    counted = [_counted(one, piece, spread, calendar) for one in trimmed]
    # The entry itself lives on as the first that is left of it.
    return [replace(one, id=piece.id if not at else "") for at, one in enumerate(counted)]


def _trimmed(piece: Piece, calendar: SchoolCalendar) -> Piece | None:
    """Without days at either end that have no such half-day; None when none is left."""
    with_lessons = [
        day
        for day in calendar.school_days(piece.first, piece.last)
        if calendar.parts(day, piece.part)
    ]
    if not with_lessons:
        return None
    return replace(piece, first=with_lessons[0], last=with_lessons[-1])


def _counted(
    piece: Piece, whole: Piece, spread: Mapping[date, float], calendar: SchoolCalendar
) -> Piece:
    """Hours that were typed for the whole, as far as they lie in this part of it."""
    hours = None
    if whole.hours is not None:
        hours = 0.0
        for day, missed in spread.items():
            if piece.first <= day <= piece.last:
                lessons = calendar.lessons(day, whole.part)
                share = calendar.lessons(day, piece.part) / lessons if lessons else 1.0
                hours += missed * share
        hours = round(hours, 2)
    return replace(piece, half_days=None, hours=hours)


_Join = Callable[[Piece, Piece, SchoolCalendar], Piece | None]


def _join_all(
    new: Piece, others: Sequence[Piece], joined: _Join, calendar: SchoolCalendar
) -> tuple[Piece, list[Piece]]:
    kept: list[Piece] = []
    for other in others:
        together = joined(new, other, calendar) if _may_join(new, other) else None
        if together is None:
            kept.append(other)
        else:
            new = together
    return new, kept


def _may_join(one: Piece, other: Piece) -> bool:
    """The same sort, nothing typed that would be lost, no two different explanations.

    Two entries that both stand there stay two: someone wrote them apart. Each time of arriving late
    is one of its own.
    """
    if one.sort != other.sort or one.sort == LATE:
        return False
    if one.is_counted_by_hand or other.is_counted_by_hand or (one.id and other.id):
        return False
    return not (one.details and other.details) or one.details == other.details


def _same_day(one: Piece, other: Piece, _calendar: SchoolCalendar) -> Piece | None:
    """Morning and afternoon of one day are a whole day."""
    is_day = one.first == one.last == other.first == other.last
    if not is_day or {one.part, other.part} != {MORNING, AFTERNOON}:
        return None
    return _together(one, other, one.first, one.last)


def _next_day(one: Piece, other: Piece, calendar: SchoolCalendar) -> Piece | None:
    """Whole days that follow each other, a weekend between them or not."""
    earlier, later = sorted((one, other), key=lambda piece: piece.first)
    if later.first <= earlier.last or later.first - earlier.last > _LONGEST_GAP:
        return None
    if not (_is_whole(earlier, calendar) and _is_whole(later, calendar)):
        return None
    if any(calendar.school_days(earlier.last + DAY, later.first - DAY)):
        return None
    return _together(one, other, earlier.first, later.last)


def _is_whole(piece: Piece, calendar: SchoolCalendar) -> bool:
    """All lessons of its days: a Wednesday's morning, where the afternoon is free, is the day."""
    if piece.part == WHOLE:
        return True
    return piece.first == piece.last and calendar.parts(piece.first) == (piece.part,)


def _together(one: Piece, other: Piece, first: date, last: date) -> Piece:
    return replace(
        one,
        first=first,
        last=last,
        part=WHOLE,
        id=one.id or other.id,
        details=one.details or other.details,
    )


def _difference(before: Sequence[Piece], after: Sequence[Piece]) -> Changes:
    known = {one.id: one for one in before}
    left = {one.id for one in after}
    return Changes(
        add=tuple(one for one in after if not one.id),
        change=tuple(one for one in after if one.id and one.values() != known[one.id].values()),
        delete=tuple(one.id for one in before if one.id not in left),
    )
