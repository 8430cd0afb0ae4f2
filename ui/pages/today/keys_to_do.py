"""What a headteacher should do about keys and codes, each with a button to where that is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.desk.key_advice import About, Advice
from ui import task
from ui.context import Context, Target
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel

_BUTTONS = {
    About.KEY_FILES: "Nakijken",
    About.NEW_CODE: "Nieuwe herstelcode maken",
    About.TRY_CODE: "Herstelcode proberen",
    About.ROTATION: "Naar alle sleutels",
    About.HEADS: "Naar medewerkers",
    About.LEFT: "Naar medewerkers",
}


class KeysToDo(Card):
    """Hidden while nothing is to be done."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Sleutels en toegang", parent=parent)
        self._context = context
        self.buttons: dict[About, QPushButton] = {}
        self.hide()

    def load(self) -> None:
        """Look again what is to be done."""
        task.run(self, self._context.desk.staffing.advice, self._show, newest="advice")

    def _show(self, advice: tuple[Advice, ...]) -> None:
        self.clear()
        self.buttons.clear()
        for one in advice:
            self.add(self._line(one))
        self.setVisible(bool(advice))

    def _line(self, advice: Advice) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(PlainLabel(advice.text, wrap=True), 1, Qt.AlignmentFlag.AlignVCenter)
        go = button(_BUTTONS[advice.about], "outline", "key", lambda: self._go(advice.about))
        self.buttons[advice.about] = go
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _go(self, about: About) -> None:
        if about is About.NEW_CODE:
            self._context.go(Target("recovery"))
        else:
            self._context.go(Target("staff", part=about))
