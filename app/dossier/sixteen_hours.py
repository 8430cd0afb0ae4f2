"""The duty to report sixteen hours of unauthorised absence (Leerplichtwet 1969 art. 21a). Pure.

Counted in hours of lessons, within four lesson weeks in a row: weeks without any lesson do not
count. After a report a new count starts. The duty begins with compulsory schooling: on the first
school day of the month after the fifth birthday (art. 3 lid 1). Arriving late is no kind of its own
in the law and is not counted here; who stays away longer without leave is marked unauthorised.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app import resources
from app.dossier.absence_count import hours_by_day, year_before
from app.dossier.calendar import DAY, SchoolCalendar, monday_of
from app.vault.schema import Row

_RULES: Mapping[str, Any] = resources.load("school_year.toml")["signal"]
HOURS: float = _RULES["hours"]
WARN_HOURS: float = _RULES["warn_hours"]
LESSON_WEEKS: int = _RULES["lesson_weeks"]
REPORT_WITHIN: int = _RULES["report_within"]
REPORT_SORT = "sixteen_hours"
_AGE: int = _RULES["compulsory_age"]
_WEEK = timedelta(days=7)
_SATURDAY = 5


class Level(StrEnum):
    """What a count asks for."""

    NONE = "none"
    WARN = "warn"
    MUST = "must"


@dataclass(frozen=True)
class Signal:
    """Hours of unauthorised absence from `first` to `last`, and what they ask.

    `reached` is the day on which the hours became sixteen, `due` the last day to report them.
    """

    level: Level = Level.NONE
    hours: float = 0.0
    first: date | None = None
    last: date | None = None
    reached: date | None = None
    due: date | None = None


NO_SIGNAL = Signal()


def compulsory_from(born: date, calendar: SchoolCalendar) -> date:
    """The first school day of the month after the fifth birthday."""
    after = (born.replace(day=1) + timedelta(days=32)).replace(day=1)
    return calendar.school_day_from(after.replace(year=after.year + _AGE))


def signal(
    absences: Iterable[Row],
    reports: Iterable[Row],
    calendar: SchoolCalendar,
    born: date | None,
    today: date,
) -> Signal:
    """What the absences of the last twelve months ask of the school today.

    A duty that was reached stays until it is reported; a warning is about the last four lesson
    weeks only. Without a birth date every day counts: better one warning too many.
    """
    reported = [one["until_date"] for one in reports if one["sort"] == REPORT_SORT]
    begin = max(
        [
            year_before(today),
            *(day + DAY for day in reported),
            *([compulsory_from(born, calendar)] if born else []),
        ]
    )
    by_day = _unauthorised(absences, calendar, begin, today)
    for day in sorted(by_day):
        found = _count(by_day, calendar, day, begin)
        if found.hours >= HOURS:
            return _must(by_day, found, day)
    now = _count(by_day, calendar, today, begin)
    return now if now.level is Level.WARN else NO_SIGNAL


def _unauthorised(
    absences: Iterable[Row], calendar: SchoolCalendar, begin: date, today: date
) -> dict[date, float]:
    by_day: dict[date, float] = {}
    for one in absences:
        if one["sort"] != "unauthorised":
            continue
        for day, hours in hours_by_day(one, calendar).items():
            if begin <= day <= today and calendar.is_lesson_week(monday_of(day)):
                by_day[day] = by_day.get(day, 0.0) + hours
    return by_day


def _count(
    by_day: Mapping[date, float], calendar: SchoolCalendar, day: date, begin: date
) -> Signal:
    """The hours up to `day` in the four lesson weeks that end with its week."""
    first = max(window_start(calendar, day), begin)
    # Sums of quarters of hours and of shares: a rounding error must not hide the sixteenth hour.
    hours = round(sum(missed for one, missed in by_day.items() if first <= one <= day), 2)
    level = Level.WARN if hours >= WARN_HOURS else Level.NONE
    return Signal(level, hours, first, day)


def _must(by_day: Mapping[date, float], found: Signal, reached: date) -> Signal:
    """What must be reported: all hours since those weeks began, also what came after the day."""
    assert found.first is not None
    counted = {day: missed for day, missed in by_day.items() if day >= found.first}
    return Signal(
        Level.MUST,
        round(sum(counted.values()), 2),
        found.first,
        max(counted),
        reached,
        working_days_after(reached),
    )


def window_start(calendar: SchoolCalendar, day: date) -> date:
    """The Monday of the first of the four lesson weeks in a row that end with the week of `day`."""
    monday = first = monday_of(day)
    weeks = 0
    # A summer is never longer than this many weeks.
    for _ in range(LESSON_WEEKS + 20):
        if calendar.is_lesson_week(monday):
            weeks, first = weeks + 1, monday
        if weeks == LESSON_WEEKS:
            break
        monday -= _WEEK
    return first


def working_days_after(day: date, count: int = REPORT_WITHIN) -> date:
    """The last of `count` working days after `day`: Monday to Friday, holidays too."""
    while count:
        day += DAY
        count -= day.weekday() < _SATURDAY
    return day
