"""One PC at a time: an operating-system lock held while the school is open.

What protects is the lock on `in-use.lock`, which the system takes back when the program ends in
whatever way. `in-use` beside it tells people who has it; an old one means nothing. It is a second
file, because Windows lets nobody read a file that is locked.

A share can lose a lock: a PC that slept, or whose cable was out, may come back after another PC
opened the school. So each holder writes a random token into `in-use`, and `HeldLock.check`, asked
before anything is written, compares it and the lock file with what this program took.
"""

import contextlib
import secrets
import socket
from dataclasses import dataclass
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from app.errors import UserError
from app.vault.files import (
    FileProblem,
    FileUnreadable,
    canonical_json,
    identity,
    read_json,
    write_atomically,
)
from app.vault.folder import SchoolFolder


class FolderInUse(UserError):
    """Somebody else has the school open."""


class FolderLost(UserError):
    """The folder was ours and is no longer: nothing more may be written in it. Final."""


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
        self._identity = identity(folder.lock)
        self._token = secrets.token_hex(16)
        self.after_crash = folder.in_use.exists()
        """Whether the one before left without closing: then the database is looked at closely."""

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
        try:
            held = cls(folder, lock)
            held._sign(who, workstation, now)
        except OSError as error:
            lock.release(force=True)
            raise UserError(
                f"In de schoolmap ‘{folder.path}’ kan niet worden geschreven. Er is niets "
                "gewijzigd. Kijk of de schijf vol is en of u er mag schrijven."
            ) from error
        return held

    def check(self) -> None:
        """Raise FolderLost when the folder is no longer ours, UserError when it is out of reach.

        Costs one `stat` and one small read. A folder that comes back as it was is ours again.
        """
        if not self._lock.is_locked:
            raise FolderLost(_lost(self._folder))
        try:
            ours = self._is_ours()
        except (OSError, FileUnreadable) as error:
            raise UserError(_out_of_reach(self._folder)) from error
        if ours:
            return
        # A share that went away takes all its files along; a take-over leaves a school behind.
        if not self._folder.school.exists():
            raise UserError(_out_of_reach(self._folder))
        raise FolderLost(_lost(self._folder))

    def release(self) -> None:
        """Give the folder back. Safe to call twice, and when the share has gone."""
        if not self._lock.is_locked:
            return
        # First the information, while the lock still keeps others from writing theirs; and only
        # our own: after a take-over the file is that of another PC.
        with contextlib.suppress(OSError, FileUnreadable):
            if self._is_ours():
                self._folder.in_use.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._lock.release(force=True)

    def _sign(self, who: str, workstation: str, now: datetime) -> None:
        info = {
            "who": who,
            "workstation": workstation,
            "since": now.isoformat(),
            "token": self._token,
        }
        write_atomically(self._folder.in_use, canonical_json(info))

    def _is_ours(self) -> bool:
        try:
            if identity(self._folder.lock) != self._identity:
                return False
            return read_json(self._folder.in_use).get("token") == self._token
        except FileNotFoundError:
            return False
        except FileUnreadable:
            raise
        except FileProblem:
            return False


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


def _lost(folder: SchoolFolder) -> str:
    info = read_in_use(folder)
    who = f" ({info.who} op pc ‘{info.workstation}’)" if info else ""
    return (
        f"Een andere pc heeft de school ‘{folder.path.stem}’ intussen geopend{who}, of de "
        "schoolmap is verplaatst of teruggezet. Wat u eerder hebt opgeslagen, is bewaard; het "
        "laatste is niet opgeslagen en er is niets in de map geschreven. Uw tekst blijft als "
        "concept bewaard. Meld u opnieuw aan en sla hem opnieuw op."
    )


def _out_of_reach(folder: SchoolFolder) -> str:
    return (
        f"De schoolmap ‘{folder.path}’ is niet bereikbaar. Wat u eerder hebt opgeslagen, is "
        "bewaard; het laatste niet. Kijk of de schijf of netwerkmap er weer is en sla opnieuw op."
    )
