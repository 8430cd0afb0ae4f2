"""Which guardian of the school is also this pupil's: found by name, chosen by a person."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk import Desk
from app.dossier.shared_guardians import KnownGuardian
from ui import task
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.search_field import SearchField

_ROWS = 10
_HOW = (
    "Zoek op de naam van de verzorger of van een broer of zus. Kies alleen wie zeker dezelfde "
    "persoon is: naam, telefoon en adres gelden daarna voor al die kinderen."
)


class GuardianSearch(ScrollPage):
    """`chosen` carries the guardian to link."""

    chosen = Signal(object)

    def __init__(
        self, desk: Desk, cancel: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        card = Card("Bestaande verzorger koppelen")
        self.search = SearchField("Naam van verzorger of kind…")
        self.table = DataTable(
            [
                Column("name", "Verzorger"),
                Column("children", "Verzorger van", value=lambda one: ", ".join(one.children)),
                Column("city", "Woonplaats", 180),
            ],
            "Verzorgers van de school",
            empty=EmptyState("search", "Nog niemand gevonden", _HOW),
        )
        self.choose_button = button("Deze ver&zorger koppelen", "filled", "check", self._choose)
        self.cancel_button = button("&Annuleren", "outline", on_click=cancel)
        card.add(PlainLabel(_HOW, "muted", wrap=True))
        card.add(self.search)
        card.add(self.table)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.choose_button)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addStretch()
        self.choose_button.setEnabled(False)
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._find)
        self.search.down.connect(self.table.focus_list)
        self.search.entered.connect(self.table.focus_list)
        self.table.opened.connect(self.chosen)
        self.table.selected.connect(lambda one: self.choose_button.setEnabled(one is not None))
        self._found(())

    def _find(self, typed: str) -> None:
        task.run(self, lambda: self._desk.guardians.find(typed), self._found, newest="guardians")

    def _found(self, found: tuple[KnownGuardian, ...]) -> None:
        self.table.set_rows(found)
        self.table.fit_height(_ROWS)
        self.choose_button.setEnabled(self.table.current() is not None)

    def _choose(self) -> None:
        if self.table.current() is not None:
            self.chosen.emit(self.table.current())
