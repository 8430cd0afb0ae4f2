"""Combination groups that a file names once per year group: joined, unless someone wants not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.edexml import ImportPlan
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.labels import PlainLabel

_MOST_ROWS = 6


class JoinedCard(Card):
    """`changed` carries the names of the groups to keep apart."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Combinatiegroepen", parent=parent)
        self.add(
            PlainLabel(
                "Deze groepen staan in het bestand één keer per jaargroep en worden samengevoegd "
                "tot één groep. Vink aan wat per jaargroep apart moet blijven.",
                "muted",
                wrap=True,
            )
        )
        self.table = DataTable(
            (Column("name", "Apart houden", value=lambda name: name[0]),),
            "Combinatiegroepen, aangevinkt blijft apart",
            checkable=True,
        )
        self.add(self.table)
        self.table.ticked.connect(
            lambda: self.changed.emit(frozenset(row[0] for row in self.table.model.ticked_rows()))
        )

    def show_plan(self, plan: ImportPlan) -> None:
        """Offer what can be joined in this file."""
        self.table.set_rows([(name,) for name in plan.joinable])
        self.table.fit_height(_MOST_ROWS)
        self.setVisible(bool(plan.joinable))
