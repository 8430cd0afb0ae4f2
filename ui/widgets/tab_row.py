"""One row of tabs. What does not fit is folded into a menu *Meer*; nothing is cut off.

Each tab keeps the width of its bold name, so choosing one moves nothing.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QToolButton, QWidget

from ui import icons
from ui import text as texts
from ui.theme import Theme, font

_LEAST_PADDING, _MOST_PADDING = 5, 12
_HEIGHT = 40


class _Bar(QTabBar):
    """The tabs, painted by us; walking with the arrow keys also reaches folded ones."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.hovered = -1
        self._padding = _MOST_PADDING

    def words_width(self, index: int) -> int:
        """The width of a tab's words in bold."""
        words = texts.without_mnemonic(self.tabText(index))
        return QFontMetrics(font(bold=True)).horizontalAdvance(words)

    def set_room(self, width: int) -> None:
        """Space the tabs as far apart as this width allows, if it can hold them all."""
        words = sum(self.words_width(index) for index in range(self.count()))
        padding = (width - words) // max(2 * self.count(), 1)
        self._padding = min(max(padding, _LEAST_PADDING), _MOST_PADDING)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self.words_width(index) + 2 * self._padding, _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.count() - 1
        at = self.currentIndex()
        to = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        elif 0 <= to <= last and to != at:
            self.walked.emit(to)

    def mouseMoveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self.hovered = self.tabAt(event.position().toPoint())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self.hovered = -1
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            if not self.isTabVisible(index):
                continue
            rect = QRectF(self.tabRect(index))
            here = index == self.currentIndex()
            painter.setFont(font(bold=here))
            strong = colours.ink if index == self.hovered else colours.muted_ink
            painter.setPen(colours.primary if here else strong)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
            painter.drawText(rect.adjusted(0, 0, 0, -2), int(flags), self.tabText(index))
            if here:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.primary)
                under = QRectF(rect.left() + 2, rect.bottom() - 3, rect.width() - 4, 3)
                painter.drawRoundedRect(under, 1.5, 1.5)
                if self.hasFocus():
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(colours.primary, 2))
                    painter.drawRoundedRect(rect.adjusted(1, 4, -1, -5), 6, 6)


class TabRow(QWidget):
    """Tabs with keys. `chosen` tells of a choice by the user; `set_current` says nothing."""

    chosen = Signal(str)

    def __init__(self, name: str = "Onderdelen", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self.bar = _Bar()
        self.bar.setAccessibleName(name)
        self.more = QToolButton()
        self.more.setText("Meer")
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.more.setIconSize(QSize(16, 16))
        icons.set_icon(self.more, "chevron-down")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setAccessibleName("Meer onderdelen")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        # Else the tabs that fit now would keep the row from becoming narrower.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.bar)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.bar)
        self.bar.tabBarClicked.connect(self._clicked)
        self.bar.walked.connect(self._choose)
        Theme.instance().changed.connect(self.bar.update)

    def add(self, key: str, label: str) -> None:
        """Put a tab behind the others; `label` is ours and may hold a mnemonic."""
        self._keys.append(key)
        self.bar.blockSignals(True)
        self.bar.addTab(label)
        self.bar.blockSignals(False)
        self._fold()

    def keys(self) -> tuple[str, ...]:
        """All tabs, in order."""
        return tuple(self._keys)

    def current(self) -> str:
        """The tab that is open; empty when there is none."""
        index = self.bar.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else ""

    def set_current(self, key: str) -> None:
        """Open a tab without a signal."""
        self.bar.setCurrentIndex(self._keys.index(key))
        self._fold()

    def folded(self) -> tuple[str, ...]:
        """What stands in the menu *Meer* now."""
        return tuple(
            key for index, key in enumerate(self._keys) if not self.bar.isTabVisible(index)
        )

    def sizeHint(self) -> QSize:
        words = sum(self.bar.words_width(index) for index in range(self.bar.count()))
        return QSize(words + 2 * _MOST_PADDING * self.bar.count(), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, Theme.current().line)

    def _fold(self) -> None:
        self.bar.set_room(self.width())
        widths = [self.bar.tabSizeHint(index).width() for index in range(self.bar.count())]
        fits = sum(widths) <= self.width()
        room = self.width() - (0 if fits else self.more.sizeHint().width())
        current = self.bar.currentIndex()
        # The open tab always shows; the others in order as long as there is room.
        room -= widths[current] if 0 <= current < len(widths) else 0
        full = False
        for index, width in enumerate(widths):
            if index == current:
                self.bar.setTabVisible(index, True)
                continue
            full = full or width > room
            room -= 0 if full else width
            self.bar.setTabVisible(index, not full)
        self.more.setVisible(not fits)
        shown = sum(width for index, width in enumerate(widths) if self.bar.isTabVisible(index))
        self.bar.setFixedWidth(max(shown, 1))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key in self.folded():
            action = self._menu.addAction(self.bar.tabText(self._keys.index(key)))
            action.triggered.connect(lambda _on=False, key=key: self._choose(self._keys.index(key)))

    def _clicked(self, index: int) -> None:
        if index >= 0:
            self._choose(index)

    def _choose(self, index: int) -> None:
        key = self._keys[index]
        if key != self.current():
            self.set_current(key)
            self.chosen.emit(key)
