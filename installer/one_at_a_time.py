"""One set-up at a time, by a lock of the operating system: it ends with the process, however."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
    import time

    def _acquire(descriptor: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.5)
            else:
                return True

else:
    import fcntl

    def _acquire(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


@contextmanager
def one_at_a_time(path: Path, on_wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock on `path`, calling `on_wait` once if another process has it.

    Gives the file descriptor; a child process that inherits it keeps the lock too (not on Windows).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _acquire(descriptor, wait=False):
            on_wait()
            _acquire(descriptor, wait=True)
        yield descriptor
    finally:
        os.close(descriptor)
