"""Buttons in the four looks that the program has.

At most one `filled` button per page: the main thing to do here. `danger` only in a dialog that asks
about something that cannot be undone.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui import icons
from ui import text as texts

Look = Literal["filled", "outline", "link", "danger"]
_ICON_TOKENS: dict[Look, str] = {
    "filled": "on_primary",
    "outline": "primary",
    "link": "primary",
    "danger": "on_must",
}


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
    made = QPushButton(label, parent)
    made.setProperty("kind", look)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(texts.without_mnemonic(label))
    if icon:
        made.setIconSize(QSize(icons.SMALL_ICON_PIXELS, icons.SMALL_ICON_PIXELS))
        icons.set_icon(made, icon, _ICON_TOKENS[look])
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
