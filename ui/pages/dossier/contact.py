"""Adressen: where the pupil lives, and each guardian with custody, address and telephone.

What a person is (name, address) and what he or she is to this pupil (relation, custody) are two
entries in `app`, since brothers and sisters share the first. Here they are one line and one form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.dossier.correction_forms import RECTIFICATION
from app.dossier.kinds import Field, FieldType, Kind, Value
from app.dossier.values import CategoryPage, Entry, SavedEntry
from ui.form_fields import Choices
from ui.forms import EntryForm
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones
from ui.pages.dossier.history_view import Which
from ui.pages.dossier.kind_card import KindCard
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.theme import Tone
from ui.widgets.data_table import Column

_LINK, _PERSON, _BOTH = "guardianship", "guardian", "guardian_of_pupil"
_CUSTODY = {"yes": Tone.DONE, "no": Tone.NEUTRAL, "unknown": Tone.MUST}
_SHARED = (
    "Naam, telefoon en adres gelden ook voor broers en zussen met dezelfde verzorger. Relatie en "
    "gezag gelden alleen voor deze leerling."
)


class ContactPage(DossierPage):
    """Guardians as one list; addresses of the pupil in the common shape."""

    category = Category.CONTACT
    tones: ClassVar[Tones] = {"address.secret": {True: Tone.WAITING}}

    def kinds(self, page: CategoryPage) -> Sequence[Kind]:
        return [one for one in page.kinds if one.code not in (_LINK, _PERSON)]

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        kinds = {one.code: one for one in page.kinds}
        self._person, self._link = kinds[_PERSON], kinds[_LINK]
        self._people = {one.id: one for one in page.entries[_PERSON]}
        self._links = {one.id: one for one in page.entries[_LINK]}
        both = both_kinds(self._person, self._link)
        card = self.cards.get(_BOTH)
        if card is None:
            card = self._guardians_card(both, may_write=page.may_write)
            self.cards[_BOTH] = card
        card.set_entries(
            [
                joined(both, link, self._people[str(link.values["guardian_id"])])
                for link in sorted(self._links.values(), key=_calling_order)
                if link.values["guardian_id"] in self._people
            ]
        )
        return (card,)

    def _guardians_card(self, both: Kind, *, may_write: bool) -> KindCard:
        card = KindCard(
            both,
            _columns(),
            may_write=may_write,
            history=self.has_history,
            add_label="Verzorger toevoe&gen",
            on_table=lambda table: self.offer_list(both, table),
        )
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
            intro=_SHARED,
        )
        done = "Verzorger gewijzigd." if link else "Verzorger toegevoegd."
        self.open_sheet(sheet, done, self._link, link)

    def open_form(self, kind: Kind, entry: Entry | None) -> None:
        if kind.code == _LINK:
            self.edit_guardian(entry.id if entry else None)
        else:
            super().open_form(kind, entry)

    def _form(self, kind: Kind, entry: Entry | None, given: Choices | None = None) -> EntryForm:
        values = entry.values if entry else {}
        problems = self.context.desk.entries.problems
        return EntryForm(kind, values, given or {}, problems, buttons=False)

    def _save_guardian(
        self, link: Entry | None, person: Entry | None, values: Filled
    ) -> SavedEntry:
        entries = self.context.desk.entries
        if link is None or person is None:
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


def both_kinds(person: Kind, link: Kind) -> Kind:
    """The declaration of a guardian of a pupil: first what he or she is to the pupil."""
    return replace(
        link,
        code=_BOTH,
        singular="Verzorger",
        fields=(*without_person(link).fields, *person.fields),
    )


def without_person(link: Kind) -> Kind:
    """The link without the choice of whom: that is the form above it."""
    return replace(
        link, fields=tuple(one for one in link.fields if one.type is not FieldType.GUARDIAN)
    )


def joined(both: Kind, link: Entry, person: Entry) -> Entry:
    """Link and person as one entry, with the id of the link."""
    last = max(link, person, key=lambda one: one.changed_at)
    return replace(
        link,
        kind=both,
        values={**person.values, **link.values},
        display={**person.display, **link.display},
        title=person.title,
        version=max(link.version, person.version),
        changed_at=last.changed_at,
        changed_by=last.changed_by,
        rectified=(*person.rectified, *link.rectified),
        statements=(*person.statements, *link.statements),
    )


def differs(entry: Entry, typed: Mapping[str, Value]) -> bool:
    """Whether the form says something else than the entry."""

    def same(field: Field) -> bool:
        old, new = entry.values.get(field.name), typed.get(field.name)
        return (old or None) == (new or None)

    return any(not same(one) for one in entry.kind.fields if one.name in typed)


def _calling_order(link: Entry) -> tuple[int, str]:
    order = link.values.get("emergency_order")
    return (order if isinstance(order, int) else 99, link.title)


def _address(entry: Entry) -> str:
    said = entry.display
    street = " ".join(one for one in (said.get("street"), said.get("house_number")) if one)
    place = " ".join(one for one in (said.get("postcode"), said.get("city")) if one)
    return ", ".join(one for one in (street, place) if one)


def _notice(entry: Entry) -> str:
    if entry.values.get("deceased"):
        return "overleden"
    address, phone = entry.values.get("address_secret"), entry.values.get("phone_secret")
    if address:
        return "adres en tel. geheim" if phone else "adres geheim"
    return "tel. geheim" if phone else ""


def _columns() -> list[Column]:
    return [
        Column("title", "Verzorger"),
        Column(
            "custody",
            "Gezag",
            104,
            value=lambda one: one.display["custody"],
            tone=lambda one: _CUSTODY.get(one.values["custody"], Tone.NEUTRAL),
        ),
        Column("notice", "Let op", 164, value=_notice, tone=lambda _one: Tone.WAITING),
        Column("relationship", "Relatie", 96, value=lambda one: one.display["relationship"]),
        Column("phone", "Telefoon", 116, value=lambda one: one.display.get("phone", "")),
        Column("address", "Adres", value=_address),
    ]
