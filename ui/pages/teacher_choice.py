"""Ticking who teaches a group."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dossier.values import StaffRecord
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable


class TeacherChoice(QWidget):
    """A list of staff with ticks; `chosen` is called with the ids when it is saved."""

    def __init__(
        self, chosen: Callable[[tuple[str, ...]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._card = Card()
        self.table = DataTable((Column("name", "Naam"),), "Leerkrachten", checkable=True)
        self._card.add(self.table)
        self.save_button = button("Leerk&rachten vastleggen", "filled", on_click=self._save)
        self._card.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        self.hide()

    def ask(self, group: str, people: Sequence[StaffRecord], teachers: Collection[str]) -> None:
        """Who can teach, with the ids in `teachers` ticked."""
        self._card.set_title(f"Wie geeft les aan {group}?")
        self.table.set_rows([one for one in people if not one.is_it_only])
        self.table.model.tick([one for one in self.table.rows() if one.id in teachers], True)
        self.table.fit_height()
        self.show()
        self.table.focus_list()

    def _save(self) -> None:
        self.hide()
        self._chosen(tuple(one.id for one in self.table.model.ticked_rows()))
