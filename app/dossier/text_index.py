"""The index of what entries say, for searching: kept beside the entries, inside the database.

It only tells where to look. It is not part of a dossier's digest, so nothing of it is ever shown:
each hit is read again from the entry itself. What is sealed is never in it, and each text stands
under the category that a reader needs for it (docs/FORMAT.md).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    insert,
    literal_column,
    select,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from app.access.categories import Category
from app.dossier import tables
from app.dossier.kinds import KINDS, Kind
from app.dossier.searching import texts_by_category
from app.vault import savepoint
from app.vault.schema import Row

# Not among the tables of `schema.metadata`: it is made anew from them, and none of their walkers
# (digest, destroying) would do right by it. SQLite's FTS5 knows no types or keys.
text_index = Table(
    "text_index",
    MetaData(),
    Column("rowid", Integer, primary_key=True),
    Column("entry", String),
    # The pupil that the entry is about; of a guardian, all pupils that he or she belongs to.
    Column("pupils", String),
    Column("category", String),
    Column("kind", String),
    Column("text", String),
)
# As migration 0003 made it; words that were deleted are taken out at once, not at some later merge.
_DECLARED = (
    "DROP TABLE IF EXISTS text_index",
    (
        "CREATE VIRTUAL TABLE text_index USING fts5("
        "entry, pupils, category, kind UNINDEXED, text,"
        " tokenize = 'unicode61 remove_diacritics 2')"
    ),
    "INSERT INTO text_index (text_index, rank) VALUES ('secure-delete', 1)",
)
_WHOLE: Any = literal_column("text_index")
_MANY = 200
T = TypeVar("T")
_GUARDIAN, _LINK = "guardian", "guardianship"


@dataclass(frozen=True)
class Hit:
    """Where the index says that the words stand. `place` grows with each row that is written."""

    place: int
    kind: str
    entry_id: str
    category: Category


@dataclass(frozen=True)
class Scope:
    """Categories to look in, of all pupils or of these only."""

    categories: Collection[Category]
    pupil_ids: Collection[str] | None = None


def look_up(
    connection: Connection,
    words: Sequence[str],
    scopes: Sequence[Scope],
    *,
    below: int | None = None,
    most: int,
) -> list[Hit]:
    """The newest `most` rows in which all words stand, within one of the scopes.

    `below`: only rows that were written before this place, to go on where a search stopped.
    """
    within = [_scope(one) for one in scopes if one.categories and one.pupil_ids != ()]
    if not words or not within:
        return []
    said = " AND ".join(f"{_quoted(word)} *" for word in words)
    table = text_index
    query = (
        select(table.c.rowid, table.c.kind, table.c.entry, table.c.category)
        .where(_WHOLE.match(f"text : ({said}) AND ({' OR '.join(within)})"))
        .order_by(table.c.rowid.desc())
        .limit(most)
    )
    if below is not None:
        query = query.where(table.c.rowid < below)

    def find() -> list[Hit]:
        return [
            Hit(row.rowid, row.kind, row.entry, Category(row.category))
            for row in connection.execute(query)
        ]

    return _with_whole_index(connection, find, again=True) or []


def written(connection: Connection, kind: Kind, before: Row | None, after: Row | None) -> None:
    """Follow a change of one row: None before it came and after it went."""
    if _is_indexed(kind):
        _with_whole_index(connection, lambda: _follow(connection, kind, before, after))


def _follow(connection: Connection, kind: Kind, before: Row | None, after: Row | None) -> None:
    if kind.code == _GUARDIAN:
        _follow_guardians(connection, {str(row["id"]) for row in (before, after) if row})
        return
    if _texts(kind, before) != _texts(kind, after):
        if before is not None:
            _remove(connection, "entry", [before["id"]])
        if after is not None:
            _insert(connection, kind, [(after, after["pupil_id"])])
    if kind.code == _LINK:
        _follow_guardians(connection, {str(row["guardian_id"]) for row in (before, after) if row})


def added(connection: Connection, kind: Kind, rows: Sequence[Row]) -> None:
    """Follow many new rows of one kind. Guardians come with the links to their children."""
    if _is_indexed(kind) and kind.code != _GUARDIAN:
        _with_whole_index(connection, lambda: _follow_new(connection, kind, rows))


def _follow_new(connection: Connection, kind: Kind, rows: Sequence[Row]) -> None:
    _insert(connection, kind, [(row, row["pupil_id"]) for row in rows])
    if kind.code == _LINK:
        _follow_guardians(connection, {str(row["guardian_id"]) for row in rows})


def destroyed(
    connection: Connection, pupil_ids: Collection[str], guardian_ids: Collection[str]
) -> None:
    """Forget these pupils; their guardians stay where there are brothers or sisters."""

    def forget() -> None:
        _remove(connection, "pupils", sorted(pupil_ids))
        _follow_guardians(connection, guardian_ids)

    _with_whole_index(connection, forget, again=True)


def make_anew(connection: Connection) -> None:
    """The index as the entries say now."""
    for statement in _DECLARED:
        connection.exec_driver_sql(statement)
    for kind in KINDS.values():
        if _is_indexed(kind) and kind.code != _GUARDIAN:
            found = connection.execute(select(tables.TABLES[kind.code])).mappings()
            for some in found.partitions(_MANY):
                _follow_new(connection, kind, some)


def _with_whole_index(
    connection: Connection, act: Callable[[], T], *, again: bool = False
) -> T | None:
    """Do something with the index; one that is broken is made anew from the entries.

    `again`: then still do it; what follows a change of the entries is done already by that.

    It is derived, and no digest covers it: an older page of it put back must stop nobody's work.
    """
    try:
        with savepoint(connection):
            done = act()
            # FTS5 writes what it gathered when a savepoint begins, else with the commit only: what
            # is wrong must show here.
            with savepoint(connection):
                return done
    except OperationalError:
        raise  # the disk, not the index
    except DatabaseError:
        make_anew(connection)
        return act() if again else None


def _is_indexed(kind: Kind) -> bool:
    """Not what is sealed, and not the pupil: names are searched in the list of pupils."""
    return not kind.compartment and kind.code != "pupil"


def _follow_guardians(connection: Connection, guardian_ids: Collection[str]) -> None:
    """Bring guardians up to date with their own rows and with whose guardians they are."""
    person, link = tables.guardian, tables.guardianship
    for some in _some(sorted(guardian_ids)):
        _remove(connection, "entry", some)
        found = connection.execute(select(person).where(person.c.id.in_(some))).mappings().all()
        pupils: dict[str, list[str]] = {}
        linked = select(link.c.guardian_id, link.c.pupil_id).where(link.c.guardian_id.in_(some))
        for row in connection.execute(linked.order_by(link.c.pupil_id)):
            pupils.setdefault(row.guardian_id, []).append(row.pupil_id)
        owned = [(row, " ".join(pupils[row["id"]])) for row in found if row["id"] in pupils]
        _insert(connection, KINDS[_GUARDIAN], owned)


def _texts(kind: Kind, row: Row | None) -> Mapping[Category, str]:
    return texts_by_category(kind, row) if row else {}


def _insert(connection: Connection, kind: Kind, rows: Iterable[tuple[Row, str]]) -> None:
    new = [
        {
            "entry": row["id"],
            "pupils": pupils,
            "category": category.value,
            "kind": kind.code,
            "text": text,
        }
        for row, pupils in rows
        for category, text in texts_by_category(kind, row).items()
    ]
    if new:
        connection.execute(insert(text_index), new)


def _remove(connection: Connection, column: str, ids: Sequence[str]) -> None:
    for some in _some(ids):
        there = select(text_index.c.rowid).where(_WHOLE.match(f"{column} : ({_any_of(some)})"))
        connection.execute(delete(text_index).where(text_index.c.rowid.in_(there)))


def _scope(scope: Scope) -> str:
    within = f"category : ({_any_of(sorted(scope.categories))})"
    if scope.pupil_ids is None:
        return within
    return f"({within} AND pupils : ({_any_of(sorted(scope.pupil_ids))}))"


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _MANY] for start in range(0, len(ids), _MANY))


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """A word for FTS5, in which nothing has a meaning of its own."""
    return '"' + word.replace('"', '""') + '"'
