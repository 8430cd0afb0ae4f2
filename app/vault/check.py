"""Is everything still what it was? Every page, every row, every value; named where it is not.

Sentences are Dutch and short; what to do about it is for the caller, who knows what there is.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TypeAlias

from app.errors import UserError
from app.vault.backup_places import BackupInfo
from app.vault.copies import BackupFailed, open_copy, opens_with, quoted, verify_copy
from app.vault.database import Database
from app.vault.folder import SchoolFolder, read_school
from app.vault.migrate import is_known_revision, newest_revision
from app.vault.pages import check_pages
from app.vault.slots import read_slots

Progress: TypeAlias = Callable[[int, int, str], None]
"""Steps done, steps in all, what is being done; raises to stop the work."""

_ROWS_AT_ONCE = 500
_MOST_NAMED = 20


def damaged_pages(
    folder: SchoolFolder,
    key: bytes,
    progress: Progress,
    turn: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> tuple[int, ...]:
    """The numbers of the pages (from 1) whose HMAC is wrong. Raises UserError when unreadable.

    Each part is read within `turn`, in which nobody has the file open (see `Database.at_rest`).
    """
    found: list[int] = []
    parts = check_pages(folder.database, key)
    try:
        while True:
            with turn():
                part = next(parts, None)
            if part is None:
                break
            done, total, damaged = part
            found += damaged
            progress(done, total, "Pagina's van de database lezen")
    except OSError as error:
        raise UserError(
            f"De database ‘{folder.database}’ kan niet worden gelezen. Er is niets gewijzigd. Kijk "
            "of de schijf of netwerkmap bereikbaar is."
        ) from error
    return tuple(found)


def check_database(folder: SchoolFolder, database: Database, progress: Progress) -> tuple[str, ...]:
    """What is wrong with the open database, page by page, then value by value; empty: nothing.

    Others go on working in between. Raises what `progress` raises, UserError when unreadable.
    """
    pages = damaged_pages(folder, database.key(), progress, database.at_rest)
    if pages:
        return (pages_sentence(pages),)
    problems = []
    with database.raw_connection() as raw:
        problems += [
            f"samenhang: {row[0]}"
            for row in raw.execute("PRAGMA integrity_check(5)").fetchall()
            if row[0] != "ok"
        ]
        broken = sorted({str(row[0]) for row in raw.execute("PRAGMA foreign_key_check").fetchall()})
        problems += [f"tabel {name} verwijst naar iets wat er niet is" for name in broken]
        tables = _tables(raw)
    for number, table in enumerate(tables, 1):
        progress(number, len(tables), "Alle gegevens lezen")
        with database.raw_connection() as raw:
            problems += [f"tabel {table}: {one}" for one in _unreadable_values(raw, table)]
    return tuple(problems)


def check_backup(info: BackupInfo, keys: tuple[bytes, ...]) -> tuple[str, ...]:
    """What is wrong with a backup; empty: nothing. `keys` are those that may open it.

    Without a fitting key its files are compared with its manifest, and no more.
    """
    problems: list[str] = []
    if info.manifest is not None:
        problems += info.manifest.problems(info.folder.path)
    try:
        slots = read_slots(info.folder, read_school(info.folder).school_id)
        problems += [str(one) for one in slots.problems]
        if not slots.key_files:
            problems.append("er staan geen sleutelbestanden in.")
    except UserError as error:
        problems.append(str(error))
    if not info.folder.seal.exists():
        problems.append("‘seal’ ontbreekt.")
    fitting = next((key for key in keys if opens_with(info.folder.database, key)), None)
    if fitting is None:
        if keys and not problems and info.manifest is None:
            problems.append("zij gaat niet open met de sleutels van deze school.")
        return tuple(problems)
    try:
        verify_copy(info.folder.database, fitting)
        with open_copy(info.folder.database, fitting) as raw:
            revision = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision is None or not is_known_revision(revision[0]):
            problems.append("zij is gemaakt met een nieuwere versie van dit programma.")
    except BackupFailed:
        problems.append("de database erin is beschadigd.")
    return tuple(problems)


def is_of_this_version(path: Path, key: bytes) -> bool:
    """Whether the copy has the tables of this version; False also when that cannot be read."""
    try:
        with open_copy(path, key) as raw:
            revision = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except BackupFailed:
        return False
    return revision is not None and revision[0] == newest_revision()


def pages_sentence(pages: tuple[int, ...]) -> str:
    """Names the damaged pages."""
    named = ", ".join(map(str, pages[:_MOST_NAMED]))
    more = f" en nog {len(pages) - _MOST_NAMED}" if len(pages) > _MOST_NAMED else ""
    word = "pagina" if len(pages) == 1 else "pagina's"
    return f"{word} {named}{more} van ‘school.db’ beschadigd of veranderd"


def _tables(raw: Any) -> list[str]:
    rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row[0] for row in rows.fetchall()]


def _unreadable_values(raw: Any, table: str) -> Iterator[str]:
    """Columns whose values are not of the sort that the column declares."""
    columns = raw.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    rows = raw.execute(f"SELECT * FROM {quoted(table)}")  # noqa: S608 - our own table names
    wrong: dict[str, int] = {}
    while found := rows.fetchmany(_ROWS_AT_ONCE):
        for row in found:
            for column, value in zip(columns, row, strict=True):
                if not _fits(value, str(column[2]), needed=bool(column[3])):
                    wrong[column[1]] = wrong.get(column[1], 0) + 1
    for name, count in wrong.items():
        yield f"kolom {name} heeft {count} onmogelijke waarde(n)"


def _fits(value: object, declared: str, *, needed: bool) -> bool:
    if value is None:
        return not needed
    declared = declared.upper()
    if "INT" in declared or declared == "BOOLEAN":
        return isinstance(value, int)
    if declared in ("FLOAT", "REAL"):
        return isinstance(value, (int, float))
    if "BLOB" in declared:
        return isinstance(value, bytes)
    return isinstance(value, str) if declared else True
