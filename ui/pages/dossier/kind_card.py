"""The card of one kind of entry: its list, the chosen entry in full, and what may be done."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.dossier.kinds import Kind
from app.dossier.values import Entry, Statement
from ui.pages.dossier.beside import marks
from ui.pages.dossier.columns import LEAST_STRETCHED
from ui.pages.dossier.entry_details import ASKED, WRITES, Ask, EntryDetails
from ui.text import counted, without_mnemonic
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import chip_width
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.labels import PlainLabel

_MOST_ROWS = 8
_BESIDE = "beside"
_WIDEST_MARK = "gerectificeerd + verklaring"


class FoldingTable(DataTable):
    """A table in a card: as high as its rows; the last columns give way when it is narrow."""

    def __init__(self, columns: Sequence[Column], name: str, **more: Any) -> None:
        super().__init__(columns, name, **more)
        self.view.setProperty("role", "plain")
        self.view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left_out: frozenset[str] = frozenset()
        self.columns.changed.connect(self._fold)
        self.fit_height(_MOST_ROWS)

    def leave_out(self, *keys: str) -> None:
        """Do not show these columns: they say nothing of these rows."""
        self._left_out = frozenset(keys)
        self._fold()

    def shown_columns(self) -> list[int]:
        """Also what a narrow window folds away; not what says nothing of these rows."""
        keys = [one.key for one in self.model.columns]
        return [one for one in super().shown_columns() if keys[one] not in self._left_out]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        room, shown = self.width(), 0
        for number, column in enumerate(self.model.columns):
            wanted = column.key not in self._left_out and not self.columns.is_hidden(number)
            room -= (column.width or LEAST_STRETCHED) if wanted else 0
            # What is folded away still stands in the entry in full, below the list.
            self.view.setColumnHidden(number, not wanted or (room < 0 and shown > 1))
            shown += wanted


class KindCard(Card):
    """`opened` by Enter or a double click; `asked`, with an `Ask` and the entry, by key or button.

    Where it is about a statement beside the entry, that comes in the place of the entry.
    """

    add_asked = Signal()
    opened = Signal(object)
    asked = Signal(object, object)

    def __init__(
        self,
        kind: Kind,
        columns: Sequence[Column],
        *,
        may_write: bool,
        may_add: bool = True,
        history: bool = True,
        add_label: str = "Toevoegen",
        on_table: Callable[[DataTable], object] = lambda _table: None,
        parent: QWidget | None = None,
    ) -> None:
        """`on_table` gets the list when it is made: what may be done with it as a whole."""
        super().__init__(kind.plural, parent=parent)
        self.kind = kind
        self._may_write = may_write
        self._history = history
        self._on_table = on_table
        self._columns = columns
        # Made when there is something to list: most kinds of a page are empty, and widgets that
        # nobody sees are what makes a page slow to open.
        self._table: FoldingTable | None = None
        self._details: EntryDetails | None = None
        self._more: list[RowAction] = []
        self.add_button = button(add_label, "outline", "plus", self.add_asked.emit)
        self.add_button.setAccessibleName(f"{kind.singular} toevoegen")
        self.add_to_head(self.add_button)
        self.add_button.setVisible(may_write and may_add)
        self.nothing = PlainLabel("Nog niets vastgelegd.", "muted")
        self.add(self.nothing)

    @property
    def table(self) -> FoldingTable:
        """The list."""
        if self._table is None:
            self._table = self._make_table()
            self.body.insertWidget(self.body.indexOf(self.nothing) + 1, self._table)
        return self._table

    @property
    def details(self) -> EntryDetails:
        """The chosen entry in full."""
        if self._details is None:
            self._details = EntryDetails()
            self._details.asked.connect(self._ask)
            for action in self._more:
                self._add_button(self._details, action)
            self.body.insertWidget(self.body.indexOf(self.table) + 1, self._details)
        return self._details

    @property
    def lists(self) -> bool:
        """Whether a list shows, to which the keyboard can go."""
        return self._table is not None and self._table.isVisible()

    def _make_table(self) -> FoldingTable:
        first, *others = self._columns
        beside = Column(_BESIDE, "Erbij", chip_width(_WIDEST_MARK) + 24, value=marks, tone=_beside)
        made = FoldingTable((first, beside, *others), self.kind.plural)
        made.set_actions(self._row_actions())
        if self._may_write:
            made.opened.connect(self.opened)
            made.delete_asked.connect(lambda entry: self.asked.emit(Ask.DELETE, entry))
        made.selected.connect(self._selected)
        self._on_table(made)
        return made

    def _row_actions(self) -> list[RowAction]:
        offered = [one for one in ASKED if self._may_write or (self._history and one not in WRITES)]
        usual = [
            RowAction(label, lambda entry, one=one: self._about(one, entry), icon)
            for one in offered
            for label, icon in (ASKED[one],)
        ]
        return [*usual, *self._more]

    def add_action(self, action: RowAction) -> None:
        """One more thing that can be done with an entry: in its menu, and a button below it."""
        self._more.append(action)
        if self._table is not None:
            self._table.set_actions(self._row_actions())
        if self._details is not None:
            self._add_button(self._details, action)

    def _add_button(self, details: EntryDetails, action: RowAction) -> None:
        def act() -> None:
            if self.table.current() is not None:
                action.act(self.table.current())

        details.add_button(button(without_mnemonic(action.label), "outline", action.icon, act))

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the chosen one stays chosen."""
        if entries or self._table is not None:
            self.table.set_rows(entries)
            self.table.leave_out(*(() if any(map(marks, entries)) else (_BESIDE,)))
            self.table.setVisible(bool(entries))
            self._selected(self.table.current())
        self.nothing.setVisible(not entries)
        self.set_aside(counted(len(entries), "regel", "regels") if len(entries) > 1 else "")

    def _selected(self, entry: Entry | None) -> None:
        if entry is not None or self._details is not None:
            self.details.show_entry(entry, may_write=self._may_write, history=self._history)

    def _ask(self, what: Ask, statement: Statement | None) -> None:
        if statement is not None:
            self.asked.emit(what, statement)
        elif self.table.current() is not None:
            self._about(what, self.table.current())

    def _about(self, what: Ask, entry: Entry) -> None:
        if what is Ask.CHANGE:
            self.opened.emit(entry)
        else:
            self.asked.emit(what, entry)


def _beside(_entry: Entry) -> Tone:
    return Tone.HERE
