"""The log's own retention: old entries go, from the front only, and what stays still verifies.

Only whole closed sessions go. A checkpoint takes their place; the entry that records the removal
names its digest, so that the next signature vouches for it. Who removes entries in any other way
leaves a log that does not verify.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from app import resources
from app.access.checkpoint import OBJECT_KIND, Checkpoint, root_key
from app.access.log import Event, LogEvent, moment, timestamp
from app.access.session import Session
from app.access.tables import log_checkpoint, log_entry, log_session, log_text
from app.errors import UserError

_STANDING = ("roster", "keys_taken", "rotation", "recovery", "pending")
"""Kinds of KEYS entries that say how things are, so the newest of each outlives its day."""

_OF_A_DAY = ("made", "tried")
"""That the recovery code proved good on a day cannot be said again on another day."""

_FACTS = resources.load("log.toml")["retention"]
DEFAULT_YEARS: int = _FACTS["years"]
YEARS = range(_FACTS["least"], _FACTS["most"] + 1)
"""What a school may choose from."""

LONGEST_PAUSE = timedelta(days=_FACTS["longest_pause"])
"""More time than this between two moments of the log counts as no more."""

_CLOCK = (
    "Er is niets verwijderd. Volgens de klok van deze pc zijn er regels oud genoeg, volgens het "
    f"toegangslog zelf niet: er zit meer dan {LONGEST_PAUSE.days} dagen tussen twee aanmeldingen, "
    "of tussen de laatste en nu. Kijk of de klok goed staat. Staat hij goed, dan komen de regels "
    "later aan de beurt: zolang niemand zich aanmeldt, telt de tijd niet mee."
)


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
    """The first day that is still kept; never later than the least term allows."""
    years = max(years, YEARS[0])
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - years, day=day)


def due(connection: Connection, before: datetime, now: datetime) -> Removal | None:
    """The whole signed sessions at the front that were closed before this moment.

    The clock of this PC is not taken at its word: time counts only as the log lived through it, so
    a session is `now - before` old when the moments in the log after it add up to that, each step
    for at most `LONGEST_PAUSE`.
    """
    last = _last_session(connection, before, now)
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


def trim(
    session: Session, connection: Connection, before: datetime, now: datetime
) -> Removal | None:
    """Remove what is `due`, within the caller's transaction; what was removed.

    The caller has asked whether this person may, and logs that. What later acts are compared with
    outlives its entry, by a fresh one: the newest digest of each dossier and of the school, and
    what the log says of keys. Raises UserError when something is due by this PC's clock only.
    """
    removal, last = due(connection, before, now), _last_session(connection, before, now)
    root = root_key(connection)
    if last is None and _closed_before(connection, before):
        raise UserError(_CLOCK)
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


def _last_session(connection: Connection, before: datetime, now: datetime) -> dict[str, Any] | None:
    """The newest closed session that is old enough."""
    reached, age = now, timedelta()
    newest_first = select(log_session).order_by(log_session.c.number.desc())
    for row in connection.execute(newest_first).mappings():
        for name in ("closed_at", "opened_at"):
            if row[name] is None:
                continue
            at = moment(row[name])
            if at < reached:  # what lies ahead of a later moment is a clock that was put back
                age, reached = age + min(reached - at, LONGEST_PAUSE), at
            if name == "closed_at" and row["signature"] is not None and age > now - before:
                return dict(row)
    return None


def _closed_before(connection: Connection, before: datetime) -> bool:
    query = select(func.count()).where(
        log_session.c.signature.is_not(None), log_session.c.closed_at < timestamp(before)
    )
    return bool(connection.execute(query).scalar())


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
