"""A white sheet with a title: one subject on a page. It is as high as what is on it, no higher."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.hugging import hug
from ui.widgets.labels import ElidedLabel, PlainLabel


class Card(QFrame):
    """Title at the left, a muted remark or a small widget at the right, `body` below."""

    def __init__(self, title: str = "", aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 12, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        self._head = QHBoxLayout()
        self._head.setSpacing(GRID)
        self.title = ElidedLabel(title, "title")
        self.aside = PlainLabel(aside, "muted")
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.aside)
        outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        outer.addLayout(self.body)
        self.set_title(title)
        self.set_aside(aside)
        hug(self)

    def set_title(self, title: str) -> None:
        """The subject; also what the card is called when read aloud."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_aside(self, text: str) -> None:
        """The muted words at the right of the title."""
        self.aside.setText(text)
        self.aside.setVisible(bool(text))

    def add_to_head(self, widget: QWidget) -> None:
        """A small button or chip at the far right of the title."""
        self._head.addWidget(widget)

    def add(self, widget: QWidget) -> None:
        """Put a widget below what is there."""
        self.body.addWidget(widget)

    def clear(self) -> None:
        """Take all widgets out of the body."""
        while (item := self.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
