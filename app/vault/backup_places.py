"""Where backups stand: in the school folder, and at a second place (a stick or share) when set.

Listing reads the small manifests only. A place that cannot be reached (no stick in the PC) is a
state and no error.
"""

import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from app.errors import UserError
from app.vault import manifest
from app.vault.backup_scheme import Dated, Rules, Why, to_keep, unfinished_after, why_of
from app.vault.copies import BackupFailed, not_good
from app.vault.files import fsync_file, fsync_folder
from app.vault.folder import SchoolFolder, is_school

_NAME = re.compile(r"(\d{8}-\d{6})-([a-z0-9-]{1,40}?)(?:-\d{1,3})?")
_DIGITS = re.compile(r"\d{8}-\d{6}-")
NO_AGE = timedelta()
"""For a place where nobody else can be busy."""


class Where(StrEnum):
    """In which place a backup stands."""

    HERE = "here"
    SECOND = "second"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class BackupInfo:
    """What can be seen of a backup without opening it. `made_at` is aware."""

    folder: SchoolFolder
    where: Where
    made_at: datetime
    why: Why
    size: int
    manifest: manifest.Manifest | None
    """None for one that was made before there were manifests."""

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.path.name

    @property
    def dated(self) -> Dated:
        """As the scheme of keeping sees it: in the school's local time."""
        return Dated(self.name, self.made_at.astimezone(), self.why.sort)


def list_backups(place: Path, where: Where, school_id: str | None = None) -> tuple[BackupInfo, ...]:
    """The finished backups in `place`, newest first; none when it cannot be reached.

    With a `school_id` those of another school, and those whose manifest is damaged, are left out.
    """
    try:
        paths = [one for one in place.iterdir() if _DIGITS.match(one.name)]
    except OSError:
        return ()
    found = []
    for path in paths:
        try:
            info = backup_at(path, where)
        except (UserError, OSError):
            continue
        if school_id is None or info.manifest is None or info.manifest.school_id == school_id:
            found.append(info)
    return tuple(sorted(found, key=lambda one: (one.made_at, one.name), reverse=True))


def backup_at(path: Path, where: Where = Where.ELSEWHERE) -> BackupInfo:
    """The backup in this folder. Raises UserError when it is none or its manifest is damaged."""
    folder = SchoolFolder(path)
    if not is_school(path) or not folder.database.is_file():
        raise UserError(
            f"De map ‘{path}’ is geen reservekopie van dit programma. Er is niets gewijzigd. Kies "
            "een map waarvan de naam met een datum begint, zoals ‘20270301-081500-dagelijks’."
        )
    listed = manifest.read_manifest(path)
    match = _NAME.fullmatch(path.name)
    size = folder.database.stat().st_size
    if listed is not None:
        why = why_of(listed.why)
        return BackupInfo(folder, where, listed.made_at, why, size, listed)
    if match is None:
        changed = datetime.fromtimestamp(folder.database.stat().st_mtime, UTC)
        return BackupInfo(folder, where, changed, why_of("kopie"), size, None)
    made_at = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return BackupInfo(folder, where, made_at, why_of(match[2]), size, None)


def second_folder(place: Path, folder: SchoolFolder, school_id: str) -> SchoolFolder:
    """The school's own folder at a second place; several schools may share one."""
    return SchoolFolder(place / f"{folder.path.stem} {school_id[:8]}")


def set_up_second_place(place: Path, folder: SchoolFolder, school_id: str) -> None:
    """Make the school's own folder there, so that a stick that is out can be told from a full one.

    Raises UserError.
    """
    inside = place.resolve()
    if inside.is_relative_to(folder.path.resolve()) or any(
        map(is_school, (inside, *inside.parents))
    ):
        raise UserError(
            f"‘{place}’ ligt in de map van een school. Een tweede plaats helpt alleen op een "
            "andere schijf. Er is niets gewijzigd. Kies een usb-stick of een netwerkmap."
        )
    try:
        second_folder(place, folder, school_id).path.mkdir(exist_ok=True)
    except OSError as error:
        raise _unreachable(place) from error


def is_reachable(second: SchoolFolder) -> bool:
    """Whether the second place is there now (the stick is in, the share is connected)."""
    try:
        return second.path.is_dir()
    except OSError:
        return False


def copy_to(backup: BackupInfo, place: Path) -> Path:
    """Copy a finished backup to `place` and read it back; where it stands. Raises BackupFailed."""
    target = place / backup.name
    if target.exists():
        return target
    if backup.manifest is None:
        raise BackupFailed(not_good(backup.folder.path))
    temporary = place / f".{backup.name}-{secrets.token_hex(4)}.tmp"
    try:
        temporary.mkdir()  # not its parents: a stick that is out must not become a folder
        (temporary / "keys").mkdir()
        for name in (*backup.manifest.files, manifest.NAME):
            shutil.copyfile(backup.folder.path / name, temporary / name)
            fsync_file(temporary / name)
        problems = backup.manifest.problems(temporary)
        if problems:
            raise BackupFailed(f"{not_good(target)} {' '.join(problems)}")
        temporary.rename(target)
        fsync_folder(place)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise _unreachable(place) from error
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return target


def prune(place: Path, backups: Iterable[BackupInfo], today: date, rules: Rules) -> tuple[str, ...]:
    """Remove what the rules do not keep; the names of those removed.

    A folder that cannot be removed whole now is hidden first, so that it never counts again.
    """
    listed = list(backups)
    kept = to_keep([one.dated for one in listed], today, rules)
    removed = []
    for one in listed:
        if one.name in kept:
            continue
        hidden = place / f".{one.name}-{secrets.token_hex(4)}.tmp"
        try:
            one.folder.path.rename(hidden)
        except OSError:
            continue  # open in another program; the next time it goes
        shutil.rmtree(hidden, ignore_errors=True)
        removed.append(one.name)
    return tuple(removed)


def clear_unfinished(place: Path, now: datetime, age: timedelta | None = None) -> None:
    """Remove what a crash or a full disk left half-made; `now` is aware.

    In the school folder nobody else can be busy (`age` zero); at a second place a young one may be
    under way from another PC.
    """
    oldest = now - (unfinished_after() if age is None else age)
    try:
        paths = [one for one in place.iterdir() if one.name.startswith(".")]
    except OSError:
        return
    for path in paths:
        if not path.name.endswith(".tmp") or not _DIGITS.match(path.name[1:]):
            continue
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            continue
        if changed <= oldest:
            shutil.rmtree(path, ignore_errors=True)


def _unreachable(place: Path) -> BackupFailed:
    return BackupFailed(
        f"De tweede plaats voor reservekopieën, ‘{place}’, is niet bereikbaar of vol. Er is daar "
        "niets half gemaakts achtergebleven. Sluit de usb-stick of netwerkmap aan, of maak ruimte."
    )
