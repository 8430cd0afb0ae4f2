"""A message in the page itself: what happened, what was kept, what to do now.

It stays until it is closed or replaced: nobody has to read against a clock. Decisions that cannot
be undone are asked by `confirm` instead.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.theme import GRID, Theme, Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.hugging import hug
from ui.widgets.labels import PlainLabel

_SHOWS = {
    Tone.HERE: ("info", "Ter informatie"),
    Tone.WAITING: ("warning", "Let op"),
    Tone.MUST: ("must", "Dit ging niet"),
    Tone.DONE: ("done", "Gelukt"),
}
_ALARM = "Waarschuwing"
_MOST = 2_000


class MessageBar(QFrame):
    """Hidden until something is said. A page keeps it as `self.message_bar`; `ui.task` finds it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.tone = Tone.HERE
        self._callback: Callable[[], object] | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(20, 20)
        self._word = PlainLabel("", "word")
        self._text = PlainLabel("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = button("", "link", on_click=self._act)
        self._close = icon_button("close", "Melding sluiten", self.clear)

        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._word)
        words.addWidget(self._text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, GRID, GRID, GRID)
        layout.setSpacing(12)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        hug(self)
        Theme.instance().changed.connect(self._draw)
        self.hide()

    def info(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something good to know."""
        self._say(Tone.HERE, text, action, on_action)

    def waiting(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something to look at before going on."""
        self._say(Tone.WAITING, text, action, on_action)

    def must(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something that did not work, or must be done now."""
        self._say(Tone.MUST, text, action, on_action)

    def alarm(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something that was found and that nobody here did."""
        self._say(Tone.MUST, text, action, on_action, word=_ALARM)

    def done(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something that worked; `action` may be `Ongedaan maken`."""
        self._say(Tone.DONE, text, action, on_action)

    def clear(self) -> None:
        """Take the message away."""
        was_shown = not self.isHidden()
        self._callback = None
        self._text.clear()
        self.hide()
        if was_shown:
            self.closed.emit()

    def text(self) -> str:
        """The message that shows; empty when none does."""
        return "" if self.isHidden() else self._text.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def _say(
        self,
        tone: Tone,
        text: str,
        action: str,
        on_action: Callable[[], object] | None,
        word: str = "",
    ) -> None:
        word = word or _SHOWS[tone][1]
        self.tone = tone
        self._callback = on_action
        self._word.setText(word)
        self._text.setText(text if len(text) <= _MOST else text[:_MOST] + "…")
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setProperty("tone", str(tone))
        self.setAccessibleName(f"{word}: {self._text.text()}")
        for widget in (self, self._word):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._draw()
        self.show()
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _draw(self) -> None:
        ink = Theme.current().tone_ink(self.tone)
        drawn = icons.pixmap(_SHOWS[self.tone][0], ink, 20, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)

    def _act(self) -> None:
        callback = self._callback
        self.clear()
        if callback:
            callback()
