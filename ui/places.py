"""Which places the sidebar offers to whom, and the page behind each."""

from collections.abc import Callable
from dataclasses import dataclass

from app.access.categories import TEACHING_ROLES, Category
from app.access.policy import Action
from app.desk import Desk
from ui.context import Context
from ui.pages.absence_page import AbsencePage
from ui.pages.calendar_page import CalendarPage
from ui.pages.check_sheets_page import CheckSheetsPage
from ui.pages.help_page import HelpPage
from ui.pages.import_page import ImportPage
from ui.pages.leaving_page import LeavingPage
from ui.pages.letters_page import LettersPage
from ui.pages.lists_page import ListsPage
from ui.pages.log_page import LogPage
from ui.pages.new_year_page import NewYearPage
from ui.pages.page import Page
from ui.pages.pupils_page import PupilsPage
from ui.pages.recovery_page import RecoveryPage
from ui.pages.results_page import GroupResultsPage
from ui.pages.safety_page import SafetyPage
from ui.pages.school_page import SchoolPage
from ui.pages.search_page import SearchPage
from ui.pages.staff_page import StaffPage
from ui.pages.today_page import TodayPage
from ui.pages.transfer_page import TransferPage
from ui.widgets.sidebar import Place


@dataclass(frozen=True)
class PlaceOffered:
    """One place: how the sidebar shows it, its page, and whether this person needs it.

    One that is `under` another is reached from pages, and lights that one up in the sidebar.
    """

    place: Place
    page: Callable[[Context], Page]
    offered: Callable[[Desk], bool]
    under: str = ""


def _everyone(_desk: Desk) -> bool:
    return True


def _sees_absence(desk: Desk) -> bool:
    teaches = bool(desk.person.roles.intersection(TEACHING_ROLES))
    return teaches or desk.may(Action.READ, Category.ABSENCE)


def _writes_letters(desk: Desk) -> bool:
    return desk.may(Action.FREE_LETTER) or bool(desk.person.roles.intersection(TEACHING_ROLES))


def _works_with_results(desk: Desk) -> bool:
    return desk.may(Action.WRITE, Category.RESULTS) or bool(
        desk.person.roles.intersection(TEACHING_ROLES)
    )


PLACES = (
    PlaceOffered(Place("today", "&Vandaag", "today"), TodayPage, _everyone),
    PlaceOffered(Place("pupils", "&Leerlingen", "pupils"), PupilsPage, _everyone),
    PlaceOffered(Place("absence", "Af&wezigheid", "absence"), AbsencePage, _sees_absence),
    PlaceOffered(Place("search", "&Zoeken", "search"), SearchPage, _everyone),
    PlaceOffered(Place("results", "Resultate&n", "results"), GroupResultsPage, _works_with_results),
    PlaceOffered(
        Place("transfer", "&Overstap", "transfer"),
        TransferPage,
        lambda desk: desk.may(Action.READ, Category.OKR),
    ),
    PlaceOffered(Place("letters", "&Brieven", "letter"), LettersPage, _writes_letters),
    PlaceOffered(
        Place("lists", "Li&jsten", "print"),
        ListsPage,
        lambda desk: desk.may(Action.PRINT, Category.NAME),
    ),
    PlaceOffered(
        Place("import", "I&mporteren", "import"),
        ImportPage,
        lambda desk: bool(desk.list_imports.kinds()),
    ),
    PlaceOffered(
        Place("check-sheets", "Controlebladen", "check"),
        CheckSheetsPage,
        lambda desk: desk.may(Action.WRITE, Category.CONTACT),
        under="pupils",
    ),
    PlaceOffered(
        Place("log", "&Toegangslog", "log"), LogPage, lambda desk: desk.may(Action.PUPIL_LOG)
    ),
    PlaceOffered(
        Place("staff", "Me&dewerkers", "key", at_foot=True),
        StaffPage,
        lambda desk: desk.may(Action.STAFF),
    ),
    PlaceOffered(
        Place("recovery", "Nieuwe herstelcode", "key"),
        RecoveryPage,
        lambda desk: desk.may(Action.STAFF),
        under="staff",
    ),
    PlaceOffered(
        Place("backups", "&Reservekopieën", "keep", at_foot=True),
        SafetyPage,
        lambda desk: desk.may(Action.BACKUP),
    ),
    PlaceOffered(Place("school", "&Instellingen", "settings", at_foot=True), SchoolPage, _everyone),
    PlaceOffered(
        Place("new-year", "Nieuw schooljaar", "pupils"),
        NewYearPage,
        lambda desk: desk.may(Action.ROLL_OVER),
        under="school",
    ),
    PlaceOffered(
        Place("calendar", "Schooljaar en vakanties", "calendar"),
        CalendarPage,
        _everyone,
        under="school",
    ),
    PlaceOffered(
        Place("leaving", "Groep 8 uitschrijven", "sign-out"),
        LeavingPage,
        lambda desk: desk.may(Action.ENROL),
        under="pupils",
    ),
    PlaceOffered(Place("help", "&Hulp (F1)", "help", at_foot=True), HelpPage, _everyone),
)
