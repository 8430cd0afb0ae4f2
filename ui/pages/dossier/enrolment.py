"""In- en uitschrijving: who the pupil is, and when and where he or she was at this school."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.desk.drafts import DraftForm
from app.dossier.kinds import Kind
from app.dossier.values import CategoryPage, Entry, Statement
from ui.pages.dossier.beside import Beside
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.entry_details import Ask, EntryButtons, Facts, authorship, filled
from ui.pages.pupil_tasks import pupil_sheet
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class EnrolmentPage(DossierPage):
    """The pupil's own data stand above the enrolments and groups."""

    category = Category.ENROLMENT
    not_added = frozenset({"enrolment"})

    def read_more(self, page: CategoryPage) -> Entry:
        return self.context.desk.entries.one(self.pupil.id, "pupil", self.pupil.id)

    def is_empty(self, page: CategoryPage, more: Any) -> bool:
        return False

    def before_cards(self, page: CategoryPage, more: Entry) -> Sequence[QWidget]:
        self.person = more
        card = Card("Gegevens van de leerling")
        if self.context.desk.may(Action.ENROL):
            self.change_button = button("Wijzigen", "outline", "edit", self.change_pupil)
            self.change_button.setAccessibleName("Gegevens van de leerling wijzigen")
            card.add_to_head(self.change_button)
        self.facts = Facts(filled(more))
        card.add(self.facts)
        self.beside = Beside(lambda one: self._ask(Ask.REMOVE_STATEMENT, one))
        self.buttons = EntryButtons()
        self.buttons.asked.connect(self._ask)
        for widget in (self.beside, PlainLabel(authorship(more), "small", wrap=True), self.buttons):
            card.add(widget)
        self.beside.show_of(more, may_write=page.may_write)
        self.buttons.offer(writes=page.may_write, history=self.has_history)
        self.buttons.change_button.hide()  # stands in the head of the card
        self.buttons.delete_button.hide()
        return (card,)

    def _ask(self, what: Ask, statement: Statement | None = None) -> None:
        self.corrections.ask(what, self.person.kind, statement or self.person)

    def change_pupil(self) -> None:
        """Open the form of the pupil's own data."""
        person = self.person
        sheet = pupil_sheet(self.context, person)
        self.open_sheet(sheet, "Gegevens van de leerling gewijzigd.", person.kind, person)

    def written_about(
        self, page: CategoryPage, form: DraftForm
    ) -> tuple[Kind | None, Entry | None]:
        if form.kind == self.person.kind.code:
            return self.person.kind, self.person
        return super().written_about(page, form)

    def open_form(self, kind: Kind, entry: Entry | None) -> None:
        if entry is self.person:
            self.change_pupil()
        else:
            super().open_form(kind, entry)
