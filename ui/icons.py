"""Line icons, drawn by us in `resources/icons` and tinted to the palette.

`icon("print")` for a menu or button that is made anew, `set_icon(button, "print")` for one that
lives on and must follow a change between light and dark, `pixmap` for painting.
"""

import weakref
from functools import cache, lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from app import resources
from ui.theme import Theme

ICON_PIXELS = 20
SMALL_ICON_PIXELS = 16
# 16 and 20 logical pixels at 100, 125, 150, 175, 200 %, so that no icon is drawn blurred.
_SIZES = (16, 20, 24, 25, 28, 30, 32, 35, 40)


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


@cache
def _source(name: str) -> str:
    return (resources.folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pixels: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made


def pixmap(name: str, colour: QColor, size: int = ICON_PIXELS, ratio: float = 1.0) -> QPixmap:
    """The icon in `size` logical pixels for a screen of this device pixel ratio."""
    made = QPixmap(_drawn(name, colour.name(), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, token: str = "muted_ink", *, gap: bool = False) -> QIcon:
    """The icon in the colour of a palette token, as the palette is now.

    `gap` leaves a quarter of its width free at the right, between icon and words; Qt's own distance
    cannot be set.
    """
    colours = Theme.current()
    ink: QColor = getattr(colours, token)
    return _icon(name, ink.name(), colours.disabled_ink.name(), gap=gap)


@lru_cache(maxsize=512)
def _icon(name: str, ink: str, disabled_ink: str, *, gap: bool) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        for colour, mode in ((ink, QIcon.Mode.Normal), (disabled_ink, QIcon.Mode.Disabled)):
            drawn = _drawn(name, colour, size)
            made.addPixmap(_widened(drawn) if gap else drawn, mode)
    return made


def _widened(drawn: QPixmap) -> QPixmap:
    made = QPixmap(drawn.width() * 5 // 4, drawn.height())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


_followers: "weakref.WeakKeyDictionary[QObject, tuple[str, str, bool]]" = (
    weakref.WeakKeyDictionary()
)
_followed: "weakref.WeakSet[Theme]" = weakref.WeakSet()


def set_icon(target: _HasIcon, name: str, token: str = "muted_ink", *, gap: bool = False) -> None:
    """Give a button or action its icon and keep its colour right when the palette changes."""
    target.setIcon(icon(name, token, gap=gap))
    assert isinstance(target, QObject)
    _followers[target] = (name, token, gap)
    theme = Theme.instance()
    if theme not in _followed:
        _followed.add(theme)
        theme.changed.connect(_repaint_followers)


def _repaint_followers() -> None:
    for target, (name, token, gap) in list(_followers.items()):
        if isValid(target):
            target.setIcon(icon(name, token, gap=gap))  # type: ignore[attr-defined]


def names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(file.stem for file in (resources.folder() / "icons").glob("*.svg")))
