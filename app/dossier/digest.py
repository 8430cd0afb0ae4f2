"""The digest of a dossier: one hash over every row that is about a pupil.

The log entry of each change carries the new digest, so what stands in the database can be compared
with what was last written on purpose. An older page put back, or a row changed outside the program,
shows before anything of that dossier is shown. It covers the stored bytes, sealed or not: checking
needs no key.

SHA-256 over, for each table by name, each of its rows by id: the table's name, then the name and
value of every column that is not NULL, by name; each part with its kind and length before it
(docs/FORMAT.md). Absent values are left out, so a column that a later version adds changes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from struct import Struct
from typing import Any

from sqlalchemy import Connection, Table, select

from app.access.log import Event, LogEvent, newest_digest
from app.access.tables import log_entry
from app.dossier import tables
from app.errors import UserError
from app.vault.schema import metadata

_PUPIL = "pupil_id"
_LOG_TABLES = frozenset({"log_entry"})
# Content of files is checked against its hash, which is among the columns, when a file is opened.
_BY_HASH = frozenset({("filed", "content"), ("filed", "sealed_content")})
_SCHOOL_TABLES = ("school", "school_group", "staff", "group_staff")
_ROW, _COLUMN, _TEXT, _BYTES, _INTEGER, _FLOAT = b"rctbif"
_head = Struct(">BI").pack
"""What stands before each part: its kind and its length."""

_MANY = 200
"""Ids in one statement; SQLite allows far more, but plans well with few."""


class DossierAltered(UserError):
    """A dossier is not as the program last left it."""

    def __init__(self, pupil_id: str) -> None:
        self.pupil_id = pupil_id
        super().__init__(
            "Dit dossier is buiten het programma om veranderd, of er is een ouder stuk van de "
            "database teruggezet. Het wordt niet getoond en niet gewijzigd. Laat de directeur de "
            "school controleren (Reservekopieën en controle) en zo nodig een reservekopie "
            "terugzetten."
        )


def pupil_tables() -> tuple[Table, ...]:
    """Every table whose rows are each about one pupil, by name."""
    found = [
        table
        for table in metadata.tables.values()
        if _PUPIL in table.c and table.name not in _LOG_TABLES
    ]
    return tuple(sorted(found, key=lambda table: table.name))


def dossier_digests(connection: Connection, pupil_ids: Sequence[str]) -> dict[str, bytes]:
    """The digest of each of these dossiers as it stands; an unknown id has the empty dossier's."""
    hashes = {pupil_id: hashlib.sha256() for pupil_id in dict.fromkeys(pupil_ids)}
    wanted = list(hashes)
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        for pupil_id, row in _rows(connection, some):
            hashes[pupil_id].update(row)
    return {pupil_id: one.digest() for pupil_id, one in hashes.items()}


def school_digest(connection: Connection) -> bytes:
    """The digest of what is of no pupil and decides who may do what: school, groups, staff."""
    digest = hashlib.sha256()
    for name in _SCHOOL_TABLES:
        stored = _stored(metadata.tables[name])
        for row in stored.rows(connection):
            digest.update(stored.encoded(row))
    return digest.digest()


def newest_digests(connection: Connection, pupil_ids: Sequence[str]) -> dict[str, bytes]:
    """What the log says each dossier's digest is; a dossier that never had one is not in it."""
    found: dict[str, bytes] = {}
    for pupil_id in dict.fromkeys(pupil_ids):
        newest = newest_digest(connection, pupil_id)
        if newest is not None:
            found[pupil_id] = newest
    return found


def newest_school_digest(connection: Connection) -> bytes | None:
    """What the log says the school's own digest is."""
    return newest_digest(connection, None)


def logged_pupils(connection: Connection) -> set[str]:
    """Every pupil whose dossier the log has a digest of, also when the dossier is gone."""
    query = select(log_entry.c.pupil_id).where(
        log_entry.c.pupil_id.is_not(None), log_entry.c.digest.is_not(None)
    )
    return set(connection.execute(query.distinct()).scalars())


