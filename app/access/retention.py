"""The log's own retention: old entries go, from the front only, and what stays still verifies.

Only whole closed sessions go. A checkpoint takes their place; the entry that records the removal
names its digest, so that the next signature vouches for it. Who removes entries in any other way
leaves a log that does not verify.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from app import resources
from app.access.checkpoint import OBJECT_KIND, Checkpoint, root_key
from app.access.log import Event, LogEvent, moment, timestamp
from app.access.session import Session
from app.access.tables import log_checkpoint, log_entry, log_session, log_text

_STANDING = ("roster", "keys_taken", "rotation", "recovery")
"""Kinds of KEYS entries that say how things are, so the newest of each outlives its day."""

_OF_A_DAY = ("made", "tried")
"""That the recovery code proved good on a day cannot be said again on another day."""

_FACTS = resources.load("log.toml")["retention"]
DEFAULT_YEARS: int = _FACTS["years"]
YEARS = range(_FACTS["least"], _FACTS["most"] + 1)
"""What a school may choose from."""


@dataclass(frozen=True)
class Removal:
    """What would be removed: entries `first` to `last`, from `first_day` to `last_day`."""

    first: int
    last: int
    sessions: int
    first_day: date
    last_day: date

    @property
    def entries(self) -> int:
        """How many entries."""
        return self.last - self.first + 1


def kept_from(today: date, years: int) -> date:
    """The first day that is still kept."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - years, day=day)


def due(connection: Connection, before: datetime) -> Removal | None:
    """The whole signed sessions at the front that were closed before this moment."""
    last = _last_session(connection, before)
    if last is None:
        return None
    first = select(log_entry.c.number, log_entry.c.time).order_by(log_entry.c.number).limit(1)
    oldest = connection.execute(first).one()
    sessions = select(func.count()).where(log_session.c.number <= last["number"])
    return Removal(
        first=oldest.number,
        last=last["last_entry"],
        sessions=connection.execute(sessions).scalar() or 0,
        first_day=moment(oldest.time).astimezone().date(),
        last_day=moment(last["closed_at"]).astimezone().date(),
    )


def trim(session: Session, connection: Connection, before: datetime) -> Removal | None:
    """Remove what is `due`, within the caller's transaction; what was removed.

    The caller has asked whether this person may, and logs that. What later acts are compared with
    outlives its entry, by a fresh one: the newest digest of each dossier and of the school, and
    what the log says of keys.
    """
    removal, last = due(connection, before), _last_session(connection, before)
    root = root_key(connection)
    if removal is None or last is None or root is None:
        return None
    checkpoint = Checkpoint(
        number=removal.last,
        hash=last["head"],
        session=last["number"],
        next_public_key=last["next_public_key"],
        root_public_key=root,
        made_at=timestamp(session.clock()),
    )
    session.record(
        connection,
        *_digests(connection, removal.last),
        *_keys(connection, removal.last),
        LogEvent(
            Event.TRIM,
            object_kind=OBJECT_KIND,
            object_id=checkpoint.object_id,
            text={"removed": f"regel {removal.first} tot en met {removal.last}"},
        ),
    )
    connection.execute(delete(log_text).where(log_text.c.number <= removal.last))
    connection.execute(delete(log_entry).where(log_entry.c.number <= removal.last))
    connection.execute(delete(log_session).where(log_session.c.number <= last["number"]))
    connection.execute(delete(log_checkpoint))
    connection.execute(insert(log_checkpoint).values(**vars(checkpoint)))
    return removal


def _last_session(connection: Connection, before: datetime) -> dict[str, Any] | None:
    query = (
        select(log_session)
        .where(log_session.c.signature.is_not(None), log_session.c.closed_at < timestamp(before))
        .order_by(log_session.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def _keys(connection: Connection, last: int) -> list[LogEvent]:
    newest = (
        select(func.max(log_entry.c.number))
        .where(log_entry.c.event == Event.KEYS.value, log_entry.c.object_kind.in_(_STANDING))
        .group_by(log_entry.c.object_kind)
    )
    rows = connection.execute(
        select(log_entry.c.object_kind, log_entry.c.object_id)
        .where(log_entry.c.number.in_(newest), log_entry.c.number <= last)
        .order_by(log_entry.c.number)
    )
    return [
        LogEvent(Event.KEYS, object_kind=row.object_kind, object_id=row.object_id)
        for row in rows
        if row.object_id not in _OF_A_DAY
    ]


def _digests(connection: Connection, last: int) -> list[LogEvent]:
    newest = (
        select(func.max(log_entry.c.number).label("number"))
        .where(log_entry.c.digest.is_not(None))
        .group_by(log_entry.c.pupil_id)
        .subquery()
    )
    rows = connection.execute(
        select(log_entry.c.pupil_id, log_entry.c.digest)
        .join(newest, newest.c.number == log_entry.c.number)
        .where(log_entry.c.number <= last)
        .order_by(log_entry.c.number)
    )
    return [LogEvent(Event.DIGEST, pupil_id=row.pupil_id, digest=row.digest) for row in rows]
