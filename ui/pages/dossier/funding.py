"""Bekostiging: what the funding is computed from, and where its periods cannot be right."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.dossier.values import CategoryPage, Entry
from ui.pages.dossier.category_page import DossierPage
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel

_RULING = "special_ruling"


class FundingPage(DossierPage):
    """What the funding is computed from."""

    category = Category.FUNDING

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        said = remarks(page.entries["funding"])
        if not said:
            return ()
        card = Card("Let op")
        for words in said:
            card.add(PlainLabel(words, wrap=True))
        return (card,)


def remarks(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Two of one sort in one period, and a ruling without the end that every ruling has."""
    twice = [
        f"{one.display['sort'].capitalize()} staat er twee keer voor dezelfde periode: {_said(one)}"
        f" en {_said(other)}. Laat staan wat in het besluit staat."
        for one, other in combinations(entries, 2)
        if one.values["sort"] == other.values["sort"] and _overlap(one, other)
    ]
    endless = [
        f"{one.display['sort'].capitalize()} vanaf {one.display['from_date']} heeft geen einddatum:"
        " neem die over uit de verklaring."
        for one in entries
        if one.values["sort"] == _RULING and one.values["until_date"] is None
    ]
    return (*twice, *endless)


def _overlap(one: Entry, other: Entry) -> bool:
    (first, end), (second, other_end) = _period(one), _period(other)
    return first <= other_end and second <= end


def _period(entry: Entry) -> tuple[date, date]:
    first, last = entry.values["from_date"], entry.values["until_date"]
    return (
        first if isinstance(first, date) else date.min,
        last if isinstance(last, date) else date.max,
    )


def _said(entry: Entry) -> str:
    until = entry.display["until_date"]
    return f"{entry.display['from_date']} tot en met {until}" if until else (
        f"vanaf {entry.display['from_date']}"
    )  # fmt: skip
