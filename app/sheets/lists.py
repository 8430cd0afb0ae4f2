"""A list as it stands on the screen, on paper or as a file for a spreadsheet.

What the list shows was read, authorised and logged before; taking it out is an act of its own,
about every pupil in it. Out of the program goes less than the screen shows: no care, no talks, no
addresses, no funding, and no row that is secret. Addresses leave in the class list, which knows
what may be shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.access.categories import CATEGORY_NAMES, Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import Document, Note, Table, Tone, render, spreadsheet
from app.dossier import checks
from app.dossier.acts import acts
from app.dossier.school import read_school
from app.dossier.values import PupilData
from app.dossier.wording import dutch_date
from app.errors import UserError

_TAKEN_OUT = frozenset(
    {
        Category.NAME,
        Category.ENROLMENT,
        Category.ABSENCE,
        Category.RESULTS,
    }
)
_WHY = "Schrijf in één zin waarvoor u de lijst buiten het programma nodig hebt."
_LONGEST_REASON = 500
_TOO_LONG = f"Houd de reden korter: hoogstens {_LONGEST_REASON} tekens."


class TableForm(StrEnum):
    """As which file a list may be saved."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class ListRow(PupilData):
    """One row as shown; `pupil_id` says about whom. A `secret` row stays on the screen."""

    cells: tuple[str, ...]
    pupil_id: str
    secret: bool = False


@dataclass(frozen=True)
class ShownList(PupilData):
    """A list: its title, what its rows are about, its columns and rows in the order shown."""

    title: str
    about: str
    category: Category
    headings: tuple[str, ...]
    rows: tuple[ListRow, ...]


def may_be_taken_out(category: Category) -> bool:
    """Whether a list of this category may be saved as a file; printing follows reading."""
    return category in _TAKEN_OUT


class Lists:
    """Printing and saving what a list shows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reason_problem(self, reason: str) -> str:
        """What is wrong with the reason to take a list out; empty when nothing is."""
        why = checks.clean_text(reason)
        if not why:
            return _WHY
        return _TOO_LONG if len(why) > _LONGEST_REASON else ""

    def as_pdf(self, shown: ShownList) -> bytes:
        """The list on paper; the secret rows are left out, and it says so."""
        session = self._session
        rows = _not_secret(shown)
        with acts(
            session, _pupils(rows), _printing(shown.category), Event.PRINT, object_kind="list"
        ) as doing:
            for one in doing:
                one.text["list"] = shown.title
            with_school = read_school(doing[0].connection) if doing else None
        return render(
            Document(
                title=shown.title,
                subtitle=shown.about,
                blocks=(
                    Table(shown.headings, tuple(row.cells for row in rows)),
                    *_left_out(len(shown.rows) - len(rows)),
                ),
                created=session.clock(),
                header_left=with_school.name if with_school else "",
                footer=f"Vertrouwelijk · {dutch_date(session.today)} · {session.staff.name}",
            ),
            replace_missing=True,
        )

    def as_file(self, shown: ShownList, form: TableForm, reason: str) -> bytes:
        """The list for a spreadsheet program. Raises UserError without a reason, or `Refused`."""
        if not may_be_taken_out(shown.category):
            raise UserError(
                f"Een lijst met {CATEGORY_NAMES[shown.category].lower()} kan niet als bestand "
                "worden bewaard: deze gegevens blijven in het programma. Afdrukken kan wel. Er is "
                "niets bewaard."
            )
        wrong = self.reason_problem(reason)
        if wrong:
            raise UserError(f"{wrong} Er is niets bewaard.")
        why = checks.clean_text(reason)
        rows = _not_secret(shown)
        with acts(
            self._session,
            _pupils(rows),
            _printing(shown.category),
            Event.EXPORT,
            object_kind="list",
        ) as doing:
            for one in doing:
                one.text |= {"list": shown.title, "reason": why}
        cells = [row.cells for row in rows]
        if form is TableForm.CSV:
            return spreadsheet.as_csv(shown.headings, cells)
        return spreadsheet.as_xlsx(shown.title, shown.headings, cells)


def _printing(category: Category) -> list[tuple[Action, Category | None]]:
    """What must be allowed: printing, of health at least what is shared."""
    wanted: list[tuple[Action, Category | None]] = [(Action.PRINT, category)]
    if category is Category.HEALTH:
        wanted.append((Action.PRINT, Category.SHARED_HEALTH))
    return wanted


def _pupils(rows: Sequence[ListRow]) -> list[str]:
    if not rows:
        raise UserError("De lijst is leeg: er is niets om af te drukken of te bewaren.")
    return list(dict.fromkeys(row.pupil_id for row in rows))


def _not_secret(shown: ShownList) -> list[ListRow]:
    return [row for row in shown.rows if not row.secret]


def _left_out(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    what = "1 regel staat" if count == 1 else f"{count} regels staan"
    return (Note(f"{what} hier niet bij, omdat het adres of nummer geheim is.", Tone.INFO),)
