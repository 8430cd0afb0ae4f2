"""Taking the access log out of the program: as a file, of one of the forms the desk makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from app.access.journal import LogFilter
from app.dossier.log_views import LogViews
from ui import task
from ui.pages import pdf_file
from ui.pages.access_log.paper import FILE_NAME, KEPT_OUTSIDE
from ui.pages.page import Page
from ui.widgets.buttons import icon_button


@dataclass(frozen=True)
class Form:
    """What people call it, the ending of the file, and how the desk makes it."""

    label: str
    kind: str
    make: Callable[[LogViews, LogFilter], bytes]


CSV = Form("C&SV…", "CSV", lambda log, wanted: log.as_csv(wanted))
OTHER_FORMS = (
    Form(
        "&JSON-regels (Logboek dataverwerkingen)…",
        "JSONL",
        lambda log, wanted: log.as_json_lines(wanted),
    ),
    Form(
        "&Bewijs: het hele log om te laten nagaan…",
        "JSONL",
        lambda log, _wanted: log.as_evidence(),
    ),
)


def forms_button(
    forms: Sequence[Form], save: Callable[[Form], object], parent: QWidget | None = None
) -> QToolButton:
    """A button whose menu offers these forms."""
    made = icon_button("more", "Op een andere manier opslaan", parent=parent)
    menu = QMenu(made)
    for form in forms:
        menu.addAction(form.label).triggered.connect(lambda _on=False, one=form: save(one))
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made


def save(page: Page, form: Form, wanted: LogFilter, busy: QPushButton) -> None:
    """Ask where, and write it there."""
    path = pdf_file.ask_where(page, FILE_NAME, form.kind)
    if path is None:
        return
    log = page.context.desk.log
    task.run(
        page,
        lambda: pdf_file.write(path, form.make(log, wanted)),
        lambda saved: page.message_bar.done(KEPT_OUTSIDE.format(folder=saved.parent)),
        busy=busy,
        message="Het log wordt opgeslagen…",
    )
