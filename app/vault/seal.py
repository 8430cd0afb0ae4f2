"""`seal`: the newest position of the access log, kept outside the database.

No database engine notices that its whole file was put back to an older copy. So the number and
hash of the newest log entry stand in this file, authenticated under a key derived from the
database key, and the bare number on every PC that opened the school.

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
from app.vault.files import FileProblem, canonical_json, read_json, read_limited, write_atomically
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
    DATABASE_BEHIND = "database_behind"
    """Alarm: an older copy was put back, or entries were cut off."""
    DIFFERENT = "different"
    """Alarm: the entry at the sealed number is another one."""
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
    """The sealed position, or MISSING or ALTERED."""
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


def compare(
    newest: Position,
    sealed: Position | SealState,
    remembered: int,
    digest_at: Callable[[int], str | None],
) -> SealState:
    """What the log's newest entry, the seal and this PC's remembered number say together.

    `digest_at(number)` gives the digest of an entry in the database, None when it is not there.
    """
    if remembered > newest.number:
        return SealState.DATABASE_BEHIND
    if isinstance(sealed, SealState):
        return sealed
    if newest.number < sealed.number:
        return SealState.DATABASE_BEHIND
    if newest.number == sealed.number:
        return SealState.EQUAL if newest.digest == sealed.digest else SealState.DIFFERENT
    if sealed.number > 0 and digest_at(sealed.number) != sealed.digest:
        return SealState.DIFFERENT
    return SealState.DATABASE_AHEAD


class RememberedPositions:
    """The newest log number of each school that this PC has seen; only random ids and numbers."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: for tests; else $LEERLINGDOSSIER_STATE, else the user's state folder."""
        self._folder = state_folder(folder)

    def newest(self, school_id: str) -> int:
        """The remembered number; 0 when this PC does not know the school."""
        try:
            value = json.loads(read_limited(self._path(school_id)))
        except (OSError, FileProblem, ValueError, RecursionError):
            return 0
        number = value.get("number") if isinstance(value, dict) else None
        return number if type(number) is int and number > 0 else 0

    def remember(self, school_id: str, number: int) -> None:
        """Keep `number`. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # Not durable: it is a second witness, and a save must not wait for two disks.
        write_atomically(self._path(school_id), canonical_json({"number": number}), durable=False)

    def _path(self, school_id: str) -> Path:
        return state_file(self._folder, "position", school_id)


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
