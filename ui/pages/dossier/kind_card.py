"""The card of one kind of entry: its list, the chosen entry in full, and what may be done."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.dossier.kinds import Kind
from app.dossier.values import Entry
from ui.pages.dossier.columns import LEAST_STRETCHED, Tones, columns_of
from ui.pages.dossier.entry_details import EntryDetails
from ui.text import counted, without_mnemonic
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.labels import PlainLabel

_MOST_ROWS = 8


class FoldingTable(DataTable):
    """A table in a card: as high as its rows; the last columns give way when it is narrow."""

    def __init__(self, columns: Sequence[Column], name: str, **more: Any) -> None:
        super().__init__(columns, name, **more)
        self.view.setProperty("role", "plain")
        self.view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit_height(_MOST_ROWS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width()
        for number, column in enumerate(self.model.columns):
            room -= column.width or LEAST_STRETCHED
            # What is folded away still stands in the entry in full, below the list.
            self.view.setColumnHidden(number, room < 0 and number > 1)


class KindCard(Card):
    """`opened` by Enter or a double click; `delete_asked` by the Delete key or the button."""

    add_asked = Signal()
    opened = Signal(object)
    delete_asked = Signal(object)

    def __init__(
        self,
        kind: Kind,
        tones: Tones,
        *,
        may_write: bool,
        may_add: bool = True,
        add_label: str = "Toevoegen",
        columns: Sequence[Column] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kind.plural, parent=parent)
        self.kind = kind
        self._may_write = may_write
        self.add_button = button(add_label, "outline", "plus", self.add_asked.emit)
        self.add_button.setAccessibleName(f"{kind.singular} toevoegen")
        self.add_to_head(self.add_button)
        self.add_button.setVisible(may_write and may_add)
        self.nothing = PlainLabel("Nog niets vastgelegd.", "muted")
        self.table = FoldingTable(columns or columns_of(kind, tones), kind.plural)
        self.details = EntryDetails(self._change, self._delete)
        for widget in (self.nothing, self.table, self.details):
            self.add(widget)
        self._actions: list[RowAction] = []
        if may_write:
            self._actions = [
                RowAction("&Wijzigen", self.opened.emit, "edit"),
                RowAction("Ver&wijderen", self.delete_asked.emit, "trash"),
            ]
            self.table.set_actions(self._actions)
            self.table.opened.connect(self.opened)
            self.table.delete_asked.connect(self.delete_asked)
        self.table.selected.connect(self._selected)

    def add_action(self, action: RowAction) -> None:
        """One more thing that can be done with an entry: in its menu, and a button below it."""
        self._actions.append(action)
        self.table.set_actions(self._actions)

        def act() -> None:
            if self.table.current() is not None:
                action.act(self.table.current())

        self.details.add_button(button(without_mnemonic(action.label), "outline", action.icon, act))

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the chosen one stays chosen."""
        self.table.set_rows(entries)
        self.table.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.set_aside(counted(len(entries), "regel", "regels") if len(entries) > 1 else "")
        self._selected(self.table.current())

    def _selected(self, entry: Entry | None) -> None:
        self.details.show_entry(entry, may_write=self._may_write)

    def _change(self) -> None:
        if self.table.current() is not None:
            self.opened.emit(self.table.current())

    def _delete(self) -> None:
        if self.table.current() is not None:
            self.delete_asked.emit(self.table.current())
