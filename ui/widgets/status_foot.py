"""The foot of the window: on which ground this page is open, and that everything is saved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.labels import ElidedLabel


class StatusFoot(QFrame):
    """Left the words of the access log, right what was checked, saved and backed up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setFixedHeight(32)
        self.setAccessibleName("Stand van zaken")
        self.ground = ElidedLabel("", "small")
        self.checked = ElidedLabel("", "small")
        self.saved = ElidedLabel("", "small")
        for label in (self.checked, self.saved):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        layout.setSpacing(3 * GRID)
        layout.addWidget(self.ground)
        layout.addStretch(1)
        layout.addWidget(self.checked)
        layout.addWidget(self.saved)

    def set_ground(self, text: str) -> None:
        """On which ground the page is open, in the log's words."""
        self.ground.setText(text)

    def set_saved(self, text: str, *, warns: bool = False) -> None:
        """That everything is saved, and when the last backup was; `warns` when it is too old."""
        _say(self.saved, text, warns=warns)

    def set_checked(self, text: str, *, warns: bool = False) -> None:
        """What the check after signing in found."""
        _say(self.checked, text, warns=warns)


def _say(label: ElidedLabel, text: str, *, warns: bool) -> None:
    label.setText(f"Let op: {text[0].lower()}{text[1:]}" if warns else text)
    label.set_ink("waiting_ink" if warns else "")
