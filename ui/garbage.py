"""Collects garbage in the thread of the windows only.

Python's cyclic collector runs in whichever thread happens to allocate. Widgets and the closures
that point back to them are cycles; collected on a thread of the pool, Qt destroys a widget in the
wrong thread and the program crashes. So the automatic collector is switched off and a timer in the
thread of the windows does its work, by the same thresholds. (Anki and calibre do the same.)
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS = 1_000


def collect_after(gone: QObject) -> None:
    """Collect once `gone` has been destroyed, so that what it showed does not linger in memory."""
    gone.destroyed.connect(lambda: QTimer.singleShot(0, gc.collect))


class WindowThreadCollector(QObject):
    """Make one, in the thread of the windows, before the first other thread starts."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return
