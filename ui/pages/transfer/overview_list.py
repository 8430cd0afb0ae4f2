"""The list of everyone who is about to leave, with the state of each report."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.report.overview import Overview, OverviewLine
from app.report.values import ReportState
from ui import text as texts
from ui.pages.transfer import words
from ui.theme import GRID
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.search_field import SearchField
from ui.widgets.tab_row import TabRow

_ALL = "all"
_KEYS = (_ALL, words.NOT_BEGUN_KEY, *ReportState)
_LABELS = {
    _ALL: "Alle",
    words.NOT_BEGUN_KEY: "Niet begonnen",
    ReportState.CONCEPT: "Concept",
    ReportState.FINALISED: "Vastgesteld",
    ReportState.INFORMED: "Ouders geïnformeerd",
    ReportState.SENT: "Verzonden",
}


def _key(line: OverviewLine) -> str:
    return str(line.state) if line.state else words.NOT_BEGUN_KEY


def _group(line: OverviewLine) -> str:
    if line.pupil.former:
        return "oud-leerling"
    return line.pupil.group_name or "geen groep"


class OverviewList(QWidget):
    """`opened` carries the id of the pupil whose report to show."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[OverviewLine, ...] = ()
        self.heading = Heading("Overstap")
        self.search = SearchField("Zoek leerling…")
        self.search.setMaximumWidth(280)
        self.tabs = TabRow("Stand van het rapport")
        for key in _KEYS:
            self.tabs.add(str(key), _LABELS[key])
        self.table = self._table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.heading)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.search)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self.tabs.set_current(_ALL)
        self.tabs.chosen.connect(lambda _key: self._show())
        self.search.searched.connect(self.table.set_filter)
        self.search.down.connect(self.table.focus_list)
        self.search.entered.connect(self.table.open_current)
        self.table.opened.connect(lambda line: self.opened.emit(line.pupil.id))

    def _table(self) -> DataTable:
        table = DataTable(
            [
                Column(
                    "name",
                    "Leerling",
                    220,
                    value=lambda line: line.pupil.list_name,
                    sort=lambda line: " ".join(line.pupil.sort_key),
                ),
                Column("group", "Groep", 96, value=_group),
                Column(
                    "state",
                    "Stand",
                    176,
                    value=lambda line: words.state_name(line.state),
                    sort=lambda line: _KEYS.index(_key(line)),
                    tone=lambda line: words.state_tone(line.state),
                ),
                Column("todo", "Wat nu", value=words.to_do),
                Column("receiver", "Naar", 200),
            ],
            "Leerlingen en hun rapport",
            empty=EmptyState(
                "transfer",
                "Niemand gaat nu weg",
                "Hier staan de leerlingen van groep 8 en iedereen voor wie een onderwijskundig "
                "rapport is begonnen. De wet vraagt dat rapport bij elke overstap (WPO art. 42).",
                "Gaat een leerling uit een andere groep weg? Open dan het dossier, tabblad OKR.",
            ),
        )
        table.set_actions(
            [RowAction("&Openen", lambda line: self.opened.emit(line.pupil.id), "transfer")]
        )
        return table

    def set_overview(self, overview: Overview) -> None:
        """Show these; the tab, the search and the row one was at stay."""
        self._lines = overview.lines
        counted = Counter(_key(line) for line in self._lines)
        for index, key in enumerate(_KEYS):
            number = len(self._lines) if key == _ALL else counted[str(key)]
            self.tabs.bar.setTabText(index, f"{_LABELS[key]} {number}")
        self.tabs.set_current(self.tabs.current())
        left = len(self._lines) - counted[str(ReportState.SENT)]
        pupils = texts.counted(len(self._lines), "leerling", "leerlingen")
        self.heading.set_facts(
            f"{pupils} · {left} nog niet verzonden · groep 8 en wie verder weggaat"
        )
        self._show()

    def _show(self) -> None:
        wanted = self.tabs.current()
        self.table.set_rows(
            [line for line in self._lines if wanted == _ALL or _key(line) == wanted]
        )
