"""`check`: is the school in order? Three lines: database, access log, newest backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.session import Session
from app.access.verify import Witnesses, verify
from app.dossier.filed import check_files
from app.dossier.redigest import is_as_logged
from app.dossier.sealed import check_all
from app.dossier.watch import Watch
from app.errors import UserError
from app.vault import Position, Unlocked, read_seal
from app.vault.backup_places import BackupInfo, Where
from app.vault.backup_scheme import Sort
from app.vault.check import Progress, check_backup, check_database, is_of_this_version
from app.vault.copies import opens_with, read_copy

_MOST_SAID = 3
_PLACES = {Where.SECOND: " op de tweede plaats", Where.HERE: "", Where.ELSEWHERE: ""}


@dataclass(frozen=True)
class CheckLine:
    """One of the three lines. `in_order` None: it could not be looked at."""

    subject: str
    in_order: bool | None
    text: str

    @property
    def state(self) -> str:
        """In two or three words."""
        return {True: "in orde", False: "niet in orde", None: "niet nagelopen"}[self.in_order]

    @property
    def sentence(self) -> str:
        """The line as it is said where there is no chip beside it."""
        return f"{self.subject}: {self.state}; {self.text}"


@dataclass(frozen=True)
class CheckReport:
    """The three lines; `way_back`: the newest good backup when database or log is not good."""

    database: CheckLine
    log: CheckLine
    backup: CheckLine
    way_back: BackupInfo | None = None

    @property
    def lines(self) -> tuple[CheckLine, CheckLine, CheckLine]:
        """In the order in which they are said."""
        return self.database, self.log, self.backup

    @property
    def in_order(self) -> bool:
        """Whether nothing was found in any of them."""
        return all(line.in_order is not False for line in self.lines)

    @property
    def advice(self) -> str:
        """What to do now; empty when all is well."""
        if self.in_order:
            return ""
        if self.database.in_order and self.log.in_order is not False:
            return "Maak nu een nieuwe reservekopie."
        if self.way_back is None:
            return (
                "Er is geen goede reservekopie gevonden. Verander niets, bewaar een kopie van de "
                "hele schoolmap en vraag om hulp."
            )
        made = self.way_back.made_at.astimezone()
        place = _PLACES[self.way_back.where]
        return (
            f"U kunt terug naar de reservekopie van {made:%d-%m-%Y} om {made:%H:%M} uur"
            f"{place} (‘{self.way_back.name}’). Bewaar eerst een kopie van de hele schoolmap."
        )


def quiet(_done: int, _total: int, _text: str) -> None:
    """Progress that nobody watches."""


def check_open_school(
    session: Session,
    unlocked: Unlocked,
    backups: Sequence[BackupInfo],
    older_keys: tuple[bytes, ...],
    progress: Progress,
) -> CheckReport:
    """Read everything. Raises what `progress` raises; damage is said and never raised."""
    assert unlocked.database is not None
    keys = (unlocked.database.key(), *older_keys)
    database = _database_line(session, unlocked, progress)
    log = _log_line(session, unlocked, database, progress)
    today = session.today
    backup = backup_line(backups, keys, progress, today)
    way_back = None if database.in_order and log.in_order else newest_good(backups, keys, today)
    return CheckReport(database, log, backup, way_back)


def backup_line(
    backups: Sequence[BackupInfo], keys: tuple[bytes, ...], progress: Progress, today: date
) -> CheckLine:
    """The newest backup; `keys` those of the database, none for who has none."""
    subject = "Nieuwste reservekopie"
    found = _newest_first(backups, today)
    if not found:
        return CheckLine(subject, False, "er is er geen.")
    newest = found[0]
    if newest.dated.made_on > today:
        said = f"‘{newest.name}’ heeft een datum die nog moet komen; kijk de klok van deze pc na."
        return CheckLine(subject, False, said)
    progress(0, 0, "De nieuwste reservekopie lezen")
    made = newest.made_at.astimezone()
    problems = list(check_backup(newest, keys))
    if not problems and not _agrees_with_its_log(newest, keys):
        problems = ["er zit iets in dat buiten het programma om is veranderd"]
    name = f"{made:%d-%m-%Y} om {made:%H:%M} uur{_PLACES[newest.where]}"
    if problems:
        return CheckLine(subject, False, f"{name}: {_said(problems)}")
    return CheckLine(subject, True, f"van {name}.")


def newest_good(
    backups: Sequence[BackupInfo], keys: tuple[bytes, ...], today: date
) -> BackupInfo | None:
    """The newest backup that is whole, wherever it stands: the way back.

    With a key it must also agree with its own log, or its dossiers would stay shut after all. Reads
    no further than the first that is good.
    """
    for one in _newest_first(backups, today):
        if not check_backup(one, keys) and _agrees_with_its_log(one, keys):
            return one
    return None


def _newest_first(backups: Sequence[BackupInfo], today: date) -> list[BackupInfo]:
    """Without what was set aside; those with a date that is still to come only at the end."""
    regular = [one for one in backups if one.why.sort is not Sort.ASIDE]
    return sorted(regular, key=lambda one: (one.dated.made_on <= today, one.made_at), reverse=True)


def _agrees_with_its_log(backup: BackupInfo, keys: tuple[bytes, ...]) -> bool:
    """Whether no dossier and no role in it was changed outside the program.

    Nothing can be said without a key, nor of tables of an earlier version.
    """
    database = backup.folder.database
    key = next((one for one in keys if opens_with(database, one)), None)
    if key is None:
        return not keys
    if not is_of_this_version(database, key):
        return True
    try:
        with read_copy(database, key) as connection:
            return is_as_logged(connection)
    except UserError:
        return False


def _database_line(session: Session, unlocked: Unlocked, progress: Progress) -> CheckLine:
    subject = "Database"
    assert unlocked.database is not None
    try:
        problems = [*check_database(unlocked.folder, unlocked.database, progress)]
        if not problems:
            progress(0, 0, "Beschermde gegevens ontsleutelen")
            with session.transaction() as connection:
                problems += check_all(connection, session.compartments)
            progress(0, 0, "Documenten nalezen")
            with session.transaction() as connection:
                problems += check_files(connection)
            problems += _altered(session, progress)
    except UserError as error:
        return CheckLine(subject, False, str(error))
    if problems:
        return CheckLine(subject, False, _said(problems))
    return CheckLine(subject, True, "alle pagina's en gegevens zijn gelezen.")


def _log_line(
    session: Session, unlocked: Unlocked, database: CheckLine, progress: Progress
) -> CheckLine:
    subject = "Toegangslog"
    assert unlocked.database is not None
    progress(0, 0, "Het toegangslog nalopen")
    sealed = read_seal(unlocked.folder.seal, unlocked.database.key_for("seal"), unlocked.school_id)
    try:
        with session.transaction() as connection:
            found = verify(connection, Witnesses(unlocked.school_id, sealed))
    except UserError as error:
        if database.in_order:
            return CheckLine(subject, False, str(error))
        return CheckLine(subject, False, "kan niet worden gelezen; zie de database.")
    if not found.intact:
        return CheckLine(subject, False, found.sentence)
    if not isinstance(sealed, Position):
        return CheckLine(subject, False, "de regels zijn heel, maar het zegel is weg of veranderd.")
    return CheckLine(subject, True, f"{found.entries} regels nagelopen.")


def _altered(session: Session, progress: Progress) -> list[str]:
    """Rows that are whole in themselves and yet not as the log says: an older page put back."""

    def told(done: int, total: int) -> bool:
        progress(done, total, "Dossiers met het toegangslog vergelijken")
        return True

    found = Watch(session).check(told)
    count = len(found.altered)
    who = ["medewerkers, rollen, groepen of schoolgegevens zijn"] if found.school_altered else []
    if count:
        who.append("1 dossier is" if count == 1 else f"{count} dossiers zijn")
    return [f"{one} buiten het programma om veranderd, of er is een oud stuk terug" for one in who]


def _said(problems: Sequence[str]) -> str:
    more = f" (en nog {len(problems) - _MOST_SAID})" if len(problems) > _MOST_SAID else ""
    return "; ".join(one.rstrip(".") for one in problems[:_MOST_SAID]) + more + "."
