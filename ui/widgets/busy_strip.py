"""A small sheet over a page while work is under way: what is done, how far, and a way to stop."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import ElidedLabel

_WIDTH = 360


class BusyStrip(QFrame):
    """Floats at the top of `owner`; takes no room in its layout, so nothing jumps."""

    def __init__(
        self, owner: QWidget, message: str, stop: Callable[[], object] | None = None
    ) -> None:
        super().__init__(owner)
        self.setProperty("role", "floating")
        self.setAccessibleName(message)
        self._owner = owner
        self._text = ElidedLabel(message)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        layout.setSpacing(GRID)
        top = QHBoxLayout()
        top.addWidget(self._text, 1)
        if stop:
            self._stop = button("Stoppen", "link", on_click=lambda: self._stopping(stop))
            top.addWidget(self._stop)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        owner.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def step(self, done: int, total: int, text: str) -> None:
        """Show how far it is; `total` 0 means that nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._text.setText(text)

    def leave(self) -> None:
        """Go away."""
        self._owner.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width = min(_WIDTH, max(self._owner.width() - 4 * GRID, 120))
        self.resize(width, self.sizeHint().height())
        self.move((self._owner.width() - width) // 2, 2 * GRID)

    def _stopping(self, stop: Callable[[], object]) -> None:
        self._stop.setEnabled(False)
        self._text.setText("Wordt gestopt…")
        stop()
