"""Putting a backup back: made ready beside the present database, then put in place as one step.

Everything happens inside the school folder, under its lock from the first to the last moment: a
user of a share need not be allowed to write beside the folder, and no other PC can come in between.

1. `stage` copies the backup's database to `.restore.tmp/`, under today's key, and lets the rooms
   above bring it to today's state. A crash here leaves a folder that means nothing.
2. `put_in_place` writes the file `ready`: from then on the restore counts as done. What stood there
   moves to `backups/`, the new files move in. After a crash `finish_restore` goes on where it was.
"""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.errors import UserError
from app.vault import manifest
from app.vault.backup import copy_beside, copy_keys, free_place
from app.vault.backup_places import BackupInfo
from app.vault.copies import BackupFailed, new_copy, open_copy, verify_copy
from app.vault.database import Database
from app.vault.encoding import field_text
from app.vault.files import FileProblem, canonical_json, fsync_folder, read_json, write_atomically
from app.vault.folder import SchoolFolder
from app.vault.lock import FolderInUse, HeldLock, this_workstation

STAGING = ".restore.tmp"
READY = "ready"
_only_backups_have = shutil.ignore_patterns(manifest.NAME)
ASIDE = "voor-terugzetten"
"""The `why` of what is set aside; see `resources/backups.toml`."""

_JOURNAL = "school.db-journal"


@dataclass(frozen=True)
class Staged:
    """A database made ready to be put in place."""

    folder: SchoolFolder
    staging: SchoolFolder

    def open(self, key: bytes) -> Database:
        """The staged database, to write its last entries in. Raises UserError."""
        return Database(self.staging.database, key)

    def discard(self) -> None:
        """Throw it away; nothing of the school was changed."""
        shutil.rmtree(self.staging.path, ignore_errors=True)

    def discard_unless_ready(self) -> None:
        """As `discard`, but a swap that was begun stays, to be finished."""
        if not (self.staging.path / READY).exists():
            self.discard()


def stage(
    folder: SchoolFolder,
    backup: BackupInfo,
    *,
    source_key: bytes,
    key: bytes,
    make_ready: Callable[[Database], None],
) -> Staged:
    """A verified copy of the backup's database under `key`.

    `make_ready` gives it today's tables and contents. Nothing of the school is touched. Raises
    UserError; then nothing stays behind.
    """
    staging = SchoolFolder(folder.path / STAGING)
    staged = Staged(folder, staging)
    try:
        if staging.path.exists():
            shutil.rmtree(staging.path)
        staging.path.mkdir()
        _check_files(backup)
        with (
            open_copy(backup.folder.database, source_key) as source,
            new_copy(staging.database, key) as target,
        ):
            source.backup(target)
        verify_copy(staging.database, key)
        database = Database(staging.database, key)
        try:
            make_ready(database)
            database.vacuum()
        finally:
            database.dispose()
        verify_copy(staging.database, key)
    except OSError as error:
        staged.discard()
        raise _failed(folder) from error
    except BaseException:
        staged.discard()
        raise
    return staged


def put_in_place(
    staged: Staged, *, school_id: str, now: datetime, keys: SchoolFolder | None = None
) -> SchoolFolder:
    """Swap, and give the folder in which what stood there is kept.

    The database of the school must be closed, the lock of the folder held. `keys`: take the key
    files of this backup as well, because today's cannot be used. Raises UserError; before the
    moment of the swap nothing is changed, after it the restore is finished at the next opening.
    """
    folder, staging = staged.folder, staged.staging
    name = free_place(folder.backups, ASIDE, now).name
    aside = _unfinished(folder, name)
    try:
        # Now, and not after the moment of the swap: a file that cannot be read must stop it here.
        aside.path.mkdir(parents=True)
        if keys is None:
            aside.keys.mkdir()
            copy_beside(folder, aside)
        (staging.path / _JOURNAL).unlink(missing_ok=True)
        if keys is not None:
            staging.keys.mkdir()
            copy_keys(keys, staging)
        content = {
            "aside": name,
            "at": now.astimezone(UTC).isoformat(),
            "school": school_id,
            "keys": "backup" if keys is not None else "stay",
        }
        write_atomically(staging.path / READY, canonical_json(content))
    except BaseException as error:
        shutil.rmtree(aside.path, ignore_errors=True)
        staged.discard()
        if isinstance(error, OSError):
            raise _failed(folder) from error
        raise
    try:
        finish_restore(folder)
    except OSError as error:
        raise UserError(
            f"Het terugzetten in ‘{folder.path}’ is onderbroken. Er is niets verloren: het wordt "
            "afgemaakt zodra u deze school weer opent. Kijk of de schijf bereikbaar is."
        ) from error
    return SchoolFolder(folder.backups / name)


