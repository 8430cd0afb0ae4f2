"""The list of staff, and what can be done with one of them: by button, menu and key."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.pages.staff.person import Person
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import PlainLabel
from ui.widgets.search_field import SearchField

_KEYS = (
    "Enter wijzigt rollen en groepen, of geeft een aanmelding aan wie er geen heeft. Delete "
    "verwijdert. Typen filtert de lijst."
)


@dataclass(frozen=True)
class _Deed:
    """Something to do with one person."""

    label: str
    icon: str
    asked: str
    needs_file: bool = True


_DEEDS = (
    _Deed("Rollen en groe&pen…", "edit", "roles_asked"),
    _Deed("Aanm&elding geven…", "key", "sign_in_asked", needs_file=False),
    _Deed("Nieuwe start&code…", "pdf", "code_asked"),
    _Deed("Verwijderen…", "trash", "removal_asked"),
)


class PeopleList(QWidget):
    """Each signal carries the `Person` it is about."""

    roles_asked = Signal(object)
    sign_in_asked = Signal(object)
    code_asked = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("Medewerker zoeken…")
        self.search.setMaximumWidth(320)
        self.table = DataTable(
            (
                Column("name", "Naam", value=lambda one: one.record.name),
                Column("sign_in", "Aanmeldnaam", 116, value=lambda one: one.record.sign_in_name),
                Column("roles", "Rollen", value=lambda one: one.role_names),
                Column("groups", "Groepen", 80, value=lambda one: ", ".join(one.record.groups)),
                Column("until", "Laatste dag", 98, value=lambda one: one.record.until),
                Column(
                    "state",
                    "Aanmelding",
                    208,
                    value=lambda one: one.state.text,
                    tone=lambda one: one.state.tone,
                ),
            ),
            "Medewerkers",
            empty=EmptyState("person", "Er is nog niemand"),
        )
        self.buttons: dict[str, QPushButton] = {}
        deeds = QWidget()
        flow = FlowLayout(deeds)
        for deed in _DEEDS:
            made = button(deed.label, "outline", deed.icon, lambda deed=deed: self._do(deed))
            self.buttons[deed.asked] = made
            flow.addWidget(made)
        self.table.set_actions(
            [
                RowAction(
                    deed.label,
                    getattr(self, deed.asked).emit,
                    deed.icon,
                    lambda one, deed=deed: _fits(deed, one),
                )
                for deed in _DEEDS
            ]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(deeds)
        layout.addWidget(PlainLabel(_KEYS, "small", wrap=True))
        self.search.searched.connect(self.table.set_filter)
        self.search.down.connect(self.table.focus_list)
        self.search.entered.connect(self.table.open_current)
        self.table.opened.connect(self._open)
        self.table.delete_asked.connect(self._delete)
        self.table.selected.connect(lambda _person: self._offer())
        self._offer()

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these; who was chosen stays chosen."""
        self.table.set_rows(people)
        self._offer()

    def _offer(self) -> None:
        person = self.table.current()
        for deed in _DEEDS:
            fits = person is not None and _fits(deed, person)
            self.buttons[deed.asked].setEnabled(fits)

    def _do(self, deed: _Deed) -> None:
        person = self.table.current()
        if person is not None:
            getattr(self, deed.asked).emit(person)

    def _open(self, person: Person) -> None:
        (self.roles_asked if person.gets_in else self.sign_in_asked).emit(person)

    def _delete(self, person: Person) -> None:
        if person.gets_in:
            self.removal_asked.emit(person)


def _fits(deed: _Deed, person: Person) -> bool:
    return person.gets_in is deed.needs_file
