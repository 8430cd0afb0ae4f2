"""Whom a new school year leaves as they are: by name, so that nobody is forgotten."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.dossier.roll_over_plan import RollOverPlan
from app.dossier.values import PupilSummary
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel

_LEAVING = (
    "Groep 8: zij blijven ingeschreven tot u hen uitschrijft, met de laatste schooldag en de "
    "nieuwe school."
)
_GROUPLESS = "Zonder groep dit schooljaar: plaats hen zelf in een groep."
_GOING = "Al uitgeschreven vóór het nieuwe schooljaar."
_PLACED = "Hebben al een plaats in het nieuwe schooljaar."


class RestCard(Card):
    """Hidden when everyone moves. `to_leaving` goes to where group 8 leaves."""

    def __init__(self, to_leaving: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("Wie niet meegaat", parent=parent)
        self.leaving_button = button("Groep 8 &uitschrijven", "outline", "sign-out", to_leaving)
        self.add_to_head(self.leaving_button)

    def show_plan(self, plan: RollOverPlan) -> None:
        """The lists of this plan."""
        self.clear()
        lists = (
            (_LEAVING, plan.leaving),
            (_GROUPLESS, plan.groupless),
            (_GOING, plan.going),
            (_PLACED, plan.placed),
        )
        for why, pupils in lists:
            if pupils:
                self._add_list(why, pupils)
        self.leaving_button.setVisible(bool(plan.leaving))
        self.setVisible(any(pupils for _, pupils in lists))

    def _add_list(self, why: str, pupils: Sequence[PupilSummary]) -> None:
        self.add(PlainLabel(f"{len(pupils)} · {why}", "muted", wrap=True))
        self.add(PlainLabel("; ".join(one.list_name for one in pupils), wrap=True))
