"""The class list (klassenlijst): who is in the group, with as much as may be shared.

Never on it: an address, a secret number, a BSN, custody, care. Telephone numbers only for staff,
and then the heading says so. A class list reaches other parents sooner or later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.documents import Block, Note, Paragraph, Table, Tone
from app.dossier.values import PupilData
from app.dossier.wording import day_and_month, dutch_date

MOST_OWN_COLUMNS = 6
LONGEST_HEADING = 30
STAFF_ONLY = "Met telefoonnummers: alleen voor medewerkers, niet om uit te delen"


class Born(StrEnum):
    """How much of the birth date stands on the list."""

    NOTHING = "nothing"
    BIRTHDAY = "birthday"
    DATE = "date"


@dataclass(frozen=True)
class ClassListOptions:
    """What stands beside the names. `own_columns` are headings above empty boxes."""

    born: Born = Born.NOTHING
    own_columns: tuple[str, ...] = ()
    phones: bool = False


PLAIN = ClassListOptions()
"""Nothing but names."""


@dataclass(frozen=True)
class Reachable(PupilData):
    """Somebody who can be called about a pupil: a guardian, or who stands on an emergency number.

    `called_by_order`: the school wrote down when to call this person. A blank `custody` is that of
    somebody who is no guardian.
    """

    name: str
    relationship: str
    phone: str
    secret: bool = False
    deceased: bool = False
    custody: str = ""
    lives_with: bool = False
    called_by_order: bool = False


@dataclass(frozen=True)
class ListedPupil(PupilData):
    """One pupil of the list."""

    name: str
    birth_date: date | None
    reachable: tuple[Reachable, ...] = ()


def to_call(people: Sequence[Reachable]) -> tuple[Reachable, ...]:
    """Whose number may stand on a list for staff, in the order given.

    Not who died, not a secret number, and not a guardian without custody with whom the child does
    not live, unless the school wrote down that this person may be called.
    """
    return tuple(one for one in people if _may_be_called(one) and not one.secret)


def hides_a_number(people: Sequence[Reachable]) -> bool:
    """Whether somebody who may be called is not on the list because the number is secret."""
    return any(_may_be_called(one) and one.secret for one in people)


def _may_be_called(one: Reachable) -> bool:
    if one.deceased or not one.phone:
        return False
    return one.custody != "no" or one.lives_with or one.called_by_order


def headings(options: ClassListOptions) -> tuple[str, ...]:
    """Above the columns."""
    born = {Born.BIRTHDAY: ("Jarig op",), Born.DATE: ("Geboren",)}.get(options.born, ())
    phones = ("Bellen",) if options.phones else ()
    return ("", "Naam", *born, *phones, *options.own_columns)


def rows(pupils: Sequence[ListedPupil], options: ClassListOptions) -> tuple[tuple[str, ...], ...]:
    """One row for each pupil, numbered; the boxes are empty."""
    return tuple(
        (
            str(number),
            one.name,
            *_born(one, options.born),
            *((_numbers(one),) if options.phones else ()),
            *("" for _ in options.own_columns),
        )
        for number, one in enumerate(pupils, start=1)
    )


def blocks(pupils: Sequence[ListedPupil], options: ClassListOptions) -> tuple[Block, ...]:
    """The list for paper."""
    made: list[Block] = []
    if options.phones:
        made.append(Note("Laat deze lijst niet in de klas liggen.", Tone.WAITING, STAFF_ONLY))
    born, phones = options.born is not Born.NOTHING, options.phones
    made.append(
        Table(
            headings(options),
            rows(pupils, options),
            (0.8, 6, *((3.0,) if born else ()), *((8,) if phones else ()), *_boxes(options)),
            boxes=bool(options.own_columns),
        )
    )
    if phones and any(hides_a_number(one.reachable) for one in pupils):
        made.append(
            Paragraph(
                "Geheime nummers staan niet op deze lijst. Zoek ze in het dossier op.", "muted"
            )
        )
    return tuple(made)


def _boxes(options: ClassListOptions) -> tuple[float, ...]:
    """As wide as the longest word above them, so that no word is broken."""
    longest = (max(len(word) for word in one.split()) for one in options.own_columns)
    return tuple(max(2.0, 0.6 + 0.28 * letters) for letters in longest)


def _born(one: ListedPupil, how: Born) -> tuple[str, ...]:
    if how is Born.NOTHING:
        return ()
    if one.birth_date is None:
        return ("",)
    return (dutch_date(one.birth_date) if how is Born.DATE else day_and_month(one.birth_date),)


def _numbers(one: ListedPupil) -> str:
    return "\n".join(
        f"{person.phone}  {person.name} ({person.relationship})"
        for person in to_call(one.reachable)
    )
