"""A list with, for a while, something else in its place: a form, a document, a refusal."""

from PySide6.QtWidgets import QStackedWidget, QWidget

_LIST = 1


class Faces(QStackedWidget):
    """Nothing at first, then the list; one other widget at a time may stand over it."""

    def __init__(self, behind: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addWidget(QWidget())
        self.addWidget(behind)

    @property
    def shows_nothing(self) -> bool:
        """Whether nothing was read yet."""
        return self.currentIndex() < _LIST

    def show_over(self, widget: QWidget) -> None:
        """Show this in the place of the list."""
        self._drop()
        self.addWidget(widget)
        self.setCurrentWidget(widget)

    def back(self) -> None:
        """Show the list again."""
        self.setCurrentIndex(_LIST)
        self._drop()

    def _drop(self) -> None:
        while self.count() > _LIST + 1:
            widget = self.widget(_LIST + 1)
            self.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
