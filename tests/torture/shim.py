"""The shim between a program and the disk: compiling it, and telling it what to do."""

import ctypes
import enum
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class On(enum.IntFlag):
    """Which operations can fail; as in shim.c."""

    WRITE = 1
    TRUNCATE = 2
    SYNC = 4
    OPEN = 8
    NAME = 16
    READ = 32
    CHANGE = WRITE | TRUNCATE | SYNC | OPEN | NAME


KILL = -1
"""Instead of an error number: the process ends there, as with kill -9."""

FOR_GOOD = 1 << 30


@dataclass(frozen=True)
class Fault:
    """After `after` operations of the sort `on`, the next `count` fail with `error`.

    `torn`: of a write that fails, half is done first.
    """

    on: int
    after: int
    error: int
    count: int = FOR_GOOD
    torn: bool = False


def why_not() -> str:
    """Why the shim cannot be used here; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "the shim between program and disk exists for Linux only"
    return "" if shutil.which("cc") else "no C compiler here"


def build(folder: Path) -> Path:
    """Compile the shim into `folder`."""
    library = folder / "shim.so"
    command = ["cc", "-O1", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return library


class Control:
    """The shim inside this process, loaded by LD_PRELOAD."""

    @cached_property
    def _library(self) -> ctypes.CDLL:
        library = ctypes.CDLL(None)
        library.torture_arm.argtypes = [
            ctypes.c_int, ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_int,
        ]  # fmt: skip
        library.torture_seen.restype = library.torture_fired.restype = ctypes.c_long
        return library

    def watch(self, folder: Path) -> None:
        """Look at what happens within `folder`."""
        self._library.torture_watch(os.fsencode(folder))

    def record(self, path: Path) -> None:
        """Write down from now on."""
        self._library.torture_record(os.fsencode(path))

    def mark(self, text: str) -> None:
        """Put a line of our own in the record."""
        self._library.torture_mark(text.encode())

    def arm(self, fault: Fault) -> None:
        """Begin counting towards `fault`."""
        self._library.torture_arm(fault.on, fault.after, fault.count, fault.error, fault.torn)

    def disarm(self) -> int:
        """Nothing fails any more; how many did."""
        fired = int(self._library.torture_fired())
        self._library.torture_arm(0, 0, 0, 0, 0)
        return fired
