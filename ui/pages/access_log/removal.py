"""Removing old entries of the log: what would go, in numbers, and only after yes."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app.access.retention import Removal
from app.dossier.wording import dutch_date
from ui import task
from ui.pages.page import Page
from ui.text import counted
from ui.widgets.confirm import confirm

_NOTHING_DUE = (
    "Er zijn geen regels die ouder zijn dan {years} jaar, zo lang als de school het log bewaart. "
    "Er is niets verwijderd."
)


def start(page: Page, pressed: QPushButton, done: Callable[[], object]) -> None:
    """Ask the desk what is older than the school keeps, ask the person, remove it; then `done`."""
    desk = page.context.desk

    def remove(found: tuple[Removal | None, int]) -> None:
        due, years = found
        if due is None:
            page.message_bar.info(_NOTHING_DUE.format(years=years))
        elif _agreed(page, due, years):
            task.run(
                page,
                desk.log.trim,
                tell,
                busy=pressed,
                message="De oude regels worden verwijderd…",
            )

    def tell(gone: Removal) -> None:
        entries = counted(gone.entries, "regel is", "regels zijn")
        page.message_bar.done(f"{entries} verwijderd; wat bleef is gecontroleerd en heel.")
        done()

    task.run(
        page,
        lambda: (desk.log.due_for_removal(), desk.school.settings().log_years),
        remove,
        busy=pressed,
    )


def _agreed(page: Page, due: Removal, years: int) -> bool:
    entries = counted(due.entries, "regel wordt", "regels worden")
    period = f"van {dutch_date(due.first_day)} tot en met {dutch_date(due.last_day)}"
    return confirm(
        page,
        f"Regels ouder dan {years} jaar verwijderen?",
        (
            f"{entries} verwijderd: {period}.",
            "Ze zijn niet terug te halen, ook niet voor een ouder die ernaar vraagt.",
            "Het log wordt eerst helemaal gecontroleerd; is het niet heel, dan gebeurt er niets.",
            "Wat blijft, is nog steeds te controleren. Het log vermeldt wat er weg is.",
        ),
        action="&Verwijderen",
        danger=True,
    )
