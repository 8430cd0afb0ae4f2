"""One line of the access log in full, with the ways on from there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.access import journal
from app.access.journal import LogLine
from ui.pages.dossier.entry_details import Facts
from ui.theme import Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.chip import Chip
from ui.widgets.labels import line as dividing_line
from ui.widgets.scroll_page import ScrollPage

_LABEL_WIDTH = 84


class LineCard(ScrollPage):
    """`closed` says that it is no longer wanted; the others ask for a part of the log."""

    closed = Signal()
    pupil_wanted = Signal(str)
    staff_wanted = Signal(str)
    day_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, parent=parent)
        self.line: LogLine | None = None
        self.setProperty("role", "card")
        self.setAccessibleName("Regel van het toegangslog")
        self.body.setContentsMargins(16, 12, 12, 12)
        self.outcome = Chip("")
        self.close_button = icon_button("close", "Regel sluiten", self.closed.emit)
        head = QHBoxLayout()
        head.addWidget(self.outcome)
        head.addStretch()
        head.addWidget(self.close_button)
        self.facts = Facts(label_width=_LABEL_WIDTH)
        self.pupil_button = button("Alles over deze leerling", "link", "pupils", self._pupil)
        self.staff_button = button("Alles van deze medewerker", "link", "person", self._staff)
        self.day_button = button("Alles van deze dag", "link", "calendar", self._day)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self.body.addWidget(self.facts)
        self.body.addWidget(dividing_line())
        for way in (self.pupil_button, self.staff_button, self.day_button):
            self.body.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)

    def show_line(self, line: LogLine, *, whole_log: bool) -> None:
        """Show this one. Without `whole_log` there are no ways to other pupils or staff."""
        self.line = line
        self.outcome.set(line.outcome, Tone.MUST if line.refused else Tone.DONE)
        rows = zip(journal.HEADER, journal.cells(line), strict=True)
        self.facts.set_rows([(label, text) for label, text in rows if text])
        self.pupil_button.setVisible(whole_log and bool(line.pupil_id))
        self.staff_button.setVisible(whole_log and bool(line.staff_id))

    def _pupil(self) -> None:
        if self.line:
            self.pupil_wanted.emit(self.line.pupil_id)

    def _staff(self) -> None:
        if self.line:
            self.staff_wanted.emit(self.line.staff_id)

    def _day(self) -> None:
        if self.line:
            self.day_wanted.emit(self.line.at.astimezone().date())
