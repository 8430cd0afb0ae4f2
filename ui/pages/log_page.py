"""Toegangslog: who did what with whose data, on what ground; checked, printed, taken out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.access import journal
from app.access.journal import LogFilter, LogLine
from app.access.policy import Action
from app.access.verify import Verification
from app.desk import Desk
from app.dossier.values import PupilSummary, StaffRecord
from ui import task
from ui.context import Context, Target
from ui.pages import pdf_file
from ui.pages.access_log.filters import LogFilters
from ui.pages.access_log.line_card import LineCard
from ui.pages.access_log.log_table import LogTable
from ui.pages.access_log.paper import FILE_NAME, KEPT_OUTSIDE, LogPaper
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel

_BESIDE_FROM = 840
_CARD_WIDTH, _CARD_HEIGHT = 264, 200
_NO_LIMIT = 16_777_215
_PURPOSE = "Elke keer dat iemand iets van een leerling inziet, wijzigt of meeneemt, komt hier."
_CHOOSE = (
    "Kies hierboven een leerling; dan ziet u wie wat met dit dossier deed, en waarom dat mocht."
)
_CHOOSE_MORE = "Het hele log ziet alleen de directeur."

People = tuple[tuple[PupilSummary, ...], tuple[StaffRecord, ...]]


class LogPage(Page):
    """The headteacher sees all; the supervisor one pupil's log, chosen first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        desk = context.desk
        self.whole_log = desk.may(Action.LOG)
        self._wanted: LogFilter | None = None
        self._people_known = False
        self.verify_button = button("&Controleren", "outline", "check", self.verify)
        self.filters = LogFilters(desk.today, staff=self.whole_log)
        self.count = PlainLabel("", "muted")
        self.pdf_button = button("&PDF…", "outline", "pdf", self.make_pdf)
        self.csv_button = button("C&SV…", "outline", "save", self.save_csv)
        self.empty = EmptyState("log", "Niets gevonden")
        self.table = LogTable(self.empty)
        self.more_button = button("Meer to&nen", "link", "chevron-down", self.read_more)
        self.card = LineCard()
        self.paper = LogPaper()
        self.refused = EmptyState("lock", "Dit is niet voor uw rol")
        self._faces = QStackedWidget()
        self._build()
        self.context.changes.changed.connect(self._changed)

    def _build(self) -> None:
        heading = Heading("Toegangslog", _PURPOSE)
        heading.add_action(self.verify_button)
        self.verify_button.setVisible(self.whole_log)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.count, 1)
        bar.addWidget(self.more_button)
        bar.addWidget(self.filters.refused_only)
        bar.addWidget(self.pdf_button)
        bar.addWidget(self.csv_button)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(2 * GRID)
        self._split.addWidget(self.table, 1)
        self._split.addWidget(self.card)
        self.card.hide()
        self.more_button.hide()
        listing = QWidget()
        layout = QVBoxLayout(listing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading)
        layout.addSpacing(GRID)
        layout.addWidget(self.filters)
        layout.addLayout(bar)
        layout.addLayout(self._split, 1)
        self._listing = listing
        for face in (listing, self.paper, self.refused):
            self._faces.addWidget(face)
        self.body.addWidget(self._faces, 1)
        self.filters.changed.connect(self.read)
        self.table.selected.connect(self._show_line)
        self.card.closed.connect(self._close_card)
        self.card.pupil_wanted.connect(self._show_pupil)
        self.card.staff_wanted.connect(self._show_staff)
        self.card.day_wanted.connect(self.filters.choose_day)
        self.paper.closed.connect(self._close_paper)
        self.paper.saved.connect(self.message_bar.done)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.card)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._close_card)
        self._arrange()

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
            self, lambda: _people(desk, whole), lambda people: self._set_people(people, target)
        )

    def read(self) -> None:
        """Read the newest lines that fit the filters."""
        self._close_card()
        wanted = self.filters.wanted()
        if not self.filters.usable():
            return
        if wanted.pupil_id is None and not self.whole_log:
            self._wanted = None
            self._show_lines(())
            return
        self._wanted = wanted
        log = self.context.desk.log
        task.run(
            self,
            lambda: log.read(wanted),
            self._show_lines,
            message="Het log wordt gelezen…",
            newest="log",
        )

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
            self._show_verification,
            busy=self.verify_button,
            message="Het toegangslog wordt gecontroleerd…",
        )

    def make_pdf(self) -> None:
        """Show what the filters ask for on paper."""
        wanted, log = self._wanted, self.context.desk.log
        if wanted is not None:
            task.run(
                self,
                lambda: log.as_pdf(wanted),
                self._show_paper,
                busy=self.pdf_button,
                message="De PDF wordt gemaakt…",
            )

    def save_csv(self) -> None:
        """Save what the filters ask for, for a spreadsheet: the whole of it, not what shows."""
        wanted, log = self._wanted, self.context.desk.log
        path = pdf_file.ask_where(self, FILE_NAME, "CSV") if wanted is not None else None
        if wanted is None or path is None:
            return
        task.run(
            self,
            lambda: pdf_file.write(path, log.as_csv(wanted)),
            lambda saved: self.message_bar.done(KEPT_OUTSIDE.format(folder=saved.parent)),
            busy=self.csv_button,
            message="Het log wordt opgeslagen…",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= _BESIDE_FROM
        directions = QBoxLayout.Direction
        self._split.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        # Below the table it leaves the larger part of a low window to the table.
        below = min(_CARD_HEIGHT, self.height() // 4)
        self.card.setMaximumSize(
            _CARD_WIDTH if beside else _NO_LIMIT, _NO_LIMIT if beside else below
        )
        self.card.setMinimumWidth(_CARD_WIDTH if beside else 0)

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

    def _show_staff(self, staff_id: str) -> None:
        self.filters.choose_staff(staff_id)

    def _show_lines(self, lines: tuple[LogLine, ...], read: int | None = None) -> None:
        wanted = self._wanted
        full = (len(lines) if read is None else read) == journal.PAGE
        self.table.set_rows(lines)
        self.table.show_pupils(not (wanted and wanted.pupil_id))
        self.more_button.setVisible(full)
        for taking_out in (self.pdf_button, self.csv_button):
            taking_out.setEnabled(bool(lines))
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

    def _show_line(self, line: LogLine | None) -> None:
        self.card.setVisible(line is not None)
        if line is not None:
            self.card.show_line(line, whole_log=self.whole_log)
        self.table.make_room(line is not None and self.width() >= _BESIDE_FROM)

    def _close_card(self) -> None:
        self.table.view.selectionModel().clear()
        self._show_line(None)

    def _show_verification(self, found: Verification) -> None:
        say = self.message_bar.done if found.intact else self.message_bar.must
        say(found.sentence)

    def _show_paper(self, content: bytes) -> None:
        self._faces.setCurrentWidget(self.paper)
        self.paper.show_pdf(content)

    def _close_paper(self) -> None:
        if self._faces.currentWidget() is self.paper:
            self._faces.setCurrentWidget(self._listing)
            self.paper.clear()
            self.pdf_button.setFocus()

    def _show_refusal(self, outcome: Outcome[tuple[LogLine, ...]]) -> None:
        self.refused.set_texts("Dit is niet voor uw rol", outcome.refused)
        self._faces.setCurrentWidget(self.refused)


def _people(desk: Desk, whole_log: bool) -> People:
    pupils = desk.pupils.all() + desk.pupils.former()
    return pupils, desk.staff.all() if whole_log else ()
