"""Gezondheid en ondersteuning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
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
_NOTICE_WIDTH = 172
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
        if not entries or not _is_whole(entries[0].kind):
            return ()
        return (SeenCard(entries, self.context.desk.today),)

    def columns(self, kind: Kind) -> Sequence[Column]:
        if kind.code != _HEALTH:
            return super().columns(kind)
        if not _is_whole(kind):
            # All of it in sight: in an emergency nobody opens a row first.
            every = tuple(replace(one, in_list=True) for one in kind.fields)
            return columns_of(replace(kind, fields=every), self.tones)
        made = columns_of(kind, self.tones)
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


class SeenCard(Card):
    """What the teachers of the group see, word for word."""

    def __init__(
        self, entries: Sequence[Entry], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__("Dit zien de leerkrachten van de groep", parent=parent)
        self.facts = Facts(
            [
                (entry.kind.field(name).label, entry.display[name])
                for entry in entries
                for name in seen_by_group(entry.kind, entry.values, today)
            ]
        )
        seen = bool(self.facts.texts())
        self.add(PlainLabel(_EXACTLY if seen else _NOTHING, "muted", wrap=True))
        self.add(self.facts)


def _is_whole(kind: Kind) -> bool:
    """Whether the reader sees the entries themselves and not only what is shared of them."""
    return any(field.name == _MARK for field in kind.fields)
