"""What a command is, and what it meets outside itself."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.vault import KdfParameters


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class World:
    """The clock, the wait after a wrong password, and the cost of new passwords.

    Tests hand in another; `kdf` None measures this PC.
    """

    clock: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep
    kdf: "KdfParameters | None" = None


Work = Callable[[Namespace, World], int]


def _none(_parser: ArgumentParser) -> None:
    """For a command without arguments."""


@dataclass(frozen=True)
class Command:
    """One command: its words for the help, its arguments and its work.

    `work` returns the exit code, or raises `UserError` (1) or `WrongUsage` (2). `examples` are
    command lines without the program's name.
    """

    name: str
    summary: str
    description: str
    work: Work
    arguments: Callable[[ArgumentParser], None] = _none
    examples: tuple[str, ...] = ()


class WrongUsage(Exception):
    """The command line asks something impossible; the text is one Dutch sentence without its stop.

    `where` is whose help tells more.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where
