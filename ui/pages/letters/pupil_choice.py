"""About which pupils: a list with ticks, by group, with search; ticks survive both."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.dossier.values import PupilSummary
from ui import text as texts
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.inputs import ChoiceInput
from ui.widgets.search_field import SearchField

_EVERYONE = "-"
_ROWS = 7


class PupilChoice(Card):
    """`changed` tells that other pupils are chosen; `earlier_asked` asks for their letters."""

    changed = Signal()
    earlier_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Over welke leerlingen?", parent=parent)
        self._pupils: tuple[PupilSummary, ...] = ()
        self._chosen: set[str] = set()
        self._filling = False
        self.group = ChoiceInput([])
        self.group.setAccessibleName("Groep")
        self.search = SearchField("Zoek leerling…")
        self.all_button = button("Kies allen", "link", on_click=self._choose_shown)
        self.none_button = button("Kies niemand", "link", on_click=lambda: self.choose(()))
        self.earlier_button = button("Eerder gemaakt", "link", on_click=self.earlier_asked.emit)
        self.table = DataTable(
            [
                Column(
                    "name",
                    "Leerling",
                    value=lambda pupil: pupil.list_name,
                    sort=lambda pupil: " ".join(pupil.sort_key),
                ),
                Column("group", "Groep", 120, value=_group),
            ],
            "Leerlingen",
            checkable=True,
            empty=EmptyState("pupils", "Geen leerlingen", "In deze groep zit niemand."),
        )
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.group)
        row.addWidget(self.search, 1)
        self.body.addLayout(row)
        self.add(self.table)
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.all_button)
        below.addWidget(self.none_button)
        below.addStretch()
        below.addWidget(self.earlier_button)
        self.body.addLayout(below)
        self.group.currentIndexChanged.connect(lambda _index: self._show())
        self.search.searched.connect(self.table.set_filter)
        self.search.down.connect(self.table.focus_list)
        self.search.entered.connect(self.table.focus_list)
        self.table.ticked.connect(self._ticked)
        self.table.opened.connect(self._toggle)
        self._tell()

    def pupils(self) -> tuple[PupilSummary, ...]:
        """The chosen pupils, in the order of a class list."""
        return tuple(one for one in self._pupils if one.id in self._chosen)

    def name_of(self, pupil_id: str) -> str:
        """How a pupil is called."""
        return next((one.display_name for one in self._pupils if one.id == pupil_id), "")

    def set_pupils(self, pupils: Sequence[PupilSummary]) -> None:
        """Offer these; who was chosen and is still there stays chosen."""
        self._pupils = tuple(pupils)
        self._chosen &= {one.id for one in self._pupils}
        kept = self.group.code() or _EVERYONE
        names = sorted({_group(one) for one in self._pupils})
        self._filling = True
        self.group.clear()
        self.group.addItem("Alle groepen", _EVERYONE)
        for name in names:
            self.group.addItem(f"Groep {name}" if name[:1].isdigit() else name, name)
        self.group.setCurrentIndex(max(self.group.findData(kept), 0))
        self._filling = False
        self._show()

    def choose(self, pupil_ids: Iterable[str]) -> None:
        """Choose these and no others."""
        self._chosen = set(pupil_ids) & {one.id for one in self._pupils}
        self._show()
        self.changed.emit()

    def leave_out(self, pupil_ids: Iterable[str]) -> None:
        """Take these out of what is chosen."""
        self.choose(self._chosen - set(pupil_ids))

    def _show(self) -> None:
        if self._filling:
            return
        wanted = self.group.code()
        self._filling = True
        self.table.set_rows(
            [one for one in self._pupils if wanted in (None, _EVERYONE, _group(one))]
        )
        self.table.fit_height(_ROWS)
        model = self.table.model
        model.tick([one for one in model.all_rows() if one.id in self._chosen])
        self._filling = False
        self._tell()

    def _choose_shown(self) -> None:
        self._chosen |= {one.id for one in self.table.rows()}
        self._show()
        self.changed.emit()

    def _toggle(self, pupil: PupilSummary) -> None:
        on = pupil.id not in self._chosen
        self.table.model.tick([pupil], on)

    def _ticked(self) -> None:
        if self._filling:
            return
        model = self.table.model
        self._chosen -= {one.id for one in model.all_rows()}
        self._chosen |= {one.id for one in model.ticked_rows()}
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.set_aside(texts.counted(len(self._chosen), "leerling", "leerlingen") + " gekozen")


def _group(pupil: PupilSummary) -> str:
    if pupil.former:
        return "oud-leerling"
    return pupil.group_name or "geen groep"
