"""A PDF on the screen, from memory: nothing of it touches the disk unless someone saves it."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QPointF, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import text as texts
from ui.theme import GRID, Theme
from ui.widgets import pdf_print
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import PlainLabel, line

_LEAST_ZOOM, _MOST_ZOOM, _ZOOM_STEP = 0.25, 4.0, 1.25


class PdfView(QWidget):
    """Pages below each other as wide as the window, with zoom, print and save above them.

    `on_print` and `on_save` run first when given, because the access log comes before the act: they
    note it and then call `print_dialog` themselves, or write `content` where the user says.
    """

    loaded = Signal(int)

    def __init__(
        self,
        on_save: Callable[[bytes], object] | None = None,
        on_print: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_print = on_print
        self._content = b""
        self._buffer: QBuffer | None = None
        self._name = "Document"
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(2 * GRID)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName("Voorbeeld van het document")
        self.page_label = PlainLabel("", "muted")
        previous = icon_button("chevron-up", "Vorige pagina", lambda: self.go(-1))
        following = icon_button("chevron-down", "Volgende pagina", lambda: self.go(1))
        smaller = icon_button("minus", "Kleiner", lambda: self.zoom(1 / _ZOOM_STEP))
        larger = icon_button("plus", "Groter", lambda: self.zoom(_ZOOM_STEP))
        fit = icon_button("fit-width", "Paginabreedte", self.fit_width)
        self.print_button = button("Af&drukken…", "outline", "print", self._ask_print)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, GRID, 12, GRID)
        bar.setSpacing(4)
        for widget in (previous, following, self.page_label):
            bar.addWidget(widget)
        bar.addStretch()
        for widget in (smaller, larger, fit):
            bar.addWidget(widget)
        bar.addSpacing(GRID)
        bar.addWidget(self.print_button)
        if on_save:
            self.save_button = button(
                "Op&slaan als…", "outline", "save", lambda: on_save(self._content)
            )
            bar.addSpacing(4)
            bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(line())
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.document.statusChanged.connect(self._status_changed)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._tell_page())
        Theme.instance().changed.connect(self._tint)
        self._tint()
        self.print_button.setEnabled(False)

    @property
    def content(self) -> bytes:
        """The document's bytes."""
        return self._content

    def set_bytes(self, content: bytes, name: str = "Document") -> None:
        """Show this PDF. `name` is the title of the print job: never a pupil's name."""
        self.clear()
        self._content, self._name = content, name
        self._buffer = pdf_print.load(self.document, content)

    def clear(self) -> None:
        """Show nothing and keep nothing in memory."""
        self.document.close()
        if self._buffer:
            self._buffer.close()
            self._buffer.deleteLater()
        self._buffer, self._content = None, b""
        self.print_button.setEnabled(False)
        self.page_label.clear()

    def page(self) -> int:
        """The page that shows, counted from 1; 0 without a document."""
        return self.view.pageNavigator().currentPage() + 1 if self.document.pageCount() else 0

    def go(self, step: int) -> None:
        """Go that many pages on."""
        pages = self.document.pageCount()
        to = self.view.pageNavigator().currentPage() + step
        if 0 <= to < pages:
            self.view.pageNavigator().jump(to, QPointF(), 0)

    def zoom(self, factor: float) -> None:
        """Show it larger or smaller."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom and self.document.pageCount():
            points = self.document.pagePointSize(0).width()
            pixels = points * self.logicalDpiX() / 72
            now = (self.view.viewport().width() - 2 * GRID) / pixels if pixels else now
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * factor, _LEAST_ZOOM), _MOST_ZOOM))

    def fit_width(self) -> None:
        """As wide as the window."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def print_dialog(self) -> bool:
        """Ask on which printer, and print; true when it was printed."""
        printer = pdf_print.ask_printer(self, self._name, self.document.pageCount())
        if printer is None:
            return False
        self.print_to(printer)
        return True

    def print_to(self, printer: QPrinter) -> int:
        """Print the chosen pages on white; returns how many."""
        return pdf_print.print_document(self.document, printer)

    def _ask_print(self) -> None:
        (self._on_print or self.print_dialog)()

    def _status_changed(self, status: QPdfDocument.Status) -> None:
        ready = status is QPdfDocument.Status.Ready
        self.print_button.setEnabled(ready)
        if ready:
            self._tell_page()
            self.loaded.emit(self.document.pageCount())
        elif status is QPdfDocument.Status.Error:
            self.page_label.setText("Dit document kan niet worden getoond.")

    def _tell_page(self) -> None:
        pages = self.document.pageCount()
        self.page_label.setText(f"Pagina {self.page()} van {pages}" if pages else "")
        self.view.setAccessibleDescription(texts.counted(pages, "pagina", "pagina's"))

    def _tint(self) -> None:
        palette = self.view.palette()
        for role in (palette.ColorRole.Dark, palette.ColorRole.Window, palette.ColorRole.Base):
            palette.setColor(role, Theme.current().line)
        self.view.setPalette(palette)
