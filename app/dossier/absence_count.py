"""Counting absence in half-days (Leerplichtwet 1969: the school day as morning and afternoon)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.vault.schema import Row

_WEDNESDAY = 2
_FRIDAY = 4


@dataclass(frozen=True)
class AbsenceTotal:
    """How much of one sort in a period."""

    half_days: int
    hours: float
    occasions: int


def half_days(absence: Row, first: date, last: date) -> int:
    """Half-days of one absence between `first` and `last`, both included.

    A number that was typed counts as it is when the whole absence falls inside the period.
    Otherwise Monday to Friday count two (Wednesday one), or one when only a morning or afternoon
    was missed.
    """
    begin: date = absence["from_date"]
    end: date = absence["until_date"] or begin
    if absence["half_days"] is not None and begin >= first and end <= last:
        return int(absence["half_days"])
    count = 0
    day = max(begin, first)
    while day <= min(end, last):
        count += _of_day(day, absence["half_day"])
        day += timedelta(days=1)
    return count


def _of_day(day: date, part: str) -> int:
    if day.weekday() > _FRIDAY:
        return 0
    if part != "whole":
        return 1 if part == "morning" or day.weekday() != _WEDNESDAY else 0
    return 1 if day.weekday() == _WEDNESDAY else 2


def total(absences: Iterable[Row], sort: str, first: date, last: date) -> AbsenceTotal:
    """All absences of one sort in a period."""
    found = [
        one
        for one in absences
        if one["sort"] == sort
        and one["from_date"] <= last
        and (one["until_date"] or one["from_date"]) >= first
    ]
    return AbsenceTotal(
        half_days=sum(half_days(one, first, last) for one in found),
        hours=sum(one["hours"] or 0.0 for one in found),
        occasions=len(found),
    )


def year_before(day: date) -> date:
    """The first of the twelve months that end on `day`; 1 March for a 29 February."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:
        return date(day.year - 1, 3, 1)
