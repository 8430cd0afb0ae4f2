"""The column of pupils: search-as-you-type, the groups, the former pupils, enrolling."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.dossier.values import GroupSummary, PupilSummary, named
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel
from ui.widgets.row_list import ListRow, RowList
from ui.widgets.search_field import SearchField
from ui.widgets.tab_row import TabRow

WIDTH = 268
PRESENT, FORMER = "present", "former"
_NO_GROUP = "Zonder groep"


class PupilList(QFrame):
    """`opened` tells whom to open (Enter or a click; passing a row opens nobody: that is logged).

    `listed` tells that the other list is wanted, `enrolling` that a pupil is to be enrolled, and
    `menu_wanted` for whom and where.
    """

    opened = Signal(str)
    listed = Signal(str)
    enrolling = Signal()
    menu_wanted = Signal(object, QPoint)

    def __init__(self, *, former: bool, enrols: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "column")
        self.setFixedWidth(WIDTH)
        self._pupils: tuple[PupilSummary, ...] = ()
        self._groups: tuple[GroupSummary, ...] = ()
        self._which = PRESENT
        self.search = SearchField("Zoek leerling… (Ctrl+F)")
        self.search.setAccessibleName("Leerling zoeken op naam of nummer")
        self.switch = TabRow("Welke leerlingen")
        self.switch.add(PRESENT, "Leerlingen")
        self.switch.add(FORMER, "Oud-leerlingen")
        self.list = RowList("Leerlingen")
        self.list.mark("")
        self.nothing = PlainLabel("", "muted", wrap=True)
        self.nothing.hide()
        self.enrol_button = button("Leerling ins&chrijven", "outline", "plus", self.enrolling.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 2 * GRID, 14, 14)
        layout.setSpacing(GRID)
        for widget in (self.search, self.switch, self.nothing):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.enrol_button)
        # Only now: a widget without a parent that is made visible is a window of its own.
        self.switch.setVisible(former)
        self.enrol_button.setVisible(enrols)
        self._connect()

    def _connect(self) -> None:
        self.search.searched.connect(lambda _typed: self._fill())
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self._open_found)
        self.switch.chosen.connect(self.listed)
        self.list.opened.connect(self.opened)
        self.list.clicked.connect(self._clicked)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu_at)

    @property
    def which(self) -> str:
        """`PRESENT` or `FORMER`."""
        return self._which

    def set_which(self, which: str) -> None:
        """Which of the two lists shows; its pupils come with `set_pupils`."""
        self._which = which
        self.switch.set_current(which)
        self.list.setAccessibleName("Oud-leerlingen" if which == FORMER else "Leerlingen")

    def set_pupils(
        self, pupils: Sequence[PupilSummary], groups: Sequence[GroupSummary] = ()
    ) -> None:
        """Show these; what was typed in the search field still counts."""
        self._pupils, self._groups = tuple(pupils), tuple(groups)
        self._fill()

    def shown(self) -> tuple[PupilSummary, ...]:
        """Who is in the list now, in the order of the list."""
        by_id = {one.id: one for one in self._pupils}
        return tuple(map(by_id.__getitem__, self.list.keys()))

    def find(self, pupil_id: str) -> PupilSummary | None:
        """The pupil with this id, if in the list."""
        return next((one for one in self._pupils if one.id == pupil_id), None)

    def set_here(self, pupil_id: str) -> None:
        """Mark who is open."""
        self.list.mark(pupil_id)
        if pupil_id:
            self.list.set_current(pupil_id)

    def _fill(self) -> None:
        typed = self.search.search_text()
        shown = named(self._pupils, typed) if typed else self._pupils
        self.list.set_rows(rows_of(shown, self._groups, former=self._which == FORMER))
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        if typed:
            words = "Geen leerling gevonden. Zoek op een deel van de naam of op leerlingnummer."
        elif self._which == FORMER:
            words = "Er zijn geen oud-leerlingen van wie het dossier nog wordt bewaard."
        else:
            words = (
                "Er zijn nog geen leerlingen. De administratie of de directeur schrijft ze in of "
                "importeert ze."
            )
        self.nothing.setText(words)
        self.layout().setStretchFactor(self.nothing, 0 if shown else 1)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _into_list(self) -> None:
        self.list.focus_first()

    def _open_found(self) -> None:
        keys = self.list.keys()
        if keys:
            self.opened.emit(self.list.current() if self.list.current() in keys else keys[0])

    def _clicked(self, index: QModelIndex) -> None:
        key = self.list.key_at(index)
        if key:
            self.opened.emit(key)

    def _menu_at(self, where: QPoint) -> None:
        index = self.list.indexAt(where)
        pupil = self.find(self.list.key_at(index) if index.isValid() else self.list.current())
        if pupil is not None:
            self.menu_wanted.emit(pupil, self.list.viewport().mapToGlobal(where))


def rows_of(
    pupils: Sequence[PupilSummary], groups: Sequence[GroupSummary], *, former: bool
) -> list[ListRow]:
    """Heads with numbers, and the pupils of each group in the order of a class list."""
    if former:
        head = ListRow("", "Oud-leerlingen", str(len(pupils)), head=True)
        return [head, *(ListRow(one.id, one.list_name) for one in pupils)] if pupils else []
    by_group: dict[str, list[PupilSummary]] = {}
    for one in pupils:
        by_group.setdefault(one.group_id or "", []).append(one)
    known = {one.id: one for one in groups}
    order = [one.id for one in groups if one.own] + [one.id for one in groups if not one.own]
    order += sorted(key for key in by_group if key and key not in known)
    rows: list[ListRow] = []
    for group_id in (*order, ""):
        members = by_group.get(group_id, [])
        if not members:
            continue
        name = f"Groep {members[0].group_name}" if group_id else _NO_GROUP
        rows.append(ListRow("", name, counted(len(members), "leerling", "leerlingen"), head=True))
        years = {one.year_group for one in members}
        combined = len(known[group_id].year_groups) > 1 if group_id in known else len(years) > 1
        rows += [
            ListRow(one.id, one.list_name, f"gr. {one.year_group}" if combined else "")
            for one in members
        ]
    return rows