def has_digests(connection: Connection) -> bool:
    """Whether the log has a digest of any dossier; a school of the first version had none."""
    query = select(log_entry.c.number).where(
        log_entry.c.pupil_id.is_not(None), log_entry.c.digest.is_not(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def is_school_altered(connection: Connection) -> bool:
    """Whether school, groups or staff are not as the log says; not where it says nothing yet."""
    logged = newest_school_digest(connection)
    return logged is not None and logged != school_digest(connection)


def altered_alarm(pupil_id: str) -> LogEvent:
    """What the log keeps of a dossier that was found altered."""
    return LogEvent(
        Event.ALARM,
        pupil_id=pupil_id,
        object_kind="pupil",
        text={"alarm": "het dossier is niet zoals het log zegt"},
    )


def first_digests(connection: Connection) -> list[LogEvent]:
    """The first entries of a log that has none: of a new school, or one of the first version.

    Written before anybody can change something: from then on a dossier without one was planted.
    """
    events = []
    if newest_school_digest(connection) is None:
        digest = school_digest(connection)
        events.append(LogEvent(Event.DIGEST, object_kind="school", digest=digest))
    if not has_digests(connection):
        ids = list(connection.execute(select(tables.pupil.c.id)).scalars())
        events += [
            LogEvent(Event.DIGEST, pupil_id=one, object_kind="pupil", digest=digest)
            for one, digest in dossier_digests(connection, ids).items()
        ]
    return events


def refuse_altered(connection: Connection, pupil_ids: Sequence[str]) -> None:
    """Raises DossierAltered for the first dossier that is not as the log says."""
    altered = altered_dossiers(connection, pupil_ids)
    if altered:
        raise DossierAltered(altered[0])


def altered_dossiers(connection: Connection, pupil_ids: Sequence[str]) -> list[str]:
    """Those of these dossiers that are not as the log says: changed, gone, or never made here."""
    said = newest_digests(connection, pupil_ids)
    now = dossier_digests(connection, pupil_ids)
    wrong = [one for one in now if said.get(one) != now[one]]
    unsaid = [one for one in wrong if one not in said]
    if unsaid and not has_digests(connection):
        return [one for one in wrong if one in said]
    return wrong


def with_digests(connection: Connection, events: Iterable[LogEvent]) -> list[LogEvent]:
    """The events of a change, those about a pupil with the new digest of the dossier.

    One about no pupil keeps what it has: the school's digest when that changed too.
    """
    found = list(events)
    pupil_ids = [event.pupil_id for event in found if event.pupil_id is not None]
    digests = dossier_digests(connection, pupil_ids)
    return [
        replace(event, digest=digests.get(event.pupil_id or "", event.digest)) for event in found
    ]


def _rows(connection: Connection, pupil_ids: Sequence[str]) -> Iterable[tuple[str, bytes]]:
    """Every row about these pupils as (pupil, bytes), in the order of the digest."""
    for table in pupil_tables():
        yield from _stored(table).of(connection, _PUPIL, pupil_ids)
    yield from _stored(tables.pupil).of(connection, "id", pupil_ids)
    yield from _guardians(connection, pupil_ids)


def _guardians(connection: Connection, pupil_ids: Sequence[str]) -> Iterable[tuple[str, bytes]]:
    """Guardians are shared by brothers and sisters: each dossier holds those it is linked to."""
    link, stored = tables.guardianship, _stored(tables.guardian)
    linked = connection.execute(
        select(link.c.pupil_id, link.c.guardian_id)
        .where(link.c.pupil_id.in_(pupil_ids))
        .order_by(link.c.guardian_id)
    ).all()
    ids = sorted({row.guardian_id for row in linked})
    people = {
        guardian_id: row
        for start in range(0, len(ids), _MANY)
        for guardian_id, row in stored.of(connection, "id", ids[start : start + _MANY])
    }
    for row in linked:
        # One that is not found (an older page of an index) makes the digest another one.
        if row.guardian_id in people:
            yield row.pupil_id, people[row.guardian_id]


@dataclass(frozen=True)
class _Stored:
    """A table as its rows are hashed: what is the same for every row, worked out once.

    Opening any page of a dossier hashes all of it, so this is the busiest code of the program.
    """

    table: str
    names: tuple[str, ...]
    order: str
    start: bytes
    columns: tuple[bytes, ...]

    def of(
        self, connection: Connection, column: str, values: Sequence[str]
    ) -> Iterator[tuple[str, bytes]]:
        """(the value of `column`, the row as bytes) of each row with one of these values."""
        place = self.names.index(column)
        for row in self.rows(connection, column, values):
            yield row[place], self.encoded(row)

    def rows(
        self, connection: Connection, column: str = "", values: Sequence[str] = ()
    ) -> Iterable[tuple[Any, ...]]:
        """Rows with their values as SQLite keeps them: no type is converted."""
        said = ", ".join(f'"{name}"' for name in self.names)
        marks = ", ".join("?" * len(values))
        where = f' WHERE "{column}" IN ({marks})' if column else ""
        # All names come from our own declarations.
        query = f'SELECT {said} FROM "{self.table}"{where} ORDER BY {self.order}'  # noqa: S608
        driver: Any = connection.connection.driver_connection
        found: Iterable[tuple[Any, ...]] = driver.execute(query, tuple(values))
        return found

    def encoded(self, row: tuple[Any, ...]) -> bytes:
        """The row as it is hashed."""
        parts = [self.start]
        for column, value in zip(self.columns, row, strict=True):
            if value is not None:
                kind, data = _value(value) if type(value) is not str else (_TEXT, _utf8(value))
                parts += (column, _head(kind, len(data)), data)
        return b"".join(parts)


@cache
def _stored(table: Table) -> _Stored:
    names = sorted(column.name for column in table.c if (table.name, column.name) not in _BY_HASH)
    return _Stored(
        table.name,
        tuple(names),
        ", ".join(f'"{column.name}"' for column in table.primary_key),
        _part(_ROW, table.name.encode()),
        tuple(_part(_COLUMN, name.encode()) for name in names),
    )


def _value(value: str | int | float | bytes) -> tuple[int, bytes]:
    if isinstance(value, str):
        return _TEXT, _utf8(value)
    if isinstance(value, bytes):
        return _BYTES, value
    if isinstance(value, int):
        return _INTEGER, str(value).encode()
    return _FLOAT, repr(value).encode()


def _utf8(text: str) -> bytes:
    return text.encode() if text.isascii() else text.encode("utf-8", "surrogatepass")


def _part(kind: int, data: bytes) -> bytes:
    return _head(kind, len(data)) + data
