"""A group's results drawn per test: spread over the levels, average, who has none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.results import class_view
from app.dossier.results.class_view import ClassView
from app.dossier.results.norms import by_key
from app.dossier.results.overview import GroupOverview
from ui.entrance.frame import labelled
from ui.theme import GRID, Tone
from ui.widgets.card import Card
from ui.widgets.chart_grid import ChartGrid
from ui.widgets.chip import Chip
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_EMPTY = (
    "Nog niets om te zien",
    (
        "Hier staat per gebied hoe de groep over de niveaus verdeeld is en hoe het gemiddelde "
        "verloopt, zodra er toetsen van een leerlingvolgsysteem zijn ingevoerd."
    ),
)


class LookPane(QWidget):
    """Shows one test of the group at a time; which one stays chosen for the next group."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: GroupOverview | None = None
        self._at: tuple[str, str] | None = None
        self.test = ChoiceInput([])
        self.test.currentIndexChanged.connect(lambda _index: self._choose())
        self._choice = labelled("Gebied en toets", self.test)
        self._choice.setMaximumWidth(420)
        self.scroll = ScrollPage(margin=0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._choice)
        layout.addWidget(self.scroll, 1)

    def show_overview(self, overview: GroupOverview) -> None:
        """Show this group."""
        self._overview = overview
        views = overview.views
        self.test.blockSignals(True)
        self.test.clear()
        for number, view in enumerate(views):
            self.test.addItem(view.title, str(number))
        keys = [(view.domain, view.test) for view in views]
        at = keys.index(self._at) if self._at in keys else 0
        self.test.setCurrentIndex(at if views else -1)
        self.test.blockSignals(False)
        self._choice.setVisible(bool(views))
        self._draw()

    def _choose(self) -> None:
        view = self.view()
        self._at = (view.domain, view.test) if view else None
        self._draw()
        self.chosen.emit()

    def view(self) -> ClassView | None:
        """The test that shows."""
        views = self._overview.views if self._overview else ()
        at = self.test.currentIndex()
        return views[at] if 0 <= at < len(views) else None

    def _draw(self) -> None:
        body = self.scroll.body
        while (item := body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        view = self.view()
        if view is None or self._overview is None:
            card = Card()
            card.add(EmptyState("results", *_EMPTY))
            body.addWidget(card)
            return
        drawn = (
            class_view.spread_chart(view),
            class_view.average_chart(view, by_key(self._overview.norms)),
        )
        body.addWidget(
            ChartGrid([(one.title, one.chart, one.words) for one in drawn if one is not None])
        )
        body.addWidget(self._missing(view))
        body.addWidget(self._table(view))

    def _missing(self, view: ClassView) -> Card:
        newest = view.moments[-1]
        card = Card(f"Zonder resultaat bij {newest.moment}")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        number = len(newest.missing)
        row.addWidget(
            Chip(f"{number} zonder", Tone.WAITING) if number else Chip("compleet", Tone.DONE)
        )
        said = "; ".join(newest.missing) or "Iedereen heeft een resultaat of een uitleg."
        row.addWidget(PlainLabel(said, wrap=True), 1)
        card.body.addLayout(row)
        return card

    def _table(self, view: ClassView) -> Card:
        head, rows = class_view.table(view)
        card = Card("In getallen")
        columns = [
            Column(
                str(number),
                label,
                0 if number == 0 else 96 if number <= len(view.scale) else 132,
                value=lambda row, at=number: row[at],
            )
            for number, label in enumerate(head)
        ]
        table = DataTable(columns, "Verdeling in getallen", row_key=lambda row: row[0])
        table.view.setProperty("role", "plain")
        table.set_rows(rows)
        table.fit_height()
        card.add(table)
        return card
