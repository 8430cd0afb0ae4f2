"""What a search hands out."""

from dataclasses import dataclass
from datetime import date

from app.access.categories import Category
from app.dossier.searching import Snippet
from app.dossier.values import PupilData, PupilSummary


@dataclass(frozen=True)
class FoundText(PupilData):
    """One entry in which the words stand. `category` is what the reader was allowed to read."""

    category: Category
    kind: str
    entry_id: str
    day: date | None
    snippet: Snippet


@dataclass(frozen=True)
class FoundPupil(PupilData):
    """What was found in one dossier."""

    pupil: PupilSummary
    texts: tuple[FoundText, ...]


@dataclass(frozen=True)
class Found(PupilData):
    """What a search found, by pupil in the order of a class list.

    `go_on`: where to go on for older texts, None when there are none. `withheld`: dossiers in which
    the words stand that are not shown, because they were changed outside the program.
    """

    pupils: tuple[FoundPupil, ...] = ()
    go_on: int | None = None
    withheld: int = 0
