"""The shape of every page: made once, refreshed when shown, asked before it is left."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context, Target
from ui.theme import GRID
from ui.widgets.message_bar import MessageBar


class Page(QWidget):
    """A page with its message bar on top; `body` is for its widgets.

    Slow or changing work goes through `ui.task.run(self, …)`, whose faults show in `message_bar`.
    """

    def __init__(
        self, context: Context, parent: QWidget | None = None, margin: int = 3 * GRID
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.message_bar = MessageBar()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(GRID * 2)
        self.body.addWidget(self.message_bar)

    def show_target(self, target: Target) -> None:
        """Called each time the page comes to the front: read fresh values, honour the target."""

    def find(self) -> bool:
        """Ctrl+F: go to where this page itself searches; False when it has no such place."""
        return False

    def may_leave(self) -> bool:
        """False keeps the page in front; asks about unsaved text first."""
        return True
