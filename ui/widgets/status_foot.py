"""The foot of the window: on which ground this page is open, and that everything is saved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.labels import ElidedLabel


class StatusFoot(QFrame):
    """Left the words of the access log, right what was saved and backed up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setFixedHeight(32)
        self.setAccessibleName("Stand van zaken")
        self.ground = ElidedLabel("", "small")
        self.saved = ElidedLabel("", "small")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        layout.setSpacing(3 * GRID)
        layout.addWidget(self.ground)
        layout.addStretch(1)
        layout.addWidget(self.saved)

    def set_ground(self, text: str) -> None:
        """On which ground the page is open, in the log's words."""
        self.ground.setText(text)

    def set_saved(self, text: str, *, warns: bool = False) -> None:
        """That everything is saved, and when the last backup was; `warns` when it is too old."""
        self.saved.setText(f"Let op: {text[0].lower()}{text[1:]}" if warns else text)
        self.saved.set_ink("waiting_ink" if warns else "")
