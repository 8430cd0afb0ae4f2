"""How the backups stand, here and at the second place; choosing that place."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.desk.backup_state import BackupState
from ui.pages.safety.words import state_line
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import ElidedLabel, PlainLabel

_NO_SECOND = "geen"
_WHY = (
    "Een kopie op een usb-stick of netwerkmap helpt ook als deze computer kapot of gestolen is. "
    "Ook die kopie is versleuteld."
)


class StateCard(Card):
    """One line a place: where, how recent."""

    def __init__(
        self,
        choose: Callable[[], object] | None = None,
        forget: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Hoe het ervoor staat", parent=parent)
        self.here = Chip("", Tone.NEUTRAL)
        self.second = Chip(_NO_SECOND, Tone.NEUTRAL)
        self.here_path, self.second_path = ElidedLabel("", "muted"), ElidedLabel("", "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(2, 1)
        rows = (
            ("In de schoolmap", self.here, self.here_path),
            ("Tweede plaats", self.second, self.second_path),
        )
        for number, (label, chip, path) in enumerate(rows):
            grid.addWidget(PlainLabel(label), number, 0)
            grid.addWidget(chip, number, 1, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(path, number, 2)
        self.body.addLayout(grid)
        self.clock = PlainLabel("", wrap=True)
        self.add(self.clock)
        self.clock.hide()
        self.why = PlainLabel(_WHY, "small", wrap=True)
        self.add(self.why)
        self.choose_button = button("Tweede &plaats kiezen…", "outline", "folder", choose)
        self.forget_button = button("&Geen tweede plaats", "link", on_click=forget)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.choose_button)
        row.addWidget(self.forget_button)
        row.addStretch()
        self.body.addLayout(row)
        self.choose_button.setVisible(choose is not None)
        self.forget_button.hide()

    def show_state(self, state: BackupState, today: date) -> None:
        """Show this."""
        self.here.set(*state_line(state.here, today))
        self.here_path.setText(str(state.here.path))
        if state.second is None:
            self.second.set(_NO_SECOND, Tone.NEUTRAL)
            self.second_path.setText("")
        else:
            self.second.set(*state_line(state.second, today))
            self.second_path.setText(str(state.second.path))
        self.clock.setText(state.clock)
        self.clock.setVisible(bool(state.clock))
        self.forget_button.setVisible(state.second is not None and self._may_choose())
        self.why.setVisible(state.second is None)

    def _may_choose(self) -> bool:
        return not self.choose_button.isHidden()
