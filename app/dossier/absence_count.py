"""Counting absence in half-days and hours, with the calendar of the school.

The school counts in half-days (the report to the next school, Besluit BWBR0031619 art. 7), the duty
to report in hours (Leerplichtwet 1969 art. 21a): both are kept. What was typed by hand wins.
Holidays and other free days count nothing; arriving late is no half-day of absence, and counts in
hours only as far as someone wrote them down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.dossier.calendar import SchoolCalendar
from app.vault.schema import Row

LATE = "late"
SORTS = ("ill", "authorised", "unauthorised", LATE)


@dataclass(frozen=True)
class AbsenceTotal:
    """How much of one sort in a period."""

    half_days: int
    hours: float
    occasions: int


def last_day_of(absence: Row) -> date:
    """Its last day; most absences are of one day."""
    last: date = absence["until_date"] or absence["from_date"]
    return last


def half_days(absence: Row, calendar: SchoolCalendar, first: date, last: date) -> int:
    """Half-days with lessons that one absence took between `first` and `last`, both included.

    A number that was typed counts as it is when the whole absence falls inside the period.
    """
    begin, end = absence["from_date"], last_day_of(absence)
    if absence["half_days"] is not None and begin >= first and end <= last:
        return int(absence["half_days"])
    if absence["sort"] == LATE:
        return 0
    within = calendar.school_days(max(begin, first), min(end, last))
    return sum(len(calendar.parts(day, absence["half_day"])) for day in within)


def hours_by_day(absence: Row, calendar: SchoolCalendar) -> dict[date, float]:
    """Hours of lessons missed on each day of one absence.

    Hours that were typed are spread over its school days in proportion to their lessons; without
    any school day they stand on the first day.
    """
    begin, end = absence["from_date"], last_day_of(absence)
    lessons = {
        day: calendar.lessons(day, absence["half_day"]) for day in calendar.school_days(begin, end)
    }
    lessons = {day: hours for day, hours in lessons.items() if hours > 0}
    typed = absence["hours"]
    if typed is None:
        return {} if absence["sort"] == LATE else lessons
    if not lessons:
        return {begin: float(typed)}
    whole = sum(lessons.values())
    return {day: float(typed) * hours / whole for day, hours in lessons.items()}


def hours(absence: Row, calendar: SchoolCalendar, first: date, last: date) -> float:
    """Hours of lessons that one absence took between `first` and `last`, both included."""
    by_day = hours_by_day(absence, calendar)
    return sum(missed for day, missed in by_day.items() if first <= day <= last)


def total(
    absences: Iterable[Row], sort: str, calendar: SchoolCalendar, first: date, last: date
) -> AbsenceTotal:
    """All absences of one sort in a period."""
    found = [
        one
        for one in absences
        if one["sort"] == sort and one["from_date"] <= last and last_day_of(one) >= first
    ]
    return AbsenceTotal(
        half_days=sum(half_days(one, calendar, first, last) for one in found),
        hours=round(sum(hours(one, calendar, first, last) for one in found), 2),
        occasions=len(found),
    )


def year_before(day: date) -> date:
    """The first of the twelve months that end on `day`; 1 March for a 29 February."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:
        return date(day.year - 1, 3, 1)
