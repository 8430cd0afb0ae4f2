"""Documents kept in the dossier: their list, and one of them on the screen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.values import FiledDocument
from ui import task
from ui.context import Context
from ui.pages import pdf_file
from ui.pages.dossier.entry_details import moment
from ui.pages.dossier.kind_card import FoldingTable
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, RowAction
from ui.widgets.labels import ElidedLabel
from ui.widgets.pdf_view import PdfView


class FiledCard(Card):
    """What was filed, newest first; Enter or a double click opens it."""

    def __init__(
        self,
        filed: Sequence[FiledDocument],
        on_open: Callable[[str, str], object],
        title: str = "Bewaarde stukken",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        columns = [
            Column("title", "Stuk"),
            Column("made_at", "Gemaakt", 160, value=lambda one: moment(one.made_at)),
            Column("made_by", "Door", 160),
        ]
        self.table = FoldingTable(columns, title)
        self.table.set_actions([RowAction("&Openen", lambda one: on_open(one.id, one.title))])
        self.table.opened.connect(lambda one: on_open(one.id, one.title))
        self.table.set_rows(filed)
        self.add(self.table)
        self.open_button = button("Openen", "outline", "pdf", self.table.open_current)
        self.open_button.setEnabled(len(filed) == 1)
        self.table.selected.connect(lambda one: self.open_button.setEnabled(one is not None))
        self.add_to_head(self.open_button)


class FiledView(QWidget):
    """A filed document exactly as it was given out. Printing and saving are logged first."""

    closed = Signal()

    def __init__(
        self,
        context: Context,
        pupil_id: str,
        filed_id: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._pupil_id, self._filed_id = context, pupil_id, filed_id
        self.setAccessibleName(title)
        self.back_button = button("Ter&ug", "link", "chevron-left", self.closed.emit)
        self.pdf = PdfView(on_save=lambda _content: self._save(), on_print=self._print)
        self.bar = bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, GRID, 3 * GRID, 0)
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel(title, "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.pdf, 1)

    def load(self) -> None:
        """Read the document and show it."""
        filed = self._context.desk.filed
        task.run(
            self,
            lambda: filed.content(self._pupil_id, self._filed_id),
            self._show,
            message="Document wordt geopend…",
        )

    def _show(self, content: bytes) -> None:
        self.pdf.set_bytes(content, "Leerlingdossier")
        self.back_button.setFocus()

    def _content_to_take_out(self) -> bytes:
        desk = self._context.desk
        return desk.filed.content(self._pupil_id, self._filed_id, printing=True)

    def _print(self) -> None:
        task.run(self, self._content_to_take_out, lambda _content: self.pdf.print_dialog())

    def _save(self) -> None:
        path = pdf_file.ask_where(self, "document")
        if path is None:
            return
        task.run(
            self,
            lambda: pdf_file.write(path, self._content_to_take_out()),
            lambda _path: self._tell_saved(),
        )

    def _tell_saved(self) -> None:
        widget: QWidget | None = self
        while widget is not None:
            bar = getattr(widget, "message_bar", None)
            if bar is not None:
                bar.done(
                    "Document opgeslagen buiten het dossier. Het is daar niet versleuteld: bewaar "
                    "het niet langer dan nodig."
                )
                return
            widget = widget.parentWidget()
