"""`check` of a school whose database does not open: which pages, and which way back."""

from collections.abc import Callable
from pathlib import Path

from app.access.session import Clock, utc_now
from app.desk.checking import CheckLine, CheckReport, backup_line, newest_good, quiet
from app.desk.older_keys import OlderKeys, no_older_keys
from app.desk.restoring_shut import restorable
from app.errors import UserError
from app.vault import Door, SchoolFolder
from app.vault.check import Progress, damaged_pages, pages_sentence
from app.vault.slots import DATABASE_KEY


def check_shut_school(
    path: Path,
    name: str,
    secret: str,
    *,
    sleep: Callable[[float], None],
    clock: Clock = utc_now,
    older_keys: OlderKeys = no_older_keys,
    progress: Progress = quiet,
) -> CheckReport:
    """What can be said without opening the database. Raises WrongPassword, UserError.

    The log stands in the database, so it cannot be followed; the backups can.
    """
    folder = SchoolFolder(path)
    _slot, keys = Door(folder, now=clock, sleep=sleep).keys_of(name, secret)
    generations = [keys, *older_keys(keys)]
    opening = tuple(one[DATABASE_KEY] for one in generations if DATABASE_KEY in one)
    try:
        pages = damaged_pages(folder, opening[0], progress) if opening else ()
        said = f"{pages_sentence(pages)}." if pages else "zij gaat niet open."
    except UserError as error:
        said = str(error)
    backups = restorable(path)
    return CheckReport(
        CheckLine("Database", False, said),
        CheckLine("Toegangslog", False, "kan niet worden gelezen; zie de database."),
        backup_line(backups, opening, progress),
        newest_good(backups, opening),
    )
