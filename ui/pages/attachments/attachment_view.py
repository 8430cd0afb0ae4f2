"""One attachment: a PDF or picture in the window, of other files what may be done with them."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.documents.sniffing import type_of
from app.dossier.values import FiledDocument
from ui import task
from ui import text as texts
from ui.context import Context
from ui.pages.attachments import taking_out
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.image_view import ImageView, decoded
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage

_ELSEWHERE = (
    "Dit soort bestand kan het programma niet tonen. Om het te lezen of te bewerken bewaart u een "
    "kopie buiten het programma. Die kopie is niet versleuteld, en het programma vraagt daarom "
    "waarvoor zij nodig is."
)
_ADVICE = "Is het alleen om te lezen? Voeg het dan de volgende keer toe als PDF."


class AttachmentView(QWidget):
    """Printing and taking out are logged first; nothing is written to disk to show it."""

    closed = Signal()

    def __init__(
        self, context: Context, document: FiledDocument, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._document = context, document
        self.setAccessibleName(document.title)
        self.back_button = button("Ter&ug", "link", "chevron-left", self.closed.emit)
        self.shown = self._made()
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, GRID, 3 * GRID, 0)
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel(document.title, "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.shown, 1)

    def load(self) -> None:
        """Read it and show it; what cannot be shown is not read."""
        self.back_button.setFocus()
        if not isinstance(self.shown, (PdfView, ImageView)):
            return
        task.run(self, self._read, self._show, message="Bijlage wordt geopend…")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _made(self) -> QWidget:
        shown = type_of(self._document.media_type).shown
        if shown == "pdf":
            return PdfView(lambda _content: self._take_out(), self._print)
        if shown == "image":
            return ImageView(self._take_out, self._print)
        return self._not_shown()

    def _not_shown(self) -> QWidget:
        said = type_of(self._document.media_type).name
        card = Card(self._document.title, f"{said}, {texts.file_size(self._document.size)}")
        for text in (_ELSEWHERE, _ADVICE):
            card.add(PlainLabel(text, wrap=True))
        self.out_button = button("Op&slaan als…", "outline", "save", self._take_out)
        row = QHBoxLayout()
        row.addWidget(self.out_button)
        row.addStretch()
        card.body.addLayout(row)
        page = ScrollPage()
        page.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        page.body.addWidget(card)
        return page

    def _read(self) -> bytes | QImage:
        content = self._context.desk.filed.content(self._document.pupil_id, self._document.id)
        return decoded(content) if isinstance(self.shown, ImageView) else content

    def _show(self, found: Any) -> None:
        if isinstance(self.shown, PdfView):
            self.shown.set_bytes(found, "Leerlingdossier")
        elif isinstance(self.shown, ImageView):
            self.shown.set_image(found)

    def _print(self) -> None:
        filed, one = self._context.desk.filed, self._document
        task.run(
            self,
            lambda: filed.content(one.pupil_id, one.id, printing=True),
            lambda _content: self.shown.print_dialog(),
        )

    def _take_out(self) -> None:
        taking_out.take_out(self, self._context, self._document)
