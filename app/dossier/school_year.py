"""The school year: 1 August to 31 July, written `2026-2027`.

Besluit bekostiging WPO 2022, art. 9-10.
"""

from datetime import date

_FIRST_MONTH = 8


def school_year_of(day: date) -> str:
    """The school year in which `day` falls."""
    first = day.year if day.month >= _FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def first_day(school_year: str) -> date:
    """1 August of the year in which it begins."""
    return date(int(school_year[:4]), _FIRST_MONTH, 1)


def last_day(school_year: str) -> date:
    """31 July of the year in which it ends."""
    return date(int(school_year[5:]), _FIRST_MONTH - 1, 31)


def next_school_year(school_year: str) -> str:
    """The one after it."""
    return school_year_of(first_day(school_year).replace(year=int(school_year[5:])))


def previous_school_year(school_year: str) -> str:
    """The one before it."""
    return school_year_of(first_day(school_year).replace(year=int(school_year[:4]) - 1))


def age_on(birth_date: date, day: date) -> int:
    """Completed years; someone born on 29 February has the birthday on 1 March in a common year."""
    had = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had else 1)
