"""A few words on a coloured ground: what must not be missed, or the state that something is in."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import text as texts
from ui.theme import SMALL_PIXELS, Theme, Tone, font
from ui.widgets.labels import PlainLabel

HEIGHT = 24
_PADDING = 12


def chip_font() -> QFont:
    """The letters of a chip, also for those painted in a table."""
    return font(SMALL_PIXELS, bold=True)


def chip_width(text: str) -> int:
    """How wide a chip with this text wants to be."""
    return QFontMetrics(chip_font()).horizontalAdvance(text[:300]) + 2 * _PADDING


def paint_chip(
    painter: QPainter, rect: QRectF, text: str, tone: Tone, padding: int = _PADDING
) -> None:
    """Draw a chip in `rect`, its text cut where it does not fit."""
    colours = Theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.tone_ground(tone))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setFont(chip_font())
    painter.setPen(colours.tone_ink(tone))
    inner = rect.adjusted(padding, 0, -padding, 0)
    shown = QFontMetrics(chip_font()).elidedText(
        text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1
    )
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.restore()


class Chip(PlainLabel):
    """A chip as a widget. `tone` never says something that the words do not."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        self._tone = tone
        super().__init__(texts.clean(text[:1_000]), parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        """What the colour says."""
        return self._tone

    def set(self, text: str, tone: Tone) -> None:
        """Show something else."""
        self._tone = tone
        self.setText(texts.clean(text[:1_000]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text()), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 64), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.width() < self.sizeHint().width()
        self.setToolTip(texts.plain_tooltip(self.text()) if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        rect.setTop((rect.height() - HEIGHT) / 2)
        rect.setHeight(HEIGHT)
        paint_chip(painter, rect, self.text(), self._tone)
