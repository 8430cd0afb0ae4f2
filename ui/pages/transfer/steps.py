"""The four steps of a report as one calm row: done, here, still to come; and what to do now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui.theme import GRID, SMALL_PIXELS, Theme, font
from ui.widgets.labels import PlainLabel

_CIRCLE = 24
_GAP = 8


class _Row(QWidget):
    """Circles with a number or a tick, names beside them, lines between."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names
        self.at = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        Theme.instance().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font(bold=True))
        words = sum(metrics.horizontalAdvance(name) for name in self._names)
        return QSize(words + len(self._names) * (_CIRCLE + 5 * _GAP), _CIRCLE + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._names) * (_CIRCLE + _GAP), _CIRCLE + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(font(bold=True))
        wide = self.width() >= self.sizeHint().width() - 8 * _GAP
        left = 1.0
        for index, name in enumerate(self._names):
            self._circle(painter, left, index)
            left += _CIRCLE + _GAP
            if wide or index == self.at:
                left = self._name(painter, left, name, index, metrics)
            if index < len(self._names) - 1:
                painter.setPen(QPen(Theme.current().control, 1))
                middle = self.height() / 2
                painter.drawLine(round(left), round(middle), round(left + 2 * _GAP), round(middle))
                left += 3 * _GAP

    def _circle(self, painter: QPainter, left: float, index: int) -> None:
        colours = Theme.current()
        rect = QRectF(left, (self.height() - _CIRCLE) / 2, _CIRCLE, _CIRCLE)
        here, done = index == self.at, index < self.at
        painter.setPen(Qt.PenStyle.NoPen if here or done else QPen(colours.control, 1))
        ground = colours.surface
        if here:
            ground = colours.primary
        elif done:
            ground = colours.done_ground
        painter.setBrush(ground)
        painter.drawEllipse(rect)
        if done:
            drawn = icons.pixmap("check", colours.done_ink, 16, self.devicePixelRatioF())
            painter.drawPixmap(round(rect.left()) + 4, round(rect.top()) + 4, drawn)
            return
        painter.setFont(font(SMALL_PIXELS, bold=True))
        painter.setPen(colours.on_primary if here else colours.muted_ink)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(index + 1))

    def _name(
        self, painter: QPainter, left: float, name: str, index: int, metrics: QFontMetrics
    ) -> float:
        colours = Theme.current()
        here = index == self.at
        painter.setFont(font(bold=here))
        painter.setPen(colours.ink if here else colours.muted_ink)
        width = metrics.horizontalAdvance(name)
        rect = QRectF(left, 0, width, self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), name)
        return left + width + _GAP


class Steps(QWidget):
    """`at` is the step to do now, counted from 0; a number past the last means all done."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._row = _Row(names)
        self.sentence = PlainLabel("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._row)
        layout.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_step(self, at: int, sentence: str) -> None:
        """Show where the report is and what to do now."""
        self._row.at = at
        self._row.update()
        self.sentence.setText(sentence)
        total = len(self._names)
        where = f"Stap {at + 1} van {total}: {self._names[at]}" if at < total else "Alles is gedaan"
        self._row.setAccessibleName(where)
        self.setAccessibleName(f"{where}. {sentence}")
