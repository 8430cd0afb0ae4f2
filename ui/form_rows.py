"""The parts around an input in a form: label, help, and the message below; and their places."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.dossier.kinds import FieldType
from ui import icons
from ui.form_fields import FieldInput
from ui.theme import GRID, Theme, Tone
from ui.widgets.labels import PlainLabel

_ICON_PIXELS = 16
_TICK_INDENT = 29


class FieldMessage(QWidget):
    """Icon and words under an input: red for what must be right, amber for a remark."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.MUST
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON_PIXELS, _ICON_PIXELS)
        self._words = PlainLabel("", "problem", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        Theme.instance().changed.connect(self._draw)
        self.hide()

    def say(self, text: str, tone: Tone = Tone.MUST) -> None:
        """Show this; nothing hides it."""
        self._tone = tone
        self._words.setText(text)
        self._draw()
        self.setVisible(bool(text))

    def text(self) -> str:
        """What it says now."""
        return "" if self.isHidden() else self._words.text()

    def _draw(self) -> None:
        name = "must" if self._tone is Tone.MUST else "warning"
        ink = Theme.current().tone_ink(self._tone)
        drawn = icons.pixmap(name, ink, _ICON_PIXELS, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)


class FieldRow:
    """One field of the form. `head` stands above `body`, so that fields side by side line up."""

    def __init__(self, shown: FieldInput) -> None:
        self.input = shown
        self.touched = False
        self.problem = ""
        self._note = ""
        self._said = ""
        field = shown.field
        ticked = field.type is FieldType.YES_NO
        self.head = QWidget()
        top = QVBoxLayout(self.head)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(0)
        self.message = FieldMessage()
        self.body = QWidget()
        self._below = below = QVBoxLayout(self.body)
        below.setContentsMargins(0, 0, 0, 10)
        below.setSpacing(4)
        below.addWidget(shown.widget)
        if not ticked:
            top.addStretch()
            top.addLayout(self._label_line())
        if field.help:
            help_line = PlainLabel(field.help, "small", wrap=True)
            help_line.setContentsMargins(_TICK_INDENT if ticked else 0, 0, 0, 0)
            (below if ticked else top).addWidget(help_line)
        below.addWidget(self.message)
        below.addStretch()

    def show_problem(self, text: str) -> None:
        """Show or take away what is wrong; a remark stays until the next change."""
        self.problem = text
        self.input.mark(bool(text))
        self._describe()
        if text:
            self.message.say(text)
        else:
            self.message.say(self._note, Tone.WAITING)

    def note(self, text: str) -> None:
        """A remark that does not keep anyone from saving."""
        self._note = text
        if not self.problem:
            self.message.say(text, Tone.WAITING)

    def add_below(self, widget: QWidget) -> None:
        """Show something more under the message."""
        self._below.insertWidget(self._below.count() - 1, widget)

    def say_more(self, said: str) -> None:
        """What a screen reader says of the input besides its help and its problem."""
        self._said = said
        self._describe()

    def _describe(self) -> None:
        parts = (self.input.field.help, self.problem, self._said)
        self.input.widget.setAccessibleDescription(" ".join(one for one in parts if one))

    def _label_line(self) -> QHBoxLayout:
        field = self.input.field
        line = QHBoxLayout()
        line.setSpacing(GRID)
        label = PlainLabel(field.label, "field")
        label.setBuddy(self.input.widget)
        line.addWidget(label)
        if field.required:
            line.addWidget(PlainLabel("verplicht", "small"))
        line.addStretch()
        return line


def arrange(grid: QGridLayout, rows: Sequence[FieldRow], columns: int) -> None:
    """Put the fields in the grid, in their order: wide ones alone, the others side by side."""
    for row in rows:
        grid.removeWidget(row.head)
        grid.removeWidget(row.body)
    at, column = 0, 0
    for row in rows:
        wide = row.input.wide or columns == 1
        if wide and column:
            at, column = at + 2, 0
        span = columns if wide else 1
        grid.addWidget(row.head, at, column, 1, span)
        grid.addWidget(row.body, at + 1, column, 1, span)
        column += span
        if column >= columns:
            at, column = at + 2, 0
    for number in range(2):
        grid.setColumnStretch(number, 1 if number < columns else 0)
