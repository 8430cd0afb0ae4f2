"""Who does the year again: tick the pupils."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.dossier.roll_over_plan import RollOverPlan
from ui.text import counted
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.labels import PlainLabel

_ROWS = 6


class StayingCard(Card):
    """`changed` is called with the ids of the pupils that are ticked."""

    def __init__(
        self, changed: Callable[[frozenset[str]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("Wie doet het jaar over", parent=parent)
        self._changed = changed
        self._filling = False
        self.table = DataTable(
            (
                Column("list_name", "Leerling", sort=lambda pupil: " ".join(pupil.sort_key)),
                Column("group_name", "Groep nu", 160),
                Column("year_group", "Jaargroep", 120),
            ),
            "Wie doet het jaar over",
            checkable=True,
        )
        self.table.ticked.connect(self._ticked)
        self.add(self.table)
        self.add(PlainLabel("Typ een naam om te zoeken; de spatiebalk vinkt aan.", "small"))

    def show_plan(self, plan: RollOverPlan) -> None:
        """Everyone who would move up or leave, with the stayers of this plan ticked."""
        pupils = sorted(
            (pupil for cohort in plan.cohorts for pupil in cohort.pupils),
            key=lambda one: one.sort_key,
        )
        self._filling = True
        self.table.set_rows(pupils)
        staying = [one for one in pupils if one.id in plan.choices.staying]
        self.table.model.tick(staying, True)
        self._filling = False
        self.table.fit_height(_ROWS)
        self._count(len(staying))

    def _ticked(self) -> None:
        if self._filling:
            return
        staying = frozenset(one.id for one in self.table.model.ticked_rows())
        self._count(len(staying))
        self._changed(staying)

    def _count(self, number: int) -> None:
        self.set_aside(counted(number, "leerling", "leerlingen") if number else "niemand")
