"""`keys/pending`: what happened before anyone was signed in, sealed to the school's public key.

Nobody can read a line without a slot of the school. Each line holds its number and the SHA-256 of
the line before it, so that a missing line shows; the next sign-in takes the lines into the access
log and clears them, leaving a first line that says where the chain stood.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.vault.encoding import decode_bytes, encode_bytes
from app.vault.files import (
    FileProblem,
    canonical_json,
    read_json,
    read_limited,
    write_atomically,
)
from app.vault.state_folder import state_file, state_folder

FAILED_SIGN_IN = "failed_sign_in"
ROLES_WITHOUT_KEYS = "roles_without_keys"
"""The password was right, but the database gives roles that the key file has no keys for."""

STAFF_ALTERED = "staff_altered"
"""The password was right, but staff, roles or groups are not as the log says."""

LAST_DAY_PASSED = "last_day_passed"
"""The password was right, but the last day of this person has passed."""

SHORTENED = "shortened"
"""Not in the file: this PC has seen more lines than there are now."""

MAX_FILE = 8 * 1024 * 1024
"""When the file is full nothing is added: filling the disk would be the next attack."""

UNKNOWN_NAME = "een onbekende naam"
"""Kept in the place of what was typed as a name and resembles no name of the school."""

_START = "0" * 64
_MAX_TEXT = 100
_WAIT = 2.0
_YEARS = range(1900, 3000)


@dataclass(frozen=True)
class PendingEvent:
    """One thing that happened before sign-in; `readable` False: the line could not be opened."""

    number: int
    at: datetime | None
    kind: str
    name: str
    workstation: str
    readable: bool = True
    follows: bool = True
    """Whether it follows on the line before it; False: lines were removed or added."""
    digest: str = ""
    """SHA-256 (hex) of the line, which stands for all lines before it too; empty without one."""


@dataclass(frozen=True)
class Taken:
    """The events in the file and the exact bytes they stood in, for `clear`."""

    events: tuple[PendingEvent, ...]
    data: bytes
    number: int = 0
    """The newest number in the file; 0 when there never was a line, or the file is gone."""


def append(
    path: Path, public_key: bytes, *, at: datetime, kind: str, name: str, workstation: str
) -> int:
    """Add one event, on the disk when this returns; the newest number in the file.

    Raises OSError or FileProblem.
    """
    with _short_lock(path):
        data = _read(path)
        lines = _lines(data)
        number, previous = _position(lines)
        content = {
            "at": at.astimezone(UTC).isoformat(),
            "kind": kind,
            "name": name[:_MAX_TEXT],
            "number": number + 1,
            "previous": previous,
            "workstation": workstation[:_MAX_TEXT],
        }
        sealed = SealedBox(PublicKey(public_key)).encrypt(canonical_json(content))
        line = f"{number + 1} {encode_bytes(sealed)}\n".encode("ascii")
        if data and not data.endswith(b"\n"):
            data += b"\n"  # a line cut short by a power cut stays, and is reported
        if len(data) + len(line) > MAX_FILE:
            return number
        write_atomically(path, data + line)
        return number + 1


def take(path: Path, private_keys: Sequence[bytes]) -> Taken:
    """All events; a line that cannot be opened is among them, as not readable.

    Several keys may serve: around a change of keys another PC may still have used the old one.
    Raises FileProblem when the file as a whole cannot be read.
    """
    data = _read(path)
    boxes = [SealedBox(PrivateKey(key)) for key in private_keys]
    lines = _lines(data)
    events = []
    number, previous = 0, _START
    for line in lines:
        if line.startswith(b"#"):
            number, previous = _anchor(line)
            continue
        event = _open_line(path, boxes, line, number + 1, previous)
        number, previous = event.number, hashlib.sha256(line).hexdigest()
        events.append(replace(event, digest=previous))
    return Taken(tuple(events), data, number)


def clear(path: Path, taken: Taken) -> None:
    """Remove what was taken out, and nothing that came after it. Raises OSError, FileProblem."""
    if not taken.data:
        return
    with _short_lock(path):
        data = _read(path)
        if not data.startswith(taken.data):
            return  # exchanged in between: leave it for the next sign-in to report
        number, previous = _position(_lines(taken.data))
        rest = data[len(taken.data) :].lstrip(b"\n")
        write_atomically(path, f"#{number} {previous}\n".encode("ascii") + rest)


@contextlib.contextmanager
def _short_lock(path: Path) -> Iterator[None]:
    # Two PCs may refuse someone at the same moment, and neither has the folder's own lock.
    lock = FileLock(
        path.with_name("pending.lock"), timeout=_WAIT, thread_local=False, fallback_to_soft=False
    )
    try:
        lock.acquire()
    except Timeout as error:
        raise OSError("keys/pending is busy") from error
    try:
        yield
    finally:
        lock.release()


def _read(path: Path) -> bytes:
    try:
        return read_limited(path, MAX_FILE)
    except FileNotFoundError:
        return b""


def _lines(data: bytes) -> list[bytes]:
    return [line for line in data.split(b"\n") if line]


def _anchor(line: bytes) -> tuple[int, str]:
    number, _, digest = line[1:].decode("ascii", "replace").partition(" ")
    if number.isascii() and number.isdigit() and len(number) < 16 and len(digest) == 64:
        return int(number), digest
    return 0, _START


def _line_number(line: bytes) -> int | None:
    head = line.partition(b" ")[0]
    return int(head) if head.isdigit() and len(head) < 16 else None


def _position(lines: list[bytes]) -> tuple[int, str]:
    """Number and hash of the last line."""
    number, previous = 0, _START
    for line in lines:
        if line.startswith(b"#"):
            number, previous = _anchor(line)
        else:
            stated = _line_number(line)
            number = stated if stated is not None else number + 1
            previous = hashlib.sha256(line).hexdigest()
    return number, previous


def _open_line(
    path: Path,
    boxes: Sequence[SealedBox[PrivateKey]],
    line: bytes,
    expected: int,
    previous: str,
) -> PendingEvent:
    stated = _line_number(line)
    number = stated if stated is not None else expected
    try:
        text = line.partition(b" ")[2].decode("ascii")
        sealed = decode_bytes(path, {"line": text}, "line")
        content = json.loads(_decrypt(boxes, sealed))
        at = datetime.fromisoformat(content["at"])
        if at.year not in _YEARS:  # others have no local time everywhere
            raise ValueError("no moment that a clock can show")
        kind, name, workstation = (
            str(content[field])[:_MAX_TEXT] for field in ("kind", "name", "workstation")
        )
        follows = (
            number == expected and content["number"] == number and content["previous"] == previous
        )
    except (CryptoError, FileProblem, ValueError, KeyError, TypeError, RecursionError):
        return PendingEvent(number, None, "", "", "", readable=False, follows=False)
    return PendingEvent(number, at, kind, name, workstation, follows=follows)


def _decrypt(boxes: Sequence[SealedBox[PrivateKey]], sealed: bytes) -> bytes:
    for box in boxes:
        with contextlib.suppress(CryptoError):
            return box.decrypt(sealed)
    raise CryptoError("no key of ours opens this line")


class RememberedAttempts:
    """The newest number in `pending` that this PC has seen of each school."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: for tests; else the state folder of this PC."""
        self._folder = state_folder(folder)

    def newest(self, school_id: str) -> int:
        """The remembered number; 0 when this PC does not know the school."""
        try:
            value = read_json(state_file(self._folder, "pending", school_id))
        except (OSError, FileProblem):
            return 0
        number = value.get("number")
        return number if type(number) is int and number > 0 else 0

    def remember(self, school_id: str, number: int) -> None:
        """Keep `number`. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = state_file(self._folder, "pending", school_id)
        write_atomically(path, canonical_json({"number": number}), durable=False)
