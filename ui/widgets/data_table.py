"""A table to read and to choose from: typing filters, Enter opens, Delete asks, a menu per row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui import text as texts
from ui.theme import GRID, Theme
from ui.widgets.buttons import icon_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.search_field import SearchField
from ui.widgets.table_cells import ROW_HEIGHT, TableCells
from ui.widgets.table_columns import TableColumns
from ui.widgets.table_model import ROW_ROLE, Column, RowsModel

__all__ = ["Column", "DataTable", "ListAction", "RowAction"]


@dataclass(frozen=True)
class RowAction:
    """Something to do with a row, in its menu. `label` is ours and may hold a mnemonic."""

    label: str
    act: Callable[[Any], object]
    icon: str = ""
    allowed: Callable[[Any], bool] = lambda _row: True


@dataclass(frozen=True)
class ListAction:
    """Something to do with the list as it shows. `label` is ours and may hold a mnemonic."""

    label: str
    act: Callable[[], object]
    icon: str = ""


class _View(QTableView):
    """A table view that hands typed letters to the filter."""

    typed = Signal(str)
    opened = Signal()
    deleted = Signal()
    settling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and not held:
            self.deleted.emit()
        elif text and text.isprintable() and not text.isspace() and not held:
            self.typed.emit(text)
        elif event.key() == Qt.Key.Key_Space and self.model() and self.model().checkable:  # type: ignore[attr-defined]
            self.tick_current()
        else:
            super().keyPressEvent(event)

    def tick_current(self) -> None:
        """Tick the row one is at, or take its tick off."""
        model = self.model()
        if isinstance(model, RowsModel) and self.currentIndex().isValid():
            row = model.row(self.currentIndex().row())
            model.tick([row], not any(one is row for one in model.ticked_rows()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt would go to the first row by itself, and Delete would be about a row nobody chose.
        self.settling = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if self.settling:
            self.selectionModel().clearCurrentIndex()
        self.settling = False

    def keyboardSearch(self, search: str) -> None:
        """Typing filters instead of jumping."""


class DataTable(QWidget):
    """Rows of frozen values. `row_key` tells which row is the same after `set_rows`."""

    opened = Signal(object)
    delete_asked = Signal(object)
    selected = Signal(object)
    ticked = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        row_key: Callable[[Any], object] = lambda row: getattr(row, "id", row),
        checkable: bool = False,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what the table is called when read aloud."""
        super().__init__(parent)
        self._row_key = row_key
        self._actions: Sequence[RowAction] = ()
        self._list_actions: Sequence[ListAction] = ()
        self._own_empty = empty
        self._most_rows = 0
        self.model = RowsModel(columns, checkable)
        self._name = name
        # Made at the first key: most tables are never filtered, and there are many on a page.
        self._filter: SearchField | None = None
        self._nothing: EmptyState | None = None
        self.view = _View()
        self._set_up_view(name)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._stack, 1)
        # Last: a stacked layout shows its first widget, which needs a parent by then.
        for widget in (self.view, empty or QWidget()):
            self._stack.addWidget(widget)
        self.setFocusProxy(self.view)
        self.model.ticked.connect(self.ticked)
        Theme.instance().changed.connect(self.view.viewport().update)

    @property
    def filter(self) -> SearchField:
        """The field above the rows, hidden until a letter is typed in them."""
        if self._filter is None:
            made = self._filter = SearchField("Filteren…")
            made.hide()
            made.setAccessibleName(f"{self._name} filteren")
            made.searched.connect(self.set_filter)
            made.down.connect(self.focus_list)
            made.entered.connect(self.open_current)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, made)
        return self._filter

    def _set_up_view(self, name: str) -> None:
        view, header = self.view, self.view.horizontalHeader()
        view.setModel(self.model)
        view.setItemDelegate(TableCells(view))
        view.setAccessibleName(name)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setSortingEnabled(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setFixedHeight(ROW_HEIGHT)
        for number, column in enumerate(self.model.columns):
            if column.width:
                view.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.doubleClicked.connect(lambda _index: self.open_current())
        view.opened.connect(self.open_current)
        view.deleted.connect(self._ask_delete)
        view.typed.connect(self._begin_filter)
        view.selectionModel().currentRowChanged.connect(self._tell_selected)
        self.columns = TableColumns(view, self.model.columns, name)
        self.list_button = icon_button("more", f"Lijst: {name}", self._pop_list_menu, header)
        self.list_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key opens the same
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            header, size = self.view.horizontalHeader(), self.list_button.sizeHint()
            top = (header.height() - size.height()) // 2
            self.list_button.move(header.width() - size.width() - 2, max(top, 0))
            self.list_button.raise_()
        return super().eventFilter(watched, event)

    def set_list_actions(self, actions: Sequence[ListAction]) -> None:
        """What may be done with the whole list, below its columns in the menu."""
        self._list_actions = actions

    def list_menu(self) -> QMenu:
        """The menu of the list: its columns, printing, saving."""
        menu = QMenu(self.view)
        self._add_list_part(menu)
        return menu

    def _add_list_part(self, menu: QMenu) -> None:
        menu.addMenu(self.columns.menu(menu))
        for one in self._list_actions:
            action = menu.addAction(one.label)
            if one.icon:
                action.setIcon(icons.icon(one.icon))
            action.setEnabled(bool(self.model.rowCount()))
            action.triggered.connect(lambda _on=False, one=one: one.act())

    def _pop_list_menu(self) -> None:
        below = self.list_button.rect().bottomLeft()
        self.list_menu().popup(self.list_button.mapToGlobal(below))

    def shown_columns(self) -> list[int]:
        """The numbers of the columns that belong to the list as it shows, in this order."""
        return self.columns.shown()

    def shown_cells(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """The headings and rows as they show: in this order, without hidden columns."""
        numbers = self.shown_columns()
        chosen = [self.model.columns[number] for number in numbers]
        headings = tuple(one.label for one in chosen)
        rows = self.model.rows()
        return headings, [
            tuple(texts.clean(texts.shown(one.of(row))) for one in chosen) for row in rows
        ]

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these; the row one was at stays chosen when it is still there."""
        kept = self.current()
        self.model.set_rows(rows)
        if kept is not None:
            self.select(self._row_key(kept))
        self._choose_face()

    def rows(self) -> tuple[Any, ...]:
        """What shows, in order."""
        return self.model.rows()

    def current(self) -> Any:
        """The row one is at, or `None`."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def select(self, key: object) -> bool:
        """Go to the row with this key; false when it does not show."""
        for number, row in enumerate(self.model.rows()):
            if self._row_key(row) == key:
                flags = (
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows
                )
                index = self.model.index(number, 0)
                self.view.selectionModel().setCurrentIndex(index, flags)
                self.view.scrollTo(index)
                return True
        return False

    def set_filter(self, text: str) -> None:
        """Show only rows with these words; also for a search field elsewhere on the page."""
        kept = self.current()
        self.model.set_filter(text)
        if kept is not None:
            self.select(self._row_key(kept))
        if self._filter and not text and self._filter.isVisible() and not self._filter.text():
            self._filter.hide()
            self.view.setFocus()
        self._choose_face()

    def set_actions(self, actions: Sequence[RowAction]) -> None:
        """What the menu of a row holds; the first is what Enter does when it is called so."""
        self._actions = actions

    def menu_for(self, row: Any) -> QMenu:
        """The menu of a row, as the right button or the menu key opens it."""
        menu = QMenu(self.view)
        for one in self._actions:
            action = menu.addAction(one.label)
            if one.icon:
                action.setIcon(icons.icon(one.icon))
            action.setEnabled(one.allowed(row))
            action.triggered.connect(lambda _on=False, one=one: one.act(row))
        if self._actions:
            menu.addSeparator()
        self._add_list_part(menu)
        return menu

    def focus_list(self) -> None:
        """Give the list the focus, at its first row when it is at none."""
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)

    def open_current(self) -> None:
        """Open the row one is at, or the only one there is."""
        row = self.current()
        if row is None and self.model.rowCount() == 1:
            row = self.model.row(0)
        if row is not None:
            self.opened.emit(row)

    def fit_height(self, most_rows: int = 10) -> None:
        """Be exactly as high as the rows, up to `most_rows`; for a table inside a card."""
        self._most_rows = most_rows
        self._fit()

    def _fit(self) -> None:
        if not self._most_rows:
            return
        rows = min(max(self.model.rowCount(), 1), self._most_rows)
        height = (rows + 1) * ROW_HEIGHT + 4
        if self._stack.currentIndex():
            height = max(height, self._stack.currentWidget().sizeHint().height())
        if self._filter and not self._filter.isHidden():
            height += self._filter.sizeHint().height() + GRID
        self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def _ask_delete(self) -> None:
        if self.current() is not None:
            self.delete_asked.emit(self.current())

    def _begin_filter(self, text: str) -> None:
        self.filter.show()
        self._fit()
        self.filter.setFocus()
        self.filter.setText(self.filter.text() + text)

    def _choose_face(self) -> None:
        if self.model.rowCount():
            face = 0
        elif self.model.all_rows():
            face = 2
            if self._nothing is None:
                said = "Geen rij bevat wat u typte."
                self._nothing = EmptyState("search", "Niets gevonden", said)
                self._stack.addWidget(self._nothing)
        else:
            face = 1 if self._own_empty else 0
        self._stack.setCurrentIndex(face)
        self._fit()

    def _show_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if not index.isValid():
            index = self.view.currentIndex()
            where = self.view.visualRect(index).center()
        if index.isValid():
            self.menu_for(index.data(ROW_ROLE)).popup(self.view.viewport().mapToGlobal(where))

    def _tell_selected(self) -> None:
        if not self.view.settling:
            self.selected.emit(self.current())
