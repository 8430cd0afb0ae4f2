"""The real PDF of a report, for one reader; printing and saving go through the log first."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk import Desk
from app.dossier.informing import PUPIL_ITSELF
from app.report.values import Report, ReportState
from ui import task
from ui import text as texts
from ui.pages import pdf_file
from ui.theme import GRID
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel
from ui.widgets.pdf_view import PdfView

_CONCEPT = (ReportState.CONCEPT, ReportState.FINALISED)
_NOBODY = "-"
_FILE_NAME = "Onderwijskundig rapport"


class Preview(QFrame):
    """Shows the report as it stands; `saved` carries where a copy was written."""

    saved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._report: Report | None = None
        self._scrolled = 0
        self.setProperty("role", "card")
        self.reader = ChoiceInput([], parent=self)
        self.reader.setAccessibleName("Voor wie is dit concept")
        self.reader.setSizePolicy(
            self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed
        )
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(12, GRID, 12, 0)
        row.setSpacing(GRID)
        label = PlainLabel("Concept voor", "field")
        label.setBuddy(self.reader)
        row.addWidget(label)
        row.addWidget(self.reader, 1)
        self.pdf = PdfView(on_save=lambda _content: self._save(), on_print=self._print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._choice)
        layout.addWidget(self.pdf, 1)
        self.reader.activated.connect(lambda _index: self.refresh())
        self.pdf.loaded.connect(lambda _pages: self._scroll_back())

    def show_report(self, report: Report) -> None:
        """Show this report, made anew in the background."""
        if self._report is None or self._report.id != report.id:
            self.pdf.clear()
        self._report = report
        self._offer_readers(report)
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self._report = None
        self.pdf.clear()

    def refresh(self) -> None:
        """Make the PDF again; only the newest is shown."""
        report, reader = self._report, self._reader_id()
        if report is None:
            return
        task.run(
            self,
            lambda: self._desk.reports.pdf(report.pupil.id, report.id, reader=reader),
            self._show,
            message="Voorbeeld wordt gemaakt…",
            newest="preview",
        )

    def _show(self, content: bytes) -> None:
        if self._report is not None:
            self._scrolled = self.pdf.view.verticalScrollBar().value()
            self.pdf.set_bytes(content, _FILE_NAME)

    def _scroll_back(self) -> None:
        # Who ticks an item wants to see that page change, not the first one again.
        bar = self.pdf.view.verticalScrollBar()
        bar.setValue(min(self._scrolled, bar.maximum()))

    def _reader_id(self) -> str | None:
        code = self.reader.code()
        return None if code in (None, _NOBODY) else code

    def _offer_readers(self, report: Report) -> None:
        readers = [one for one in report.informing.recipients if one[0] != PUPIL_ITSELF]
        self._choice.setVisible(report.state in _CONCEPT and bool(readers))
        wanted = [(_NOBODY, "iedereen: zonder contactgegevens van ouders")] + [
            (person, f"{texts.clean(name)}: met alleen eigen contactgegevens")
            for person, name in readers
        ]
        offered = [
            (self.reader.itemData(number), self.reader.itemText(number))
            for number in range(self.reader.count())
        ]
        if offered == wanted:
            return
        chosen = self.reader.code()
        self.reader.clear()
        for code, label in wanted:
            self.reader.addItem(label[:300], code)
            index = self.reader.count() - 1
            self.reader.setItemData(index, texts.plain_tooltip(label), Qt.ItemDataRole.ToolTipRole)
        if chosen in {code for code, _ in wanted}:
            self.reader.set_code(chosen)

    def _print(self) -> None:
        report, reader = self._report, self._reader_id()
        if report is None:
            return

        def noted(content: bytes) -> None:
            # What is printed is what the log says was printed, not an older preview.
            self.pdf.set_bytes(content, _FILE_NAME)
            self.pdf.loaded.connect(
                lambda _pages: self.pdf.print_dialog(), Qt.ConnectionType.SingleShotConnection
            )

        task.run(
            self,
            lambda: self._desk.reports.pdf(
                report.pupil.id, report.id, reader=reader, exporting=True
            ),
            noted,
            busy=self.pdf.print_button,
        )

    def _save(self) -> None:
        report, reader = self._report, self._reader_id()
        if report is None:
            return
        concept = " (concept)" if report.state in _CONCEPT else ""
        path = pdf_file.ask_where(self, f"{_FILE_NAME}{concept}")
        if path is None:
            return

        def work() -> Path:
            content = self._desk.reports.pdf(
                report.pupil.id, report.id, reader=reader, exporting=True
            )
            return pdf_file.write(path, content)

        task.run(
            self, work, self.saved.emit, busy=self.pdf.save_button, message="Wordt opgeslagen…"
        )
