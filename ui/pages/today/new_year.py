"""From 1 June on: that the groups of the new school year wait to be made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import task
from ui.context import Context, Target
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class NewYear(Card):
    """Hidden while nothing waits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Nieuw schooljaar", parent=parent)
        self._context = context
        self._words = PlainLabel("", wrap=True)
        self.go_button = button(
            "Groepen voorb&ereiden", "outline", "pupils", lambda: context.go(Target("new-year"))
        )
        self.add(self._words)
        self.body.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def load(self) -> None:
        """Look again whether something waits."""
        task.run(self, self._context.desk.roll_over.offered, self._show, newest="new-year")

    def _show(self, school_year: str) -> None:
        self._words.setText(
            f"De leerlingen hebben nog geen groep in {school_year}. Zonder nieuwe groep ziet hun "
            "leerkracht hen vanaf 1 augustus niet meer."
        )
        self.setVisible(bool(school_year))
