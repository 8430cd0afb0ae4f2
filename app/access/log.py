"""The access log: an append-only SHA-256 chain of who did what, when, with whom, on what ground.

Fields follow NEN 7513 and the vocabulary of the Logboek dataverwerkingen. Free text (a reason, the
words of a search) stands in a side table; the chained entry holds its salted hash only, so that a
destroyed dossier's text can go while the chain still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, func, insert, select

from app.access.tables import log_entry, log_session, log_text
from app.vault import LogState, Position
from app.vault.schema import Row

FIRST_PREVIOUS = bytes(32)
EMPTY = Position(0, FIRST_PREVIOUS.hex())
_SALT_BYTES = 16
CHAINED = (
    "number",
    "time",
    "session",
    "staff_id",
    "role",
    "workstation",
    "event",
    "pupil_id",
    "category",
    "object_kind",
    "object_id",
    "ground",
    "outcome",
    "digest",
    "text_hash",
    "previous",
)
_CONTENT = tuple(name for name in CHAINED if name not in ("number", "previous"))
_ABSENT = b"\xff\xff\xff\xff"


class Event(StrEnum):
    """What happened."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    LOCK = "lock"
    VIEW = "view"
    SEARCH = "search"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    UNDO = "undo"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    FINALISE = "finalise"
    INFORM = "inform"
    SEND = "send"
    VERIFY = "verify"
    BACKUP = "backup"
    RESTORE = "restore"
    CHECK = "check"
    DESTROY = "destroy"
    SETTINGS = "settings"
    TRIM = "trim"
    ALARM = "alarm"
    DIGEST = "digest"
    EMERGENCY = "emergency"
    ACKNOWLEDGE = "acknowledge"
    KEYS = "keys"


EVENT_NAMES = {
    Event.SIGN_IN: "aangemeld",
    Event.SIGN_IN_FAILED: "aanmelden mislukt",
    Event.SIGN_OUT: "afgemeld",
    Event.LOCK: "vergrendeld",
    Event.VIEW: "ingezien",
    Event.SEARCH: "lijst opgevraagd",
    Event.CREATE: "toegevoegd",
    Event.CHANGE: "gewijzigd",
    Event.DELETE: "verwijderd",
    Event.UNDO: "hersteld",
    Event.PRINT: "afgedrukt of PDF gemaakt",
    Event.EXPORT: "geëxporteerd",
    Event.IMPORT: "geïmporteerd",
    Event.FINALISE: "vastgesteld",
    Event.INFORM: "ouders geïnformeerd",
    Event.SEND: "verzonden",
    Event.VERIFY: "gecontroleerd",
    Event.BACKUP: "reservekopie gemaakt",
    Event.RESTORE: "reservekopie teruggezet",
    Event.CHECK: "school gecontroleerd",
    Event.DESTROY: "vernietigd",
    Event.SETTINGS: "instelling gewijzigd",
    Event.TRIM: "oude regels verwijderd",
    Event.ALARM: "waarschuwing",
    Event.DIGEST: "dossier vastgelegd",
    Event.EMERGENCY: "noodkaart geopend",
    Event.ACKNOWLEDGE: "noodtoegang beoordeeld",
    Event.KEYS: "sleutels",
}


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Origin:
    """Where entries come from: a session, a member of staff in a role, a workstation."""

    session: int
    staff_id: str
    role: str
    workstation: str


@dataclass(frozen=True)
class LogEvent:
    """One thing that happened, before it is chained."""

    event: Event
    pupil_id: str | None = None
    category: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    ground: str | None = None
    outcome: Outcome = Outcome.DONE
    digest: bytes | None = None
    text: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def timestamp(now: datetime) -> str:
    """UTC, microseconds, `Z`: sorts as text."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(stamp: str) -> datetime:
    """The moment that `timestamp` wrote."""
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def entry_hash(row: Row) -> bytes:
    """SHA-256 over the chained fields, each as a 4-byte big-endian length and its bytes (UTF-8).

    An absent field is the length 0xFFFFFFFF alone; numbers are written in decimal. docs/FORMAT.md
    holds the same in prose.
    """
    return _hash_of(row, CHAINED)


def content_hash(row: Row) -> bytes:
    """As `entry_hash`, without the entry's place: `number` and `previous`."""
    return _hash_of(row, _CONTENT)


