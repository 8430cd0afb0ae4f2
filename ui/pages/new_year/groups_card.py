"""The groups of the new year and who will teach them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.dossier.roll_over_plan import PlannedGroup, RollOverPlan
from app.dossier.values import StaffRecord
from ui.pages.teacher_choice import TeacherChoice
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.labels import PlainLabel

_NOBODY = "nog niemand"


class GroupsCard(Card):
    """`chosen` is called with the name of a group and the ids of its teachers."""

    def __init__(
        self,
        chosen: Callable[[str, tuple[str, ...]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("De groepen van het nieuwe schooljaar", parent=parent)
        self._chosen = chosen
        self._staff: Sequence[StaffRecord] = ()
        self._group = ""
        self.table = DataTable(
            (
                Column("name", "Groep", 160),
                Column(
                    "year_groups", "Jaargroepen", 120, value=lambda one: ", ".join(one.year_groups)
                ),
                Column("pupil_count", "Leerlingen erbij", 130),
                Column("there", "Stand", 120, value=_is_new, tone=_tone),
                Column("teachers", "Leerkrachten", value=self._teachers_of),
            ),
            "De groepen van het nieuwe schooljaar",
            row_key=lambda one: one.name,
        )
        self.table.set_actions([RowAction("Leerkrachten &kiezen…", self._ask, "person")])
        self.table.opened.connect(self._ask)
        self.add(self.table)
        self.add(
            PlainLabel(
                "Voorgesteld is wie dit jaar de groep met dezelfde naam heeft. Dubbelklik of druk "
                "op Enter om leerkrachten te kiezen.",
                "small",
                wrap=True,
            )
        )
        self.teachers = TeacherChoice(self._choose)
        self.add(self.teachers)

    def show_plan(self, plan: RollOverPlan, staff: Sequence[StaffRecord]) -> None:
        """The groups of this plan."""
        self._staff = staff
        self.table.set_rows(plan.groups)
        self.table.fit_height(12)

    def _teachers_of(self, group: PlannedGroup) -> str:
        names = [one.name for one in self._staff if one.id in group.teacher_ids]
        return ", ".join(names) or _NOBODY

    def _ask(self, group: PlannedGroup) -> None:
        self._group = group.name
        self.teachers.ask(group.name, self._staff, group.teacher_ids)

    def _choose(self, staff_ids: tuple[str, ...]) -> None:
        self._chosen(self._group, staff_ids)
        self.table.focus_list()


def _is_new(group: PlannedGroup) -> str:
    return "nieuw" if group.made_id is None else "is er al"


def _tone(group: PlannedGroup) -> Tone:
    return Tone.HERE if group.made_id is None else Tone.DONE
