"""The one way to run anything slow or changing from a window.

    run(self, lambda: self.desk.dossiers.save(entry), self.saved, busy=self.save_button)

The work runs on a thread of a pool; `done` and `failed` are called in the thread of the windows,
and only while `owner` still exists. A `UserError` becomes a message in the page's `MessageBar` (the
nearest parent of `owner` with an attribute `message_bar`); anything else a calm sentence with a
code.
After Anki's `qt/aqt/operations`.
"""

import itertools
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import isValid

from ui import faults
from ui.garbage import WindowThreadCollector
from ui.widgets.busy_strip import BusyStrip

T = TypeVar("T")
_SHOW_AFTER_MILLISECONDS = 300
_THREADS = 4

_running: "dict[int, Task]" = {}
_boxes: set[QMessageBox] = set()
_numbers = itertools.count()
_newest: dict[tuple[int, str], "Task"] = {}


class Cancelled(Exception):
    """Raised by `Progress.step` in the work after the user chose to stop."""


class Progress:
    """Handed to the work of `run_with_progress`; may be used from any thread."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._stopped = False

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is; raises `Cancelled` when the user stopped it."""
        if self._stopped:
            raise Cancelled
        _the_courier().stepped.emit(self.number, done, total, text)

    def cancel(self) -> None:
        """Make the next `step` raise `Cancelled`."""
        self._stopped = True