def _hash_of(row: Row, names: Sequence[str]) -> bytes:
    digest = hashlib.sha256()
    for name in names:
        value = row[name]
        if value is None:
            digest.update(_ABSENT)
            continue
        data = value if isinstance(value, bytes) else str(value).encode("utf-8")
        digest.update(len(data).to_bytes(4, "big"))
        digest.update(data)
    return digest.digest()


def text_hash(salt: bytes, text: str) -> bytes:
    """The hash that stands in the chain for free text."""
    return hashlib.sha256(salt + text.encode("utf-8")).digest()


def head(connection: Connection) -> Position:
    """The newest entry."""
    newest = select(log_entry.c.number, log_entry.c.hash).order_by(log_entry.c.number.desc())
    row = connection.execute(newest.limit(1)).first()
    return Position(row.number, row.hash.hex()) if row else EMPTY


def log_state(connection: Connection) -> LogState:
    """What the database says of its log; to be used within the transaction."""

    def digest_at(number: int) -> str | None:
        found = connection.execute(select(log_entry.c.hash).where(log_entry.c.number == number))
        digest = found.scalar()
        return digest.hex() if digest else None

    def most(column: Column[int]) -> int:
        return connection.execute(select(func.max(column))).scalar() or 0

    oldest = connection.execute(select(func.min(log_entry.c.number))).scalar()
    return LogState(
        head(connection),
        digest_at,
        known_to=max(
            most(log_session.c.last_entry), most(log_session.c.first_entry), most(log_text.c.number)
        ),
        oldest=oldest or 1,
    )


def newest_digest(connection: Connection, pupil_id: str | None) -> bytes | None:
    """What the log says the digest of a dossier is, or for None that of the school's own data."""
    about = log_entry.c.pupil_id
    query = (
        select(log_entry.c.digest)
        .where(
            about.is_(None) if pupil_id is None else about == pupil_id,
            log_entry.c.digest.is_not(None),
        )
        .order_by(log_entry.c.number.desc())
        .limit(1)
    )
    found: bytes | None = connection.execute(query).scalar()
    return found


def append(connection: Connection, origin: Origin, event: LogEvent, now: datetime) -> Position:
    """Add one entry within the caller's transaction and return the new head."""
    return append_all(connection, origin, [event], now)


def append_all(
    connection: Connection, origin: Origin, events: Sequence[LogEvent], now: datetime
) -> Position:
    """Add entries in order within the caller's transaction and return the new head."""
    position = head(connection)
    rows: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for event in events:
        row, text = _row(position, origin, event, timestamp(now))
        rows.append(row)
        texts.extend(text)
        position = Position(row["number"], row["hash"].hex())
    if rows:
        connection.execute(insert(log_entry), rows)
    if texts:
        connection.execute(insert(log_text), texts)
    return position


def _row(
    previous: Position, origin: Origin, event: LogEvent, time: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    number = previous.number + 1
    texts: list[dict[str, Any]] = []
    hashed: bytes | None = None
    said = {key: text for key, text in event.text.items() if text}
    if said:
        salt = secrets.token_bytes(_SALT_BYTES)
        # Half a character (a name typed at sign-in may hold one) must not stop the log.
        text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        hashed = text_hash(salt, text.decode("utf-8"))
        texts.append({"number": number, "salt": salt, "text": text.decode("utf-8")})
    row: dict[str, Any] = {
        "number": number,
        "time": time,
        "session": origin.session,
        "staff_id": origin.staff_id,
        "role": origin.role,
        "workstation": origin.workstation,
        "event": event.event.value,
        "pupil_id": event.pupil_id,
        "category": event.category,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "ground": event.ground,
        "outcome": event.outcome.value,
        "digest": event.digest,
        "text_hash": hashed,
        "previous": bytes.fromhex(previous.digest),
    }
    row["hash"] = entry_hash(row)
    return row, texts
