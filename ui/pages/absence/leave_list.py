"""The requests for leave that wait for the headteacher."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.access.policy import Action
from app.dossier.leave import Decided, LeaveRequest
from ui import task
from ui.context import Context
from ui.pages.absence.leave_card import LeaveCard
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar

_FOR_OTHERS = (
    "Leg een verlofaanvraag vast in het dossier van de leerling, op het blad Afwezigheid. De "
    "directeur ziet haar hier en beslist (Leerplichtwet art. 11 f en g)."
)
_NONE = (
    "Aanvragen die bij een leerling zijn vastgelegd, komen hier te staan. U beslist; wie verlof "
    "krijgt, staat daarna vanzelf als geoorloofd afwezig in de lijst."
)


class LeaveList(QWidget):
    """Cards for who decides; for others where to record a request."""

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.message_bar = messages
        self.decides = context.desk.may(Action.LEAVE)
        self.cards: list[LeaveCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * GRID)
        self._none = Card()
        headline = "Geen aanvragen die wachten" if self.decides else "De directeur beslist"
        self._none.add(EmptyState("calendar", headline, _NONE if self.decides else _FOR_OTHERS))
        self._layout.addWidget(self._none)

    def load(self) -> None:
        """Read again what waits."""
        if self.decides:
            task.run(self, self._context.desk.leave.open_requests, self._show, newest="leave")

    def _show(self, requests: Sequence[LeaveRequest]) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [LeaveCard(self._context.desk.leave, one, self._decided) for one in requests]
        for card in self.cards:
            self._layout.addWidget(card)
        self._none.setVisible(not requests)

    def _decided(self, decided: Decided, said: str) -> None:
        say_decided(self._context, self.message_bar, decided, said, self.load)
        self.load()


def say_decided(
    context: Context,
    messages: MessageBar,
    decided: Decided,
    said: str,
    again: Callable[[], object],
) -> None:
    """Tell of a decision, and offer to take it back."""

    def taken_back(saved: object) -> None:
        messages.done("Het besluit is teruggenomen; de aanvraag staat weer open.")
        context.changes.tell(saved)
        again()

    def take_back() -> None:
        task.run(messages, lambda: context.desk.leave.take_back(decided), taken_back)

    messages.done(said, "Ongedaan maken", take_back)
    context.changes.tell(decided.saved)
