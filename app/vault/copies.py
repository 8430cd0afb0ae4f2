"""Copies of the database: opened for reading only, every page of them read.

A copy that is not good must never be taken for one: all errors of the engine become BackupFailed.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import UserError
from app.vault.connection import connect
from app.vault.folder import SchoolFolder


class BackupFailed(UserError):
    """No good backup could be made or read; nothing half-made stays behind."""


@contextlib.contextmanager
def new_copy(path: Path, key: bytes) -> Iterator[Any]:
    """A raw connection to a new, empty encrypted file at `path`."""
    with _translated(path):
        connection = connect(path, key, new=True)
        try:
            yield connection
        finally:
            connection.close()
    # Left by the copy's journal mode; empty.
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


@contextlib.contextmanager
def open_copy(path: Path, key: bytes) -> Iterator[Any]:
    """A raw connection to the copy at `path` that writes nothing.

    Raises BackupFailed when it is damaged or of another key, UserError when it is missing.
    """
    with _translated(path):
        connection = connect(path, key, read_only=True)
        try:
            yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def read_copy(path: Path, key: bytes) -> Iterator[sqlalchemy.Connection]:
    """As `open_copy`, for the rooms above: a connection of SQLAlchemy."""
    with open_copy(path, key) as raw:
        engine = sqlalchemy.create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: raw,
            poolclass=StaticPool,
            hide_parameters=True,
        )
        try:
            with engine.connect() as connection:
                yield connection
        except sqlalchemy.exc.DBAPIError as error:
            raise BackupFailed(not_good(path)) from error
        finally:
            engine.dispose()


def opens_with(path: Path, key: bytes) -> bool:
    """Whether this key opens the copy; False too when its first page is damaged."""
    try:
        with open_copy(path, key):
            return True
    except BackupFailed:
        return False


def verify_copy(path: Path, key: bytes) -> dict[str, int]:
    """Read every page of the copy at `path`; the number of rows per table.

    Raises BackupFailed, or UserError when the file is missing or not encrypted.
    """
    with open_copy(path, key) as connection:
        return verified_rows(connection, path)


def verified_rows(connection: Any, path: Path) -> dict[str, int]:
    """Read every page through a raw connection; the number of rows per table.

    Raises BackupFailed, or the driver's error.
    """
    found = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    checked = connection.execute("PRAGMA integrity_check(1)").fetchall()
    found += [row for row in checked if row[0] != "ok"]
    if found:
        raise BackupFailed(not_good(path))
    return count_rows(connection)


def count_rows(connection: Any) -> dict[str, int]:
    """The number of rows of every table, over a raw connection."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    counts = {}
    for (name,) in names:
        statement = f"SELECT count(*) FROM {quoted(name)}"  # noqa: S608 - our own table names
        counts[name] = connection.execute(statement).fetchone()[0]
    return counts


def quoted(name: str) -> str:
    """The name of a table or column for a statement."""
    return '"' + name.replace('"', '""') + '"'


def not_good(path: Path) -> str:
    """What is said of a copy that cannot be trusted."""
    return (
        f"De reservekopie ‘{path}’ is niet goed. Uw gegevens zijn niet gewijzigd. Maak een nieuwe "
        "reservekopie, zo nodig op een andere schijf, of kies een andere."
    )


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        raise BackupFailed(not_good(path)) from error


Inspect = Callable[[sqlalchemy.Connection, SchoolFolder], None]
"""Looks at a finished copy from the rooms above; raises UserError when it is not as it must be."""
