"""What can be asked about an entry besides changing it: history, rectifying, a statement, deleting.

One helper of a category's page; it shows its views and forms in the place of the page's list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.dossier.correction_forms import DELETION, RECTIFICATION, STATEMENT, TEXTS, form_for
from app.dossier.kinds import Kind
from app.dossier.values import Applicants, Entry, SavedEntry, Statement
from ui import task
from ui.forms import EntryForm
from ui.pages.dossier.deleted_view import DeletedView
from ui.pages.dossier.entry_details import Ask
from ui.pages.dossier.history_view import HistoryView, Which
from ui.pages.dossier.suggestions import Suggestions
from ui.pages.form_sheet import FormSheet, Section
from ui.text import counted

if TYPE_CHECKING:
    from ui.pages.dossier.category_page import DossierPage

_CHOOSE = "Kies wie het is, of typ een naam:"


class Corrections:
    """`ask` is the way in; `page` is the page of the entry's category."""

    def __init__(self, page: DossierPage) -> None:
        self._page = page
        self._rectifies = False
        self._asked: Mapping[Ask, Callable[[Kind, Any], object]] = {
            Ask.DELETE: page.delete,
            Ask.HISTORY: lambda kind, entry: self.history(page.rows_of(kind, entry), entry.title),
            Ask.RECTIFY: self.rectify,
            Ask.STATEMENT: self.statement,
            Ask.REMOVE_STATEMENT: self.remove_statement,
        }

    def ask(self, what: Ask, kind: Kind, about: Entry | Statement) -> None:
        """Do what was asked about an entry, or about a statement beside it."""
        self._asked[what](kind, about)

    # --- looking --------------------------------------------------------------------------------

    def history(self, which: Which, title: str) -> None:
        """Show every version."""
        page = self._page
        view = HistoryView(page.context, page.pupil.id, which, title)
        view.closed.connect(page.back)
        page.show_over(view)
        view.load()

    def deleted(self) -> None:
        """Show what was deleted from this category."""
        page = self._page
        view = DeletedView(page.context, page.pupil.id, page.category, page.message_bar)
        view.closed.connect(page.back)
        view.history.connect(lambda one: self.history([(one.kind.code, one.id)], one.title))
        page.show_over(view)
        view.load()

    # --- rectifying -----------------------------------------------------------------------------

    def rectify(self, kind: Kind, entry: Entry) -> None:
        """The form of the entry, under that of a rectification."""
        self._rectifies = True
        self._page.open_form(kind, entry)

    def resume(self, kind: Kind, entry: Entry | None, sections: Mapping[str, object]) -> bool:
        """Open the form that a draft with these sections was of; False when it is none of ours."""
        if entry is None:
            return False
        self._rectifies = RECTIFICATION.code in sections
        if STATEMENT.code in sections:
            self.statement(kind, entry)
        elif DELETION.code in sections:
            self._page.delete(kind, entry)
        else:
            return False
        return True

    def complete(self, sheet: FormSheet, kind: Kind) -> None:
        """Add to a form that is about to show what makes it a rectification, if it is to be one."""
        rectifies, self._rectifies = self._rectifies, False
        if not rectifies:
            return
        form = self._form(RECTIFICATION, kind, requested_on=self._page.context.desk.today)
        names = self._names(form, kind, "requested_by", TEXTS["own_discovery"])
        section = Section(RECTIFICATION.code, RECTIFICATION.singular, form, names)
        sheet.put_first(section, TEXTS["rectification"])

    # --- statements -----------------------------------------------------------------------------

    def statement(self, kind: Kind, entry: Entry) -> None:
        """The form of a new statement beside this entry."""
        page = self._page
        form = self._form(STATEMENT, kind, given_on=page.context.desk.today)
        title = f"Verklaring bij ‘{entry.title}’"
        statements = page.context.desk.statements
        sheet = FormSheet(
            title,
            (Section(STATEMENT.code, title, form, self._names(form, kind, "given_by")),),
            lambda values, _reason: statements.add(
                page.pupil.id, kind.code, entry.id, values[STATEMENT.code]
            ),
            intro=TEXTS["statement"],
        )
        page.open_sheet(sheet, "Verklaring toegevoegd.", kind, entry)

    def remove_statement(self, kind: Kind, statement: Statement) -> None:
        """Ask why this statement goes."""
        page = self._page
        statements = page.context.desk.statements
        self.ask_reason(
            kind,
            f"Verklaring van {statement.given_by} verwijderen",
            TEXTS["statement_deletion"],
            lambda reason: statements.delete(page.pupil.id, statement.id, reason),
            ["De verklaring gaat weg; het gegeven zelf verandert niet."],
            "Verklaring verwijderd.",
        )

    # --- deleting -------------------------------------------------------------------------------

    def delete(self, kind: Kind, entry: Entry) -> None:
        """Ask why, where the law wants a reason."""
        page = self._page
        entries = page.context.desk.entries
        says = [
            f"‘{entry.title}’ gaat uit het dossier. Bij Verwijderd is het terug te zetten.",
            "Uw naam en de reden blijven erbij bewaard.",
        ]
        if entry.statements:
            number = len(entry.statements)
            says.append(f"{counted(number, 'verklaring gaat', 'verklaringen gaan')} mee.")
        self.ask_reason(
            kind,
            f"{kind.singular} verwijderen",
            kind.delete_reason,
            lambda reason: entries.delete(page.pupil.id, kind.code, entry.id, reason),
            says,
            f"{kind.singular} verwijderd.",
            entry,
        )

    def ask_reason(
        self,
        kind: Kind,
        title: str,
        law: str,
        act: Callable[[str], SavedEntry],
        consequences: list[str],
        done: str,
        entry: Entry | None = None,
    ) -> None:
        """One sentence, under the one that says why the law wants it."""
        sheet = FormSheet(
            title,
            (Section(DELETION.code, title, self._form(DELETION, kind)),),
            lambda values, _reason: act(str(values[DELETION.code]["why"] or "")),
            submit_label="V&erwijderen",
            intro=law,
            consequences=lambda _values: consequences,
        )
        self._page.open_sheet(sheet, done, kind, entry)

    # --- parts ----------------------------------------------------------------------------------

    def _form(self, form: Kind, kind: Kind, **values: Any) -> EntryForm:
        problems = self._page.context.desk.entries.problems
        return EntryForm(form_for(form, kind), values, {}, problems, buttons=False)

    def _names(self, form: EntryForm, kind: Kind, field: str, *more: str) -> Suggestions:
        page, given = self._page, form.input(field)

        def choose(name: str) -> None:
            given.set_value(name)
            given.widget.setFocus()

        names = Suggestions(_CHOOSE, choose)

        def show(found: Applicants) -> None:
            names.set_names((*found.names, *more))

        statements = page.context.desk.statements
        task.run(names, lambda: statements.who_may_ask(page.pupil.id, kind.code), show)
        return names
