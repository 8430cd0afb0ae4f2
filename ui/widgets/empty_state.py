"""What stands where nothing stands yet: what this place is for, and what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui.theme import GRID, Theme
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel

_TEXT_WIDTH = 420


class _Emblem(QWidget):
    """The icon on a soft round ground."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(56, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.soft_primary)
        painter.drawEllipse(self.rect())
        drawn = icons.pixmap(self._name, colours.primary, 24, self.devicePixelRatioF())
        painter.drawPixmap(16, 16, drawn)


class EmptyState(QWidget):
    """Icon, headline, why this is here, what does not belong here, and one thing to do."""

    def __init__(
        self,
        icon: str,
        headline: str,
        why: str = "",
        not_here: str = "",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addStretch()
        self._emblem = _Emblem(icon)
        layout.addWidget(self._emblem, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(GRID // 2)
        self.headline = self._line(headline, "title")
        self.why = self._line(why, "muted")
        self.not_here = self._line(not_here, "muted")
        for label in (self.headline, self.why, self.not_here):
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(label, 1000)
            line.addStretch(1)
            layout.addLayout(line)
        self.action: QPushButton | None = None
        if action:
            self.action = button(action, "outline", "plus", on_action)
            layout.addSpacing(GRID)
            layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_texts(self, headline: str, why: str = "", not_here: str = "") -> None:
        """Say something else, for instance that nothing was found."""
        for label, text in (
            (self.headline, headline),
            (self.why, why),
            (self.not_here, not_here),
        ):
            label.setText(text)
            label.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little height the words go before the picture and the air around them."""
        super().resizeEvent(event)
        texts = [one for one in (self.headline, self.why, self.not_here) if one.text()]
        width = min(self.width() - 6 * GRID, _TEXT_WIDTH)
        words = sum(one.heightForWidth(width) + GRID for one in texts)
        if self.action is not None:
            words += self.action.sizeHint().height() + 2 * GRID
        roomy = self.height() >= words + self._emblem.height() + 8 * GRID
        self._emblem.setVisible(roomy)
        edge = 3 * GRID if roomy else 0
        self.layout().setContentsMargins(3 * GRID, edge, 3 * GRID, edge)

    @staticmethod
    def _line(text: str, role: str) -> PlainLabel:
        label = PlainLabel(text, role, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setMaximumWidth(_TEXT_WIDTH)
        if not text:  # to show it before it has a parent would make it a window of its own
            label.hide()
        return label
