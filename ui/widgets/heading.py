"""The head of a page: name large, one line of facts, chips, at most two actions at the right."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import GRID, Tone
from ui.widgets.chip import Chip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.hugging import hug
from ui.widgets.labels import ElidedLabel

_NAME_LEAST = 280
_NARROWEST = 280


class Heading(QWidget):
    """Who or what this page is about."""

    def __init__(self, name: str = "", facts: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", "name", lines=2)
        self.facts = ElidedLabel("", "muted", lines=2)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(GRID)
        self._actions.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(12)
        self._top = top
        top.addLayout(words, 1)
        top.addLayout(self._actions)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(top)
        outer.addWidget(self._chips)
        # Else the buttons would keep the page from becoming narrow enough to move them.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        hug(self)
        self._chips.hide()
        self.set_name(name)
        self.set_facts(facts)

    def set_name(self, name: str) -> None:
        """The large line; also what the page is called when read aloud."""
        self.name.setText(name)
        self.setAccessibleName(name)

    def set_facts(self, facts: str) -> None:
        """The muted line under it, its parts separated by ` · `."""
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))

    def set_chips(self, chips: Iterable[tuple[str, Tone]]) -> None:
        """What must not be missed."""
        self._flow.clear()
        for text, tone in chips:
            self._flow.addWidget(Chip(text, tone))
        self._chips.setVisible(self._flow.count() > 0)

    def add_action(self, action: QPushButton) -> None:
        """A button at the top right: two at most, the filled one last."""
        self._actions.addWidget(action)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._actions.minimumSize().width(), _NARROWEST), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        # Beside the name as long as that keeps room; else below it.
        wide = self.width() >= self._actions.sizeHint().width() + _NAME_LEAST
        self._top.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
