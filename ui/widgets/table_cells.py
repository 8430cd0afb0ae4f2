"""How a cell of a table is painted: plain text, a line under each row, chips, the row in focus."""

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from ui import text as texts
from ui.theme import GRID, Theme
from ui.widgets import chip
from ui.widgets.table_model import CHIP_ROLE

ROW_HEIGHT = 36


class TableCells(QStyledItemDelegate):
    """Plain text with a line under each row; chips where the column has a tone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(super().sizeHint(option, index).width() + GRID, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        colours = Theme.current()
        # The focus shows on the whole row (below), not as a dotted box in one cell.
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        tone, text = index.data(CHIP_ROLE), index.data()
        rect = QRectF(option.rect)
        if tone is None or not text:
            super().paint(painter, option, index)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, colours.soft_primary)
            width = min(chip.chip_width(text), rect.width() - 2 * GRID)
            top = rect.center().y() - chip.HEIGHT / 2
            where = QRectF(rect.left() + GRID, top, width, chip.HEIGHT)
            chip.paint_chip(painter, where, text, tone)
        painter.save()
        painter.setPen(QPen(colours.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        view = option.widget
        if focused or (isinstance(view, QTableView) and view.hasFocus()):
            at = view.currentIndex() if isinstance(view, QTableView) else None
            if at is not None and at.row() == index.row():
                painter.setPen(QPen(colours.primary, 2))
                painter.drawLine(rect.topLeft(), rect.topRight())
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Any,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = str(index.data() or "")
        needed = view.fontMetrics().horizontalAdvance(text[:500]) + 2 * GRID
        cut = needed > option.rect.width() or "\n" in text
        QToolTip.showText(event.globalPos(), texts.plain_tooltip(text) if cut else "", view)
        return True
