"""What is in this list: its kind, its sheet, where the headings stand, what each column means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFormLayout, QWidget

from app.exchange.list_imports import OpenedList
from app.exchange.lists.declared import ListKind
from app.exchange.lists.guess import guess
from app.exchange.lists.mapping import ListMapping
from ui.pages.importing.column_rows import ColumnRows
from ui.pages.importing.constants_card import ConstantsCard
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_HEADING_ROWS = 20
_WIDTH = 272
_BESIDE = 880  # pixels in which two cards stand beside each other
_REMEMBERED = (
    "Zo wees u de kolommen aan bij een vorige lijst met dezelfde koppen. U kunt het veranderen."
)


class MappingFace(ScrollPage):
    """`reopen` carries the kind, the sheet and the row of the headings that were chosen."""

    changed = Signal()
    reopen = Signal(str, str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, parent=parent)
        self.setAccessibleName("Wat er in de lijst staat")
        self.mapping: ListMapping | None = None
        self._opened: OpenedList | None = None
        self.kind = ChoiceInput([])
        self.sheet = ChoiceInput([])
        self.heading_row = ChoiceInput([])
        self.explanation = PlainLabel("", "muted", wrap=True)
        self.remark = PlainLabel("", "small", wrap=True)
        self.forget_button = button("Opnieuw &laten raden", "link", on_click=self._forget)
        self.missing = PlainLabel("", "problem", wrap=True)
        self.remembered = PlainLabel(_REMEMBERED, "muted", wrap=True)
        self.columns = ColumnRows()
        self.columns_card = Card("Kolommen")
        self.constants = ConstantsCard()
        self._fill()

    def _fill(self) -> None:
        about = Card("Wat staat er in deze lijst?")
        self._form = QFormLayout()
        self._form.setSpacing(GRID)
        for words, choice in (
            ("&Soort lijst", self.kind),
            ("&Blad", self.sheet),
            ("Ri&j met de koppen", self.heading_row),
        ):
            choice.setFixedWidth(_WIDTH)
            choice.setAccessibleName(words.replace("&", ""))
            self._form.addRow(words, choice)
            choice.activated.connect(lambda _index: self._reopen())
        about.body.addLayout(self._form)
        about.add(self.explanation)
        about.add(self.remark)
        self.columns_card.add_to_head(self.forget_button)
        self.columns_card.add(self.remembered)
        self.columns_card.add(self.missing)
        self.columns_card.add(self.columns)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(2 * GRID)
        for card in (about, self.constants):
            self._top.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._top)
        self.body.addWidget(self.columns_card)
        self.body.addStretch()
        self.columns.changed.connect(self._set)
        self.constants.changed.connect(self._say)

    def show_list(self, opened: OpenedList, kinds: Sequence[ListKind]) -> None:
        """Show a list that was opened, from its top; `kinds` are what this person may import."""
        self._opened = opened
        table, mapping = opened.table, opened.mapping
        sheet = table.sheet
        _offer(self.kind, [(one.code, one.label) for one in kinds], mapping.kind.code)
        _offer(self.sheet, [(name, name) for name in sheet.sheets], sheet.name)
        rows = [(str(row.number), f"rij {row.number}") for row in sheet.rows[:_HEADING_ROWS]]
        _offer(self.heading_row, rows, str(table.heading_row))
        self._form.setRowVisible(self.sheet, len(sheet.sheets) > 1)
        self.explanation.setText(mapping.kind.explanation)
        self.remark.setText(sheet.remark)
        self.remark.setVisible(bool(sheet.remark))
        self.columns.show_table(table, mapping)
        self.constants.show_mapping(mapping)
        self.columns_card.set_aside(counted(len(table.rows), "rij", "rijen"))
        self._set(mapping)
        self.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Go to what is still needed: for the whole list where that can be, else a column."""
        lacking = self.mapping.lacking() if self.mapping else ()
        needed = [self.constants.inputs.get(name) for names in lacking for name in names]
        first: QWidget | None = next(filter(None, needed), self.columns.first_open())
        if first is not None:
            first.setFocus()
            # Where it stands is known when the cards have been laid out.
            QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        inside = QApplication.focusWidget()
        if inside is not None and self.widget().isAncestorOf(inside):
            self.ensureWidgetVisible(inside, 0, 3 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        wide = self.viewport().width() >= _BESIDE
        self._top.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def _set(self, mapping: ListMapping) -> None:
        self.mapping = mapping
        said = list(mapping.missing())
        self.missing.setText("\n".join(said))
        self.missing.setVisible(bool(said))
        self.remembered.setVisible(mapping.remembered)
        self.forget_button.setVisible(mapping.remembered)
        self.changed.emit()

    def _say(self, name: str, words: str) -> None:
        assert self.mapping is not None
        mapping = self.mapping.with_constant(name, words)
        self.columns.show_mapping(mapping)
        self._set(mapping)

    def _forget(self) -> None:
        assert self._opened is not None
        mapping = guess(self._opened.mapping.kind, self._opened.table)
        self.columns.show_mapping(mapping)
        self.constants.show_mapping(mapping)
        self._set(mapping)
        self.focus_first()

    def _reopen(self) -> None:
        row = int(self.heading_row.code() or 0)
        self.reopen.emit(self.kind.code() or "", self.sheet.code() or "", row)


def _offer(choice: ChoiceInput, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    choice.clear()
    for code, label in choices:
        choice.addItem(label, code)
    choice.set_code(chosen or None)
    choice.setEnabled(len(choices) > 1)
