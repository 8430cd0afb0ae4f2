"""The places that a role has, in the order of the day, and nothing else.

Up and Down walk through them, Enter or Space goes there; the Tab key passes the whole list in one
step. Narrow windows show it as icons only (`set_compact`).
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui import text as texts
from ui.theme import SMALL_PIXELS, TITLE_PIXELS, Theme, font
from ui.widgets.labels import ElidedLabel

WIDTH = 206
COMPACT_WIDTH = 56
_PLACE_HEIGHT = 36


@dataclass(frozen=True)
class Place:
    """Somewhere to go. `label` may hold a mnemonic; `at_foot` puts it below (settings, help)."""

    key: str
    label: str
    icon: str
    at_foot: bool = False


class _PlaceButton(QAbstractButton):
    """One place, painted: icon, words, badge, and a mark at the left of where one is."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.badge = 0
        self.badge_words = ""
        self.compact = False
        self.setText(place.label)
        self.setCheckable(True)
        self.setFixedHeight(_PLACE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name_it()

    def name_it(self) -> None:
        words = texts.without_mnemonic(self.place.label)
        self.setAccessibleName(f"{words}, {self.badge_words}" if self.badge_words else words)
        self.setToolTip(texts.plain_tooltip(self.accessibleName()) if self.compact else "")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, _PLACE_HEIGHT)

    def nextCheckState(self) -> None:
        """The sidebar decides where we are; a click only asks."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        here = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if here or self.underMouse():
            painter.setBrush(colours.sidebar_here if here else colours.sidebar_hover)
            painter.drawRoundedRect(box, 6, 6)
        if here:
            painter.setBrush(colours.sidebar_mark)
            painter.drawRoundedRect(QRectF(1, 9, 3, self.height() - 18), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(colours.sidebar_mark, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        ink = colours.sidebar_here_ink if here else colours.sidebar_ink
        left = (self.width() - icons.ICON_PIXELS) // 2 if self.compact else 12
        drawn = icons.pixmap(self.place.icon, ink, icons.ICON_PIXELS, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - icons.ICON_PIXELS) // 2, drawn)
        right = self._paint_badge(painter, colours.sidebar_mark, colours.sidebar)
        if not self.compact:
            painter.setFont(font(bold=here))
            painter.setPen(ink)
            words = self.rect().adjusted(42, 0, -right - 8, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
            painter.drawText(words, int(flags), self.text())

    def _paint_badge(self, painter: QPainter, ground: QColor, ink: QColor) -> int:
        if not self.badge:
            return 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        if self.compact:
            painter.drawEllipse(QRectF(self.width() - 14, 6, 8, 8))
            return 0
        shown = str(self.badge) if self.badge < 100 else "99+"
        painter.setFont(font(SMALL_PIXELS, bold=True))
        width = max(20, painter.fontMetrics().horizontalAdvance(shown) + 12)
        rect = QRectF(self.width() - width - 8, (self.height() - 20) / 2, width, 20)
        painter.drawRoundedRect(rect, 10, 10)
        painter.setPen(ink)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), shown)
        return width


class Sidebar(QWidget):
    """School at the top, places, settings and help below, and who is signed in at the foot."""

    chosen = Signal(str)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[_PlaceButton] = []
        self._compact = False
        self.setAccessibleName("Hoofdmenu")
        self.setFixedWidth(WIDTH)
        self.title = ElidedLabel(title)
        self.title.setFont(font(TITLE_PIXELS, bold=True))
        self.who = ElidedLabel("")
        self.countdown = ElidedLabel("")
        for label in (self.who, self.countdown):
            label.setFont(font(SMALL_PIXELS))

        self._places = QVBoxLayout()
        self._places.setContentsMargins(12, 0, 12, 0)
        self._places.setSpacing(1)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._places)
        holder.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        self._scroll = scroll
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(12, 0, 12, 0)
        self._foot.setSpacing(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 14, 0, 8)
        outer.setSpacing(8)
        outer.addWidget(self._indented(self.title, 24))
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot)
        self._state = QWidget()
        state = QVBoxLayout(self._state)
        state.setContentsMargins(24, 0, 16, 0)
        state.setSpacing(0)
        state.addWidget(self.who)
        state.addWidget(self.countdown)
        outer.addWidget(self._state)
        self.title.set_ink("sidebar_here_ink")
        self.who.set_ink("sidebar_ink")
        self.countdown.set_ink("sidebar_muted")

    def set_places(self, places: list[Place]) -> None:
        """Show these places; the first is where one is."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place in places:
            button = _PlaceButton(place)
            button.compact = self._compact
            button.installEventFilter(self)
            button.clicked.connect(lambda _on=False, key=place.key: self._ask(key))
            self._buttons.append(button)
            (self._foot if place.at_foot else self._places).addWidget(button)
        if places:
            self.set_current(places[0].key)

    def set_title(self, title: str) -> None:
        """The school's name."""
        self.title.setText(title)

    def current(self) -> str:
        """The key of the place where one is."""
        return next((one.place.key for one in self._buttons if one.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Show where one is, without a signal."""
        for button in self._buttons:
            here = button.place.key == key
            button.setChecked(here)
            # One stop for the Tab key: the place where one is.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
            button.update()

    def set_badge(self, key: str, number: int, words: str = "") -> None:
        """How many things wait there; `words` is what is read aloud, as `3 verzoeken wachten`."""
        for button in self._buttons:
            if button.place.key == key:
                button.badge = number
                button.badge_words = (words or str(number)) if number else ""
                button.name_it()
                button.update()

    def set_who(self, text: str) -> None:
        """Who is signed in, and as what."""
        self.who.setText(text)

    def set_countdown(self, text: str) -> None:
        """When the program locks itself."""
        self.countdown.setText(text)

    def set_compact(self, on: bool) -> None:
        """Icons only, for narrow windows."""
        self._compact = on
        self.setFixedWidth(COMPACT_WIDTH if on else WIDTH)
        margin = 6 if on else 12
        for layout in (self._places, self._foot):
            layout.setContentsMargins(margin, 0, margin, 0)
        self.title.setVisible(not on)
        self._state.setVisible(not on)
        for button in self._buttons:
            button.compact = on
            button.name_it()
            button.update()

    def place_button(self, key: str) -> QAbstractButton:
        """The button of a place, for mnemonics, focus and tests."""
        return next(one for one in self._buttons if one.place.key == key)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            at = self._buttons.index(watched) if watched in self._buttons else -1  # type: ignore[arg-type]
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
                self._buttons[at].click()
                return True
            if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and at >= 0:
                at, step = (0, 0) if event.key() == Qt.Key.Key_Home else (len(self._buttons) - 1, 0)
                self._focus(at)
                return True
            if step and at >= 0:
                self._focus((at + step) % len(self._buttons))
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), Theme.current().sidebar)

    def _focus(self, index: int) -> None:
        button = self._buttons[index]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(button, 0, 4)

    def _ask(self, key: str) -> None:
        self.chosen.emit(key)

    @staticmethod
    def _indented(widget: QWidget, left: int) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(left, 0, 12, 0)
        layout.addWidget(widget)
        return holder
