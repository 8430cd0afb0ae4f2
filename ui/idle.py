"""When did someone last touch the keyboard or the mouse? Says when it is too long ago."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}
_BY_HAND = (QInputEvent, QInputMethodEvent)
_TICK_MILLISECONDS = 1_000


class IdleWatch(QObject):
    """`due` once when nothing was touched for so many seconds; `left` tells the seconds until then.

    The clock is monotonic and counts on while the PC sleeps where the system allows; a tick that
    comes much too late (the PC slept) counts as due as well.
    """

    due = Signal()
    left = Signal(int)

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._clock = clock
        self._wall = wall
        self._touched = clock()
        self._touched_wall = wall()
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._timer.start()

    def set_seconds(self, seconds: float) -> None:
        """Another limit, from a setting."""
        self._seconds = seconds

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def touch(self) -> None:
        """Someone is there."""
        self._touched = self._clock()
        self._touched_wall = self._wall()

    def tick(self) -> None:
        """Look at the clocks; a PC that slept shows on the wall clock only."""
        idle = max(self._clock() - self._touched, self._wall() - self._touched_wall)
        if idle >= self._seconds:
            self.stop()
            self.due.emit()
        else:
            self.left.emit(int(self._seconds - idle))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Sees every event of the program, thousands for one page: the class is the cheap question.
        if isinstance(event, _BY_HAND) and event.type() in _TOUCHES:
            self.touch()
        return False
