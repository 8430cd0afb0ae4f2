"""A date as people type it: 17-3-2015, 17032015, 17 maart 2015; or chosen from a calendar."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import dutch_date
from ui.theme import Theme, font
from ui.widgets.buttons import icon_button
from ui.widgets.inputs import LineInput


def _system_today() -> date:
    return date.today()


class _Calendar(QCalendarWidget):
    """A month whose chosen day is a filled round, and whose other months' days are faint."""

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        colours = Theme.current()
        shown = day if isinstance(day, QDate) else QDate(day.year, day.month, day.day)
        chosen = shown == self.selectedDate()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colours.surface)
        radius = min(rect.width(), rect.height()) / 2 - 1
        centre = QRectF(rect).center()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.primary)
            painter.drawEllipse(centre, radius, radius)
        elif shown == QDate.currentDate():
            painter.setPen(QPen(colours.primary, 1))
            painter.drawEllipse(centre, radius, radius)
        other = shown.month() != self.monthShown()
        painter.setPen(
            colours.on_primary if chosen else colours.muted_ink if other else colours.ink
        )
        painter.setFont(font(bold=chosen))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(shown.day()))
        painter.restore()


class DateField(QWidget):
    """A line for a date with a calendar behind it. Empty is allowed; what is no date stays typed.

    Alt+Down opens the calendar. When the field is left, a date is written out as 17-03-2015.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        day: date | None = None,
        name: str = "Datum",
        today: Callable[[], date] = _system_today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._popup: QFrame | None = None
        self.line = LineInput(most=dutch_date.LONGEST)
        self.line.setPlaceholderText("dd-mm-jjjj")
        self.line.setMinimumWidth(116)
        self._open = icon_button(
            "calendar", f"{name}: kalender openen (Alt+pijl omlaag)", self.open
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._open)
        self.setMaximumWidth(200)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.set_day(day)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.left.connect(self._tidy)

    def day(self) -> date | None:
        """The date; `None` when the field is empty or holds no date."""
        try:
            return dutch_date.parse(self.line.text(), self._today())
        except dutch_date.NotADate:
            return None

    def problem(self) -> str:
        """What is wrong with what was typed, in a kind sentence; empty when nothing is."""
        try:
            dutch_date.parse(self.line.text(), self._today())
        except dutch_date.NotADate as error:
            return str(error)
        return ""

    def set_day(self, day: date | None) -> None:
        """Show this date."""
        self.line.setText(dutch_date.written(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down
        if down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.line.setFocus(event.reason())

    def open(self) -> None:
        """Show the calendar under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "popup")
        calendar = _Calendar(popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumDate(QDate(dutch_date.EARLIEST_YEAR, 1, 1))
        calendar.setMaximumDate(QDate(dutch_date.LATEST_YEAR, 12, 31))
        calendar.setAccessibleName(f"Kalender voor {self.accessibleName()}")
        weekday = calendar.weekdayTextFormat(Qt.DayOfWeek.Monday)
        weekday.setForeground(Theme.current().muted_ink)
        for one in Qt.DayOfWeek:
            calendar.setWeekdayTextFormat(one, weekday)
        day = self.day() or self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(self._choose)
        calendar.activated.connect(self._choose)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(calendar)
        calendar.setMinimumSize(304, 248)
        popup.adjustSize()
        popup.move(self._place_for(popup))
        self._popup = popup
        popup.destroyed.connect(self._forget_popup)
        popup.show()
        calendar.setFocus()

    def calendar(self) -> QCalendarWidget | None:
        """The calendar while it is open."""
        return self._popup.findChild(QCalendarWidget) if self._popup else None

    def _place_for(self, popup: QFrame) -> QPoint:
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        if below.y() + popup.height() > room.bottom():
            below = self.mapToGlobal(QPoint(0, -popup.height() - 2))
        below.setX(max(room.left(), min(below.x(), room.right() - popup.width())))
        below.setY(max(room.top(), below.y()))
        return below

    def _forget_popup(self) -> None:
        self._popup = None

    def _choose(self, chosen: QDate) -> None:
        self.set_day(date(chosen.year(), chosen.month(), chosen.day()))
        if self._popup:
            self._popup.close()
        self.line.setFocus()

    def _tidy(self) -> None:
        day = self.day()
        if day and self.line.text() != dutch_date.written(day):
            self.set_day(day)
        self.left.emit()
