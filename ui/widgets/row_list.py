"""A list of names to walk through, each with a muted word at its right, and a mark at one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui import text as texts
from ui.theme import SMALL_PIXELS, Theme, font

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 32
_KEY_ROLE = Qt.ItemDataRole.UserRole
_ASIDE_ROLE = Qt.ItemDataRole.UserRole + 1
_HEAD_ROLE = Qt.ItemDataRole.UserRole + 2
_HERE_ROLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True)
class ListRow:
    """One line. A `head` is a title between rows and cannot be chosen."""

    key: str
    label: str
    aside: str = ""
    head: bool = False


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ListRow] = []
        self.marked: str | None = None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.rows[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}, {row.aside}" if row.aside else row.label
        here = None if self.marked is None else row.key == self.marked
        values = {
            _KEY_ROLE: row.key,
            _ASIDE_ROLE: row.aside,
            _HEAD_ROLE: row.head,
            _HERE_ROLE: here and not row.head,
        }
        return values.get(Qt.ItemDataRole(role)) if role >= _KEY_ROLE else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = Theme.current()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        head = bool(index.data(_HEAD_ROLE))
        marked = index.data(_HERE_ROLE)
        here = bool(option.state & QStyle.StateFlag.State_Selected) if marked is None else marked
        box = rect.adjusted(0, 1, 0, -1)
        if here or (option.state & QStyle.StateFlag.State_MouseOver and not head):
            painter.setBrush(colours.soft_primary if here else colours.hover)
            painter.drawRoundedRect(box, 6, 6)
        if here:
            painter.setBrush(colours.primary)
            painter.drawRoundedRect(
                QRectF(box.left(), box.top() + 6, 3, box.height() - 12), 1.5, 1.5
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inner = rect.adjusted(0 if head else 12, 0, -10, 0)
        aside = str(index.data(_ASIDE_ROLE) or "")
        if aside:
            painter.setFont(font(SMALL_PIXELS))
            painter.setPen(colours.muted_ink)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inner, int(flags), aside)
            inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(aside) - 8)
        painter.setFont(font(SMALL_PIXELS if head else 13, bold=head))
        painter.setPen(colours.muted_ink if head else colours.ink)
        shown = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(flags), shown)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        label = str(index.data() or "")
        cut = view.fontMetrics().horizontalAdvance(label) + 24 > option.rect.width()
        QToolTip.showText(event.globalPos(), texts.plain_tooltip(label) if cut else "", view)
        return True


class RowList(QListView):
    """`chosen` tells to which row the user went (by key or mouse), `opened` of Enter on it."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("role", "plain")
        self._rows = _Rows()
        self._quiet = False
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._tell)
        Theme.instance().changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these; where one is stays when it is still there. Says nothing."""
        kept = self.current()
        self._quiet = True
        self._rows.beginResetModel()
        cleaned = [
            ListRow(one.key, texts.clean(one.label[:500]), texts.clean(one.aside[:100]), one.head)
            for one in rows
        ]
        self._rows.rows = cleaned
        self._rows.endResetModel()
        self._quiet = False
        self.set_current(kept)

    def keys(self) -> tuple[str, ...]:
        """The keys of the rows that can be chosen, in order."""
        return tuple(one.key for one in self._rows.rows if not one.head)

    def current(self) -> str:
        """The key of the row one is at; empty when at none."""
        index = self.currentIndex()
        return str(index.data(_KEY_ROLE)) if index.isValid() else ""

    def key_at(self, index: _Index) -> str:
        """The key of the row at this index; empty for a head."""
        return str(index.data(_KEY_ROLE) or "") if index.isValid() else ""

    def set_current(self, key: str) -> bool:
        """Go to a row without a signal; false when it does not show."""
        self._quiet = True
        found = False
        for number, row in enumerate(self._rows.rows):
            if row.key == key and not row.head:
                self.setCurrentIndex(self._rows.index(number, 0))
                found = True
                break
        if not found:
            self.clearSelection()
        self._quiet = False
        return found

    def mark(self, key: str) -> None:
        """Show this row as where one is; from then on walking with the arrows only moves the focus.

        For lists in which opening is an act (it is logged), so that passing a row is not.
        """
        self._rows.marked = key
        self.viewport().update()

    def focus_first(self) -> None:
        """Take the focus, at the first row when at none: for the Down key of a search field."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.current() and self.keys():
            self.set_current(self.keys()[0])
            self.chosen.emit(self.current())

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt would go to the first row by itself: a dossier opened, and logged, by mere focus.
        nowhere = not self.currentIndex().isValid()
        self._quiet = True
        super().focusInEvent(event)
        if nowhere:
            self.selectionModel().clearCurrentIndex()
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        if not self._quiet and self.current():
            self.chosen.emit(self.current())
