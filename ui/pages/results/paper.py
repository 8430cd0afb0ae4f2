"""An overview of results as a PDF on the screen, to print or save."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import task
from ui.pages import pdf_file
from ui.pages.access_log.paper import KEPT_OUTSIDE
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import ElidedLabel
from ui.widgets.pdf_view import PdfView

_FILE_NAME = "resultaten"


class ResultsPaper(QWidget):
    """Making the PDF was logged as printing, so what is done with it here needs no second entry."""

    closed = Signal()
    saved = Signal(str)

    def __init__(self, content: bytes, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.back_button = button("Ter&ug", "link", "chevron-left", self.closed.emit)
        self.pdf = PdfView(on_save=self._save)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, GRID, 3 * GRID, 0)
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel(title, "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.pdf, 1)
        self.pdf.set_bytes(content, "Resultaten")

    def _save(self, content: bytes) -> None:
        path = pdf_file.ask_where(self, _FILE_NAME)
        if path is not None:
            task.run(self, lambda: pdf_file.write(path, content), self._tell)

    def _tell(self, path: Path) -> None:
        self.saved.emit(KEPT_OUTSIDE.format(folder=path.parent))
