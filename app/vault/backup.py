"""Backups: a verified, encrypted copy of the database with the key files and seal of its day.

A backup is a folder of the same shape as the school folder, so it opens with the passwords and
recovery code of the day it was made, and putting it back is copying it.
"""

import re
import secrets
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.vault.database import Database
from app.vault.files import fsync_folder, read_limited, write_atomically
from app.vault.folder import SchoolFolder
from app.vault.keyfile import is_slot_id

_WHY = re.compile(r"[a-z0-9-]{1,40}")


class BackupFailed(UserError):
    """No good backup could be made; nothing half-made stays behind."""


def make_backup(
    folder: SchoolFolder, database: Database, *, why: str, now: datetime
) -> SchoolFolder:
    """Copy the open `database` and the files beside it to `backups/<date>-<time>-<why>/`.

    `why` is a short word of a-z, 0-9 and hyphens; `now` is aware. Every page of the copy is read
    and its rows are counted before it gets its name. Raises BackupFailed.
    """
    if not _WHY.fullmatch(why):
        raise ValueError("why must be a short word")
    name = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{why}"
    temporary = SchoolFolder(folder.backups / f".{name}-{secrets.token_hex(4)}.tmp")
    try:
        temporary.keys.mkdir(parents=True)
        _copy_database(database, temporary.database)
        _copy_files(folder, temporary)
        target = _free_name(folder.backups, name)
        temporary.path.rename(target)
        fsync_folder(folder.backups)
    except OSError as error:
        shutil.rmtree(temporary.path, ignore_errors=True)
        raise BackupFailed(
            f"De reservekopie in ‘{folder.backups}’ kon niet worden gemaakt. Uw gegevens zijn "
            "niet gewijzigd. Kijk of de schijf vol is en of u er mag schrijven, en probeer het "
            "opnieuw."
        ) from error
    except BaseException:
        shutil.rmtree(temporary.path, ignore_errors=True)
        raise
    return SchoolFolder(target)


def verify_copy(database: Database, path: Path) -> dict[str, int]:
    """Read every page of the copy at `path`; the number of rows per table.

    Raises BackupFailed, or UserError when the file is missing or not encrypted.
    """
    try:
        connection = database.connect_copy(path, new=False)
        try:
            return verified_rows(connection, path)
        finally:
            connection.close()
    except database.driver_error as error:
        raise BackupFailed(_not_good(path)) from error


def verified_rows(connection: Any, path: Path) -> dict[str, int]:
    """Read every page through a raw connection; the number of rows per table.

    Raises BackupFailed, or the driver's error.
    """
    _refuse_findings(path, connection.execute("PRAGMA cipher_integrity_check").fetchall())
    findings = connection.execute("PRAGMA integrity_check(1)").fetchall()
    _refuse_findings(path, [row for row in findings if row[0] != "ok"])
    return count_rows(connection)


def _copy_database(database: Database, target: Path) -> None:
    with database.raw_connection() as source:
        copy = database.connect_copy(target, new=True)
        try:
            source.backup(copy)
            # What the copy must hold; nothing is written while the only connection is here.
            expected = count_rows(source)
        finally:
            copy.close()
    if verify_copy(database, target) != expected:
        raise BackupFailed(_not_good(target))
    # Left by the copy's journal mode; empty.
    target.with_name(target.name + "-journal").unlink(missing_ok=True)


def _copy_files(folder: SchoolFolder, target: SchoolFolder) -> None:
    key_files = [path for path in sorted(folder.keys.glob("*.json")) if is_slot_id(path.stem)]
    kept = [path for path in (folder.roster, folder.ring) if path.exists()]
    _copy_each([folder.school, *kept, *key_files], target.keys)
    _copy_each([path for path in (folder.seal, folder.destroyed) if path.exists()], target.path)


def _copy_each(paths: Iterable[Path], target: Path) -> None:
    for path in paths:
        # Read with the limits that hold for all these files; `destroyed` may grow.
        write_atomically(target / path.name, read_limited(path, 8 * 1024 * 1024))


def _free_name(backups: Path, name: str) -> Path:
    target = backups / name
    number = 2
    while target.exists():
        target = backups / f"{name}-{number}"
        number += 1
    return target


def count_rows(connection: Any) -> dict[str, int]:
    """The number of rows of every table, through a raw connection."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    counts = {}
    for (name,) in names:
        quoted = name.replace('"', '""')
        statement = f'SELECT count(*) FROM "{quoted}"'  # noqa: S608 - our own table names
        counts[name] = connection.execute(statement).fetchone()[0]
    return counts


def _refuse_findings(path: Path, findings: list[Any]) -> None:
    if findings:
        raise BackupFailed(_not_good(path))


def _not_good(path: Path) -> str:
    return (
        f"De reservekopie ‘{path}’ is niet goed. Uw gegevens zijn niet gewijzigd. Maak een nieuwe "
        "reservekopie, zo nodig op een andere schijf."
    )
