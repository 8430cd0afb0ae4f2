"""The baseline: the same rows in plain SQLite, without keys, rights or log.

Each piece of work ends as ours does, with one small row that is on the disk when it returns: that
is what any program must do that keeps who saw what.
"""

import sqlite3
from pathlib import Path
from typing import Any

from app.vault import Database

_KEPT_OUT = ("text_index", "sqlite_", "alembic_version")


class Plain:
    """An open plain database."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = TRUNCATE")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS seen (what TEXT)")

    def rows(self, *queries: tuple[str, tuple[Any, ...]]) -> int:
        """Read these, then one durable commit of one row; the number of rows read."""
        count = 0
        self._connection.execute("BEGIN IMMEDIATE")
        for query, values in queries:
            count += len(self._connection.execute(query, values).fetchall())
        self._connection.execute("INSERT INTO seen VALUES ('ingezien')")
        self._connection.execute("COMMIT")
        return count

    def read(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Read without keeping that it was read."""
        return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def plain_copy(database: Database, path: Path) -> Plain:
    """All tables of an invented school, unencrypted, with their indexes and a text index."""
    target = sqlite3.connect(path)
    with database.raw_connection() as source:
        listed = source.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
        ).fetchall()
        for name, sql in listed:
            if name.startswith(_KEPT_OUT):
                continue
            target.execute(sql)
            if sql.startswith("CREATE TABLE"):
                rows = source.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own tables
                marks = ", ".join("?" * len(rows.description))
                while some := rows.fetchmany(10_000):
                    target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', some)  # noqa: S608
        target.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(entry UNINDEXED, text,"
            " tokenize = 'unicode61 remove_diacritics 2')"
        )
        texts = source.execute("SELECT entry, text FROM text_index")
        while some := texts.fetchmany(10_000):
            target.executemany("INSERT INTO texts VALUES (?, ?)", some)
    target.commit()
    target.close()
    return Plain(path)
