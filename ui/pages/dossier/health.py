"""Gezondheid en ondersteuning."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.dossier.health_rules import NOT_AGREED, remarks, seen_by_group
from app.dossier.kinds import Kind
from app.dossier.values import CategoryPage, Entry
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones, columns_of
from ui.pages.dossier.entry_details import Facts
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.data_table import Column
from ui.widgets.labels import PlainLabel

_HEALTH, _MARK = "health", "shared_with_group"
_NOTICE_WIDTH = 148
_NOTHING = (
    "Niets. Wie voor de groep staat, weet nu niet wat er nodig is. Zet bij een gegeven ‘Delen met "
    "de leerkrachten van de groep’ aan als dat anders moet."
)
_EXACTLY = "Precies dit, en niets anders. Het staat ook op het gezondheidsblad van de groep."


class HealthPage(DossierPage):
    """What help is needed; a teacher of the group sees only what is shared."""

    category = Category.HEALTH
    tones: ClassVar[Tones] = {f"{_HEALTH}.{_MARK}": {True: Tone.HERE}}

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        entries = page.entries.get(_HEALTH, ())
        return (self._seen_card(entries),) if entries and _is_whole(entries[0].kind) else ()

    def columns(self, kind: Kind) -> Sequence[Column]:
        made = columns_of(kind, self.tones)
        if kind.code == _HEALTH and _is_whole(kind):
            # Before the last two, which give way on a narrow window.
            made.insert(len(made) - 2, self._notice_column())
        return made

    def _notice_column(self) -> Column:
        desk = self.context.desk

        def said(entry: Entry) -> str:
            return ", ".join(remarks(entry.values, desk.today))

        return Column(
            "notice",
            "Let op",
            _NOTICE_WIDTH,
            value=said,
            tone=lambda entry: Tone.MUST if NOT_AGREED in said(entry) else Tone.WAITING,
        )

    def _seen_card(self, entries: Sequence[Entry]) -> Card:
        """What the teachers of the group see, word for word."""
        card = Card("Dit zien de leerkrachten van de groep")
        rows = [
            (entry.kind.field(name).label, entry.display[name])
            for entry in entries
            for name in seen_by_group(entry.kind, entry.values, self.context.desk.today)
        ]
        card.add(PlainLabel(_EXACTLY if rows else _NOTHING, "muted", wrap=True))
        if rows:
            card.add(Facts(rows))
        return card


def _is_whole(kind: Kind) -> bool:
    """Whether the reader sees the entries themselves and not only what is shared of them."""
    return any(field.name == _MARK for field in kind.fields)
