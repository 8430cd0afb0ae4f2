"""What was deleted from a category, for who may bring it back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.values import DeletedEntry, SavedEntry
from ui import task
from ui.context import Context
from ui.moments import moment
from ui.pages.dossier.kind_card import FoldingTable
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, RowAction
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage

_TAKEN_BACK = "toevoegen ongedaan gemaakt"
_TITLE = "Verwijderd"
_WHY = (
    "Wat u verwijdert, blijft bewaard tot de bewaartermijn van het dossier voorbij is of een "
    "verzoek om wissing is toegewezen. Het komt in geen lijst, rapport of brief."
)


class DeletedView(QWidget):
    """Reads on `load`; `closed` when the reader goes back; `history` carries a chosen entry."""

    closed = Signal()
    history = Signal(object)

    def __init__(
        self,
        context: Context,
        pupil_id: str,
        category: Category,
        messages: MessageBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._pupil_id, self._category = context, pupil_id, category
        self._messages = messages
        self.setAccessibleName(_TITLE)
        self.back_button = button("Ter&ug", "link", "chevron-left", self.closed.emit)
        self.table = FoldingTable(
            [
                Column("title", "Wat"),
                Column("kind", "Soort", 160, value=lambda one: one.kind.singular),
                Column("at", "Verwijderd", 160, value=lambda one: moment(one.at)),
                Column("by", "Door", 140),
                Column(
                    "reason",
                    "Reden",
                    200,
                    value=lambda one: _TAKEN_BACK if one.taken_back else one.reason,
                ),
            ],
            _TITLE,
        )
        self.restore_button = button("Terug&zetten", "outline", "undo", self.restore)
        self.history_button = button("Ges&chiedenis", "outline", "log", self._to_history)
        self.table.set_actions(
            [
                RowAction("&Terugzetten", self._restore, "undo"),
                RowAction("&Geschiedenis", self.history.emit, "log"),
            ]
        )
        self.table.opened.connect(self.history)
        self.table.selected.connect(lambda _one: self._offer())
        self._build()

    def _build(self) -> None:
        card = Card("Verwijderd uit dit onderdeel")
        card.add(PlainLabel(_WHY, "small", wrap=True))
        card.add(self.table)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.restore_button)
        row.addWidget(self.history_button)
        row.addStretch()
        card.body.addLayout(row)
        scroll = ScrollPage()
        scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        scroll.body.addWidget(card)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, GRID, 3 * GRID, 0)
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel(_TITLE, "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(scroll, 1)
        self._offer()

    def load(self) -> None:
        """Read the list and show it."""
        entries = self._context.desk.entries
        task.run(
            self,
            lambda: entries.deleted(self._pupil_id, self._category),
            self._show,
            message="Wordt geopend…",
            newest="deleted",
        )

    def restore(self) -> None:
        """Bring the chosen one back."""
        if self.table.current() is not None:
            self._restore(self.table.current())

    def _restore(self, one: DeletedEntry) -> None:
        entries = self._context.desk.entries

        def back(saved: SavedEntry) -> None:
            text = f"{one.kind.singular} teruggezet."
            undo = self._context.undo
            undo.saved(self._messages, text, saved, entries.undo, self._pupil_id)
            self._context.changes.tell(saved)
            self.load()

        task.run(
            self,
            lambda: entries.undo_delete(self._pupil_id, one.kind.code, one.id),
            back,
            busy=self.restore_button,
        )

    def _to_history(self) -> None:
        if self.table.current() is not None:
            self.history.emit(self.table.current())

    def _show(self, found: Sequence[DeletedEntry]) -> None:
        self.table.set_rows(found)
        self._offer()
        self.table.focus_list()

    def _offer(self) -> None:
        chosen = self.table.current() is not None
        self.restore_button.setEnabled(chosen)
        self.history_button.setEnabled(chosen)
