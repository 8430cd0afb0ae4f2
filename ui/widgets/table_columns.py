"""The columns of a table as one likes them: hidden, moved, wider; remembered for the next time."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from ui import text as texts
from ui.layouts import Layout, Layouts
from ui.widgets.table_model import Column

_LEAST, _MOST, _STEP = 48, 900, 32
_PAUSE_MILLISECONDS = 400


class TableColumns(QObject):
    """`changed` when a column was hidden or shown: whoever folds columns away looks again."""

    changed = Signal()

    def __init__(self, view: QTableView, columns: Sequence[Column], name: str) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        # Two lists may be called the same on different pages; their columns tell them apart.
        self._name = f"{name}: {', '.join(one.key for one in columns)}"
        self._header: QHeaderView = view.horizontalHeader()
        self._hidden: set[str] = set()
        self._keeping = False
        self._header.setSectionsMovable(True)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._keep)
        self._kept = Layouts.instance().of(self._name)
        self._apply(self._kept)
        for happened in (
            self._header.sectionMoved,
            self._header.sectionResized,
            self._header.sortIndicatorChanged,
        ):
            happened.connect(self._later)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(
            lambda where: self.menu(view).popup(self._header.mapToGlobal(where))
        )
        self._keeping = True

    def is_hidden(self, number: int) -> bool:
        """Whether this column was hidden by the user."""
        return self._columns[number].key in self._hidden

    def shown(self) -> list[int]:
        """The numbers of the columns that the user did not hide, in the order shown."""
        visual = (self._header.logicalIndex(place) for place in range(len(self._columns)))
        return [number for number in visual if not self.is_hidden(number)]

    def menu(self, parent: QWidget) -> QMenu:
        """Which columns show, and back to how it was; the last column cannot be hidden."""
        menu = QMenu("Kolomme&n", parent)
        last = len(self.shown()) == 1
        for number, column in enumerate(self._columns):
            action = menu.addAction(texts.label_text(column.label))
            action.setCheckable(True)
            action.setChecked(not self.is_hidden(number))
            action.setEnabled(self.is_hidden(number) or not last)
            action.toggled.connect(lambda on, number=number: self.show_column(number, on))
        menu.addSeparator()
        menu.addMenu(self._arrange_menu(menu))
        menu.addAction("&Zoals het was").triggered.connect(lambda _on=False: self.reset())
        return menu

    def _arrange_menu(self, parent: QWidget) -> QMenu:
        """What the mouse does by dragging, for the keyboard: a menu for each column that shows."""
        menu = QMenu("&Plaats en breedte", parent)
        shown = self.shown()
        for place, number in enumerate(shown):
            column = self._columns[number]
            one = menu.addMenu(texts.label_text(column.label))
            for label, step in (("Naar &links", -1), ("Naar &rechts", 1)):
                action = one.addAction(label)
                action.setEnabled(0 <= place + step < len(shown))
                action.triggered.connect(lambda _on=False, n=number, s=step: self.move(n, s))
            for label, pixels in (("&Breder", _STEP), ("&Smaller", -_STEP)):
                action = one.addAction(label)
                action.setEnabled(bool(column.width))  # the others take what is left
                action.triggered.connect(lambda _on=False, n=number, p=pixels: self.widen(n, p))
        return menu

    def move(self, number: int, step: int) -> None:
        """Let a column change places with the one that shows before or after it."""
        shown = self.shown()
        other = shown[shown.index(number) + step]
        self._header.moveSection(self._header.visualIndex(number), self._header.visualIndex(other))

    def widen(self, number: int, pixels: int) -> None:
        """Make a column wider, or narrower by a negative number of pixels."""
        width = self._view.columnWidth(number) + pixels
        self._view.setColumnWidth(number, min(max(width, _LEAST), _MOST))

    def show_column(self, number: int, on: bool) -> None:
        """Show a column or hide it."""
        key = self._columns[number].key
        self._hidden = self._hidden - {key} if on else self._hidden | {key}
        self._view.setColumnHidden(number, not on)
        self._later()
        self.changed.emit()

    def reset(self) -> None:
        """As the program makes the list."""
        self._apply(Layout())
        self._keep()
        self.changed.emit()

    def _apply(self, layout: Layout) -> None:
        keys = [one.key for one in self._columns]
        self._hidden = set(layout.hidden) & set(keys)
        if len(self._hidden) == len(keys):
            self._hidden = set()
        wanted = list(layout.order) if sorted(layout.order) == sorted(keys) else keys
        for place, key in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), place)
        for number, column in enumerate(self._columns):
            self._view.setColumnHidden(number, column.key in self._hidden)
            if column.width:
                width = layout.widths.get(column.key, column.width)
                self._view.setColumnWidth(number, min(max(width, _LEAST), _MOST))
        order = Qt.SortOrder.DescendingOrder if layout.descending else Qt.SortOrder.AscendingOrder
        number = keys.index(layout.sort) if layout.sort in keys else -1
        self._header.setSortIndicator(number, order)

    def _later(self, *_what: object) -> None:
        if self._keeping:
            self._timer.start()

    def _keep(self) -> None:
        keys = [one.key for one in self._columns]
        order = [keys[self._header.logicalIndex(place)] for place in range(len(keys))]
        section = self._header.sortIndicatorSection()
        sorted_by = keys[section] if 0 <= section < len(keys) else ""
        widths = {
            column.key: self._view.columnWidth(number)
            for number, column in enumerate(self._columns)
            if column.width
            and not self._view.isColumnHidden(number)
            and self._view.columnWidth(number) != column.width
        }
        descending = self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        now = Layout(
            hidden=tuple(sorted(self._hidden)),
            widths=widths,
            order=() if order == keys else tuple(order),
            sort=sorted_by,
            descending=bool(sorted_by) and descending,
        )
        # Laying out the page also moves sections: that is nothing to write down.
        if now != self._kept:
            self._kept = now
            Layouts.instance().keep(self._name, now)
