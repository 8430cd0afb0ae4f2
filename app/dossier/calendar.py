"""The calendar of the school: hours of lessons on each weekday, and the days without lessons.

Pure values; `school_days` reads and changes what stands in the database. What the law counts in
half-days, hours and lesson weeks is counted with this calendar.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from app import resources
from app.dossier.school_year import first_day, last_day

MORNING, AFTERNOON = "morning", "afternoon"
PARTS = (MORNING, AFTERNOON)
WHOLE = "whole"
DAY = timedelta(days=1)
_DATA: Mapping[str, Any] = resources.load("school_year.toml")

REGIONS: Mapping[str, str] = MappingProxyType(_DATA["regions"])
FREE_SORTS: Mapping[str, str] = MappingProxyType(_DATA["sorts"])
Hours = tuple[float, float]
DEFAULT_HOURS: Mapping[int, Hours] = MappingProxyType(
    {int(weekday): (hours[0], hours[1]) for weekday, hours in _DATA["hours"].items()}
)
HOLIDAY = "holiday"
_NEAR = timedelta(days=21)


@dataclass(frozen=True)
class FreeDays:
    """Days without lessons, first and last day included. `sort` is one of `FREE_SORTS`."""

    from_date: date
    until_date: date
    sort: str
    name: str
    id: str = ""

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of its days lies in this period."""
        return self.from_date <= last and self.until_date >= first


@dataclass(frozen=True)
class SchoolCalendar:
    """Hours (morning, afternoon) by weekday, 1 is Monday, and the free days, the oldest first."""

    hours: Mapping[int, Hours] = field(default_factory=lambda: DEFAULT_HOURS)
    free: tuple[FreeDays, ...] = ()
    region: str = ""

    @cached_property
    def _free_by_day(self) -> Mapping[date, FreeDays]:
        return {day: one for one in self.free for day in days(one.from_date, one.until_date)}

    def free_on(self, day: date) -> FreeDays | None:
        """Why there are no lessons on this day, if it is a free day."""
        return self._free_by_day.get(day)

    def lessons(self, day: date, part: str) -> float:
        """Hours of lessons in the morning, the afternoon or the whole of a day."""
        if self.free_on(day) is not None:
            return 0.0
        morning, afternoon = self.hours.get(day.isoweekday(), (0.0, 0.0))
        return {MORNING: morning, AFTERNOON: afternoon, WHOLE: morning + afternoon}[part]

    def is_school_day(self, day: date) -> bool:
        """Whether there are any lessons."""
        return self.lessons(day, WHOLE) > 0

    def parts(self, day: date, part: str = WHOLE) -> tuple[str, ...]:
        """The half-days with lessons among those that `part` names."""
        wanted = PARTS if part == WHOLE else (part,)
        return tuple(one for one in wanted if self.lessons(day, one) > 0)

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """The days with lessons in a period, both ends included."""
        return (day for day in days(first, last) if self.is_school_day(day))

    def school_day_from(self, day: date) -> date:
        """The first day with lessons from `day` on; `day` itself when none comes within a year."""
        return next(self.school_days(day, day + 366 * DAY), day)

    def is_lesson_week(self, monday: date) -> bool:
        """Whether there is a lesson in the week that begins on this Monday."""
        return any(self.is_school_day(day) for day in days(monday, monday + 6 * DAY))


def days(first: date, last: date) -> Iterator[date]:
    """All days, both ends included."""
    while first <= last:
        yield first
        first += DAY


def monday_of(day: date) -> date:
    """The Monday of the week of this day."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class _Known:
    """One holiday of the data: its days in each region."""

    school_year: str
    name: str
    by_region: Mapping[str, tuple[date, date]]


def _known(data: Mapping[str, Any]) -> _Known:
    spans = {
        region: (span[0], span[1])
        for region in REGIONS
        for span in [data.get(region, data.get("all"))]
    }
    return _Known(data["school_year"], data["name"], spans)


_KNOWN = tuple(_known(one) for one in _DATA["holidays"])
KNOWN_YEARS = tuple(dict.fromkeys(one.school_year for one in _KNOWN))
"""The school years whose holidays the program knows."""


def known_holidays(region: str, school_year: str) -> tuple[FreeDays, ...]:
    """The holidays of a region that fall in a school year, that of the summer before it too."""
    first, last = first_day(school_year), last_day(school_year)
    found = (
        FreeDays(*one.by_region[region], HOLIDAY, one.name)
        for one in _KNOWN
        if school_year in KNOWN_YEARS
    )
    return tuple(one for one in found if one.overlaps(first, last))


def taking_over(
    present: Iterable[FreeDays], region: str, school_year: str
) -> tuple[Sequence[FreeDays], Sequence[FreeDays]]:
    """What taking over a region's holidays takes away and adds.

    What an earlier take-over put there for another region goes; what the school wrote or changed
    itself stays. Doing it twice changes nothing.
    """
    first, last = first_day(school_year), last_day(school_year)
    wanted = known_holidays(region, school_year)
    supplied = {
        (*span, one.name)
        for one in _KNOWN
        for span in one.by_region.values()
        if span[0] <= last and span[1] >= first
    } - {_key(one) for one in wanted}
    here = list(present)
    gone = [one for one in here if one.sort == HOLIDAY and _key(one) in supplied]
    kept = [one for one in here if one not in gone]
    new = [one for one in wanted if not any(_is_same_holiday(one, other) for other in kept)]
    return gone, new


def _key(one: FreeDays) -> tuple[date, date, str]:
    return one.from_date, one.until_date, one.name


def _is_same_holiday(one: FreeDays, other: FreeDays) -> bool:
    """The same name at about the same time: the school moved it."""
    return one.name == other.name and other.overlaps(one.from_date - _NEAR, one.until_date + _NEAR)
