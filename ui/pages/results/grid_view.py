"""Typing down a list of pupils: a value, Enter, the next pupil.

Enter and Down go down, Tab to the next column and then to the next pupil; past the last cell Tab
leaves the grid. Typing replaces what stands there, F2 changes it, Delete empties it, Escape takes
back what is being typed.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.pages.results.grid_model import PROBLEM_ROLE, QUIET_ROLE, GridModel
from ui.theme import Theme
from ui.widgets.inputs import LineInput
from ui.widgets.table_cells import ROW_HEIGHT

_Index = QModelIndex | QPersistentModelIndex
_NAME_WIDTH, _CELL_WIDTH = 220, 132
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Cells(QStyledItemDelegate):
    """Plain text; a cell that is wrong has another ground and an exclamation mark."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = LineInput(most=1_000, parent=parent)
        editor.setProperty("role", "cell")
        row = self._view.grid.rows[index.row()]
        label = self._view.grid.fields[index.column() - 1].label
        editor.setAccessibleName(f"{row.name}, {label}")
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, LineInput)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: GridModel, index: _Index) -> None:  # type: ignore[override]
        assert isinstance(editor, LineInput)
        model.setData(index, editor.text_value())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = self._view.step_for(event)
            if step is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                step()
                return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, rect = Theme.current(), QRectF(option.rect)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        here = self._view.currentIndex() == index
        problem = bool(index.data(PROBLEM_ROLE))
        painter.save()
        if problem:
            painter.fillRect(rect, colours.must_ground)
        ink = colours.must_ink if problem else colours.ink
        painter.setPen(colours.muted_ink if index.data(QUIET_ROLE) and not problem else ink)
        text = str(index.data() or "")
        if problem and not index.data(QUIET_ROLE):
            text = f"! {text}"
        inside = rect.adjusted(8, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(inside.width())
        )
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setPen(QPen(colours.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._view.grid.is_cell(index):
            painter.drawLine(rect.topRight(), rect.bottomRight())
        if here:
            wide = 2 if self._view.hasFocus() else 1
            painter.setPen(QPen(colours.primary, wide))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class GridView(QTableView):
    """`pasted` carries the text of the clipboard; `save_asked` comes by Ctrl+S."""

    pasted = Signal(str)
    save_asked = Signal()

    def __init__(self, grid: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self.setModel(grid)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName("Resultaten per leerling")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(ROW_HEIGHT)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.modelReset.connect(self._lay_out)
        Theme.instance().changed.connect(self.viewport().update)

    def begin(self, row: int = 0) -> None:
        """Go to the first cell of this pupil."""
        if self.grid.rows and self.grid.fields:
            self.setFocus()
            self.setCurrentIndex(self.grid.index(min(row, len(self.grid.rows) - 1), 1))

    def at(self) -> tuple[int, int]:
        """The cell one is at: (row, column of the fields)."""
        index = self.currentIndex()
        inside = self.grid.is_cell(index)
        return (index.row(), index.column() - 1) if inside else (max(index.row(), 0), 0)

    def step_for(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What this key does besides typing; None when it is typed."""
        key = Qt.Key(event.key())
        if key in (*_ENTER, Qt.Key.Key_Down):
            return lambda: self.go(1, 0)
        if key is Qt.Key.Key_Up:
            return lambda: self.go(-1, 0)
        if key is Qt.Key.Key_Tab:
            return lambda: self.walk(1)
        if key is Qt.Key.Key_Backtab:
            return lambda: self.walk(-1)
        if event.matches(QKeySequence.StandardKey.Save):
            return self.save_asked.emit
        return None

    def go(self, rows: int, columns: int) -> bool:
        """Go that many cells further; false at the edge."""
        row, column = self.at()
        row, column = row + rows, column + columns
        inside = 0 <= row < len(self.grid.rows) and 0 <= column < len(self.grid.fields)
        if inside:
            self.setFocus()
            self.setCurrentIndex(self.grid.index(row, column + 1))
        return inside

    def walk(self, step: int) -> None:
        """The next or previous cell, over the end of a row; past the last one out of the grid."""
        row = self.at()[0]
        last = len(self.grid.fields) - 1
        if self.go(0, step):
            return
        if 0 <= row + step < len(self.grid.rows):
            self.setCurrentIndex(self.grid.index(row + step, 1 if step > 0 else last + 1))
        else:
            self.focusNextPrevChild(step > 0)

    def event(self, event: QEvent) -> bool:
        # Qt would leave the grid at a Tab before any key reaches it.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self.step_for(event)
        if step is not None:
            step()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.grid.setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        if not self.grid.is_cell(self.currentIndex()):
            self.begin()

    def _lay_out(self) -> None:
        self.setColumnWidth(0, _NAME_WIDTH)
        for column in range(1, len(self.grid.fields) + 1):
            long = self.grid.fields[column - 1].name == "note"
            self.setColumnWidth(column, 2 * _CELL_WIDTH if long else _CELL_WIDTH)
