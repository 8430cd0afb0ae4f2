"""What a headteacher must acknowledge: emergency cards that were opened."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.emergency import EmergencyUse
from ui import task
from ui.context import Context
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class EmergencyUses(Card):
    """One line a use, with who, when and why; hidden when there is nothing to acknowledge."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Noodkaarten die zijn geopend", parent=parent)
        self._context = context
        self.buttons: dict[str, QWidget] = {}
        self.hide()

    def load(self) -> None:
        """Read them again."""
        emergency = self._context.desk.emergency
        task.run(self, emergency.unacknowledged, self._show, newest="uses")

    def _show(self, uses: tuple[EmergencyUse, ...]) -> None:
        self.clear()
        self.buttons.clear()
        self.set_aside(f"{counted(len(uses), 'keer', 'keer')}, nog niet beoordeeld")
        for use in uses:
            self.add(self._line(use))
        self.setVisible(bool(uses))

    def _line(self, use: EmergencyUse) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(f"{use.staff_name} opende die van {use.pupil_name}", wrap=True))
        words.addWidget(PlainLabel(f"{_local(use.at)}: {use.reason}", "muted", wrap=True))
        row.addLayout(words, 1)
        seen = button("&Gezien", "outline", "check", lambda: self._acknowledge(use))
        seen.setAccessibleName(f"Gezien: {use.staff_name}, {use.pupil_name}")
        self.buttons[use.id] = seen
        row.addWidget(seen, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _acknowledge(self, use: EmergencyUse) -> None:
        emergency = self._context.desk.emergency
        task.run(
            self,
            lambda: emergency.acknowledge(use.pupil_id, use.id),
            lambda _nothing: self.load(),
            busy=self,
        )


def _local(at: str) -> str:
    """`24-11-2026 om 9:05 uur`, in the time of the school."""
    moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone()
    return f"{moment:%d-%m-%Y} om {moment.hour}:{moment:%M} uur"