class _Courier(QObject):
    """Lives in the thread of the windows, for good; what threads emit arrives here, queued.

    One for all tasks, and tasks known to threads by number only: a QObject that a thread is the
    last to hold would be destroyed in that thread.
    """

    arrived = Signal(int, object, object)
    stepped = Signal(int, int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._collector = WindowThreadCollector()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    @Slot(int, object, object)
    def _deliver(self, number: int, result: object, error: BaseException | None) -> None:
        task = _running.pop(number, None)
        if task:
            task.deliver(result, error)

    @Slot(int, int, int, str)
    def _step(self, number: int, done: int, total: int, text: str) -> None:
        task = _running.get(number)
        if task:
            task.show_step(done, total, text)


class _Work(QRunnable):
    def __init__(self, number: int, work: Callable[[], Any]) -> None:
        super().__init__()
        self._number, self._work = number, work

    def run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except BaseException as caught:  # noqa: BLE001 - a waiting window must hear of it
            error = caught
        del self._work  # the task holds it too, so what it refers to dies in the right thread
        _the_courier().arrived.emit(self._number, result, error)


class Task(QObject):
    """One piece of work under way; kept alive by this module until its result is delivered."""

    finished = Signal()

    def __init__(
        self,
        owner: QWidget,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[faults.Fault], None] | None,
        busy: tuple[QWidget, ...],
        message: str | None,
        progress: Progress | None,
        key: tuple[int, str] | None,
    ) -> None:
        super().__init__()
        self._owner: QWidget | None = owner
        self._work = work
        self._done, self._failed = done, failed
        self._busy, self._message = busy, message
        self._progress, self._key = progress, key
        self._strip: BusyStrip | None = None
        self._focus: weakref.ref[QWidget] | None = None
        self._last_step = (0, 0, "")
        self._timer = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._show_strip)
        self._hold()

    def cancel(self) -> None:
        """Ask the work to stop; without progress the result is dropped when it comes."""
        if self._progress:
            self._progress.cancel()
        else:
            self._done = self._failed = None

    def is_of(self, root: QWidget) -> bool:
        """Whether `root` or something in it waits for this."""
        owner = self._owner if self._owner and isValid(self._owner) else None
        while owner is not None and owner is not root:
            owner = owner.parentWidget()
        return owner is root

    def abandon(self) -> None:
        """Nobody waits for it any more: stop what can be stopped and let go of the window."""
        self.cancel()
        self._release()
        self._owner = self._focus = self._strip = None
        self._done = self._failed = None
        self._busy = ()
        self.finished.emit()

    def _hold(self) -> None:
        focused = QApplication.focusWidget()
        for widget in self._busy:
            if focused and (focused is widget or widget.isAncestorOf(focused)):
                self._focus = weakref.ref(focused)
            widget.setEnabled(False)
        if self._message is not None:
            self._timer.start()

    def _release(self) -> None:
        self._timer.stop()
        if self._strip and isValid(self._strip):
            self._strip.leave()
        for widget in self._busy:
            if isValid(widget):
                widget.setEnabled(True)
        # A disabled button loses the focus; whoever works by keyboard wants it back.
        focus = self._focus() if self._focus else None
        if focus and isValid(focus) and QApplication.focusWidget() is None:
            focus.setFocus()

    def _show_strip(self) -> None:
        if self._owner and isValid(self._owner):
            stop = self._progress.cancel if self._progress else None
            self._strip = BusyStrip(self._owner, self._message or "Even geduld…", stop)
            self._strip.step(*self._last_step)

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show how far the work is."""
        self._last_step = (done, total, text)
        if self._strip and isValid(self._strip):
            self._strip.step(done, total, text)

    def deliver(self, result: object, error: BaseException | None) -> None:
        """Free what was held and hand over the result, if anyone still waits for it."""
        self._release()
        stale = self._key is not None and _newest.get(self._key) is not self
        if self._key is not None and not stale:
            del _newest[self._key]
        if self._owner is None:
            self.deleteLater()
            return
        try:
            if not isValid(self._owner) or stale or isinstance(error, Cancelled):
                return
            if error is None:
                if self._done:
                    self._done(result)
                return
            fault = faults.fault_of(error)
            if self._failed:
                self._failed(fault)
            else:
                show_fault(self._owner, fault)
        finally:
            self.finished.emit()
            self.deleteLater()


@cache
def _the_courier() -> _Courier:
    return _Courier()


@cache
def pool() -> QThreadPool:
    """The threads that tasks run on."""
    made = QThreadPool()
    made.setMaxThreadCount(_THREADS)
    return made


def run(
    owner: QWidget,
    work: Callable[[], T],
    done: Callable[[T], None] | None = None,
    failed: Callable[[faults.Fault], None] | None = None,
    busy: QWidget | tuple[QWidget, ...] = (),
    message: str | None = "",
    newest: str = "",
) -> Task:
    """Run `work` in the background, then `done` with its result or `failed` with a `Fault`.

    `busy` is disabled meanwhile; after 300 ms a strip with `message` shows over `owner`, with
    `None` nothing does. With a name in `newest` only the latest run of that name for this owner is
    delivered, as searching while someone types needs.
    """
    return _start(owner, work, done, failed, busy, message, None, newest)


def run_with_progress(
    owner: QWidget,
    work: Callable[[Progress], T],
    done: Callable[[T], None] | None = None,
    failed: Callable[[faults.Fault], None] | None = None,
    busy: QWidget | tuple[QWidget, ...] = (),
    message: str | None = "",
) -> Task:
    """As `run`, for long work: it calls `Progress.step` and can be stopped by the user."""
    progress = Progress(next(_numbers))
    return _start(owner, lambda: work(progress), done, failed, busy, message, progress, "")


def _start(
    owner: QWidget,
    work: Callable[[], Any],
    done: Callable[[Any], None] | None,
    failed: Callable[[faults.Fault], None] | None,
    busy: QWidget | tuple[QWidget, ...],
    message: str | None,
    progress: Progress | None,
    newest: str,
) -> Task:
    _the_courier()  # made here, in the thread of the windows
    number = progress.number if progress else next(_numbers)
    widgets = busy if isinstance(busy, tuple) else (busy,)
    key = (id(owner), newest) if newest else None
    task = Task(owner, work, done, failed, widgets, message, progress, key)
    _running[number] = task
    if key:
        _newest[key] = task
    pool().start(_Work(number, work))
    return task


def is_idle() -> bool:
    """Whether no task is under way; asked before closing the school."""
    return not _running


def abandon(root: QWidget) -> None:
    """`root` goes away at once: what it and its children asked for ends without them.

    Work that can be stopped is stopped; other work ends by itself and its result is dropped.
    """
    for one in [task for task in _running.values() if task.is_of(root)]:
        one.abandon()


def wait(milliseconds: int = 30_000) -> bool:
    """Wait until the work has ended (not its delivery); for closing the program."""
    return pool().waitForDone(milliseconds)


def show_fault(owner: QWidget | None, fault: faults.Fault) -> None:
    """Show a fault in the nearest message bar, or in a box where there is none."""
    widget = owner
    while widget is not None:
        bar = getattr(widget, "message_bar", None)
        if bar is not None:
            bar.must(fault.text)
            return
        widget = widget.parentWidget()
    box = QMessageBox(owner.window() if owner else None)
    _boxes.add(box)
    box.finished.connect(lambda: _boxes.discard(box))
    box.setWindowTitle("Dit ging niet")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(fault.text)
    box.open()


def install_excepthook(window: Callable[[], QWidget | None]) -> None:
    """Show what nobody caught in the window that `window` gives, as `show_fault` does."""
    faults.install_hook(lambda fault: show_fault(window(), fault))
