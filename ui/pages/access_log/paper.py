"""The access log as a PDF on the screen, to print or save."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import task
from ui.pages import pdf_file
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import ElidedLabel
from ui.widgets.pdf_view import PdfView

FILE_NAME = "toegangslog"
KEPT_OUTSIDE = (
    "Opgeslagen in {folder}. Het is daar niet versleuteld: bewaar het niet langer dan nodig."
)


class LogPaper(QWidget):
    """What is printed or saved here is logged already: the log notes the making of the PDF."""

    closed = Signal()
    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = button("&Terug naar de lijst", "link", "chevron-left", self.closed.emit)
        self.pdf = PdfView(on_save=self._save)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel("Toegangslog als PDF", "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(self.pdf, 1)

    def show_pdf(self, content: bytes) -> None:
        """Show this."""
        self.pdf.set_bytes(content, "Toegangslog")
        self.back_button.setFocus()

    def clear(self) -> None:
        """Keep nothing of it in memory."""
        self.pdf.clear()

    def _save(self, content: bytes) -> None:
        path = pdf_file.ask_where(self, FILE_NAME)
        if path is None:
            return
        task.run(self, lambda: pdf_file.write(path, content), self._tell)

    def _tell(self, path: Path) -> None:
        self.saved.emit(KEPT_OUTSIDE.format(folder=path.parent))
