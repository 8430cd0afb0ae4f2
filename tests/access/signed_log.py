"""A log of several signed sessions in a real encrypted database, and a forger who holds every key
there is at the end of the day: the open database, the seal's key and the running session's key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from app.access import log
from app.access.categories import Role
from app.access.log import Event, LogEvent, entry_hash
from app.access.people import StaffMember
from app.access.session import Session, close_session, open_session
from app.access.signer import Signer
from app.access.tables import log_checkpoint, log_entry, log_session, log_text
from app.access.verify import Verification, Witnesses, verify
from app.vault import Compartments, Database, Position, SessionKeyFile
from app.vault.schema import metadata

SCHOOL = "5" * 32
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEAD = StaffMember("s1", "Dirk Baas", frozenset({Role.HEAD}))


class Ticking:
    """A clock that goes on a minute each time it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class SignedLog:
    """`folder` holds log.db and session; `sealed` is the seal; `remembered` another PC's memory."""

    folder: Path
    database: Database
    clock: Ticking = field(default_factory=Ticking)
    session: Session | None = None
    sealed: Position = log.EMPTY
    remembered: Position | None = None

    @property
    def keys(self) -> SessionKeyFile:
        return SessionKeyFile(self.folder / "session", self.database.key_for("session"), SCHOOL)

    def open(self, **how: Any) -> Session:
        signer = Signer(self.keys, SCHOOL, **how)
        self.session = open_session(
            self.database,
            HEAD,
            self.clock,
            self._seal,
            Compartments({}),
            lambda _connection: bytes(32),
            signer,
        )
        return self.session

    def act(self, count: int = 1, **fields: Any) -> None:
        assert self.session is not None
        for number in range(count):
            said = {"purpose": f"reden {number}"}
            event = LogEvent(Event.VIEW, pupil_id=f"p{number}", ground="directeur", text=said)
            with self.session.transaction() as connection:
                self.session.record(connection, event)

    def close(self) -> None:
        assert self.session is not None
        close_session(self.session, Event.SIGN_OUT)
        self.session = None

    def remember(self) -> None:
        """Another PC has seen the log as it is now."""
        self.remembered = self.newest()

    def newest(self) -> Position:
        with self.database.transaction() as connection:
            return log.head(connection)

    def verified(self, *, with_memory: bool = True, root: str = "") -> Verification:
        remembered = self.remembered if with_memory else None
        with self.database.transaction() as connection:
            return verify(connection, Witnesses(SCHOOL, self.sealed, remembered, root))

    def _seal(self, position: Position) -> None:
        self.sealed = position


def make(folder: Path, sizes: Sequence[int] = (3, 4, 2), *, running: int = 3) -> SignedLog:
    """Closed sessions with so many acts each, and a running one."""
    database = Database(folder / "log.db", bytes(range(32)), new=True)
    with database.transaction() as connection:
        metadata.create_all(connection, [log_entry, log_text, log_session, log_checkpoint])
    made = SignedLog(folder, database)
    for size in sizes:
        made.open()
        made.act(size)
        made.close()
    made.open()
    made.act(running)
    return made


def copy(made: SignedLog, folder: Path) -> SignedLog:
    """The same log in a folder of its own; nothing is open in `made` meanwhile."""
    for name in ("log.db", "session"):
        (folder / name).write_bytes((made.folder / name).read_bytes())
    database = Database(folder / "log.db", bytes(range(32)))
    return SignedLog(folder, database, made.clock, None, made.sealed, made.remembered)


Rows = list[dict[str, Any]]


@dataclass
class Forger:
    """Changes entries and makes every hash, and the seal, fit again."""

    log: SignedLog

    def rewrite(self, change: Callable[[Rows], Rows], *, rehash: bool = True) -> None:
        """Replace the entries by `change(entries)`; with `rehash` numbered and chained anew."""
        with self.log.database.transaction() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            rows = change(_rows(connection))
            if rehash:
                chain(rows)
            connection.execute(delete(log_text))
            connection.execute(delete(log_entry))
            connection.execute(insert(log_entry), rows)
            if rehash:
                self._tidy(connection, rows)
        if rehash:
            self.log.sealed = self.log.newest()

    def _tidy(self, connection: Connection, rows: Rows) -> None:
        """The running session's row is not signed yet, so the forger makes it fit as well."""
        running = log_session.c.signature.is_(None)
        connection.execute(update(log_session).where(running).values(last_entry=rows[-1]["number"]))
        row = connection.execute(select(log_session.c.number).where(running)).first()
        if row is not None:
            own = next((one for one in rows if one["session"] == row.number), None)
            if own is not None:
                fits = {"first_entry": own["number"], "previous": own["previous"]}
                connection.execute(update(log_session).where(running).values(fits))


def chain(rows: Rows) -> Rows:
    """Number the entries from 1 and compute every hash anew."""
    previous = log.FIRST_PREVIOUS
    for number, row in enumerate(rows, start=1):
        row["number"], row["previous"] = number, previous
        row["hash"] = previous = entry_hash(row)
    return rows


def _rows(connection: Connection) -> Rows:
    found = connection.execute(select(log_entry).order_by(log_entry.c.number)).mappings()
    return [dict(row) for row in found]


def changed(number: int, **fields: Any) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[number - 1] |= fields or {"ground": "een andere grond"}
        return rows

    return change


def removed(number: int) -> Callable[[Rows], Rows]:
    return lambda rows: rows[: number - 1] + rows[number:]


def inserted(number: int) -> Callable[[Rows], Rows]:
    """A new entry before entry `number`, which looks like its neighbour."""

    def change(rows: Rows) -> Rows:
        extra = {**rows[number - 1], "pupil_id": "verzonnen"}
        return [*rows[: number - 1], extra, *rows[number - 1 :]]

    return change


def swapped(one: int, other: int) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]
        return rows

    return change


def cut_after(number: int) -> Callable[[Rows], Rows]:
    return lambda rows: rows[:number]


def renumbered(change: Callable[[Rows], Rows]) -> Callable[[Rows], Rows]:
    """Numbers made to follow on each other, hashes left as they are: the naive forger."""

    def again(rows: Rows) -> Rows:
        return [{**row, "number": number} for number, row in enumerate(change(rows), start=1)]

    return again
