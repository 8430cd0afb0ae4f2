"""Reading and writing single files of the school folder so that a crash leaves the old or the new.

Everything in the folder may have been changed by somebody else who can reach it. So nothing is
read without a size limit, and symbolic links are refused: a key file or seal that points
elsewhere could make the program read or overwrite a file outside the folder.
"""

import contextlib
import json
import os
import secrets
import stat
import sys
import time
from pathlib import Path
from typing import Any

from app.errors import UserError

MAX_SMALL_FILE = 64 * 1024
"""Largest key file, seal or other small JSON file that is read, in bytes."""

_REPLACE_ATTEMPTS = 20
_REPLACE_PAUSE = 0.05


class FileProblem(UserError):
    """A file of the school folder cannot be read or is not what it should be; names the file."""

    def __init__(self, path: Path, what: str, what_now: str) -> None:
        self.path = path
        super().__init__(f"Het bestand ‘{path.name}’ in de map ‘{path.parent}’ {what} {what_now}")


class FileUnreadable(FileProblem):
    """The system could not read the file just now; that says nothing about what stands in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "kan niet worden gelezen.", _UNREADABLE_ADVICE)


_UNREADABLE_ADVICE = (
    "Er is niets gewijzigd. Kijk of de schijf of netwerkmap bereikbaar is en of u er rechten op "
    "hebt, en probeer het opnieuw."
)

BACKUP_ADVICE = (
    "Er is niets gewijzigd. Zet dit bestand terug uit een reservekopie (map ‘backups’ van de "
    "school) en probeer het opnieuw."
)


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys, no blanks and ASCII only: the same bytes everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def identity(path: Path) -> tuple[int, int]:
    """Which file stands at `path`: device and number. Raises OSError.

    Another file that took its place has another identity as long as somebody holds the first one
    open. Some network file systems give 0 to all: then this tells nothing and harms nothing.
    """
    status = path.stat()
    return status.st_dev, status.st_ino


def fsync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut (POSIX; Windows has no such call)."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # some network file systems refuse it; the rename stands
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def fsync_file(path: Path) -> None:
    """Make what was written in a file survive a power cut. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(source: Path, target: Path) -> None:
    # On Windows a virus scanner or indexer holds a fresh file open for a moment.
    for attempt in range(_REPLACE_ATTEMPTS):
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == _REPLACE_ATTEMPTS - 1:
                raise
            time.sleep(_REPLACE_PAUSE)


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` at `path` in one step; with `durable` it is on the disk when this returns.

    Raises OSError; the file that stood there is then unharmed.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(temporary, flags, 0o660)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        _replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        fsync_folder(path.parent)


def read_limited(path: Path, limit: int = MAX_SMALL_FILE) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Raises FileNotFoundError when it is not there and FileProblem for anything else.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    # O_NONBLOCK: opening a named pipe that someone put there would otherwise wait for ever.
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if stat.S_ISLNK(path.lstat().st_mode):
            raise FileProblem(path, "is een verwijzing naar een ander bestand.", BACKUP_ADVICE)
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FileUnreadable(path) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileProblem(path, "is geen gewoon bestand.", BACKUP_ADVICE)
    with os.fdopen(descriptor, "rb") as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise FileUnreadable(path) from error
    if len(data) > limit:
        raise FileProblem(path, "is veel te groot en dus niet echt.", BACKUP_ADVICE)
    return data


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a small file; FileProblem when it is anything else."""
    data = read_limited(path)
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FileProblem(path, "is beschadigd (geen geldige JSON).", BACKUP_ADVICE) from error
    if not isinstance(value, dict):
        raise FileProblem(path, "is beschadigd (geen JSON-object).", BACKUP_ADVICE)
    return value
