"""A group's absence over a period on paper: a row for each pupil, a column for each sort."""

from collections.abc import Sequence
from datetime import date

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import Document, Note, Paragraph, Table, render
from app.dossier.absence_count import SORTS, AbsenceTotal
from app.dossier.absences import Period, absences_of, totals_in
from app.dossier.acts import acts
from app.dossier.kinds import KINDS
from app.dossier.register import members_of
from app.dossier.school import read_school
from app.dossier.school_days import read_calendar
from app.dossier.wording import dutch_date
from app.errors import UserError

_NAMES = KINDS["absence"].field("sort").choices
_EXPLAINED = (
    "Dagdelen en uren zijn geteld met het rooster en de vrije dagen van de school. Wat iemand zelf "
    "invulde, telt zoals het is ingevuld. Te laat komen telt in keren."
)


class AbsenceSheets:
    """The use case: the overview of a group as a PDF."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def group_totals(self, group_id: str, group_name: str, first: date, last: date) -> bytes:
        """How much everyone in this group was absent between `first` and `last`, as a PDF."""
        if last < first:
            raise UserError("De laatste dag ligt vóór de eerste. Er is niets gemaakt.")
        period = Period("", first, last)
        with self._session.transaction() as connection:
            pupil_ids = members_of(connection, group_id, self._session.today)
        if not pupil_ids:
            raise UserError("In deze groep zit nu niemand. Er is niets gemaakt.")
        asked = [(Action.PRINT, Category.ABSENCE)]
        with acts(
            self._session, pupil_ids, asked, Event.PRINT, object_kind="absence_totals"
        ) as doing:
            connection = doing[0].connection
            calendar, school = read_calendar(connection), read_school(connection)
            lines = [
                (one.pupil, totals_in(absences_of(one), calendar, period))
                for one in sorted(doing, key=lambda one: one.pupil.sort_key)
            ]
        rows = [(pupil.list_name, *_cells(totals)) for pupil, totals in lines]
        rows.append(("Samen", *_cells(_added([totals for _, totals in lines]))))
        said = f"Van {dutch_date(first)} tot en met {dutch_date(last)}."
        return render(
            Document(
                title=f"Afwezigheid groep {group_name}",
                subtitle=f"{school.name}, {dutch_date(self._session.today)}",
                header_left=school.name,
                blocks=(
                    Paragraph(said, "strong"),
                    Table(_header(), tuple(rows), (2.2, 1.2, 1.4, 1.7, 1.7, 0.9)),
                    Note(_EXPLAINED),
                ),
                created=self._session.clock(),
                author=school.name,
            ),
            replace_missing=True,
        )


def _header() -> tuple[str, ...]:
    return (
        "Leerling",
        f"{_NAMES['ill'].capitalize()} (dagdelen)",
        f"{_NAMES['authorised'].capitalize()} (dagdelen)",
        f"{_NAMES['unauthorised'].capitalize()} (dagdelen)",
        f"{_NAMES['unauthorised'].capitalize()} (uren)",
        f"{_NAMES['late'].capitalize()} (keer)",
    )


def _cells(totals: dict[str, AbsenceTotal]) -> tuple[str, ...]:
    unauthorised = totals["unauthorised"]
    numbers = (
        totals["ill"].half_days,
        totals["authorised"].half_days,
        unauthorised.half_days,
        unauthorised.hours,
        totals["late"].occasions,
    )
    return tuple(f"{one:g}".replace(".", ",") if one else "–" for one in numbers)


def _added(all_totals: Sequence[dict[str, AbsenceTotal]]) -> dict[str, AbsenceTotal]:
    return {
        sort: AbsenceTotal(
            sum(one[sort].half_days for one in all_totals),
            round(sum(one[sort].hours for one in all_totals), 2),
            sum(one[sort].occasions for one in all_totals),
        )
        for sort in SORTS
    }
