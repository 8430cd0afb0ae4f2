"""What lies over a page while a file hangs above it: that it may be dropped, and what follows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.pages.attachments.sources import Source, holds_files, sources_in
from ui.theme import CARD_RADIUS, GRID, Theme

_WORDS = "Laat los om als bijlage toe te voegen"
Take = Callable[[Sequence[Source]], object]


class DropOver(QWidget):
    """Takes files that are dropped on `page` whenever `taker` gives someone who takes them."""

    def __init__(self, page: QWidget, taker: Callable[[], Take | None]) -> None:
        super().__init__(page)
        self._page, self._taker = page, taker
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._page:
            return False
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            return self._over(event)
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif event.type() == QEvent.Type.Drop:
            return self._dropped(event)
        return False

    def _over(self, event: QDropEvent) -> bool:
        if self._taker() is None or not holds_files(event.mimeData()):
            return False
        # Never a move: the file stays where it is.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()
        return True

    def _dropped(self, event: QDropEvent) -> bool:
        self.hide()
        take = self._taker()
        sources = sources_in(event.mimeData()) if take else []
        if not take or not sources:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        take(sources)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(GRID, GRID, -GRID, -GRID)
        pen = QPen(colours.primary, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setOpacity(0.92)
        painter.setBrush(colours.soft_primary)
        painter.drawRoundedRect(frame, CARD_RADIUS, CARD_RADIUS)
        painter.setOpacity(1)
        painter.setPen(colours.ink)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, _WORDS)
