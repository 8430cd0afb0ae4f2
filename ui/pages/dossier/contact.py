"""Adressen: where the pupil lives, and each guardian with custody, address and telephone.

What a person is (name, address) and what he or she is to this pupil (relation, custody) are two
entries in `app`, since brothers and sisters share the first. Here they are one line and one form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.correction_forms import RECTIFICATION
from app.dossier.kinds import Kind, Value
from app.dossier.shared_guardians import KnownGuardian
from app.dossier.values import CategoryPage, Entry, SavedEntry
from app.errors import UserError
from ui import task
from ui.context import Target
from ui.form_fields import Choices
from ui.forms import EntryForm
from ui.pages.dossier import contact_cards
from ui.pages.dossier.category_page import DossierPage, Part
from ui.pages.dossier.columns import Tones
from ui.pages.dossier.guardian_entry import (
    BOTH,
    both_kinds,
    calling_order,
    differs,
    guardian_columns,
    joined,
    without_person,
)
from ui.pages.dossier.guardian_search import GuardianSearch
from ui.pages.dossier.history_view import Which
from ui.pages.dossier.kind_card import KindCard
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel

_LINK, _PERSON = "guardianship", "guardian"
_ADDRESS, _ENDED = "address", "address_ended"
_SHARED = (
    "Naam, telefoon en adres gelden ook voor broers en zussen met dezelfde verzorger. Relatie en "
    "gezag gelden alleen voor deze leerling."
)
_ALIKE = (
    "Op school staat al iemand met deze achternaam en postcode: {who}. Is het dezelfde persoon, "
    "annuleer dan en kies Bestaande koppelen. Is het iemand anders, sla dan nog een keer op."
)


class ContactPage(DossierPage):
    """Guardians as one list; addresses of the pupil in the common shape."""

    category = Category.CONTACT
    tones: ClassVar[Tones] = {"address.secret": {True: Tone.WAITING}}

    def kinds(self, page: CategoryPage) -> Sequence[Kind]:
        return [one for one in page.kinds if one.code not in (_LINK, _PERSON)]

    def parts(self, page: CategoryPage) -> Sequence[Part]:
        """Addresses that have ended stand apart, below the ones that count."""
        today, found = self.context.desk.today, []
        for part in super().parts(page):
            if part.key != _ADDRESS:
                found.append(part)
                continue
            now = [one for one in part.entries if contact_cards.is_present(one, today)]
            ended = [one for one in part.entries if one not in now]
            found.append(replace(part, entries=now))
            if ended:
                earlier = replace(part.kind, plural="Eerdere adressen")
                found.append(Part(_ENDED, earlier, ended))
        return found

    def _card(self, part: Part, page: CategoryPage) -> KindCard:
        card = super()._card(part, page)
        if part.key == _ENDED:
            card.add_button.hide()
        return card

    def read_more(self, page: CategoryPage) -> Mapping[str, Sequence[str]]:
        """For each guardian the names of brothers and sisters."""
        return self.context.desk.guardians.shared(self.pupil.id) if page.entries[_LINK] else {}

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        self._shared: Mapping[str, Sequence[str]] = more
        kinds = {one.code: one for one in page.kinds}
        self._person, self._link = kinds[_PERSON], kinds[_LINK]
        self._people = {one.id: one for one in page.entries[_PERSON]}
        self._links = {one.id: one for one in page.entries[_LINK]}
        both = both_kinds(self._person, self._link)
        card = self.cards.get(BOTH)
        if card is None:
            card = self._guardians_card(both, may_write=page.may_write)
            self.cards[BOTH] = card
        card.set_entries(
            [
                joined(both, link, self._people[str(link.values["guardian_id"])])
                for link in sorted(self._links.values(), key=calling_order)
                if link.values["guardian_id"] in self._people
            ]
        )
        notice, callers = self._notice_card(page), contact_cards.calling_order(page)
        calling = contact_cards.calling_card(callers) if callers else None
        return [one for one in (notice, card, calling) if one is not None]

    def _notice_card(self, page: CategoryPage) -> Card | None:
        """What needs attention here, with the way to the check sheet of this family."""
        today = self.context.desk.today
        homes = contact_cards.overlapping(page.entries[_ADDRESS], today)
        stale = contact_cards.unconfirmed(page, today)
        said = []
        if homes:
            said.append(
                f"{len(homes)} woonadressen gelden tegelijk: "
                f"{'; '.join(one.title for one in homes)}. Vul bij het oude adres Tot en met in."
            )
        if stale:
            said.append(f"Langer dan een jaar niet bevestigd: {'; '.join(stale)}.")
        if not said:
            return None
        card = Card("Let op")
        for words in said:
            card.add(PlainLabel(words, wrap=True))
        if stale and self._may_search():
            self.sheet_button = button(
                "Controleblad van dit gezin",
                "link",
                "check",
                lambda: self.context.go(Target("check-sheets", self.pupil.id)),
            )
            card.body.addWidget(self.sheet_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _may_search(self) -> bool:
        """Whether this person may see the guardians of every pupil."""
        return self.context.desk.may(Action.WRITE, Category.CONTACT)

    def _guardians_card(self, both: Kind, *, may_write: bool) -> KindCard:
        card = KindCard(
            both,
            guardian_columns(),
            may_write=may_write,
            history=self.has_history,
            add_label="Verzorger to&evoegen",
            on_table=lambda table: self.offer_list(both, table),
        )
        if may_write and self._may_search():
            self.link_button = button(
                "Be&staande koppelen", "outline", "pupils", self.search_guardian
            )
            card.add_to_head(self.link_button)
        card.add_asked.connect(lambda: self.edit_guardian(None))
        card.opened.connect(lambda entry: self.edit_guardian(entry.id))
        card.asked.connect(lambda what, about: self.corrections.ask(what, self._link, about))
        return card

    def edit_guardian(self, link_id: str | None) -> None:
        """One form for the person and for what he or she is to this pupil."""
        link = self._links[link_id] if link_id else None
        person = self._people[str(link.values["guardian_id"])] if link else None
        title = "Verzorger wijzigen" if link else "Verzorger toevoegen"
        sheet = FormSheet(
            title,
            (
                Section(_PERSON, title, self._form(self._person, person, {})),
                Section(_LINK, "Voor deze leerling", self._form(without_person(self._link), link)),
            ),
            lambda values, _reason: self._save_guardian(link, person, values),
            intro=self._whose(person),
        )
        self._said_alike = False
        if link is not None and person is not None and self._shared.get(person.id):
            sheet.add_below(
                button(
                    "Voortaan een eigen ver&zorger voor deze leerling",
                    "link",
                    on_click=lambda: self.split_guardian(link),
                )
            )
        done = "Verzorger gewijzigd." if link else "Verzorger toegevoegd."
        self.open_sheet(sheet, done, self._link, link)

    def search_guardian(self) -> None:
        """Look for a guardian who is there already, to link as this pupil's too."""
        view = GuardianSearch(self.context.desk, self.back)
        view.chosen.connect(self.link_guardian)
        self.show_over(view)
        view.setFocus()

    def link_guardian(self, known: KnownGuardian) -> None:
        """What this guardian is to this pupil; nothing of the person itself is typed again."""
        title = f"{known.name} koppelen aan {self.pupil.display_name}"
        form = self._form(without_person(self._link), None)
        sheet = FormSheet(
            title,
            (Section(_LINK, "Voor deze leerling", form),),
            lambda values, _reason: self.context.desk.entries.add(
                self.pupil.id, _LINK, {**values[_LINK], "guardian_id": known.id}
            ),
            intro=f"{known.name} is ook verzorger van {' en '.join(known.children)}. {_SHARED}",
        )
        sheet.ended.connect(lambda saved: self._ended(saved, "Verzorger gekoppeld."))
        self.begin(sheet)
        sheet.focus_first()

    def split_guardian(self, link: Entry) -> None:
        """From now on this pupil has a guardian of its own, with the same data to begin with."""
        if not self.may_leave():
            return
        task.run(
            self,
            lambda: self.context.desk.guardians.split(self.pupil.id, link.id),
            lambda saved: self._ended(saved, "De verzorger is nu alleen van deze leerling."),
        )

    def open_form(self, kind: Kind, entry: Entry | None) -> None:
        if kind.code == _LINK:
            self.edit_guardian(entry.id if entry else None)
        else:
            super().open_form(kind, entry)

    def _form(self, kind: Kind, entry: Entry | None, given: Choices | None = None) -> EntryForm:
        values = entry.values if entry else {}
        problems = self.context.desk.entries.problems
        return EntryForm(kind, values, given or {}, problems, buttons=False)

    def _whose(self, person: Entry | None) -> str:
        """For whom a change counts too."""
        others = self._shared.get(person.id, ()) if person else ()
        if not others:
            return _SHARED
        return (
            f"Naam, telefoon en adres gelden ook voor {' en '.join(others)}. Relatie en gezag "
            "gelden alleen voor deze leerling."
        )

    def _point_out_alike(self, values: Mapping[str, Value]) -> None:
        """Once: that this may be someone who is there already. Never links by itself."""
        if self._said_alike or not self._may_search():
            return
        found = self.context.desk.guardians.alike(values)
        if found:
            self._said_alike = True
            who = "; ".join(f"{one.name}, van {' en '.join(one.children)}" for one in found)
            raise UserError(_ALIKE.format(who=who))

    def _save_guardian(
        self, link: Entry | None, person: Entry | None, values: Filled
    ) -> SavedEntry:
        entries = self.context.desk.entries
        if link is None or person is None:
            self._point_out_alike(values[_PERSON])
            return entries.add_guardian(self.pupil.id, values[_PERSON], values[_LINK])
        saved, done = None, ()
        rectified = values.get(RECTIFICATION.code)
        for old in (person, link):
            typed = values[old.kind.code]
            if differs(old, typed) or (old is link and saved is None):
                saved = entries.change(
                    self.pupil.id, old.kind.code, old.id, old.version, typed, correction=rectified
                )
                done = (*done, *saved.steps)
        assert saved is not None
        return replace(saved, steps=done)

    def rows_of(self, kind: Kind, entry: Entry) -> Which:
        if kind.code != _LINK:
            return super().rows_of(kind, entry)
        return [(_LINK, entry.id), (_PERSON, str(self._links[entry.id].values["guardian_id"]))]
