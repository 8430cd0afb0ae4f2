"""The households with where they stand: by group and state, ticked for a pile of sheets."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.households import Household
from app.sheets.check_sheets import Order
from ui.context import Target
from ui.pages.check_sheets import words
from ui.pages.check_sheets.words import STANDS, Stand
from ui.text import counted
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.inputs import ChoiceInput

_EVERYONE = "-"
_ROWS = 11
_ORDERS = ((Order.GROUP.value, "Bladen op groep"), (Order.FAMILY.value, "Bladen op achternaam"))
_WHY = (
    "Een keer per jaar bevestigt elk gezin adres, telefoon en gezag. Zo klopt het nummer dat u "
    "belt als het nodig is (AVG art. 5: juiste gegevens)."
)


class HouseholdList(Card):
    """`confirmed` by Enter or the button; `wanted` sends to where a correction is typed."""

    confirmed = Signal(object)
    wanted = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("Gezinnen", parent=parent)
        self._today = today
        self._homes: tuple[Household, ...] = ()
        self._filling = False
        self.group = ChoiceInput([(_EVERYONE, "Alle groepen")], _EVERYONE)
        self.group.setAccessibleName("Groep")
        self.stand = ChoiceInput(STANDS, Stand.TO_DO.value)
        self.stand.setAccessibleName("Welke gezinnen")
        self.order = ChoiceInput(_ORDERS, Order.GROUP.value)
        self.order.setAccessibleName("Volgorde van de bladen")
        self.all_button = button("Kie&s allen", "link", on_click=self.tick_shown)
        self.right_button = button("Alles &klopt", "outline", "check", self._confirm)
        self.correct_button = button("&Correctie invoeren", "outline", "edit", self._correct)
        self.table = DataTable(
            self._columns(),
            "Gezinnen",
            checkable=True,
            empty=EmptyState("check", "Niemand in deze lijst", _WHY),
        )
        self.table.set_actions(
            [
                RowAction("Alles &klopt", self.confirmed.emit, "check"),
                RowAction("&Correctie invoeren", self._go_to, "edit"),
            ]
        )
        self._build()

    def _columns(self) -> list[Column]:
        return [
            Column("who", "Verzorgers", value=words.who),
            Column("children", "Kinderen", value=words.children),
            Column(
                "state",
                "Stand",
                190,
                value=lambda home: words.state(home, self._today),
                sort=lambda home: home.confirmed_on or date.min,
                tone=lambda home: words.tone(home, self._today),
            ),
            Column("notice", "Let op", 190, value=words.notice, tone=lambda _home: Tone.WAITING),
        ]

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.group)
        row.addWidget(self.stand)
        row.addWidget(self.order)
        row.addStretch()
        row.addWidget(self.all_button)
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.right_button)
        below.addWidget(self.correct_button)
        below.addStretch()
        self.body.addLayout(row)
        self.body.addWidget(self.table)
        self.body.addLayout(below)
        for choice in (self.group, self.stand):
            choice.currentIndexChanged.connect(lambda _index: self._show())
        self.table.opened.connect(self.confirmed)
        self.table.selected.connect(lambda _home: self._enable())
        self._enable()

    def set_households(self, homes: Sequence[Household], pupil_id: str = "") -> None:
        """Show these; with a pupil only the households of that child, ticked."""
        self._homes = tuple(homes)
        names = sorted({_group(home) for home in homes})
        kept = self.group.code() or _EVERYONE
        self._filling = True
        self.group.clear()
        self.group.addItem("Alle groepen", _EVERYONE)
        for name in names:
            self.group.addItem(f"Groep {name}" if name[:1].isdigit() else name, name)
        self.group.setCurrentIndex(max(self.group.findData(kept), 0))
        if pupil_id:
            self.group.setCurrentIndex(0)
            self.stand.set_code(Stand.ALL.value)
        self._filling = False
        self._show()
        if pupil_id:
            mine = [
                home for home in homes if any(one.pupil.id == pupil_id for one in home.children)
            ]
            self.table.model.tick(mine)
            if mine:
                self.table.select(mine[0].id)

    def replace(self, home: Household) -> None:
        """Show this household as it is now, and go on to the next in the list."""
        shown = [one.id for one in self.table.rows()]
        place = shown.index(home.id) if home.id in shown else 0
        self._homes = tuple(home if one.id == home.id else one for one in self._homes)
        self.table.filter.clear()
        self.table.set_filter("")
        self._show()
        rows = self.table.rows()
        if rows and home.id not in {one.id for one in rows}:
            self.table.select(rows[min(place, len(rows) - 1)].id)

    def chosen(self) -> tuple[Household, ...]:
        """The ticked households; without ticks the one that one is at."""
        ticked = tuple(self.table.model.ticked_rows())
        current = self.table.current()
        return ticked or ((current,) if current is not None else ())

    def tick_shown(self) -> None:
        """Tick all that show."""
        self.table.model.tick(self.table.rows())

    def _show(self) -> None:
        if self._filling:
            return
        group, stand = self.group.code(), self.stand.code() or Stand.TO_DO
        self.table.set_rows(
            [
                home
                for home in self._homes
                if group in (None, _EVERYONE, _group(home)) and words.fits(home, stand, self._today)
            ]
        )
        self.table.fit_height(_ROWS)
        self.set_aside(counted(len(self.table.rows()), "gezin", "gezinnen"))
        self._enable()

    def _enable(self) -> None:
        for one in (self.right_button, self.correct_button):
            one.setEnabled(self.table.current() is not None)

    def _confirm(self) -> None:
        if self.table.current() is not None:
            self.confirmed.emit(self.table.current())

    def _correct(self) -> None:
        if self.table.current() is not None:
            self._go_to(self.table.current())

    def _go_to(self, home: Household) -> None:
        self.wanted.emit(Target("pupils", home.youngest.id, Category.CONTACT))


def _group(home: Household) -> str:
    return home.youngest.group_name or "geen groep"