def put_elsewhere(backup: BackupInfo, path: Path) -> None:
    """Make a school folder of a backup, where there is none (any more). Raises UserError.

    It is then as it was on its day, with the keys of that day, and every PC that knows a newer log
    says so at sign-in. The register of destroyed dossiers is the longest of the backups beside it:
    lines are only ever added, and the first sign-in carries it out.
    """
    if path.exists():
        raise UserError(f"‘{path}’ bestaat al. Er is niets gewijzigd.")
    _check_files(backup)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        shutil.copytree(backup.folder.path, temporary, ignore=_only_backups_have)
        (temporary / "backups").mkdir()
        registers = backup.folder.path.parent.glob("*/destroyed")
        longest = max(registers, key=lambda one: one.stat().st_size, default=None)
        if longest is not None:
            shutil.copyfile(longest, temporary / longest.name)
        temporary.rename(path)
        fsync_folder(path.parent)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise UserError(
            f"De school kon niet in ‘{path}’ worden teruggezet. Er is niets achtergebleven. Kijk "
            "of de schijf vol is en of u in die map mag schrijven."
        ) from error


def finish_restore(folder: SchoolFolder) -> bool:
    """Finish a swap that was begun, or clear away what was never ready. True when one was finished.

    The caller holds the lock of the folder. Raises OSError, FileProblem.
    """
    staging = SchoolFolder(folder.path / STAGING)
    try:
        content = read_json(staging.path / READY)
    except (FileNotFoundError, NotADirectoryError):
        if staging.path.exists():
            for path in folder.backups.glob(f".*-{ASIDE}*.tmp"):  # copies, so far
                shutil.rmtree(path, ignore_errors=True)
            shutil.rmtree(staging.path, ignore_errors=True)
        return False
    place = staging.path / READY
    name = field_text(place, content, "aside", 80)
    if Path(name).name != name:
        raise FileProblem(place, "is beschadigd (‘aside’).", "Er is niets gewijzigd.")
    with_keys = content.get("keys") == "backup"
    aside = _unfinished(folder, name)
    if staging.database.exists():
        _set_aside(folder, aside, with_keys=with_keys)
        staging.database.replace(folder.database)
        fsync_folder(folder.path)
    for path in sorted(staging.path.iterdir()):
        if path.name != READY:
            path.replace(folder.path / path.name)
    fsync_folder(folder.path)
    if aside.path.exists():
        _describe(aside, content)
        aside.path.rename(folder.backups / name)
        fsync_folder(folder.backups)
    shutil.rmtree(staging.path)
    return True


def settle_restore(folder: SchoolFolder) -> None:
    """Before anyone signs in: finish a restore that a crash interrupted.

    Only then the lock is needed; whoever else holds it finishes it. Raises UserError.
    """
    if not (folder.path / STAGING / READY).exists():
        return
    try:
        held = HeldLock.acquire(
            folder, who="het programma", workstation=this_workstation(), now=datetime.now(UTC)
        )
    except FolderInUse:
        return
    try:
        finish_restore(folder)
    except OSError as error:
        raise _failed(folder) from error
    finally:
        held.release()


def _unfinished(folder: SchoolFolder, name: str) -> SchoolFolder:
    """What is being set aside, until it gets its name."""
    return SchoolFolder(folder.backups / f".{name}.tmp")


def _set_aside(folder: SchoolFolder, aside: SchoolFolder, *, with_keys: bool) -> None:
    """Move what stands there. May be done again after a crash half-way: nothing new stands yet."""
    for name in ("school.db", _JOURNAL, "seal"):
        if (folder.path / name).exists():
            (folder.path / name).replace(aside.path / name)
    if with_keys and folder.keys.exists() and not aside.keys.exists():
        folder.keys.replace(aside.keys)
    fsync_folder(aside.path)


def _describe(aside: SchoolFolder, content: dict[str, object]) -> None:
    # Not with the school's own file: what is set aside may be damaged.
    made = manifest.describe(
        aside.path,
        school_id=str(content.get("school", "")),
        made_at=datetime.fromisoformat(str(content.get("at"))),
        why=ASIDE,
    )
    made.write(aside.path)


def _check_files(backup: BackupInfo) -> None:
    if backup.manifest is None:
        return
    problems = backup.manifest.problems(backup.folder.path)
    if problems:
        raise BackupFailed(
            f"De reservekopie ‘{backup.name}’ is beschadigd: {' '.join(problems)} Er is niets "
            "gewijzigd. Kies een andere."
        )


def _failed(folder: SchoolFolder) -> UserError:
    return UserError(
        f"Het terugzetten in ‘{folder.path}’ is niet gelukt. Er is niets gewijzigd. Kijk of de "
        "schijf vol is en of u er mag schrijven, en probeer het opnieuw."
    )
