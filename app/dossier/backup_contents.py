"""What a backup holds and what putting it back would lose, in numbers: no name leaves this module.

And the second place of backups, which stands in the database. Who works here is carried over by
`staff_carried`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select

from app.access.log import Event, Outcome, head
from app.access.tables import log_entry
from app.dossier import tables
from app.vault.schema import metadata

_CHANGES = (
    *(Event.CREATE, Event.CHANGE, Event.DELETE, Event.UNDO, Event.IMPORT),
    *(Event.FINALISE, Event.INFORM, Event.SEND, Event.SETTINGS),
)


REGISTER = "destroyed"
"""The object of the log entries of destructions."""


@dataclass(frozen=True)
class Holds:
    """How much a database holds. `newest` is the day of its newest entry in the access log."""

    pupils: int
    entries: int
    staff: int
    log_entries: int
    newest: date | None


@dataclass(frozen=True)
class LostDay:
    """One day after a backup: entries of the log, and how many of them changed something."""

    day: date
    entries: int
    changes: int


def holds(connection: Connection) -> Holds:
    """Count; also in a database of an earlier version, whose tables may be fewer."""
    there = set(inspect(connection).get_table_names())
    kept = [
        table
        for table in metadata.sorted_tables
        if table.name in there and "pupil_id" in table.c and table is not log_entry
    ]
    time = connection.execute(select(func.max(log_entry.c.time))).scalar()
    return Holds(
        pupils=_count(connection, tables.pupil),
        entries=sum(_count(connection, table) for table in kept if table is not tables.history),
        staff=_count(connection, tables.staff),
        log_entries=_count(connection, log_entry),
        newest=_local_day(time) if time else None,
    )


def follows_on(backup: Connection, current: Connection) -> bool:
    """Whether the log of `backup` is a beginning of the log of `current`: the same history."""
    position = head(backup)
    if position.number == 0:
        return True
    entry = select(log_entry.c.hash).where(log_entry.c.number == position.number)
    found = current.execute(entry).scalar()
    return found is not None and found.hex() == position.digest


def lost_days(current: Connection, after: int) -> tuple[LostDay, ...]:
    """What happened after entry `after` of the log, per local day, oldest first."""
    entries: Counter[date] = Counter()
    changes: Counter[date] = Counter()
    changing = {event.value for event in _CHANGES}
    wanted = (log_entry.c.time, log_entry.c.event, log_entry.c.outcome)
    for row in current.execute(select(*wanted).where(log_entry.c.number > after)):
        day = _local_day(row.time)
        entries[day] += 1
        changes[day] += row.event in changing and row.outcome == Outcome.DONE.value
    return tuple(LostDay(day, entries[day], changes[day]) for day in sorted(entries))


def newest_destruction(connection: Connection) -> str:
    """The hash of the register that the newest destruction left in the log; empty without one.

    It stands as `object_id` with the object `destroyed`: the column `digest` is for dossiers.
    """
    query = (
        select(log_entry.c.object_id)
        .where(log_entry.c.event == Event.DESTROY.value, log_entry.c.object_kind == REGISTER)
        .order_by(log_entry.c.number.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or ""


def backup_place(connection: Connection) -> tuple[str, datetime | None]:
    """The second place (empty: none), and when a copy last went there."""
    row = connection.execute(select(tables.backup_place)).first()
    if row is None:
        return "", None
    return row.path, datetime.fromisoformat(row.copied_at) if row.copied_at else None


def set_backup_place(connection: Connection, path: str, copied_at: datetime | None) -> None:
    """Store both; an empty `path` means that there is none. `copied_at` is aware."""
    connection.execute(delete(tables.backup_place))
    if path:
        at = copied_at.astimezone(UTC).isoformat() if copied_at else None
        connection.execute(insert(tables.backup_place).values(path=path, copied_at=at))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _local_day(time: str) -> date:
    return datetime.fromisoformat(time).astimezone().date()
