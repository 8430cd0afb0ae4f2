"""Two panes next to each other with a divider; on a narrow window behind two tabs instead."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.tab_row import TabRow

_LEFT, _RIGHT = "left", "right"
_SIDE_BY_SIDE_FROM = 980


class SideBySide(QWidget):
    """`left` is where one works, `right` what comes of it."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        labels: tuple[str, str],
        shares: tuple[int, int] = (11, 10),
        parent: QWidget | None = None,
    ) -> None:
        """`labels` are those of the tabs; `shares` the widths to begin with."""
        super().__init__(parent)
        self._panes = {_LEFT: left, _RIGHT: right}
        self._narrow: bool | None = None
        # Narrower than the two panes together, or it could never become narrow enough for tabs.
        self.setMinimumWidth(320)
        self.tabs = TabRow("Delen van deze pagina")
        for key, label in zip((_LEFT, _RIGHT), labels, strict=True):
            self.tabs.add(key, label)
        self.tabs.chosen.connect(self.show_pane)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(GRID)
        # The gap itself is the divider; a grey bar between two cards would be one thing too many.
        self.splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        for pane, share in zip((left, right), shares, strict=True):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        self.splitter.setSizes([share * 40 for share in shares])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.tabs)
        layout.addWidget(self.splitter, 1)
        self.tabs.set_current(_LEFT)
        self._arrange(narrow=False)

    @property
    def narrow(self) -> bool:
        """Whether only one of the two shows."""
        return bool(self._narrow)

    def show_left(self) -> None:
        """Bring the working side to the front."""
        self.tabs.set_current(_LEFT)
        self.show_pane(_LEFT)

    def show_right(self) -> None:
        """Bring what came of it to the front."""
        self.tabs.set_current(_RIGHT)
        self.show_pane(_RIGHT)

    def show_pane(self, key: str) -> None:
        """Show one side; next to each other both always show."""
        for name, pane in self._panes.items():
            pane.setVisible(not self._narrow or name == key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < _SIDE_BY_SIDE_FROM)

    def _arrange(self, *, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self.tabs.setVisible(narrow)
            self.show_pane(self.tabs.current())
