"""The demo school's calendar: school years around today, holidays, and when what is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from app.dossier.calendar import FreeDays
from app.dossier.school_year import first_day, school_year_of

_SATURDAY = 5
REGION = "middle"
# Month and day of the first and last day, about as in the middle of the Netherlands.
_HOLIDAYS = (
    ((10, 17), (10, 25)),
    ((12, 20), (12, 31)),
    ((1, 1), (1, 4)),
    ((2, 14), (2, 22)),
    ((4, 25), (5, 5)),
    ((7, 11), (8, 21)),
)
_NAMES = (
    "Herfstvakantie",
    "Kerstvakantie",
    "Kerstvakantie",
    "Voorjaarsvakantie",
    "Meivakantie",
    "Zomervakantie",
)
_DAYS_OF_USE = 7


def is_school_day(day: date) -> bool:
    """Monday to Friday outside the holidays."""
    moment = (day.month, day.day)
    free = any(first <= moment <= last for first, last in _HOLIDAYS)
    return day.weekday() < _SATURDAY and not free


def school_day_from(day: date) -> date:
    """The first school day from this day on."""
    while not is_school_day(day):
        day += timedelta(days=1)
    return day


def school_day_until(day: date) -> date:
    """The last school day up to this day."""
    while not is_school_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class Calendar:
    """Today, and the years around it; a year is the one in which a school year begins."""

    today: date

    @property
    def year(self) -> int:
        """In which the present school year began."""
        return first_day(school_year_of(self.today)).year

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """The weekdays before today on which the demo's staff worked with the program."""
        days: list[date] = []
        day = self.today
        while len(days) < _DAYS_OF_USE:
            day -= timedelta(days=1)
            if day.weekday() < _SATURDAY:
                days.append(day)
        return tuple(reversed(days))

    @property
    def taken_in_on(self) -> date:
        """When the dossiers came from the former program: nothing in them is younger."""
        return self.working_days[0]

    def past(self, day: date) -> bool:
        """Has this been entered before the dossiers were taken over?"""
        return day <= self.taken_in_on

    def day(self, year: int, month: int, day: int) -> date:
        """A date in the school year that begins in `year`."""
        return date(year if month >= 8 else year + 1, month, day)

    def free_days(self, years: int = 2) -> Iterator[FreeDays]:
        """The holidays of the present school year and those before it, and one study day."""
        for year in range(self.year - years, self.year + 1):
            for (first, last), name in zip(_HOLIDAYS, _NAMES, strict=True):
                begin, end = self.day(year, *first), self.day(year, *last)
                # The summer holiday ends in the school year that comes.
                end = end if end >= begin else end.replace(year=begin.year)
                yield FreeDays(begin, end, "holiday", name)
        study_day = school_day_from(self.day(self.year, 1, 25))
        yield FreeDays(study_day, study_day, "study_day", "Studiedag team")

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """All of them, both ends included."""
        day = first
        while day <= last:
            if is_school_day(day):
                yield day
            day += timedelta(days=1)

    def some_day(self, chance: Random, first: date, last: date) -> date:
        """A school day somewhere from `first` to about `last`."""
        span = max((last - first).days, 0)
        return school_day_from(first + timedelta(days=chance.randint(0, span)))


def text_of_year(year: int) -> str:
    """`2026-2027`."""
    return f"{year}-{year + 1}"
