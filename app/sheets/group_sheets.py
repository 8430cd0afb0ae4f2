"""The use cases of the sheets of a group: looking at one, printing it, saving it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Refusal, Refused
from app.access.session import Session
from app.documents import Block, spreadsheet
from app.dossier import checks, tables
from app.dossier.acts import Act, acts
from app.dossier.reasons import reason_given, reason_problem
from app.dossier.school_year import school_year_of
from app.dossier.sharing import Audience, shared_rows
from app.errors import UserError
from app.sheets import attendance, birthdays, class_list, health_sheet
from app.sheets.class_list import PLAIN, Born, ClassListOptions, ListedPupil
from app.sheets.health_sheet import SharedHealth
from app.sheets.paper import on_paper
from app.sheets.reachable import reachable_by_pupil
from app.sheets.shown_lists import TableForm


class Sheet(StrEnum):
    """The sheets there are; the value is the kind of object in the log."""

    CLASS_LIST = "class_list"
    BIRTHDAYS = "birthdays"
    ATTENDANCE = "attendance"
    HEALTH = "health_sheet"


SHEET_NAMES = {
    Sheet.CLASS_LIST: "Klassenlijst",
    Sheet.BIRTHDAYS: "Verjaardagen",
    Sheet.ATTENDANCE: "Absentielijst",
    Sheet.HEALTH: "Gezondheidsblad",
}
_NOBODY = "In deze groep zit niemand: er is geen lijst te maken."
_STAYS = (
    "Het gezondheidsblad kan niet als bestand worden bewaard: deze gegevens blijven in het "
    "programma. Afdrukken kan wel. Er is niets bewaard."
)
_NO_NUMBERS = (
    "Een lijst met telefoonnummers kan niet voor Excel worden bewaard. Laat de nummers weg, of "
    "druk de lijst af. Er is niets bewaard."
)


@dataclass(frozen=True)
class SheetOrder:
    """Which sheet about whom, in the order of the list.

    `options` are those of the class list, `week` any day of the week of the attendance list.
    """

    sheet: Sheet
    pupil_ids: tuple[str, ...]
    options: ClassListOptions = PLAIN
    week: date | None = None


def categories_of(order: SheetOrder) -> tuple[Category, ...]:
    """What somebody must be allowed to print of each pupil, the narrowest first."""
    if order.sheet is Sheet.HEALTH:
        return (Category.SHARED_HEALTH,)
    if order.sheet is Sheet.BIRTHDAYS:
        return (Category.ENROLMENT,)
    if order.sheet is Sheet.ATTENDANCE:
        return (Category.NAME,)
    needed = []
    if order.options.phones:
        needed.append(Category.CONTACT)
    if order.options.born is not Born.NOTHING:
        needed.append(Category.ENROLMENT)
    return tuple(needed) or (Category.NAME,)


class GroupSheets:
    """Looking counts as seeing a list; printing and saving are told apart in the log."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reason_problem(self, reason: str) -> str:
        """What is wrong with the reason to save a sheet; empty when nothing is."""
        return reason_problem(reason)

    def preview(self, order: SheetOrder) -> bytes:
        """The PDF, to look at."""
        with self._acting(order, Event.SEARCH) as doing:
            return self._pdf(order, doing)

    def to_print(self, order: SheetOrder) -> bytes:
        """The PDF, to print."""
        with self._acting(order, Event.PRINT) as doing:
            return self._pdf(order, doing)

    def to_save(self, order: SheetOrder, reason: str) -> bytes:
        """The PDF, to keep outside the program. Raises UserError without a reason."""
        if order.sheet is Sheet.HEALTH:
            raise UserError(_STAYS)
        with self._acting(order, Event.EXPORT, reason_given(reason)) as doing:
            return self._pdf(order, doing)

    def to_spreadsheet(self, order: SheetOrder, form: TableForm, reason: str) -> bytes:
        """The class list for a spreadsheet, without telephone numbers."""
        if order.sheet is not Sheet.CLASS_LIST or order.options.phones:
            raise UserError(_NO_NUMBERS)
        options = checked(order.options)
        with self._acting(order, Event.EXPORT, reason_given(reason)) as doing:
            headings = ("Nr.", *class_list.headings(options)[1:])
            rows = class_list.rows(_listed(doing, options), options)
            title = f"Klassenlijst {_group_words(doing)}"
        if form is TableForm.CSV:
            return spreadsheet.as_csv(headings, rows)
        return spreadsheet.as_xlsx(title, headings, rows)

    @contextmanager
    def _acting(self, order: SheetOrder, event: Event, reason: str = "") -> Iterator[list[Act]]:
        if not order.pupil_ids:
            raise UserError(_NOBODY)
        first, *others = categories_of(order)
        with acts(
            self._session,
            order.pupil_ids,
            [(Action.PRINT, first)],
            event,
            object_kind=order.sheet.value,
        ) as doing:
            for one in doing:
                for category in others:
                    decision = self._session.decide(one.relation, category, Action.PRINT)
                    if isinstance(decision, Refusal):
                        raise Refused(decision.reason)
                one.text |= {"reason": reason} if reason else {}
                one.text |= {"list": "met telefoonnummers"} if order.options.phones else {}
            yield doing

    def _pdf(self, order: SheetOrder, doing: list[Act]) -> bytes:
        today = self._session.today
        title, about = SHEET_NAMES[order.sheet], _group_words(doing)
        if order.sheet is Sheet.ATTENDANCE:
            about = f"{about} · {attendance.week_words(order.week or today)}"
        blocks = self._blocks(order, doing)
        return on_paper(self._session, doing[0].connection, title, about, blocks)

    def _blocks(self, order: SheetOrder, doing: list[Act]) -> tuple[Block, ...]:
        if order.sheet is Sheet.CLASS_LIST:
            options = checked(order.options)
            return class_list.blocks(_listed(doing, options), options)
        if order.sheet is Sheet.BIRTHDAYS:
            born = _birth_dates(doing)
            people = [(one.pupil.display_name, born[one.pupil.id]) for one in doing]
            year = school_year_of(self._session.today)
            return birthdays.blocks(birthdays.birthdays(people, year))
        if order.sheet is Sheet.ATTENDANCE:
            return attendance.blocks([one.pupil.list_name for one in doing])
        shared = [_shared(one) for one in doing]
        others = sum(not found for found in shared)
        return health_sheet.blocks([one for found in shared for one in found], others)


