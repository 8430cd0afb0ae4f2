"""Charts in cards, two beside each other where there is room."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.documents.figures import Chart
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.chart_view import ChartView

_TWO_FROM = 640


class ChartGrid(QWidget):
    """Each chart with its title and the same in words."""

    def __init__(
        self, charts: Sequence[tuple[str, Chart, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2 * GRID)
        self._columns = 0
        self.cards: list[Card] = []
        for title, chart, words in charts:
            card = Card(title)
            card.add(ChartView(chart, words))
            self.cards.append(card)
        self._place(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(2 if self.width() >= _TWO_FROM else 1)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
