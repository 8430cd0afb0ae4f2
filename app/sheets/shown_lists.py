"""A list as it stands on the screen, on paper or as a file for a spreadsheet.

What the list shows was read, authorised and logged before; taking it out is an act of its own,
about every pupil in it. Out of the program goes less than the screen shows: no care, no talks, no
addresses, no funding, and no row that is secret. Telephone numbers leave in the class list, which
knows what may be shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.access.categories import CATEGORY_NAMES, Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import Block, Note, Table, Tone, spreadsheet
from app.dossier.acts import acts
from app.dossier.kinds import KINDS, FieldType
from app.dossier.reasons import reason_given, reason_problem
from app.errors import UserError
from app.sheets.paper import on_paper

_TAKEN_OUT = frozenset({Category.NAME, Category.ENROLMENT, Category.ABSENCE, Category.RESULTS})
_NUMBERS = frozenset(
    field.label
    for kind in KINDS.values()
    for field in kind.fields
    if field.type is FieldType.PERSONAL_NUMBER or field.category is Category.PERSONAL_NUMBER
)
"""Headings of columns with a BSN or another number of the person (UAVG art. 46)."""


class TableForm(StrEnum):
    """As which file a list may be saved."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class ListRow:
    """One row as shown; `pupil_id` says about whom. A `secret` row stays on the screen.

    No `PupilData`: the window hands it in, and nothing hands it out.
    """

    cells: tuple[str, ...]
    pupil_id: str
    secret: bool = False


@dataclass(frozen=True)
class ShownList:
    """A list: its title, what its rows are about, its columns and rows in the order shown."""

    title: str
    about: str
    category: Category
    headings: tuple[str, ...]
    rows: tuple[ListRow, ...]


def may_be_taken_out(category: Category) -> bool:
    """Whether a list of this category may be saved as a file; printing follows reading."""
    return category in _TAKEN_OUT


class ShownLists:
    """Printing and saving what a list shows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reason_problem(self, reason: str) -> str:
        """What is wrong with the reason to take a list out; empty when nothing is."""
        return reason_problem(reason)

    def as_pdf(self, shown: ShownList) -> bytes:
        """The list on paper; the secret rows are left out, and it says so."""
        rows = _outward(shown)
        left_out = len(shown.rows) - len(rows)
        with acts(
            self._session,
            _pupils(rows),
            _printing(shown.category),
            Event.PRINT,
            object_kind="list",
        ) as doing:
            for one in doing:
                one.text["list"] = _named(shown, rows)
            headings, cells = _without_numbers(shown, rows)
            return on_paper(
                self._session,
                doing[0].connection,
                shown.title,
                shown.about,
                (Table(headings, cells), *_left_out(left_out)),
            )

    def as_file(self, shown: ShownList, form: TableForm, reason: str) -> bytes:
        """The list for a spreadsheet program. Raises UserError without a reason, or `Refused`."""
        if not may_be_taken_out(shown.category):
            raise UserError(
                f"Een lijst met {CATEGORY_NAMES[shown.category].lower()} kan niet als bestand "
                "worden bewaard: deze gegevens blijven in het programma. Afdrukken kan wel. Er is "
                "niets bewaard."
            )
        why = reason_given(reason)
        rows = _outward(shown)
        with acts(
            self._session,
            _pupils(rows),
            _printing(shown.category),
            Event.EXPORT,
            object_kind="list",
        ) as doing:
            for one in doing:
                one.text |= {"list": _named(shown, rows), "reason": why}
        headings, cells = _without_numbers(shown, rows)
        if form is TableForm.CSV:
            return spreadsheet.as_csv(headings, cells)
        return spreadsheet.as_xlsx(shown.title, headings, cells)


def _printing(category: Category) -> list[tuple[Action, Category | None]]:
    """What must be allowed: printing, of health at least what is shared."""
    wanted: list[tuple[Action, Category | None]] = [(Action.PRINT, category)]
    if category is Category.HEALTH:
        wanted.append((Action.PRINT, Category.SHARED_HEALTH))
    return wanted


def _named(shown: ShownList, rows: Sequence[ListRow]) -> str:
    return f"{shown.title}: {len(rows)} {'regel' if len(rows) == 1 else 'regels'}"


def _pupils(rows: Sequence[ListRow]) -> list[str]:
    if not rows:
        raise UserError(
            "Er is niets om af te drukken of te bewaren: de lijst is leeg, of wat erin staat is "
            "geheim en blijft in het programma."
        )
    return list(dict.fromkeys(row.pupil_id for row in rows))


def _outward(shown: ShownList) -> list[ListRow]:
    return [row for row in shown.rows if not row.secret]


def _without_numbers(
    shown: ShownList, rows: Sequence[ListRow]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings and cells without the numbers of persons, which stand in no list."""
    kept = [n for n, heading in enumerate(shown.headings) if heading not in _NUMBERS]
    headings = tuple(shown.headings[number] for number in kept)
    return headings, tuple(tuple(row.cells[number] for number in kept) for row in rows)


def _left_out(count: int) -> tuple[Block, ...]:
    if not count:
        return ()
    what = "1 regel staat" if count == 1 else f"{count} regels staan"
    return (Note(f"{what} hier niet bij, omdat wat erin staat geheim is.", Tone.INFO),)
