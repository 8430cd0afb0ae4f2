"""The head of a page: name large, one line of facts, chips, at most two actions at the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import GRID, Tone
from ui.widgets.chip import Chip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel


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

        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addLayout(words, 1)
        top.addLayout(self._actions)
        top.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(top)
        outer.addWidget(self._chips)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
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
