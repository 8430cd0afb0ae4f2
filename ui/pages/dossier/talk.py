"""Gesprekken: talks that come and that were held, what was agreed, and the report on paper."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access.categories import ROLE_NAMES, Category, Role
from app.dossier.agreements import still_open
from app.dossier.correction_forms import RECTIFICATION
from app.dossier.kinds import FieldType, Kind
from app.dossier.talk_rules import AgreementState, TalkState, agreement_state, talk_state
from app.dossier.values import CategoryPage, Entry, SavedEntry
from ui.form_fields import Choices
from ui.forms import EntryForm
from ui.pages.dossier.agreement_rows import AgreementRows
from ui.pages.dossier.category_page import DossierPage, Part
from ui.pages.dossier.kind_card import KindCard
from ui.pages.dossier.open_agreements import OpenAgreements
from ui.pages.dossier.talk_report import TalkReportView
from ui.pages.dossier.who_was_there import WhoWasThere
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.text import counted
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.data_table import Column, RowAction

_DATE, _STATE = 104, 176
_OTHERS = (Role.SUPERVISOR, Role.HEAD)


class TalkPage(DossierPage):
    """What was said and agreed with the parents."""

    category = Category.TALK

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        waiting = still_open(page.entries["agreement"], self.context.desk.today)
        if not waiting:
            return ()
        card = Card("Openstaande afspraken", counted(len(waiting), "afspraak", "afspraken"))
        self.open_agreements = OpenAgreements(self.context, self.message_bar)
        self.open_agreements.set_agreements(waiting, may_write=page.may_write)
        card.add(self.open_agreements)
        return (card,)

    def columns(self, kind: Kind) -> Sequence[Column]:
        return self._talk_columns() if kind.code == "talk" else self._agreement_columns()

    def _card(self, part: Part, page: CategoryPage) -> KindCard:
        card = super()._card(part, page)
        if part.kind.code == "talk":
            card.add_action(RowAction("Op &papier…", self.show_on_paper, "print"))
        return card

    def sections(self, kind: Kind, entry: Entry | None, given: Choices) -> Sequence[Section]:
        if kind.code != "talk":
            return super().sections(kind, entry, given)
        title = f"{kind.singular} {'wijzigen' if entry else 'toevoegen'}"
        people = self._people(given)
        today = self.context.desk.today
        form = EntryForm(
            _without_old_agreements(kind, entry),
            entry.values if entry else {"held_on": today},
            given,
            self.context.desk.entries.problems,
            buttons=False,
        )
        watching = self.watching(entry)
        form.watch(watching)
        form.add_below("participants", WhoWasThere(form.input("participants"), people))
        agreed = AgreementRows(self._agreed_in(entry), people, watching)
        return (Section("talk", title, form), Section("agreements", "Afspraken", agreed))

    def save(self, kind: Kind, entry: Entry | None, values: Filled, reason: str) -> SavedEntry:
        if kind.code != "talk":
            return super().save(kind, entry, values, reason)
        talks, agreed = self.context.desk.talks, values["agreements"]["rows"]
        kept = self.sheet.kept("talk") if self.sheet else {}
        if entry is None:
            return talks.add(self.pupil.id, values["talk"], agreed, kept=kept)
        at = (self.pupil.id, entry.id, entry.version)
        rectified = values.get(RECTIFICATION.code)
        return talks.change(*at, values["talk"], agreed, rectified, kept=kept)

    def open_sheet(self, sheet: FormSheet, done_text: str, kind: Kind, entry: Entry | None) -> None:
        super().open_sheet(sheet, done_text, kind, entry)
        if sheet.sections[0].key == "talk" and entry is None:
            # The day is filled in already: mostly it is today.
            subject = sheet.form("talk").input("subject").widget
            subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_on_paper(self, talk: Entry) -> None:
        """Show the report of a talk as it goes on paper, in the place of the list."""
        assert self.page is not None
        view = TalkReportView(self.context, talk, self.message_bar, may_keep=self.page.may_write)
        view.closed.connect(self.back)
        self.show_over(view)
        view.load()

    def _people(self, given: Choices) -> list[str]:
        """Whom a talk with parents is mostly held with, by name alone."""
        guardians = [name.partition(" (")[0] for _id, name in given.get(FieldType.GUARDIAN, ())]
        person = self.context.desk.person
        others = [ROLE_NAMES[one] for one in _OTHERS if one not in person.roles]
        return [*guardians, self.pupil.display_name, person.name, *others]

    def _agreed_in(self, talk: Entry | None) -> Sequence[Entry]:
        if talk is None or self.page is None:
            return ()
        found = [one for one in self.page.entries["agreement"] if one.values["talk_id"] == talk.id]
        return sorted(found, key=lambda one: one.created_at)

    def _talk_columns(self) -> Sequence[Column]:
        today = self.context.desk.today

        def state(talk: Entry) -> tuple[str, Tone]:
            how = talk_state(talk.values["held_on"], talk.values["report"], today)
            if how is TalkState.PLANNED:
                return "gepland", Tone.HERE
            if how is TalkState.UNWRITTEN:
                return "verslag nog schrijven", Tone.WAITING
            sent = talk.values["sent_to_parents"]
            return ("naar de ouders", Tone.DONE) if sent else ("verslag gemaakt", Tone.NEUTRAL)

        return [
            _day("held_on", "Datum"),
            Column("subject", "Onderwerp", value=lambda one: one.display["subject"]),
            Column("state", "Stand", _STATE, value=lambda one: state(one)[0],
                   tone=lambda one: state(one)[1]),
        ]  # fmt: skip

    def _agreement_columns(self) -> Sequence[Column]:
        today = self.context.desk.today

        def state(one: Entry) -> AgreementState:
            return agreement_state(one.values["due_on"], one.values["done_on"], today)

        def words(one: Entry) -> str:
            done = f"gedaan {one.display['done_on']}"
            return done if one.values["done_on"] else _AGREEMENT[state(one)][0]

        return [
            Column("what", "Wat is afgesproken", value=lambda one: one.display["what"]),
            Column("state", "Stand", _STATE, value=words,
                   tone=lambda one: _AGREEMENT[state(one)][1]),
            _day("due_on", "Klaar op"),
            Column("who", "Wie doet het", 140, value=lambda one: one.display["who"]),
        ]  # fmt: skip


_AGREEMENT = {
    AgreementState.OPEN: ("open", Tone.WAITING),
    AgreementState.OVERDUE: ("te laat", Tone.MUST),
    AgreementState.DONE: ("gedaan", Tone.DONE),
}


def _day(name: str, label: str) -> Column:
    return Column(
        name,
        label,
        _DATE,
        value=lambda one: one.display[name],
        sort=lambda one: one.values[name],
    )


def _without_old_agreements(kind: Kind, entry: Entry | None) -> Kind:
    """Agreements have lines of their own; only a report that already had them as text shows it."""
    if entry is not None and entry.values.get("agreements"):
        return kind
    return replace(kind, fields=tuple(one for one in kind.fields if one.name != "agreements"))
