"""Which group moves up to which: a line for each year group of each group."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.dossier.roll_over_plan import Cohort, RollOverPlan
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.hugging import hug
from ui.widgets.labels import PlainLabel

_LEAVES = "verlaat de school, zie onderaan"
_LONGEST_NAME = 100


class MovesCard(Card):
    """`chosen` is called with a cohort and the name of the group that someone chose for it."""

    def __init__(
        self, chosen: Callable[[Cohort, str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("Welke groep gaat waarheen", parent=parent)
        self._chosen = chosen
        self._cohort: Cohort | None = None
        self.table = DataTable(
            (
                Column("group_name", "Groep nu"),
                Column("year_group", "Jaargroep nu", 120),
                Column("count", "Leerlingen", 100, value=lambda one: len(one.pupils)),
                Column("new_year_group", "Wordt", 100, value=lambda one: one.new_year_group or "–"),
                Column("new_group", "Nieuwe groep", value=lambda one: one.new_group or _LEAVES),
            ),
            "Welke groep gaat waarheen",
        )
        self.table.set_actions(
            [RowAction("Andere groep &kiezen…", self._ask, "edit", lambda one: bool(one.new_group))]
        )
        self.table.opened.connect(self._ask)
        self.add(self.table)
        self.add(
            PlainLabel(
                "De namen van de groepen wijzen dit aan. Dubbelklik of druk op Enter om een andere "
                "groep te kiezen.",
                "small",
                wrap=True,
            )
        )
        self.add(self._choice())

    def _choice(self) -> QWidget:
        self._asking = QWidget()
        hug(self._asking)
        self._question = PlainLabel("")
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setMinimumWidth(20 * GRID)
        self.name.lineEdit().setMaxLength(_LONGEST_NAME)
        self.name.setAccessibleName("Nieuwe groep")
        self.name.lineEdit().returnPressed.connect(self._choose)
        self.choose_button = button("&Deze groep", "filled", "check", self._choose)
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self._question, self.name, self.choose_button):
            row.addWidget(widget)
        row.addStretch()
        self._asking.hide()
        return self._asking

    def show_plan(self, plan: RollOverPlan) -> None:
        """The lines of this plan."""
        self.table.set_rows(plan.cohorts)
        self.table.fit_height(12)
        self._names: Sequence[str] = tuple(group.name for group in plan.groups)

    def _ask(self, cohort: Cohort) -> None:
        if not cohort.new_group:
            return
        self._cohort = cohort
        self._question.setText(
            f"Groep {cohort.group_name}, jaargroep {cohort.year_group}, gaat naar"
        )
        self.name.clear()
        self.name.addItems(list(self._names))
        self.name.setCurrentText(cohort.new_group)
        self._asking.show()
        self.name.setFocus()
        self.name.lineEdit().selectAll()

    def _choose(self) -> None:
        if self._cohort is None:
            return
        self._asking.hide()
        self._chosen(self._cohort, " ".join(self.name.currentText().split()))
        self.table.focus_list()
