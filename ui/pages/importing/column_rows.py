"""The columns of a list, a row each: its heading, examples, and what it becomes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.dossier.kinds import KINDS
from app.exchange.lists.declared import ListKind, why_never
from app.exchange.lists.mapping import EACH, ListMapping, OneTest
from app.exchange.lists.table import Table
from ui.theme import GRID
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import ElidedLabel, PlainLabel

_HEADINGS = ("In de lijst", "Voorbeelden", "Wordt in het dossier", "")
_NOT = "niet overnemen"
_MEANING_WIDTH, _DOMAIN_WIDTH = 264, 200
_DOMAINS = tuple(KINDS["result"].field("domain").choices.items())


def meanings(kind: ListKind) -> list[tuple[str, str]]:
    """What a column of this kind of list may become, with its words."""
    fields = [(one.name, one.label) for one in kind.fields]
    return fields + [(EACH + name, f"een toets: {kind.field(name).label}") for name in kind.each]


class ColumnRows(QWidget):
    """`changed` carries the mapping with the change in it."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mapping: ListMapping | None = None
        self.choices: dict[int, ChoiceInput] = {}
        self.domains: dict[int, ChoiceInput] = {}
        self._sheet = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._sheet)

    def show_table(self, table: Table, mapping: ListMapping) -> None:
        """Show the columns of another list."""
        old, self._sheet = self._sheet, QWidget(self)
        self._layout.replaceWidget(old, self._sheet)
        old.hide()
        old.deleteLater()
        grid = QGridLayout(self._sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.choices, self.domains = {}, {}
        self._mapping = mapping
        for at, words in enumerate(_HEADINGS):
            grid.addWidget(PlainLabel(words, "field"), 0, at)
        for column, heading in enumerate(table.headings):
            self._add(grid, table, column, heading)
        self._sheet.show()

    def show_mapping(self, mapping: ListMapping) -> None:
        """The same columns, meaning something else."""
        self._mapping = mapping
        for column, choice in self.choices.items():
            meaning = mapping.columns[column]
            choice.set_code(meaning or None)
            domain = self.domains[column]
            domain.setVisible(meaning.startswith(EACH))
            domain.set_code(mapping.tests.get(column, OneTest()).domain or None)

    def first_open(self) -> ChoiceInput | None:
        """The first column that is not taken over, else the first; None without columns."""
        still = [one for one in self.choices.values() if one.code() is None]
        return next(iter([*still, *self.choices.values()]), None)

    def _add(self, grid: QGridLayout, table: Table, column: int, heading: str) -> None:
        assert self._mapping is not None
        row = column + 1
        examples = " · ".join(table.examples(column)) or "leeg"
        grid.addWidget(ElidedLabel(heading, "", lines=2), row, 0)
        grid.addWidget(ElidedLabel(examples, "muted"), row, 1)
        never = why_never(heading)
        if never:
            grid.addWidget(PlainLabel(f"Nooit. {never}", "small", wrap=True), row, 2, 1, 2)
            return
        choice = ChoiceInput(meanings(self._mapping.kind), empty=_NOT)
        choice.setFixedWidth(_MEANING_WIDTH)
        choice.setAccessibleName(f"Kolom {heading} wordt")
        choice.setAccessibleDescription(f"Voorbeelden: {examples}")
        domain = ChoiceInput(_DOMAINS, empty="kies een gebied")
        domain.setFixedWidth(_DOMAIN_WIDTH)
        domain.setAccessibleName(f"Gebied van de toets in kolom {heading}")
        grid.addWidget(choice, row, 2)
        grid.addWidget(domain, row, 3)
        self.choices[column], self.domains[column] = choice, domain
        meaning, test = self._mapping.columns[column], self._mapping.tests.get(column, OneTest())
        choice.set_code(meaning or None)
        domain.set_code(test.domain or None)
        domain.setVisible(meaning.startswith(EACH))
        choice.activated.connect(lambda _index, at=column: self._choose(at))
        domain.activated.connect(lambda _index, at=column: self._choose(at))

    def _choose(self, column: int) -> None:
        assert self._mapping is not None
        meaning = self.choices[column].code() or ""
        before = self._mapping.tests.get(column, OneTest())
        test = OneTest(self.domains[column].code() or "", before.test, before.moment)
        self._mapping = self._mapping.with_column(column, meaning, test)
        self.domains[column].setVisible(meaning.startswith(EACH))
        self.changed.emit(self._mapping)
