"""The lines of the access log, with the chosen one in full beside or below them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.access.journal import LogLine
from ui.pages.access_log.line_card import LineCard
from ui.pages.access_log.log_table import LogTable
from ui.theme import GRID
from ui.widgets.empty_state import EmptyState

_BESIDE_FROM = 792
_CARD_WIDTH, _CARD_HEIGHT = 264, 200
_NO_LIMIT = 16_777_215


class Listing(QWidget):
    """The headteacher's card leads on to other pupils and staff; that of others does not."""

    def __init__(
        self, empty: EmptyState, *, whole_log: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole_log = whole_log
        self.table = LogTable(empty)
        self.card = LineCard()
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._split.setContentsMargins(0, 0, 0, 0)
        self._split.setSpacing(2 * GRID)
        self._split.addWidget(self.table, 1)
        self._split.addWidget(self.card)
        self.card.hide()
        self.table.selected.connect(self._show_line)
        self.card.closed.connect(self.close_card)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.card)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_card)
        self._arrange()

    def set_lines(self, lines: Sequence[LogLine], *, of_one_pupil: bool) -> None:
        """Show these."""
        self.table.set_rows(lines)
        self.table.show_pupils(not of_one_pupil)

    def close_card(self) -> None:
        """Show no line in full."""
        self.table.view.selectionModel().clear()
        self._show_line(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= _BESIDE_FROM
        directions = QBoxLayout.Direction
        self._split.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        # Below the table it leaves the larger part of a low window to the table.
        below = min(_CARD_HEIGHT, self.window().height() // 4)
        self.card.setMaximumSize(
            _CARD_WIDTH if beside else _NO_LIMIT, _NO_LIMIT if beside else below
        )
        self.card.setMinimumWidth(_CARD_WIDTH if beside else 0)

    def _show_line(self, line: LogLine | None) -> None:
        self.card.setVisible(line is not None)
        if line is not None:
            self.card.show_line(line, whole_log=self._whole_log)
        self.table.make_room(line is not None and self.width() >= _BESIDE_FROM)
