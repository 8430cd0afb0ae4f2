"""Printing what a list shows, and saving it as a file; both through the desk, both in the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.desk import Desk
from app.sheets.shown_lists import ListRow, ShownList, TableForm, may_be_taken_out
from ui import task
from ui.pages import pdf_file
from ui.widgets import pdf_print
from ui.widgets.ask_line import AskLine, ask_line
from ui.widgets.data_table import DataTable, ListAction
from ui.widgets.message_bar import MessageBar

KEPT_OUTSIDE = (
    "Lijst opgeslagen in {folder}. Het bestand is daar niet versleuteld: verwijder het als u het "
    "niet meer nodig hebt."
)
_WHY = "Waarvoor is de lijst nodig? Dit komt in het toegangslog."
_WHAT_HAPPENS = (
    "Het bestand is buiten het dossier niet versleuteld: wie bij de map kan, kan het lezen.",
    "Verwijder het zodra u klaar bent.",
)


def ask_why(parent: QWidget, problem: Callable[[str], str]) -> str | None:
    """Why a list is saved outside the program; `None` when it was cancelled."""
    dialog = AskLine(
        parent,
        "Lijst buiten het programma opslaan",
        _WHY,
        problem,
        "&Kiezen waar…",
        _WHAT_HAPPENS,
    )
    return ask_line(dialog)


@dataclass(frozen=True)
class ListOut:
    """What must be known of a list before it goes out. `about` is a second line under the title."""

    title: str
    category: Category
    pupil_id: Callable[[Any], str]
    about: Callable[[], str] = lambda: ""
    secret: Callable[[Any], bool] = lambda _row: False


def offer(
    table: DataTable, desk: Desk, messages: MessageBar, out: ListOut, parent: QWidget
) -> None:
    """Let the list in this table be printed, and saved where that is allowed."""

    def shown() -> ShownList:
        headings, cells = table.shown_cells()
        return shown_list(out, headings, cells, table.rows())

    table.set_list_actions(list_actions(shown, out.category, desk, messages, parent))


def shown_list(
    out: ListOut,
    headings: tuple[str, ...],
    cells: Sequence[tuple[str, ...]],
    rows: Sequence[Any],
) -> ShownList:
    """What goes to the desk: the cells as they show, and of each row whom it is about."""
    return ShownList(
        title=out.title,
        about=out.about(),
        category=out.category,
        headings=headings,
        rows=tuple(
            ListRow(one, out.pupil_id(row), out.secret(row))
            for row, one in zip(rows, cells, strict=True)
        ),
    )


def list_actions(
    shown: Callable[[], ShownList],
    category: Category,
    desk: Desk,
    messages: MessageBar,
    parent: QWidget,
) -> list[ListAction]:
    """What may be done with a list as a whole; `shown` gives it as it is at that moment."""
    work = _Work(shown, desk, messages, parent)
    actions = [ListAction("Lijst af&drukken…", work.print, "print")]
    if may_be_taken_out(category):
        actions += [
            ListAction("Lijst op&slaan voor Excel…", lambda: work.save(TableForm.XLSX), "save"),
            ListAction("Lijst opslaan als &CSV…", lambda: work.save(TableForm.CSV), "save"),
        ]
    return actions


@dataclass(frozen=True)
class _Work:
    shown: Callable[[], ShownList]
    desk: Desk
    messages: MessageBar
    parent: QWidget

    def print(self) -> None:
        """Make the PDF, then ask on which printer."""
        lists, shown = self.desk.shown_lists, self.shown()
        task.run(
            self.parent,
            lambda: lists.as_pdf(shown),
            lambda content: self._to_printer(content, shown.title),
            message="De lijst wordt gemaakt…",
        )

    def save(self, form: TableForm) -> None:
        """Ask why and where, and write it there."""
        reason = ask_why(self.parent, self.desk.shown_lists.reason_problem)
        if reason is None:
            return
        path = pdf_file.ask_where(self.parent, "lijst", form.value.upper())
        if path is None:
            return
        lists, shown = self.desk.shown_lists, self.shown()
        task.run(
            self.parent,
            lambda: pdf_file.write(path, lists.as_file(shown, form, reason)),
            lambda saved: self.messages.done(KEPT_OUTSIDE.format(folder=saved.parent)),
            message="De lijst wordt opgeslagen…",
        )

    def _to_printer(self, content: bytes, title: str) -> None:
        if pdf_print.print_bytes(self.parent, content, title):
            self.messages.done("De lijst is naar de printer gestuurd.")
