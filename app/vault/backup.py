"""Backups: a verified, encrypted copy of the database with the key files and seal of its day.

A backup is a folder of the same shape as the school folder, so it opens with the passwords and
recovery code of the day it was made, and putting it back is copying it.
"""

import re
import secrets
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.vault import manifest
from app.vault.connection import PLAINTEXT_HEADER
from app.vault.copies import (
    BackupFailed,
    Inspect,
    count_rows,
    new_copy,
    not_good,
    read_copy,
    verify_copy,
)
from app.vault.database import Database
from app.vault.files import fsync_file, fsync_folder, read_limited, write_atomically
from app.vault.folder import SchoolFolder, read_school
from app.vault.keyfile import is_slot_id

_WHY = re.compile(r"[a-z0-9-]{1,40}")
_BESIDE_KEYS = ("school", "roster", "ring")
"""Files in `keys/` that are no slot and belong in a backup."""

_LARGEST_BESIDE = 8 * 1024 * 1024
_PAGE = 4096


def make_backup(
    folder: SchoolFolder,
    database: Database,
    *,
    why: str,
    now: datetime,
    inspect: Inspect | None = None,
) -> SchoolFolder:
    """Copy the open `database` and the files beside it to `backups/<date>-<time>-<why>/`.

    `why` is a short word of a-z, 0-9 and hyphens; `now` is aware. Others go on working meanwhile.
    Every page of the copy is read, its rows are counted and `inspect` looks at it before it gets
    its name. Raises BackupFailed.
    """

    def fill(copy: SchoolFolder) -> None:
        def at_end(source: Any) -> dict[str, int]:
            # While nobody writes: so the seal is not of a later moment than the database.
            copy_beside(folder, copy)
            return count_rows(source)

        with new_copy(copy.database, database.key()) as target:
            expected = database.copy_into(target, at_end)
        if verify_copy(copy.database, database.key()) != expected:
            raise BackupFailed(not_good(copy.database))
        if inspect is not None:
            with read_copy(copy.database, database.key()) as connection:
                inspect(connection, copy)

    return _make(folder, why, now, fill)


def make_byte_copy(folder: SchoolFolder, *, why: str, now: datetime) -> SchoolFolder:
    """For who has no key of the database: the bytes as they are, read back and compared.

    The caller holds the lock of the folder, so nobody writes. Raises BackupFailed.
    """
    journal = folder.database.with_name(folder.database.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        raise BackupFailed(
            "De vorige keer is het programma halverwege het opslaan gestopt. Dat wordt hersteld "
            "zodra een medewerker van de school zich aanmeldt; maak daarna de reservekopie. Er is "
            "niets gewijzigd."
        )

    def fill(copy: SchoolFolder) -> None:
        before = check_bytes(folder.database)
        shutil.copyfile(folder.database, copy.database)
        copy_beside(folder, copy)
        if before != manifest.hash_of(copy.database):
            raise BackupFailed(not_good(copy.database))

    return _make(folder, why, now, fill)


def check_bytes(path: Path) -> manifest.FileHash:
    """What can be said of a database without its key: encrypted, and whole pages.

    Raises BackupFailed for anything else, OSError.
    """
    with path.open("rb") as file:
        header = file.read(len(PLAINTEXT_HEADER))
    found = manifest.hash_of(path)
    if header == PLAINTEXT_HEADER or not found.size or found.size % _PAGE:
        raise BackupFailed(
            f"De database ‘{path}’ is beschadigd of niet versleuteld. Er is niets gewijzigd. Laat "
            "de directeur een reservekopie terugzetten."
        )
    return found


def copy_beside(folder: SchoolFolder, target: SchoolFolder) -> None:
    """Copy the key files, seal and register of destroyed dossiers. Raises OSError, FileProblem."""
    copy_keys(folder, target)
    for path in (folder.seal, folder.destroyed):
        if path.exists():
            _copy(path, target.path)


def copy_keys(folder: SchoolFolder, target: SchoolFolder) -> None:
    """Copy the key files; `pending` is of one day and one folder. Raises OSError, FileProblem."""
    for path in sorted(folder.keys.glob("*.json")):
        if path.stem in _BESIDE_KEYS or is_slot_id(path.stem):
            _copy(path, target.keys)


def describe(copy: SchoolFolder, why: str, now: datetime) -> None:
    """Write the manifest of a finished copy. Raises OSError, UserError."""
    school_id = read_school(copy).school_id
    manifest.describe(copy.path, school_id=school_id, made_at=now, why=why).write(copy.path)


def free_place(backups: Path, why: str, now: datetime) -> Path:
    """Where a backup of this moment goes. `why` is a short word."""
    if not _WHY.fullmatch(why):
        raise ValueError("why must be a short word")
    name = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{why}"
    target = backups / name
    number = 2
    while target.exists():
        target = backups / f"{name}-{number}"
        number += 1
    return target


def _make(
    folder: SchoolFolder, why: str, now: datetime, fill: Callable[[SchoolFolder], None]
) -> SchoolFolder:
    """A backup that gets its name when `fill` has done its work; else nothing of it stays."""
    target = free_place(folder.backups, why, now)
    copy = SchoolFolder(target.with_name(f".{target.name}-{secrets.token_hex(4)}.tmp"))
    try:
        copy.keys.mkdir(parents=True)
        fill(copy)
        describe(copy, why, now)
        fsync_file(copy.database)
        copy.path.rename(target)
        fsync_folder(folder.backups)
    except OSError as error:
        shutil.rmtree(copy.path, ignore_errors=True)
        raise BackupFailed(
            f"De reservekopie in ‘{folder.backups}’ kon niet worden gemaakt. Uw gegevens zijn "
            "niet gewijzigd. Kijk of de schijf vol is en of u er mag schrijven, en probeer het "
            "opnieuw."
        ) from error
    except BaseException:
        shutil.rmtree(copy.path, ignore_errors=True)
        raise
    return SchoolFolder(target)


def _copy(path: Path, folder: Path) -> None:
    # Read with the limits that hold for all these files; `destroyed` may grow.
    write_atomically(folder / path.name, read_limited(path, _LARGEST_BESIDE))
