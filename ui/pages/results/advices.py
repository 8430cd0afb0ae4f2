"""Group 8: which advice each pupil has, and where the progression test asks something."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.kinds import KINDS
from app.dossier.results.advice import AdviceState
from app.dossier.results.class_view import PupilResults
from app.dossier.results.overview import GroupOverview
from ui.text import counted
from ui.theme import GRID, Tone
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel

_SORTS = KINDS["advice"].field("sort").choices
TONES = {
    AdviceState.NOTHING: Tone.NEUTRAL,
    AdviceState.NO_DEFINITIVE: Tone.WAITING,
    AdviceState.NOT_HIGHER: Tone.DONE,
    AdviceState.MUST_RAISE: Tone.MUST,
    AdviceState.RAISED: Tone.DONE,
    AdviceState.PARTLY_RAISED: Tone.WAITING,
    AdviceState.ARGUED: Tone.DONE,
    AdviceState.LOWERED: Tone.MUST,
}


class AdvicesPane(QWidget):
    """`opened` carries the id of a pupil whose results are wanted."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = PlainLabel("", wrap=True)
        self._chip = QHBoxLayout()
        self.empty = EmptyState(
            "results",
            "Geen groep 8",
            "Adviezen en toetsadviezen staan hier voor leerlingen van jaargroep 8.",
        )
        columns = [
            Column("name", "Leerling", 0, value=lambda one: one.name),
            *(
                Column(sort, label.capitalize(), 168, value=lambda one, s=sort: one.advices.get(s))
                for sort, label in _SORTS.items()
            ),
            Column(
                "signal",
                "Wat volgt",
                176,
                value=lambda one: one.signal.word,
                tone=lambda one: TONES[one.signal.state],
            ),
        ]
        self.table = DataTable(
            columns, "Adviezen van groep 8", row_key=lambda one: one.pupil_id, empty=self.empty
        )
        self.table.set_actions([RowAction("&Openen", lambda one: self.opened.emit(one.pupil_id))])
        self.table.opened.connect(lambda one: self.opened.emit(one.pupil_id))
        self.table.selected.connect(self._tell)
        self.story = Card("Wat volgt")
        self._story = PlainLabel("", wrap=True)
        self.story.add(self._story)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addLayout(self._chip)
        top.addWidget(self.state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.story)
        self.story.hide()

    def show_overview(self, overview: GroupOverview) -> None:
        """Show the pupils of group 8 of this group."""
        pupils, asking = overview.last_group, overview.asking
        self.table.set_rows(pupils)
        while (item := self._chip.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        if pupils:
            tone = Tone.MUST if asking else Tone.DONE
            word = counted(asking, "vraagt iets", "vragen iets") if asking else "in orde"
            self._chip.addWidget(Chip(word, tone))
        self.state.setText(
            f"{counted(len(pupils), 'leerling', 'leerlingen')} in groep 8. Een hoger toetsadvies "
            "verhoogt het advies, tenzij het belang van het kind anders vraagt; een lager "
            "toetsadvies verandert niets."
            if pupils
            else ""
        )
        self._tell(self.table.current())

    def _tell(self, one: PupilResults | None) -> None:
        text = one.signal.text if one is not None else ""
        self._story.setText(text)
        self.story.setVisible(bool(text))
