"""A line to search in: tells what was typed after a short pause, hands the arrows to the list."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import icons
from ui import text as texts

_PAUSE_MILLISECONDS = 120
_LONGEST = 200


class SearchField(QLineEdit):
    """Escape empties it; Down goes to the list below; Enter opens what is found."""

    searched = Signal(str)
    down = Signal()
    entered = Signal()

    def __init__(self, placeholder: str = "Zoeken…", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder.rstrip("…"))
        self.setProperty("role", "search")
        self.setMaxLength(_LONGEST)
        self.setClearButtonEnabled(True)
        self._glass = self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        icons.set_icon(self._glass, "search")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._timer.start())

    def search_text(self) -> str:
        """What to look for."""
        return texts.clean(self.text()).strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self._tell()
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._timer.stop()
        self.searched.emit(self.search_text())