def checked(options: ClassListOptions) -> ClassListOptions:
    """The options with tidied headings; UserError for more or longer ones than fit on paper."""
    tidied = (" ".join(checks.clean_text(one).split()) for one in options.own_columns)
    own = tuple(one for one in tidied if one)
    if len(own) > class_list.MOST_OWN_COLUMNS:
        raise UserError(f"Er passen hoogstens {class_list.MOST_OWN_COLUMNS} eigen kolommen.")
    if any(len(one) > class_list.LONGEST_HEADING for one in own):
        raise UserError(
            f"Het opschrift van een eigen kolom heeft hoogstens {class_list.LONGEST_HEADING} "
            "tekens."
        )
    return replace(options, own_columns=own)


def _group_words(doing: Sequence[Act]) -> str:
    names = list(dict.fromkeys(one.pupil.group_name for one in doing if one.pupil.group_name))
    count = f"{len(doing)} {'leerling' if len(doing) == 1 else 'leerlingen'}"
    return f"Groep {', '.join(names)} · {count}" if names else count


def _listed(doing: Sequence[Act], options: ClassListOptions) -> list[ListedPupil]:
    ids = [one.pupil.id for one in doing]
    born = _birth_dates(doing) if options.born is not Born.NOTHING else {}
    people = reachable_by_pupil(doing[0].connection, ids) if options.phones else {}
    return [
        ListedPupil(one.pupil.list_name, born.get(one.pupil.id), people.get(one.pupil.id, ()))
        for one in doing
    ]


def _birth_dates(doing: Sequence[Act]) -> dict[str, date | None]:
    table, ids = tables.pupil, [one.pupil.id for one in doing]
    query = select(table.c.id, table.c.birth_date).where(table.c.id.in_(ids))
    return {row.id: row.birth_date for row in doing[0].connection.execute(query)}


def _shared(doing: Act) -> list[SharedHealth]:
    rows = shared_rows(doing.connection, doing.session, doing.pupil.id, Audience.GROUP)
    return [
        SharedHealth(
            pupil=doing.pupil.display_name,
            measure=row["measure"] or "",
            emergency=row["emergency"] or "",
            valid_until=row["valid_until"],
        )
        for _kind, row in rows
    ]
