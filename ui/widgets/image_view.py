"""A picture on the screen, from memory: nothing of it touches the disk unless someone saves it."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.theme import GRID, Theme
from ui.widgets import pdf_print
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import ElidedLabel, line

_LEAST_ZOOM, _MOST_ZOOM, _ZOOM_STEP = 0.05, 8.0, 1.25


def decoded(content: bytes) -> QImage:
    """The picture, turned as the camera was held; null when it cannot be shown. For any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return reader.read()


class ImageView(QWidget):
    """The whole picture as large as the window lets it, with what `PdfView` has above it.

    `on_print` and `on_save` run instead of the act, because the access log comes before it.
    """

    def __init__(
        self,
        on_save: Callable[[], object],
        on_print: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._fits = True
        self.scene = QGraphicsScene(self)
        self.view = _View(self.scene)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.view.setAccessibleName("Afbeelding")
        self.size_label = ElidedLabel("", "muted")
        smaller = icon_button("minus", "Kleiner", lambda: self.zoom(1 / _ZOOM_STEP))
        larger = icon_button("plus", "Groter", lambda: self.zoom(_ZOOM_STEP))
        fit = icon_button("fit-width", "Hele afbeelding", self.fit)
        self.print_button = button("Af&drukken…", "outline", "print", on_print)
        self.save_button = button("Op&slaan als…", "outline", "save", on_save)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, GRID, 12, GRID)
        bar.setSpacing(4)
        bar.addWidget(self.size_label, 1)
        for widget in (smaller, larger, fit):
            bar.addWidget(widget)
        bar.addSpacing(GRID)
        bar.addWidget(self.print_button)
        bar.addSpacing(4)
        bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(line())
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.turned.connect(self.zoom)
        Theme.instance().changed.connect(self._tint)
        self._tint()
        self.print_button.setEnabled(False)

    def set_image(self, image: QImage) -> None:
        """Show this one, as `decoded` gave it."""
        self._image = image
        self.scene.clear()
        self.print_button.setEnabled(not image.isNull())
        if image.isNull():
            self.size_label.setText("Deze afbeelding kan niet worden getoond.")
            return
        self.scene.addPixmap(QPixmap.fromImage(image)).setTransformationMode(
            Qt.TransformationMode.SmoothTransformation
        )
        self.scene.setSceneRect(image.rect())
        said = f"{image.width()} bij {image.height()} beeldpunten"
        self.size_label.setText(said)
        self.view.setAccessibleDescription(said)
        self.fit()

    def zoom(self, factor: float) -> None:
        """Show it larger or smaller."""
        now = self.view.transform().m11()
        wanted = min(max(now * factor, _LEAST_ZOOM), _MOST_ZOOM)
        self._fits = False
        self.view.scale(wanted / now, wanted / now)

    def fit(self) -> None:
        """The whole picture; a small one is not blown up."""
        self._fits = True
        room, size = self.view.viewport().size(), self._image.size()
        if size.isEmpty() or room.isEmpty():
            return
        factor = min(room.width() / size.width(), room.height() / size.height(), 1.0)
        self.view.resetTransform()
        self.view.scale(factor, factor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def print_dialog(self) -> bool:
        """Ask on which printer, and print; true when it was printed."""
        printer = pdf_print.ask_printer(self, "Leerlingdossier", 1)
        if printer is None:
            return False
        self.print_to(printer)
        return True

    def print_to(self, printer: QPrinter) -> None:
        """Print it on one sheet, as large as fits."""
        painter = QPainter(printer)
        sheet = painter.viewport()
        size = self._image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(sheet.topLeft(), size), self._image)
        painter.end()

    def _tint(self) -> None:
        self.view.setBackgroundBrush(Theme.current().line)


class _View(QGraphicsView):
    """With Ctrl the wheel makes it larger or smaller; `turned` says by how much."""

    turned = Signal(float)

    def __init__(self, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)
