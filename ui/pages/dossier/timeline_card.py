"""The timeline of a dossier: by month, the newest first; Enter or a click goes to the entry."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.kinds import CATEGORY_TEXTS
from app.dossier.timeline import TimelineItem
from ui.dutch_date import MONTHS
from ui.text import counted, shown
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel
from ui.widgets.row_list import ROW_HEIGHT, ListRow, RowList

FIRST = 40
"""So many lines show at first: enough for half a year; the rest comes when asked for."""


class TimelineCard(Card):
    """`asked` tells to which entry someone wants to go."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tijdlijn", parent=parent)
        self._items: dict[str, TimelineItem] = {}
        self._whole = False
        self._today = date.min
        self.choice = ChoiceInput((), empty="Alle onderdelen")
        self.choice.setAccessibleName("Onderdelen in de tijdlijn")
        self.add_to_head(self.choice)
        self.list = RowList("Tijdlijn")
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = PlainLabel("Hier staat nog niets.", "muted", wrap=True)
        self.more_button = button("", "link", on_click=self._show_whole)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.more_button)
        foot.addStretch()
        for widget in (self.nothing, self.list):
            self.add(widget)
        self.body.addLayout(foot)
        self.choice.currentIndexChanged.connect(lambda _index: self._fill())
        self.list.opened.connect(self._ask)
        self.list.clicked.connect(lambda index: self._ask(self.list.key_at(index)))

    def set_items(
        self, items: Sequence[TimelineItem], categories: Sequence[Category], today: date
    ) -> None:
        """Show these; the choice of a part stays."""
        self._today = today
        self._items = {f"{one.kind} {one.entry_id}": one for one in items}
        there = {one.category for one in items}
        kept = self.choice.code()
        self.choice.blockSignals(True)
        while self.choice.count() > 1:
            self.choice.removeItem(1)
        for one in categories:
            if one in there:
                self.choice.addItem(CATEGORY_TEXTS[one].tab, one.value)
        self.choice.setCurrentIndex(max(self.choice.findData(kept), 0))
        self.choice.blockSignals(False)
        self.choice.setVisible(len(there) > 1)
        self._fill()

    def _fill(self) -> None:
        wanted = self.choice.code()
        found = {
            key: one
            for key, one in self._items.items()
            if wanted is None or one.category.value == wanted
        }
        keys = list(found) if self._whole else list(found)[:FIRST]
        rows = rows_of({key: found[key] for key in keys}, self._today)
        self.list.set_rows(rows)
        self.list.setFixedHeight(ROW_HEIGHT * len(rows) + 4)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.set_aside("" if not found else counted(len(found), "regel", "regels"))
        self.more_button.setText(f"Hele tijdlijn tonen ({len(found)})")
        self.more_button.setVisible(len(keys) < len(found))

    def _show_whole(self) -> None:
        self._whole = True
        self._fill()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, key: str) -> None:
        if key in self._items:
            self.asked.emit(self._items[key])


def rows_of(items: dict[str, TimelineItem], today: date) -> list[ListRow]:
    """The lines with the months between them; what is still to come under a head of its own."""
    rows: list[ListRow] = []
    before = ""
    for key, one in items.items():
        month = f"{MONTHS[one.on.month - 1].capitalize()} {one.on.year}"
        head = "Komt nog" if one.on > today else month
        if head != before:
            rows.append(ListRow("", head, head=True))
            before = head
        label = f"{one.label}: {one.title}" if one.title else one.label
        rows.append(ListRow(key, label, shown(one.on)))
    return rows
