"""The rows of a table as the screen shows them: frozen values, filtered and sorted in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.dossier.names import fold
from ui import text as texts
from ui.theme import Tone

_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
CHIP_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Column:
    """One column. Without `value` the row's attribute or item called `key` is shown.

    `width` 0 takes what is left. `sort` gives what to sort by where that is not the value itself;
    `tone` shows the cell as a chip.
    """

    key: str
    label: str
    width: int = 0
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    value: Callable[[Any], Any] | None = None
    sort: Callable[[Any], Any] | None = None
    tone: Callable[[Any], Tone] | None = None

    def of(self, row: Any) -> Any:
        """The value of this column in a row."""
        if self.value:
            return self.value(row)
        return row.get(self.key) if isinstance(row, Mapping) else getattr(row, self.key)


def _sort_key(value: Any) -> tuple[int, Any]:
    """Empty last, then numbers, dates, texts; mixed sorts never compare with each other."""
    if value is None or value == "":
        return 3, ""
    if isinstance(value, (bool, int, float)):
        return 0, value
    if isinstance(value, date):
        return 1, value.isoformat()
    return 2, fold(str(value)) if isinstance(value, str) else str(value)


class RowsModel(QAbstractTableModel):
    """Shows `rows`; knows which of them are ticked when `checkable`."""

    ticked = Signal()

    def __init__(self, columns: Sequence[Column], checkable: bool = False) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.checkable = checkable
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._hay: dict[int, str] = {}
        self._filter = ""
        self._ticked: set[int] = set()
        self._sorted_by = -1
        self._descending = False

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; ticks are taken off, filter and order stay."""
        self._all = list(rows)
        self._hay = {}
        self._ticked = set()
        self._arrange()

    def all_rows(self) -> tuple[Any, ...]:
        """Every row, also those that the filter hides."""
        return tuple(self._all)

    def rows(self) -> tuple[Any, ...]:
        """The rows that show, in the order shown."""
        return tuple(self._shown)

    def row(self, index: int) -> Any:
        """The row at this height."""
        return self._shown[index]

    def set_filter(self, text: str) -> None:
        """Show only rows that hold every word typed, in any column; accents do not matter."""
        if text != self._filter:
            self._filter = text
            self._arrange()

    def ticked_rows(self) -> tuple[Any, ...]:
        """The ticked rows, also those that the filter hides."""
        return tuple(row for row in self._all if id(row) in self._ticked)

    def tick(self, rows: Sequence[Any], on: bool = True) -> None:
        """Tick rows or take the ticks off."""
        numbers = {id(row) for row in rows}
        self._ticked = self._ticked | numbers if on else self._ticked - numbers
        if self._shown:
            last = self.index(len(self._shown) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        words = fold(self._filter).split()
        shown = [row for row in self._all if self._holds(row, words)] if words else list(self._all)
        if 0 <= self._sorted_by < len(self.columns):
            column = self.columns[self._sorted_by]
            key = column.sort or column.of
            shown.sort(key=lambda row: _sort_key(key(row)), reverse=self._descending)
        self._shown = shown
        self.endResetModel()

    def _holds(self, row: Any, words: Sequence[str]) -> bool:
        hay = self._hay.get(id(row))
        if hay is None:
            hay = fold("\n".join(texts.shown(one.of(row))[:2_000] for one in self.columns))
            self._hay[id(row)] = hay
        return all(word in hay for word in words)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(column.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.checkable and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return texts.clean(texts.shown(column.of(row))[:2_000])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role == ROW_ROLE:
            return row
        if role == CHIP_ROLE:
            return column.tone(row) if column.tone else None
        if role == Qt.ItemDataRole.CheckStateRole and self.checkable and index.column() == 0:
            on = id(row) in self._ticked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.checkable:
            return False
        self.tick([self._shown[index.row()]], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
