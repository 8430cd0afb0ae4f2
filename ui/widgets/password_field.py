"""A line for a password: hidden unless asked, and how strong it is when it is a new one."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import icons
from ui.theme import Theme, Tone
from ui.widgets.buttons import icon_button
from ui.widgets.labels import PlainLabel

# (0 to 4, a Dutch sentence on what makes it stronger, or what is good about it)
Strength = Callable[[str], tuple[int, str]]
_WORDS = ("veel te zwak", "te zwak", "matig", "sterk", "heel sterk")
_TONES = (Tone.MUST, Tone.MUST, Tone.WAITING, Tone.DONE, Tone.DONE)
_PAUSE_MILLISECONDS = 150
_LONGEST = 200


class _Meter(QWidget):
    """Four bars, filled as far as the password is strong; the words stand under it."""

    def __init__(self) -> None:
        super().__init__()
        self.score = 0
        self.setFixedHeight(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 3 * 4) / 4
        for number in range(4):
            filled = number < max(self.score, 1)
            painter.setBrush(colours.tone_ink(_TONES[self.score]) if filled else colours.line)
            painter.drawRoundedRect(QRectF(number * (width + 4), 0, width, 6), 3, 3)


class PasswordField(QWidget):
    """Give `strength` where someone thinks up a new password; not where they sign in."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self,
        name: str = "Wachtwoord",
        strength: Strength | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._strength = strength
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(_LONGEST)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.eye = icon_button("eye", "Wachtwoord tonen")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        self._meter = _Meter()
        self.verdict = PlainLabel("", "small", wrap=True)
        layout.addWidget(self._meter)
        layout.addWidget(self.verdict)
        layout.addStretch()
        self._meter.hide()
        self.verdict.hide()
        self.setFocusProxy(self.line)
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._weigh)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.entered)

    def password(self) -> str:
        """What was typed, exactly."""
        return self.line.text()

    def clear(self) -> None:
        """Empty and hide it again."""
        self.eye.setChecked(False)
        self.line.clear()

    def score(self) -> int:
        """How strong it is now, 0 to 4; 0 without `strength`."""
        self._weigh()
        return self._meter.score

    def _typed(self) -> None:
        if self._strength:
            self._timer.start()
        self.changed.emit()

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        icons.set_icon(self.eye, "eye-off" if on else "eye")
        name = "Wachtwoord verbergen" if on else "Wachtwoord tonen"
        self.eye.setToolTip(name)
        self.eye.setAccessibleName(name)

    def _weigh(self) -> None:
        self._timer.stop()
        if not self._strength:
            return
        typed = self.password()
        self._meter.score, why = self._strength(typed) if typed else (0, "")
        self.verdict.setText(f"Dit wachtwoord is {_WORDS[self._meter.score]}. {why}".strip())
        self._meter.setVisible(bool(typed))
        self.verdict.setVisible(bool(typed))
        self._meter.update()
