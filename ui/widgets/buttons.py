"""Buttons in the four looks that the program has.

At most one `filled` button per page: the main thing to do here. `danger` only in a dialog that asks
about something that cannot be undone.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui import icons
from ui import text as texts
from ui.theme import Theme

Look = Literal["filled", "outline", "link", "danger"]
_ICON_TOKENS: dict[Look, str] = {
    "filled": "on_primary",
    "outline": "primary",
    "link": "primary",
    "danger": "on_must",
}


class _Button(QPushButton):
    """A push button whose focus also shows on a filled ground: a ring inside its edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        token = {"filled": "on_primary", "danger": "on_must"}.get(str(self.property("kind")))
        if token and self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(getattr(Theme.current(), token), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 4, 4)


def button(
    label: str,
    look: Look = "outline",
    icon: str = "",
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A button with our own label, in which `&` marks the mnemonic.

    User text goes through `ui.text.label_text` first.
    """
    made = _Button(label, parent)
    made.setProperty("kind", look)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(texts.without_mnemonic(label))
    if icon:
        made.setIconSize(QSize(icons.SMALL_ICON_PIXELS * 5 // 4, icons.SMALL_ICON_PIXELS))
        icons.set_icon(made, icon, _ICON_TOKENS[look], gap=True)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def icon_button(
    icon: str,
    name: str,
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
    token: str = "muted_ink",
) -> QToolButton:
    """A button without words; `name` is its tooltip and what is read aloud."""
    made = QToolButton(parent)
    made.setIconSize(QSize(icons.SMALL_ICON_PIXELS, icons.SMALL_ICON_PIXELS))
    icons.set_icon(made, icon, token)
    made.setToolTip(texts.plain_tooltip(name))
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made
