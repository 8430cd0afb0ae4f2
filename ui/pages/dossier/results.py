"""Resultaten: what was measured and seen, and how it goes over time."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.access.categories import Category
from app.documents.figures import BandChart, Chart, LineChart, Series, Tone
from app.dossier.kinds import KINDS
from app.dossier.values import CategoryPage, Entry
from ui.pages.dossier.category_page import DossierPage
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.chart_view import ChartView

_ROMAN = ("V", "IV", "III", "II", "I")
_LETTERS = ("E", "D", "C", "B", "A")
# From the lowest fifth (or quarter) to the highest; the word beside it is the level itself.
_TONES = (Tone.MUST, Tone.WAITING, Tone.PLAIN, Tone.INFO, Tone.DONE)
_FEWEST = 2
_TWO_FROM = 640


class ResultsPage(DossierPage):
    """Above the lists a line per domain that was measured more than once."""

    category = Category.RESULTS

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        charts = charts_of(page.entries.get("result", ()))
        return (ChartGrid(charts),) if charts else ()


class ChartGrid(QWidget):
    """Charts in cards, two beside each other where there is room."""

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


def charts_of(results: Sequence[Entry]) -> list[tuple[str, Chart, str]]:
    """Title, chart and words per domain of the pupil-monitoring tests, oldest result first."""
    by_domain: dict[str, list[Entry]] = {}
    for entry in reversed(results):
        if entry.values.get("sort") == "monitoring":
            by_domain.setdefault(entry.display.get("domain", ""), []).append(entry)
    declared = list(KINDS["result"].field("domain").choices.values())
    order = [*(one for one in declared if one in by_domain), *(set(by_domain) - set(declared))]
    found = [(domain, chart_of(by_domain[domain])) for domain in order]
    return [
        (domain[:1].upper() + domain[1:], chart, f"{domain}: {words}")
        for domain, made in found
        if made is not None
        for chart, words in (made,)
    ]


def chart_of(entries: Sequence[Entry]) -> tuple[Chart, str] | None:
    """Levels over their bands, else abilities as a line; `None` when there is no course to see."""
    labels = _labels(entries)
    for levels in (_ROMAN, _LETTERS):
        points = [
            (label, str(one.values["level"]))
            for label, one in zip(labels, entries, strict=True)
            if one.values.get("level") in levels
        ]
        if len(points) >= _FEWEST:
            chart = BandChart(tuple(zip(levels, _TONES, strict=True)), tuple(points))
            return chart, ", ".join(f"{label} niveau {level}" for label, level in points)
    abilities = [
        (label, float(value))
        for label, one in zip(labels, entries, strict=True)
        if isinstance(value := one.values.get("ability"), (int, float))
    ]
    if len(abilities) < _FEWEST:
        return None
    line = LineChart((Series("", tuple(abilities)),), axis="vaardigheidsscore")
    return line, ", ".join(f"{label} vaardigheid {value:g}" for label, value in abilities)


def _labels(entries: Sequence[Entry]) -> list[str]:
    """The moment (M6) where it tells results apart, else the date."""
    moments = [one.display.get("moment", "") for one in entries]
    dates = [one.display.get("taken_on", "") for one in entries]
    return [
        moment if moment and moments.count(moment) == 1 else day
        for moment, day in zip(moments, dates, strict=True)
    ]
