"""How many requests for leave wait for the headteacher."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.dossier.leave import LeaveRequest
from ui import task
from ui.context import Context, Target
from ui.text import counted, shown
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class LeaveToDecide(Card):
    """Hidden while nothing waits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Verlofaanvragen", parent=parent)
        self._context = context
        self.words = PlainLabel("", wrap=True)
        self.go_button = button(
            "Bekijken en beslissen",
            "outline",
            "calendar",
            lambda: context.go(Target("absence", part="leave")),
        )
        self.add(self.words)
        self.body.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def load(self) -> None:
        """Look again whether something waits."""
        task.run(self, self._context.desk.leave.open_requests, self._show, newest="leave")

    def _show(self, requests: Sequence[LeaveRequest]) -> None:
        if requests:
            first = requests[0].entry.values["from_date"]
            self.words.setText(
                f"{counted(len(requests), 'aanvraag wacht', 'aanvragen wachten')} op uw besluit; "
                f"het eerste verlof zou beginnen op {shown(first)}."
            )
        self.setVisible(bool(requests))
