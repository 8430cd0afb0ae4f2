"""The check and its three lines."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.desk.checking import CheckReport
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import HEIGHT, Chip
from ui.widgets.labels import PlainLabel

_INTRO = (
    "Leest elke pagina en elk gegeven van de database, het hele toegangslog en de nieuwste "
    "reservekopie. U kunt intussen doorwerken; er wordt niets gewijzigd."
)
_TONES = {True: Tone.DONE, False: Tone.MUST, None: Tone.NEUTRAL}


class CheckCard(Card):
    """Says nothing until a check was made."""

    def __init__(self, check: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("Controle", parent=parent)
        self.check_button = button("&Controleren", "outline", "check", check)
        self.add_to_head(self.check_button)
        self.add(PlainLabel(_INTRO, "small", wrap=True))
        self.chips: list[Chip] = []
        self.texts: list[PlainLabel] = []
        self._lines = QWidget()
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(2, 1)
        self.subjects: list[PlainLabel] = []
        for number in range(3):
            subject, chip, text = PlainLabel(""), Chip(""), PlainLabel("", "muted", wrap=True)
            top = Qt.AlignmentFlag.AlignTop
            subject.setMinimumHeight(HEIGHT)
            text.setMinimumHeight(HEIGHT)
            grid.addWidget(subject, number, 0, top)
            grid.addWidget(chip, number, 1, top | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(text, number, 2)
            self.subjects.append(subject)
            self.chips.append(chip)
            self.texts.append(text)
        self.add(self._lines)
        self.advice = PlainLabel("", "problem", wrap=True)
        self.add(self.advice)
        self._lines.hide()
        self.advice.hide()

    def show_report(self, report: CheckReport) -> None:
        """Show the three lines, and what to do when one is not in order."""
        for number, line in enumerate(report.lines):
            self.subjects[number].setText(line.subject)
            self.chips[number].set(line.state, _TONES[line.in_order])
            self.texts[number].setText(line.text)
        self._lines.show()
        self.advice.setText(report.advice)
        self.advice.setVisible(bool(report.advice))
