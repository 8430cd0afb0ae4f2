"""The birthdays of a group in the order of the school year, to hang in the class room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import Block, Table
from app.dossier.school_year import first_day
from app.dossier.values import PupilData
from app.dossier.wording import day_and_month


@dataclass(frozen=True)
class Birthday(PupilData):
    """Who turns what age, and when."""

    day: date
    name: str
    age: int


def birthdays(people: Sequence[tuple[str, date | None]], school_year: str) -> tuple[Birthday, ...]:
    """From 1 August on; who has no birth date on record is not in it.

    Somebody of 29 February has the birthday on 1 March in a common year, as `school_year.age_on`.
    """
    begins = first_day(school_year)
    found = []
    for name, born in people:
        if born is None:
            continue
        day = _in_year(born, begins.year)
        if day < begins:
            day = _in_year(born, begins.year + 1)
        found.append(Birthday(day, name, day.year - born.year))
    return tuple(sorted(found, key=lambda one: (one.day, one.name)))


def blocks(found: Sequence[Birthday]) -> tuple[Block, ...]:
    """The list for paper."""
    rows = tuple((day_and_month(one.day), one.name, f"{one.age} jaar") for one in found)
    return (Table(("Datum", "Naam", "Wordt"), rows, (2, 5, 1.5)),)


def _in_year(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
