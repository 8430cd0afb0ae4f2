"""The overview of a group's absence on paper: choose the period, see it, print or save it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.school_year import first_day, school_year_of
from app.dossier.values import GroupSummary
from ui import task
from ui.context import Context
from ui.pages import pdf_file
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.date_field import DateField
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.pdf_view import PdfView

_KEPT_OUTSIDE = (
    "Opgeslagen in {folder}. Het is daar niet versleuteld: bewaar het niet langer dan nodig."
)


class TotalsPrint(QWidget):
    """What is printed or saved here is logged already: the log notes the making of the PDF."""

    closed = Signal()

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.message_bar = messages
        self._group: GroupSummary | None = None
        today = context.desk.today
        self.title = ElidedLabel("", "title")
        self.first = DateField(first_day(school_year_of(today)), "Eerste dag", lambda: today)
        self.last = DateField(today, "Laatste dag", lambda: today)
        self.back_button = button("Terug naar de li&jst", "link", "chevron-left", self.closed.emit)
        self.make_button = button("Ma&ken", "outline", "pdf", self.make)
        self.pdf = PdfView(on_save=self._save)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(self.title, 1)
        for widget in (PlainLabel("Van"), self.first, PlainLabel("tot en met"), self.last):
            bar.addWidget(widget)
        bar.addWidget(self.make_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(self.pdf, 1)

    def show_group(self, group: GroupSummary) -> None:
        """Make it of this group, over the period that stands here."""
        self._group = group
        self.title.setText(f"Overzicht afwezigheid groep {group.name}")
        self.make()

    def make(self) -> None:
        """Make the PDF and show it."""
        group, first, last = self._group, self.first.day(), self.last.day()
        if group is None or first is None or last is None:
            self.message_bar.waiting("Vul beide datums in, zoals 01-08-2026.")
            return
        task.run(
            self,
            lambda: self._make(group, first, last),
            lambda content: self.pdf.set_bytes(content, "Overzicht afwezigheid"),
            busy=self.make_button,
            message="Het overzicht wordt gemaakt…",
        )

    def _make(self, group: GroupSummary, first: date, last: date) -> bytes:
        return self._context.desk.absence_sheets.group_totals(group.id, group.name, first, last)

    def clear(self) -> None:
        """Keep nothing of it in memory."""
        self.pdf.clear()

    def _save(self, content: bytes) -> None:
        path = pdf_file.ask_where(self, "overzicht afwezigheid")
        if path is None:
            return
        task.run(
            self,
            lambda: pdf_file.write(path, content),
            lambda saved: self.message_bar.done(_KEPT_OUTSIDE.format(folder=saved.parent)),
        )
