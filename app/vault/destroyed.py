"""`destroyed`: which dossiers were destroyed, so that no old backup brings one back.

Lines are only ever added. Each is chained to the one before it by SHA-256 and authenticated under a
key derived from the database key; the hash of the newest stands in the seal and in the log entry of
the destruction. Ids are random and say nothing about a pupil.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.vault.files import FileProblem, canonical_json, read_limited, write_atomically

PURPOSE = "destroyed"
"""For `Database.key_for`."""

MAX_FILE = 8 * 1024 * 1024
"""About 25,000 dossiers."""

FIRST_PREVIOUS = "0" * 64
_GROUND = re.compile(r"[a-z0-9_]{1,40}")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_WAY_OUT = (
    "Er is niets gewijzigd. In elke reservekopie (map ‘backups’) staat ook een bestand "
    "‘destroyed’: zet het nieuwste daarvan terug in de schoolmap en probeer het opnieuw."
)


@dataclass(frozen=True)
class Destroyed:
    """One destroyed dossier. `ground` is a code of the retention rules."""

    pupil_id: str
    on: date
    ground: str


@dataclass(frozen=True)
class Register:
    """All lines, oldest first, with the hash of each (hex)."""

    lines: tuple[Destroyed, ...] = ()
    hashes: tuple[str, ...] = ()

    @property
    def newest(self) -> str:
        """The hash of the newest line; empty when nothing was destroyed yet."""
        return self.hashes[-1] if self.hashes else ""

    @property
    def pupil_ids(self) -> frozenset[str]:
        """Whose dossiers must not come back."""
        return frozenset(one.pupil_id for one in self.lines)

    def reaches(self, known: str) -> bool:
        """Whether the line with the hash `known` (of seal or log) stands in it; empty: always."""
        return not known or known in self.hashes


class RegisterBroken(FileProblem):
    """The register is missing, altered or older than the seal or the log knows."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, what, _WAY_OUT)


def read_register(path: Path, key: bytes, known: Sequence[str] = ()) -> Register:
    """Read and check the register; a file that is not there holds nothing.

    `known` are the newest hashes that seal, log or backups remember (empty ones do not count).
    Raises RegisterBroken.
    """
    try:
        data = read_limited(path, MAX_FILE)
    except FileNotFoundError:
        if any(known):
            raise RegisterBroken(
                path, "ontbreekt, en zonder dit register kan een vernietigd dossier terugkomen."
            ) from None
        return Register()
    register = _parsed(path, data, key)
    if not all(register.reaches(one) for one in known):
        raise RegisterBroken(
            path,
            "is ouder dan het zegel, het toegangslog of een reservekopie: er ontbreken regels.",
        )
    return register


def append(path: Path, key: bytes, dossiers: Sequence[Destroyed]) -> Register:
    """Add lines, on the disk when this returns, and give the whole register.

    Called before the rows are deleted: after a crash in between the register is the intention that
    is still to be carried out. A dossier that stands in it already is not added again. Raises
    RegisterBroken, OSError.
    """
    register = read_register(path, key)
    known = set(register.pupil_ids)
    lines, hashes = list(register.lines), list(register.hashes)
    for one in dossiers:
        if one.pupil_id in known:
            continue
        known.add(one.pupil_id)
        content = _content(one, len(lines) + 1, hashes[-1] if hashes else FIRST_PREVIOUS)
        lines.append(one)
        hashes.append(hashlib.sha256(canonical_json(content)).hexdigest())
    longer = Register(tuple(lines), tuple(hashes))
    if longer != register:
        write_atomically(path, _written(longer, key))
    return longer


def remac(path: Path, old_key: bytes, new_key: bytes) -> None:
    """Authenticate the same lines under a new key (rotation); hashes and lines stay.

    A register that the new key opens already is left as it is, so a half rotation may call this
    again. Raises RegisterBroken, OSError.
    """
    try:
        data = read_limited(path, MAX_FILE)
    except FileNotFoundError:
        return
    try:
        _parsed(path, data, new_key)
    except RegisterBroken:
        write_atomically(path, _written(_parsed(path, data, old_key), new_key))


def _written(register: Register, key: bytes) -> bytes:
    rows, previous = [], FIRST_PREVIOUS
    for number, (one, digest) in enumerate(zip(register.lines, register.hashes, strict=True), 1):
        mac = hmac.digest(key, bytes.fromhex(digest), "sha256").hex()
        rows.append(canonical_json({**_content(one, number, previous), "mac": mac}))
        previous = digest
    return b"".join(row + b"\n" for row in rows)


def _content(one: Destroyed, number: int, previous: str) -> dict[str, object]:
    if not _ID.fullmatch(one.pupil_id) or not _GROUND.fullmatch(one.ground):
        raise ValueError("not a pupil's id or a ground's code")
    return {
        "number": number,
        "pupil": one.pupil_id,
        "on": one.on.isoformat(),
        "ground": one.ground,
        "previous": previous,
    }


def _parsed(path: Path, data: bytes, key: bytes) -> Register:
    lines: list[Destroyed] = []
    hashes: list[str] = []
    if data and not data.endswith(b"\n"):
        raise RegisterBroken(path, "is afgebroken of veranderd.")
    for number, row in enumerate(data.splitlines(), 1):
        previous = hashes[-1] if hashes else FIRST_PREVIOUS
        try:
            found = json.loads(row)
            one = Destroyed(found["pupil"], date.fromisoformat(found["on"]), found["ground"])
            content = canonical_json(_content(one, number, previous))
            mac = bytes.fromhex(found["mac"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise RegisterBroken(path, f"is beschadigd of veranderd (regel {number}).") from None
        digest = hashlib.sha256(content)
        expected = hmac.digest(key, digest.digest(), "sha256")
        whole = canonical_json({**json.loads(content), "mac": expected.hex()})
        if not hmac.compare_digest(mac, expected) or whole != row:
            raise RegisterBroken(path, f"is beschadigd of veranderd (regel {number}).")
        lines.append(one)
        hashes.append(digest.hexdigest())
    return Register(tuple(lines), tuple(hashes))
