"""`seal`: the newest position of the access log, kept outside the database.

No database engine notices that its whole file was put back to an older copy. So the number and
hash of the newest log entry stand in this file, authenticated under a key derived from the
database key. The same stands, unauthenticated, on every PC that opened the school, with the
fingerprint of the log's first signing key.

The order is: commit, then seal. So a database ahead of its seal is normal after a crash; one
behind it is the alarm.
"""

import enum
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.vault.encoding import decode_bytes, encode_bytes, field_number, field_text
from app.vault.files import (
    FileProblem,
    FileUnreadable,
    canonical_json,
    read_json,
    read_limited,
    write_atomically,
)
from app.vault.state_folder import state_file, state_folder

FORMAT = "leerlingdossier-seal"
VERSION = 1
PURPOSE = "seal"
"""For `Database.key_for`."""


@dataclass(frozen=True)
class Position:
    """The newest entry of the log: its number (0: none yet) and its SHA-256 as hex."""

    number: int
    digest: str


class SealState(enum.Enum):
    """How database, seal and this PC's memory agree."""

    EQUAL = "equal"
    DATABASE_AHEAD = "database_ahead"
    """Normal after a crash: seal again."""
    CUT_OFF = "cut_off"
    """Alarm: the database itself knows of entries that are no longer there."""
    DATABASE_BEHIND = "database_behind"
    """Alarm: an older database was put back beside the newer seal."""
    FOLDER_BEHIND = "folder_behind"
    """Alarm: database and seal agree, but this PC has seen a newer log."""
    DIFFERENT = "different"
    """Alarm: the entry at the sealed number is another one."""
    DIVERGED = "diverged"
    """Alarm: the entry that this PC remembers is another one now."""
    MISSING = "missing"
    """The seal was deleted."""
    ALTERED = "altered"
    """The seal was changed, or is of another school or key."""


def write_seal(
    path: Path,
    key: bytes,
    school_id: str,
    position: Position,
    *,
    durable: bool = True,
    destroyed: str = "",
) -> None:
    """Write the seal in one step. `destroyed`: the newest hash of that register. Raises OSError."""
    content = _content(school_id, position, destroyed)
    mac = hmac.digest(key, canonical_json(content), "sha256")
    write_atomically(path, canonical_json({**content, "mac": encode_bytes(mac)}), durable=durable)


def read_seal(path: Path, key: bytes, school_id: str) -> Position | SealState:
    """The sealed position, or MISSING or ALTERED.

    Raises FileUnreadable when the system gives an error: that is no alarm about the seal.
    """
    found = _read(path, key, school_id)
    return found if isinstance(found, SealState) else found[0]


def read_sealed_register(path: Path, key: bytes, school_id: str) -> str:
    """The sealed hash of the newest destroyed dossier; empty when there is none, or no good seal.

    A seal that is gone is an alarm of its own; the log remembers the hash too.
    """
    found = _read(path, key, school_id)
    return "" if isinstance(found, SealState) else found[1]


def _read(path: Path, key: bytes, school_id: str) -> tuple[Position, str] | SealState:
    try:
        content = read_json(path)
    except FileNotFoundError:
        return SealState.MISSING
    except FileUnreadable:
        raise
    except FileProblem:
        return SealState.ALTERED
    destroyed = ""
    try:
        if "destroyed" in content:
            destroyed = field_text(path, content, "destroyed", 64)
        position = Position(
            field_number(path, content, "number", 0, 2**63 - 1),
            field_text(path, content, "hash", 128),
        )
        mac = decode_bytes(path, content, "mac", 32)
    except FileProblem:
        return SealState.ALTERED
    sealed = canonical_json(_content(school_id, position, destroyed))
    right = hmac.compare_digest(mac, hmac.digest(key, sealed, "sha256"))
    return (position, destroyed) if right else SealState.ALTERED


@dataclass(frozen=True)
class LogState:
    """What the database itself says of its log.

    `oldest`: number of the oldest entry (old ones may have been removed); `known_to`: the highest
    number that anything in the database speaks of; `digest_at`: the hash (hex) of an entry, None
    when it is not there.
    """

    newest: Position
    digest_at: Callable[[int], str | None]
    known_to: int = 0
    oldest: int = 1

    def has(self, position: Position) -> bool:
        """Whether this entry is in the log as it was, or may have been removed as old."""
        if position.number < self.oldest or not position.digest:
            return True
        return self.digest_at(position.number) == position.digest


def compare(
    log: LogState, sealed: Position | SealState, remembered: Position | None = None
) -> SealState:
    """What the log in the database, the seal and this PC's memory say together."""
    newest = log.newest
    if log.known_to > newest.number:
        return SealState.CUT_OFF
    if isinstance(sealed, Position) and sealed.number > newest.number:
        return SealState.DATABASE_BEHIND
    if remembered is not None and remembered.number > newest.number:
        agrees = isinstance(sealed, Position) and log.has(sealed)
        return SealState.FOLDER_BEHIND if agrees else SealState.DATABASE_BEHIND
    if isinstance(sealed, Position) and not log.has(sealed):
        return SealState.DIFFERENT
    if remembered is not None and not log.has(remembered):
        return SealState.DIVERGED
    if isinstance(sealed, SealState):
        return sealed
    return SealState.EQUAL if newest.number == sealed.number else SealState.DATABASE_AHEAD


class RememberedPositions:
    """The newest log entry of each school that this PC has seen: random ids, numbers, hashes."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: for tests; else $LEERLINGDOSSIER_STATE, else the user's state folder."""
        self._folder = state_folder(folder)

    def newest(self, school_id: str) -> Position | None:
        """The remembered entry; None when this PC does not know the school.

        An older version of the program remembered the number alone; the hash is empty then.
        """
        kept = self._read(self._path("position", school_id))
        number, digest = kept.get("number"), kept.get("hash", "")
        if type(number) is not int or number <= 0 or not isinstance(digest, str):
            return None
        return Position(number, digest)

    def remember(self, school_id: str, position: Position) -> None:
        """Keep the newest entry. Raises OSError."""
        content = {"number": position.number, "hash": position.digest}
        # Not durable: it is a second witness, and a save must not wait for two disks.
        self._write(self._path("position", school_id), content, durable=False)

    def root(self, school_id: str) -> str:
        """The fingerprint of the log's first signing key; empty when this PC does not know it."""
        kept = self._read(self._path("root", school_id)).get("fingerprint")
        return kept if isinstance(kept, str) else ""

    def remember_root(self, school_id: str, fingerprint: str) -> None:
        """Keep the fingerprint. Raises OSError."""
        if self.root(school_id) != fingerprint:
            self._write(self._path("root", school_id), {"fingerprint": fingerprint}, durable=True)

    def _read(self, path: Path) -> dict[str, object]:
        try:
            value = json.loads(read_limited(path))
        except (OSError, FileProblem, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def _write(self, path: Path, content: dict[str, object], *, durable: bool) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, canonical_json(content), durable=durable)

    def _path(self, kind: str, school_id: str) -> Path:
        return state_file(self._folder, kind, school_id)


def _content(school_id: str, position: Position, destroyed: str) -> dict[str, object]:
    content: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "school": school_id,
        "number": position.number,
        "hash": position.digest,
    }
    if destroyed:
        content["destroyed"] = destroyed
    return content
