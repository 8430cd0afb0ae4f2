"""`check` of a school whose database does not open: which pages, and which way back."""

from collections.abc import Callable
from pathlib import Path

from app.access.session import Clock, utc_now
from app.desk.checking import CheckLine, CheckReport, backup_line, newest_good, quiet
from app.desk.restoring_shut import older_generations, restorable, shared_generation
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
    progress: Progress = quiet,
) -> CheckReport:
    """What can be said without opening the database. Raises WrongPassword, UserError.

    The log stands in the database, so it cannot be followed; the backups can.
    """
    folder = SchoolFolder(path)
    slot, generations = Door(folder, now=clock, sleep=sleep).keys_of(name, secret)
    all_keys = older_generations(folder, slot.school_id, generations)
    opening = tuple(one[DATABASE_KEY] for one in all_keys if DATABASE_KEY in one)
    today = generations[shared_generation(folder, slot)].get(DATABASE_KEY)
    try:
        pages = damaged_pages(folder, today, progress) if today else ()
        said = f"{pages_sentence(pages)}." if pages else "zij gaat niet open."
    except UserError as error:
        said = str(error)
    backups, day = restorable(path), clock().astimezone().date()
    return CheckReport(
        CheckLine("Database", False, said),
        CheckLine("Toegangslog", False, "kan niet worden gelezen; zie de database."),
        backup_line(backups, opening, progress, day),
        newest_good(backups, opening, day),
    )
