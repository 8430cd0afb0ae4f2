"""A chart on the screen: the shapes of `app.documents.geometry`, the same as on paper."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.documents import figures, geometry
from ui import text as texts
from ui.theme import SMALL_PIXELS, Colours, Theme, Tone, font

_TONES = {
    figures.Tone.PLAIN: Tone.NEUTRAL,
    figures.Tone.INFO: Tone.HERE,
    figures.Tone.WAITING: Tone.WAITING,
    figures.Tone.MUST: Tone.MUST,
    figures.Tone.DONE: Tone.DONE,
}
_MARKER = 5.0
_NEAR = 12
_HEIGHT = 200


class ChartView(QWidget):
    """Shows one chart; `words` say in a sentence what it shows, for who cannot see it."""

    def __init__(self, chart: figures.Chart, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._shapes: geometry.Geometry | None = None
        self.setAccessibleName(words)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(220)
        Theme.instance().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(360, _HEIGHT)

    def shapes(self) -> geometry.Geometry:
        """What is drawn, for the present size."""
        metrics = QFontMetrics(font(SMALL_PIXELS))
        return geometry.layout(
            self._chart,
            self.width(),
            self.height(),
            lambda words: float(metrics.horizontalAdvance(words)),
            float(metrics.height()),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, shapes = Theme.current(), self.shapes()
        self._shapes = shapes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for box in shapes.rectangles:
            painter.fillRect(
                QRectF(box.x, box.y, box.width, box.height),
                colours.tone_ground(_TONES[box.tone]),
            )
        for rule in shapes.rules:
            painter.setPen(QPen(colours.control if rule.strong else colours.line, 1))
            painter.drawLine(QPointF(rule.x1, rule.y1), QPointF(rule.x2, rule.y2))
        for line in shapes.polylines:
            painter.setPen(QPen(_ink(colours, line.series), 2))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))
        for marker in shapes.markers:
            _draw_marker(painter, colours, marker)
        painter.setFont(font(SMALL_PIXELS))
        for label in shapes.labels:
            self._draw_label(painter, colours, label)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), texts.plain_tooltip(self._near(event)), self)
            return True
        return super().event(event)

    def _near(self, event: QHelpEvent) -> str:
        where = event.pos()
        for marker in self._shapes.markers if self._shapes else ():
            if abs(marker.x - where.x()) < _NEAR and abs(marker.y - where.y()) < _NEAR:
                return marker.text
        return ""

    @staticmethod
    def _draw_label(painter: QPainter, colours: Colours, label: geometry.Label) -> None:
        ink = colours.muted_ink if label.series is None else _ink(colours, label.series)
        if label.tone is not figures.Tone.PLAIN:
            ink = colours.tone_ink(_TONES[label.tone])
        painter.setPen(ink)
        width = painter.fontMetrics().horizontalAdvance(label.text) + 2
        left = label.x - {"left": 0.0, "middle": width / 2, "right": float(width)}[label.align]
        height = painter.fontMetrics().height()
        box = QRectF(left, label.y - height / 2, width, height)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), label.text)


def _ink(colours: Colours, series: int) -> QColor:
    inks = (colours.primary, colours.waiting_ink, colours.done_ink, colours.must_ink)
    return inks[series % len(inks)]


def _draw_marker(painter: QPainter, colours: Colours, marker: geometry.Marker) -> None:
    """Circle, square, triangle, diamond: series are told apart without colour too."""
    ink, at = _ink(colours, marker.series), QPointF(marker.x, marker.y)
    painter.setPen(QPen(ink, 2))
    painter.setBrush(colours.surface)
    size = _MARKER
    shapes: tuple[Callable[[], object], ...] = (
        lambda: painter.drawEllipse(at, size, size),
        lambda: painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)),
        lambda: painter.drawPolygon(_corners(at, ((-1, 0.9), (1, 0.9), (0, -1.1)))),
        lambda: painter.drawPolygon(_corners(at, ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)))),
    )
    shapes[marker.series % len(shapes)]()


def _corners(at: QPointF, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(at.x() + x * _MARKER, at.y() + y * _MARKER) for x, y in corners])
