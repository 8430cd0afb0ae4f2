"""One PC at a time: an operating-system lock held while the school is open.

What protects is the lock on `in-use.lock`, which the system takes back when the program ends in
whatever way. `in-use` beside it only tells people who has it; an old one means nothing. It is a
second file, because Windows lets nobody read a file that is locked.
"""

import contextlib
import socket
from dataclasses import dataclass
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from app.errors import UserError
from app.vault.files import FileProblem, canonical_json, read_json, write_atomically
from app.vault.folder import SchoolFolder


class FolderInUse(UserError):
    """Somebody else has the school open."""


@dataclass(frozen=True)
class InUse:
    """Who has the school open, as far as known."""

    who: str
    workstation: str
    since: datetime


def this_workstation() -> str:
    """The name of this PC."""
    return socket.gethostname()[:100] or "onbekend"


class HeldLock:
    """The lock on a school folder, from `acquire` to `release`."""

    def __init__(self, folder: SchoolFolder, lock: FileLock) -> None:
        self._folder = folder
        self._lock = lock

    @classmethod
    def acquire(
        cls, folder: SchoolFolder, *, who: str, workstation: str, now: datetime
    ) -> "HeldLock":
        """Take the lock or raise FolderInUse (who has it) at once. `now` is aware."""
        lock = FileLock(
            folder.lock,
            timeout=0,
            thread_local=False,  # opened in a worker thread, closed from another
            # The fallback is a file whose age decides: a crash would leave it behind.
            fallback_to_soft=False,
        )
        try:
            lock.acquire()
        except (Timeout, RuntimeError) as error:
            raise FolderInUse(_who_has_it(folder)) from error
        except OSError as error:
            raise UserError(
                f"De schoolmap ‘{folder.path}’ kan niet worden vergrendeld, en zonder dat "
                "kunnen twee pc's elkaars werk overschrijven. Er is niets gewijzigd. Kijk of de "
                "schijf of netwerkmap bereikbaar is en of u er mag schrijven."
            ) from error
        held = cls(folder, lock)
        try:
            info = {"who": who, "workstation": workstation, "since": now.isoformat()}
            write_atomically(folder.in_use, canonical_json(info))
        except OSError as error:
            held.release()
            raise UserError(
                f"In de schoolmap ‘{folder.path}’ kan niet worden geschreven. Er is niets "
                "gewijzigd. Kijk of de schijf vol is en of u er mag schrijven."
            ) from error
        return held

    def release(self) -> None:
        """Give the folder back. Safe to call twice, and when the share has gone."""
        if not self._lock.is_locked:
            return
        # First the information, while the lock still keeps others from writing theirs.
        with contextlib.suppress(OSError):
            self._folder.in_use.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._lock.release(force=True)


def read_in_use(folder: SchoolFolder) -> InUse | None:
    """Who says to have the folder open; None when nothing sensible stands there."""
    try:
        content = read_json(folder.in_use)
        since = datetime.fromisoformat(str(content["since"]))
        if since.tzinfo is None:
            since = since.replace(tzinfo=UTC)
        who, workstation = str(content["who"])[:100], str(content["workstation"])[:100]
    except (OSError, FileProblem, KeyError, ValueError):
        return None
    return InUse(who, workstation, since)


def _who_has_it(folder: SchoolFolder) -> str:
    info = read_in_use(folder)
    advice = (
        "Een school kan op één pc tegelijk open zijn. Er is niets gewijzigd. Sluit of vergrendel "
        "het programma daar en meld u dan opnieuw aan."
    )
    if info is None:
        return f"De school ‘{folder.path.stem}’ is al geopend, op deze of een andere pc. {advice}"
    since = info.since.astimezone().strftime("%d-%m-%Y om %H:%M uur")
    return (
        f"De school ‘{folder.path.stem}’ is al geopend door {info.who} op pc "
        f"‘{info.workstation}’ (sinds {since}). {advice}"
    )
