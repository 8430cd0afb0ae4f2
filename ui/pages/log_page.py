"""Toegangslog: who did what with whose data, on what ground; checked, printed, taken out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.access import journal
from app.access.journal import LogFilter, LogLine
from app.access.parents import Day
from app.access.policy import Action
from app.access.unusual import Unusual
from ui import task
from ui.context import Context, Target
from ui.pages.access_log import checked, removal, taking_out
from ui.pages.access_log.days_view import DaysView
from ui.pages.access_log.filters import LogFilters, People, people_of
from ui.pages.access_log.listing import Listing
from ui.pages.access_log.paper import LogPaper
from ui.pages.access_log.taking_out import Form
from ui.pages.access_log.unusual_table import UnusualTable
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.tab_row import TabRow

_PURPOSE = "Elke keer dat iemand iets van een leerling inziet, wijzigt of meeneemt, komt hier."
_CHOOSE = (
    "Kies hierboven een leerling; dan ziet u wie wat met dit dossier deed, en waarom dat mocht."
)
_CHOOSE_MORE = "Het hele log ziet alleen de directeur."
LIST, PARENTS, UNUSUAL = "list", "parents", "unusual"


class LogPage(Page):
    """The headteacher sees all; the supervisor one pupil's log, chosen first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        desk = context.desk
        self.whole_log = desk.may(Action.LOG)
        self._wanted: LogFilter | None = None
        self._people_known = False
        self.remove_button = button("O&ude regels…", "outline", "trash", self.remove_old)
        self.verify_button = button("&Controleren", "outline", "check", self.verify)
        self.tabs = TabRow("Manieren om het log te zien")
        self.filters = LogFilters(desk.today, staff=self.whole_log)
        self.count = PlainLabel("", "muted")
        self.with_names = QCheckBox("Met namen van medewer&kers")
        self.pdf_button = button("&PDF…", "outline", "pdf", self.make_pdf)
        self.csv_button = button(
            taking_out.CSV.label, "outline", "save", lambda: self.save(taking_out.CSV)
        )
        self.forms_button = taking_out.forms_button(taking_out.OTHER_FORMS, self.save)
        self.empty = EmptyState("log", "Niets gevonden")
        self.listing = Listing(self.empty, whole_log=self.whole_log)
        self.table, self.card = self.listing.table, self.listing.card
        self.days = DaysView()
        self.unusual = UnusualTable()
        self.more_button = button("Meer to&nen", "link", "chevron-down", self.read_more)
        self.paper = LogPaper()
        self.refused = EmptyState("lock", "Dit is niet voor uw rol")
        self._views = QStackedWidget()
        self._faces = QStackedWidget()
        self._build()
        self.context.changes.changed.connect(self._changed)

    def _build(self) -> None:
        heading = Heading("Toegangslog", _PURPOSE)
        for action in (self.verify_button, self.remove_button):
            heading.add_action(action)
            action.setVisible(self.whole_log)
        self.tabs.add(LIST, "Alles")
        self.tabs.add(PARENTS, "Voor ouders")
        if self.whole_log:
            self.tabs.add(UNUSUAL, "Wat opvalt")
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.count, 1)
        for widget in (self.more_button, self.filters.refused_only, self.with_names,
                       self.pdf_button, self.csv_button, self.forms_button):  # fmt: skip
            bar.addWidget(widget)
        self.more_button.hide()
        for view in (self.listing, self.days, self.unusual):
            self._views.addWidget(view)
        all_of_it = QWidget()
        layout = QVBoxLayout(all_of_it)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading)
        layout.addWidget(self.tabs)
        layout.addWidget(self.filters)
        layout.addLayout(bar)
        layout.addWidget(self._views, 1)
        for face in (all_of_it, self.paper, self.refused):
            self._faces.addWidget(face)
        self.body.addWidget(self._faces, 1)
        self._show_view()
        self.tabs.chosen.connect(lambda _code: self._choose_view())
        self.filters.changed.connect(self.read)
        self.with_names.toggled.connect(lambda _on: self.read())
        self.card.pupil_wanted.connect(self._show_pupil)
        self.card.staff_wanted.connect(self.filters.choose_staff)
        self.card.day_wanted.connect(self.filters.choose_day)
        self.unusual.opened.connect(self._show_around)
        self.paper.closed.connect(self._close_paper)
        self.paper.saved.connect(self.message_bar.done)

    def show_target(self, target: Target) -> None:
        desk = self.context.desk
        self.context.ground(desk.person.role_names)
        self._close_paper()
        if not desk.may(Action.PUPIL_LOG) and not self.whole_log:
            task.run(self, attempt(lambda: desk.log.read(LogFilter())), self._show_refusal)
            return
        if self._people_known:
            self._go_to(target)
            return
        whole = self.whole_log
        task.run(
            self, lambda: people_of(desk, whole), lambda people: self._set_people(people, target)
        )

    def read(self) -> None:
        """Read what fits the filters, for the view that shows."""
        self.listing.close_card()
        wanted = self.filters.wanted()
        if not self.filters.usable():
            return
        view, log, names = self.tabs.current(), self.context.desk.log, self.with_names.isChecked()
        self._wanted = wanted
        if wanted.pupil_id is None and (view == PARENTS or not self.whole_log):
            self._wanted = None
            self.days.ask_for_pupil()
            self._show_lines(())
        elif view == PARENTS:
            self._read(lambda: log.days(wanted, with_names=names), self._show_days)
        elif view == UNUSUAL:
            self._read(lambda: log.unusual(wanted), self._show_unusual)
        else:
            self._read(lambda: log.read(wanted), self._show_lines)

    def _read(self, work: Callable[[], Any], show: Callable[[Any], object]) -> None:
        task.run(self, work, show, message="Het log wordt gelezen…", newest="log")

    def read_more(self) -> None:
        """Add the next lines below those that show."""
        lines, wanted = self.table.model.all_rows(), self._wanted
        if not lines or wanted is None:
            return
        before = min(line.number for line in lines)
        log = self.context.desk.log
        task.run(
            self,
            lambda: log.read(wanted, before),
            lambda more: self._show_lines((*lines, *more), len(more)),
            busy=self.more_button,
            message="Het log wordt gelezen…",
            newest="log",
        )

    def verify(self) -> None:
        """Recompute the whole log and say whether it is as it was written."""
        task.run(
            self,
            self.context.desk.verify_log,
            lambda found: checked.tell(self.message_bar, found),
            busy=self.verify_button,
            message="Het toegangslog wordt gecontroleerd…",
        )

    def remove_old(self) -> None:
        """Remove what is older than the school keeps, after asking."""
        removal.start(self, self.remove_button, self.read)

    def make_pdf(self) -> None:
        """Show what the filters ask for on paper."""
        wanted, log, names = self._wanted, self.context.desk.log, self.with_names.isChecked()
        if wanted is None:
            return
        ways = {
            LIST: lambda: log.as_pdf(wanted),
            PARENTS: lambda: log.days_as_pdf(wanted, with_names=names),
            UNUSUAL: lambda: log.unusual_as_pdf(wanted),
        }
        task.run(
            self,
            ways[self.tabs.current()],
            self._show_paper,
            busy=self.pdf_button,
            message="De PDF wordt gemaakt…",
        )

    def save(self, form: Form) -> None:
        """Save what the filters ask for as a file: the whole of it, not what shows."""
        if self._wanted is not None:
            taking_out.save(self, form, self._wanted, self.csv_button)

    def _choose_view(self) -> None:
        self._show_view()
        self.read()

    def _show_view(self) -> None:
        view = self.tabs.current()
        self._views.setCurrentWidget(
            {LIST: self.listing, PARENTS: self.days, UNUSUAL: self.unusual}[view]
        )
        for widget in (self.filters.refused_only, self.csv_button):
            widget.setVisible(view == LIST)
        self.forms_button.setVisible(view == LIST and self.whole_log)
        self.with_names.setVisible(view == PARENTS and self.whole_log)
        if view != LIST:
            self.more_button.hide()

    def _set_people(self, people: People, target: Target) -> None:
        pupils, staff = people
        self.filters.set_pupils(pupils)
        self.filters.set_staff(staff)
        self._people_known = True
        self._go_to(target)

    def _go_to(self, target: Target) -> None:
        if target.pupil_id:
            self._show_pupil(target.pupil_id)
        else:
            self.read()
        if not self.whole_log and self.filters.pupil.pupil is None:
            self.filters.pupil.setFocus()

    def _changed(self, _what: object) -> None:
        # Names and groups may be others now; they are read again when the page is shown.
        self._people_known = False

    def _show_pupil(self, pupil_id: str) -> None:
        pupil = self.filters.pupil.find(pupil_id)
        if pupil is None:
            self.message_bar.waiting("Deze leerling staat niet meer in de school.")
            return
        self.filters.pupil.choose(pupil)

    def _show_around(self, one: Unusual) -> None:
        """The whole day of this member of staff."""
        self.tabs.set_current(LIST)
        self._show_view()
        self.filters.staff.set_code(one.line.staff_id or None)
        self.filters.choose_day(one.line.at.astimezone().date())

    def _show_lines(self, lines: tuple[LogLine, ...], read: int | None = None) -> None:
        wanted = self._wanted
        full = (len(lines) if read is None else read) == journal.PAGE
        self.listing.set_lines(lines, of_one_pupil=bool(wanted and wanted.pupil_id))
        self.more_button.setVisible(full and self.tabs.current() == LIST)
        self._may_take_out(bool(lines))
        if wanted is None:
            self.count.clear()
            self.empty.set_texts("Kies eerst een leerling", _CHOOSE, _CHOOSE_MORE)
            return
        said = counted(len(lines), "regel", "regels")
        self.count.setText(
            f"De nieuwste {said}; er zijn er meer" if full else f"{said}, nieuwste eerst"
        )
        self.empty.set_texts(
            "Geen regels", "In dit deel van het log staat niets. Kies een ruimere periode."
        )

    def _show_days(self, days: tuple[Day, ...]) -> None:
        self.days.show_days(days)
        self.count.setText(f"{counted(len(days), 'dag', 'dagen')}, nieuwste eerst")
        self._may_take_out(bool(days))

    def _show_unusual(self, found: tuple[Unusual, ...]) -> None:
        self.unusual.set_rows(found)
        since = "" if self._wanted and self._wanted.first else " in de laatste maand"
        self.count.setText(f"{counted(len(found), 'regel valt', 'regels vallen')} op{since}")
        self._may_take_out(bool(found))

    def _may_take_out(self, something: bool) -> None:
        for taking in (self.pdf_button, self.csv_button, self.forms_button):
            taking.setEnabled(something)

    def _show_paper(self, content: bytes) -> None:
        self._faces.setCurrentWidget(self.paper)
        self.paper.show_pdf(content)

    def _close_paper(self) -> None:
        if self._faces.currentWidget() is self.paper:
            self._faces.setCurrentIndex(0)
            self.paper.clear()
            self.pdf_button.setFocus()

    def _show_refusal(self, outcome: Outcome[tuple[LogLine, ...]]) -> None:
        self.refused.set_texts("Dit is niet voor uw rol", outcome.refused)
        self._faces.setCurrentWidget(self.refused)
