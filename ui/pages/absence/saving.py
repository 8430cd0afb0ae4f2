"""Saving what is typed in the register, one thing after the other, as fast as someone types.

No Qt: `work` runs in the background and goes on until nothing waits any more, so that what was
typed while it ran is saved by the same run, also when the window is locked meanwhile.
"""

import threading
from collections import deque
from collections.abc import Sequence
from datetime import date

from app.dossier.register import Marking, Register, RegisterLine, RegisterSaved


class RegisterSaver:
    """The queue of one period of one group; what was saved can be undone in the reverse order."""

    def __init__(self, register: Register, first: date, last: date) -> None:
        self._register = register
        self._period = (first, last)
        self._waiting: deque[tuple[Marking, ...]] = deque()
        self._saved: list[RegisterSaved] = []
        self._lock = threading.Lock()
        self._running = False

    def put(self, markings: Sequence[Marking]) -> bool:
        """Queue one act of typing; nothing in it means: undo. True when `work` must be started."""
        with self._lock:
            self._waiting.append(tuple(markings))
            starts, self._running = not self._running, True
            return starts

    def waiting(self) -> tuple[Marking, ...]:
        """What was typed and is not saved yet."""
        with self._lock:
            return tuple(one for markings in self._waiting for one in markings)

    @property
    def is_busy(self) -> bool:
        """Whether something is being saved or waits for it."""
        with self._lock:
            return self._running

    def work(self) -> tuple[tuple[RegisterLine, ...], bool]:
        """Save all that waits; returns the lines as they are now, and whether anything was undone.

        When something cannot be saved, what waits behind it is dropped and the error raised.
        """
        lines: dict[str, RegisterLine] = {}
        undone = False
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    return tuple(lines.values()), undone
                markings = self._waiting.popleft()
            try:
                saved = self._one(markings)
            except BaseException:
                with self._lock:
                    self._waiting.clear()
                    self._running = False
                raise
            if saved is not None:
                undone = undone or not markings
                lines.update({line.id: line for line in saved.lines})

    def _one(self, markings: tuple[Marking, ...]) -> RegisterSaved | None:
        if markings:
            saved = self._register.mark(markings, *self._period)
            if saved.steps:
                self._saved.append(saved)
            return saved
        if not self._saved:
            return None
        return self._register.undo(self._saved.pop(), *self._period)
