"""The foot of a sheet that is filled in: what can be done, and what is still wrong."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import GRID


def sheet_foot(buttons: Sequence[QWidget], summary: QWidget) -> QFrame:
    """The buttons at the left, the summary in the room that is left."""
    foot = QFrame()
    foot.setProperty("role", "foot")
    row = QHBoxLayout(foot)
    row.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    row.setSpacing(GRID)
    for button in buttons:
        row.addWidget(button)
    row.addWidget(summary, 1, Qt.AlignmentFlag.AlignVCenter)
    return foot
