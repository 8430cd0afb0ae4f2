"""Choosing a pupil from anywhere: type a letter, Enter. Whom one opened last stands on top."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.dossier.values import PupilsToChoose, PupilSummary
from ui import task
from ui.context import Context
from ui.theme import GRID
from ui.widgets.labels import PlainLabel
from ui.widgets.row_list import ListRow, RowList
from ui.widgets.search_field import SearchField

_WIDTH, _HEIGHT = 440, 420
_MOST = 60
"""More lines than anyone reads: who is not among them is found by another letter."""


class PupilChooser(QDialog):
    """`chosen` tells whom. `allowed` says of whom there is something to do here.

    Keys typed before the list has come are not lost: Enter then opens the first that fits.
    """

    chosen = Signal(str)

    def __init__(
        self,
        context: Context,
        title: str,
        allowed: Callable[[PupilSummary], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._allowed = context, allowed
        self._pupils: list[PupilSummary] | None = None
        self._recent = 0
        self._entered = False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)
        self.search = SearchField("Naam of leerlingnummer…")
        self.list = RowList("Leerlingen")
        self.nothing = PlainLabel("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(PlainLabel(title, "title", wrap=True))
        for widget in (self.search, self.nothing):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        self.nothing.hide()
        self.search.searched.connect(lambda _typed: self._fill())
        self.search.entered.connect(self._enter)
        self.search.down.connect(self.list.focus_first)
        self.list.opened.connect(self._choose)
        self.list.clicked.connect(lambda index: self._choose(self.list.key_at(index)))
        self.search.setFocus()

    def load(self) -> None:
        """Read who there is to choose from; logged as the list of pupils is."""
        task.run(self, self._context.desk.pupils.choice, self._show, self._failed)

    def _show(self, found: PupilsToChoose) -> None:
        last = {pupil_id: number for number, pupil_id in enumerate(found.recent)}
        allowed = [one for one in found.pupils if self._allowed(one)]
        recent = sorted((one for one in allowed if one.id in last), key=lambda one: last[one.id])
        rest = [one for one in allowed if one.id not in last]
        own_first = sorted(rest, key=lambda one: not one.own)
        self._pupils, self._recent = [*recent, *own_first], len(recent)
        self._fill()
        if self._entered:
            self._enter()

    def _failed(self, fault: task.faults.Fault) -> None:
        self.reject()
        parent = self.parentWidget()
        if parent is not None:
            task.show_fault(parent, fault)

    def _fill(self) -> None:
        if self._pupils is None:
            return
        typed = self.search.search_text()
        if typed:
            found = [one for one in self._pupils if one.matches(typed)]
            rows = [_row(one) for one in found[:_MOST]]
        else:
            rows = [ListRow("", "Onlangs geopend", head=True)] if self._recent else []
            rows += [_row(one) for one in self._pupils[: self._recent]]
            others = self._pupils[self._recent : _MOST]
            rows += [ListRow("", "Leerlingen", head=True)] if others and self._recent else []
            rows += [_row(one) for one in others]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            "Geen leerling gevonden. Zoek op een deel van de naam of op leerlingnummer."
            if typed
            else "Er is geen leerling bij wie u dit kunt doen."
        )

    def _enter(self) -> None:
        self._entered = self._pupils is None
        keys = self.list.keys()
        if not self._entered and keys:
            self._choose(self.list.current() or keys[0])

    def _choose(self, pupil_id: str) -> None:
        if pupil_id:
            self.accept()
            self.chosen.emit(pupil_id)


def _row(one: PupilSummary) -> ListRow:
    return ListRow(one.id, one.list_name, f"groep {one.group_name}" if one.group_name else "")
