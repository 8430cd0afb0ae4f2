"""A year drawn as twelve rows of days: each day in two halves, coloured and with a letter.

Knows nothing of pupils: it draws what `set_days` gives. The arrow keys walk through the days; the
day one is at is told in `day_told` and read aloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import text as texts
from ui.theme import SMALL_PIXELS, Theme, Tone, font

_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_LABEL = 34
_HEAD = 18
_ROW = 20
_LEAST_CELL, _MOST_CELL = 14, 30
_LONGEST_MONTH = 31
_NUMBER_NEEDS = 18
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HalfShown:
    """Half a day: its letter and tone."""

    letter: str
    tone: Tone


@dataclass(frozen=True)
class DayShown:
    """One day. `free`: no lessons, drawn hatched. `words` tell the whole of it."""

    words: str
    free: bool = False
    morning: HalfShown | None = None
    afternoon: HalfShown | None = None


class YearCalendar(QWidget):
    """`summary` is what is read aloud of the whole."""

    day_told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = date(2026, 8, 1)
        self._today: date | None = None
        self._days: Mapping[date, DayShown] = {}
        self._here: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEAD + 12 * _ROW + 2)
        self.setMinimumWidth(_LABEL + _LONGEST_MONTH * _LEAST_CELL)
        self.setMaximumWidth(_LABEL + _LONGEST_MONTH * _MOST_CELL)
        Theme.instance().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_LABEL + _LONGEST_MONTH * 22, self.height())

    def set_days(
        self, first: date, days: Mapping[date, DayShown], summary: str, today: date | None = None
    ) -> None:
        """Show twelve months from `first`, the first of a month."""
        self._first, self._days, self._today = first, days, today
        inside = self._here is not None and self._in_year(self._here)
        self._here = self._here if inside else None
        self.setAccessibleName(summary)
        self.update()

    def here(self) -> date | None:
        """The day one is at."""
        return self._here

    # --- where things stand ---------------------------------------------------------------------

    def _month(self, row: int) -> date:
        month = self._first.month - 1 + row
        return date(self._first.year + month // 12, month % 12 + 1, 1)

    def _in_year(self, day: date) -> bool:
        return self._first <= day < self._month(12)

    def _cell_width(self) -> float:
        return min((self.width() - _LABEL) / _LONGEST_MONTH, _MOST_CELL)

    def cell(self, day: date) -> QRectF:
        """Where this day is drawn."""
        row = (day.year - self._first.year) * 12 + day.month - self._first.month
        width = self._cell_width()
        return QRectF(_LABEL + (day.day - 1) * width, _HEAD + row * _ROW, width, _ROW)

    def day_at(self, where: QPointF) -> date | None:
        """The day under this point."""
        row, column = int((where.y() - _HEAD) // _ROW), where.x() - _LABEL
        if not 0 <= row < 12 or column < 0:
            return None
        day = self._month(row) + int(column // self._cell_width()) * _DAY
        return day if day < self._month(row + 1) else None

    # --- drawing --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setFont(font(SMALL_PIXELS))
        painter.setPen(colours.muted_ink)
        every = 1 if self._cell_width() >= _NUMBER_NEEDS else 2
        for number in range(1, _LONGEST_MONTH + 1, every):
            over = self.cell(date(self._first.year, 8, number))
            over.moveTop(0)
            over.setHeight(_HEAD)
            painter.drawText(over, int(Qt.AlignmentFlag.AlignCenter), str(number))
        for row in range(12):
            month = self._month(row)
            label = QRectF(0, _HEAD + row * _ROW, _LABEL, _ROW)
            painter.setFont(font(SMALL_PIXELS))
            painter.setPen(colours.muted_ink)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, int(flags), _MONTHS[month.month - 1])
            day = month
            while day < self._month(row + 1):
                self._paint_day(painter, day)
                day += _DAY
        if self._here is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(self.cell(self._here).adjusted(0, 0, -1, -1))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        colours, rect = Theme.current(), self.cell(day)
        shown = self._days.get(day)
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(inner, colours.surface)
        if shown is not None and shown.free:
            painter.fillRect(inner, colours.hover)
            painter.fillRect(inner, QBrush(colours.line, Qt.BrushStyle.BDiagPattern))
        if shown is not None and (shown.morning or shown.afternoon):
            self._paint_marks(painter, inner, shown)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.control if day == self._today else colours.line, 1))
        painter.drawRect(inner)

    @staticmethod
    def _paint_marks(painter: QPainter, rect: QRectF, shown: DayShown) -> None:
        """Left the morning, right the afternoon; one letter where both are the same."""
        colours = Theme.current()
        painter.setFont(font(SMALL_PIXELS, bold=True))
        halves = (
            (rect.adjusted(0, 0, -rect.width() / 2, 0), shown.morning),
            (rect.adjusted(rect.width() / 2, 0, 0, 0), shown.afternoon),
        )
        if shown.morning == shown.afternoon:
            halves = ((rect, shown.morning),)  # type: ignore[assignment]
        for half, mark in halves:
            if mark is not None:
                painter.fillRect(half, colours.tone_ground(mark.tone))
                painter.setPen(colours.tone_ink(mark.tone))
                painter.drawText(half, int(Qt.AlignmentFlag.AlignCenter), mark.letter)

    # --- walking through it ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self._here or self._today or self._first
        to = {
            Qt.Key.Key_Left: here - _DAY,
            Qt.Key.Key_Right: here + _DAY,
            Qt.Key.Key_Up: _months_on(here, -1),
            Qt.Key.Key_Down: _months_on(here, 1),
            Qt.Key.Key_Home: here.replace(day=1),
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        elif self._in_year(to):
            self._go(to)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._here is None:
            inside = self._today is not None and self._in_year(self._today)
            self._go(self._today if inside and self._today else self._first)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        self.setFocus()
        if day is not None:
            self._go(day)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(QPointF(event.pos()))
            shown = self._days.get(day) if day else None
            QToolTip.showText(
                event.globalPos(), texts.plain_tooltip(shown.words if shown else ""), self
            )
            return True
        return super().event(event)

    def _go(self, day: date) -> None:
        self._here = day
        shown = self._days.get(day)
        words = shown.words if shown else ""
        self.setAccessibleDescription(words)
        told = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(told)
        self.day_told.emit(words)
        self.update()


def _months_on(day: date, by: int) -> date:
    """The same day a month on or back; the last of a shorter month."""
    month = day.month - 1 + by
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + (day.day - 1) * _DAY, following - _DAY)
