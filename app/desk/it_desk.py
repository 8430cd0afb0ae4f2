"""The desk of who only looks after the PC."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from app.desk.checking import CheckLine, CheckReport, backup_line, newest_good, quiet
from app.vault import BackupFailed, Unlocked, backup_places, backup_scheme
from app.vault.backup import check_bytes, make_byte_copy
from app.vault.backup_clock import ClockDoubt, clock_doubt, clock_rules
from app.vault.backup_places import BackupInfo, Where
from app.vault.check import Progress
from app.vault.slots import read_slots

WHY = "ict"


class ItDesk:
    """For who only looks after the PC: no database key, so no pupil data."""

    def __init__(self, unlocked: Unlocked, clock: Callable[[], datetime]) -> None:
        self._unlocked = unlocked
        self._clock = clock

    @property
    def name(self) -> str:
        """Who is signed in."""
        return self._unlocked.slot_name

    @property
    def folder(self) -> Path:
        """The school folder."""
        return self._unlocked.folder.path

    def backups(self) -> tuple[BackupInfo, ...]:
        """The backups in the school folder, newest first."""
        place = self._unlocked.folder.backups
        return backup_places.list_backups(place, Where.HERE, self._unlocked.school_id)

    def backup(self) -> BackupInfo:
        """A byte copy, read back and compared. Whether it opens only a key can tell.

        Nobody else has the school open meanwhile: this sign-in holds its lock. Raises BackupFailed.
        """
        folder, now = self._unlocked.folder, self._clock()
        backup_places.clear_unfinished(folder.backups, now, age=backup_places.NO_AGE)
        made = make_byte_copy(folder, why=WHY, now=now)
        if not self.clock_doubt().holds:
            backup_places.prune(folder.backups, self.backups(), self._today, backup_scheme.rules())
        return backup_places.backup_at(made.path, Where.HERE)

    def clock_doubt(self) -> ClockDoubt:
        """Whether the clock of this PC can be believed."""
        return clock_doubt([one.dated for one in self.backups()], self._today, clock_rules())

    def copy_of(self, backup: BackupInfo, place: Path) -> Path:
        """A copy of this backup in a folder of choice; where it stands. Raises UserError."""
        return backup_places.copy_to(backup, place)

    def check(self, progress: Progress = quiet) -> CheckReport:
        """What can be said without a key: files that are whole, and the hashes of the backup."""
        backups = self.backups()
        database = self._database_line()
        log = CheckLine("Toegangslog", None, "dat kan alleen met een sleutel van de database.")
        backup = backup_line(backups, (), progress, self._today)
        way_back = None if database.in_order else newest_good(backups, (), self._today)
        return CheckReport(database, log, backup, way_back)

    @property
    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _database_line(self) -> CheckLine:
        subject = "Database"
        folder = self._unlocked.folder
        try:
            check_bytes(folder.database)
        except BackupFailed as failed:
            return CheckLine(subject, False, str(failed))
        except OSError:
            return CheckLine(subject, False, "‘school.db’ kan niet worden gelezen.")
        problems = read_slots(folder, self._unlocked.school_id).problems
        if problems:
            return CheckLine(subject, False, " ".join(map(str, problems)))
        return CheckLine(
            subject,
            True,
            "versleuteld en van hele pagina's; de inhoud is zonder sleutel niet te lezen.",
        )

    def close(self) -> None:
        """Give the folder back."""
        self._unlocked.close()
