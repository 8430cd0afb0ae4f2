"""A list of what was found: under a head per pupil, a line that says where and a line of text.

The words that were found stand out by weight and an underline, never by colour alone. All is
painted as plain text: a snippet is somebody's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import text as texts
from ui.theme import GRID, SMALL_PIXELS, Theme, font

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_LINE = 20
_TEXT_PIXELS = 13


@dataclass(frozen=True)
class FoundRow:
    """One line. `pieces`: the text in order, each with whether it was searched for.

    A row without pieces is a head between others, and opens what stands behind its own key.
    """

    key: str
    label: str
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def spoken(self) -> str:
        """The row as it is read aloud."""
        return ". ".join(
            part for part in (self.label, "".join(one for one, _ in self.pieces)) if part
        )


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FoundRow, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return row if role == _ROW else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, _height(index.data(_ROW)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: FoundRow = index.data(_ROW)
        colours = Theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(colours.soft_primary)
            painter.drawRoundedRect(box, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.hover)
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRoundedRect(box, 6, 6)
        indent = 3 * GRID if row.pieces else GRID
        line = QRectF(box.left() + indent, box.top() + GRID - 1, box.width() - indent - GRID, _LINE)
        painter.setFont(font(SMALL_PIXELS) if row.pieces else font(_TEXT_PIXELS, bold=True))
        painter.setPen(colours.muted_ink if row.pieces else colours.ink)
        _draw(painter, line, texts.clean(row.label))
        painter.setPen(colours.ink)
        line.translate(0, _LINE)
        for piece, searched in row.pieces:
            written = font(_TEXT_PIXELS, bold=searched)
            written.setUnderline(searched)
            painter.setFont(written)
            line.setLeft(line.left() + _draw(painter, line, texts.clean(piece)))
        painter.restore()


def _height(row: FoundRow) -> int:
    return (2 if row.pieces else 1) * _LINE + 2 * GRID


def _draw(painter: QPainter, line: QRectF, text: str) -> float:
    """Draw what fits; how much room it took."""
    if line.width() <= 0:
        return 0
    metrics: QFontMetrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, int(flags), shown)
    return metrics.horizontalAdvance(text)


class FoundList(QListView):
    """`opened` tells the key of the row on which Enter or a click came."""

    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("role", "plain")
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.opened.emit(index.data(_ROW).key))
        Theme.instance().changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[FoundRow]) -> None:
        """Show these; where one is stays when it is still there."""
        kept = self.current()
        self._rows.beginResetModel()
        self._rows.rows = tuple(rows)
        self._rows.endResetModel()
        self.updateGeometry()
        for number, row in enumerate(self._rows.rows):
            if kept and row.key == kept:
                self.setCurrentIndex(self._rows.index(number, 0))
                break

    def sizeHint(self) -> QSize:
        """As high as its rows; a page that has less room makes it scroll."""
        return QSize(320, sum(map(_height, self._rows.rows)) + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(self.sizeHint().height(), 5 * _LINE))

    @property
    def rows(self) -> tuple[FoundRow, ...]:
        """What shows."""
        return self._rows.rows

    def current(self) -> str:
        """The key of the row one is at; empty when at none."""
        index = self.currentIndex()
        return str(index.data(_ROW).key) if index.isValid() else ""

    def focus_first(self) -> None:
        """Take the focus, at the first row when at none."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)
