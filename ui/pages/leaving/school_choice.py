"""To which school: typed once, then Enter goes down the list and fills it in again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.dossier import checks
from app.dossier.leaving import NextSchool
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.hugging import hug
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_LONGEST = 200


class SchoolChoice(QWidget):
    """`chosen` carries the school for the pupil of the row one is at; `for_all` for the rest.

    `refused` carries the Dutch sentence about a BRIN or branch that cannot be.
    """

    chosen = Signal(object)
    for_all = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, NextSchool] = {}
        self.whom = PlainLabel("")
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setMinimumWidth(30 * GRID)
        self.name.lineEdit().setMaxLength(_LONGEST)
        self.name.lineEdit().setPlaceholderText("Naam van de nieuwe school")
        self.name.setAccessibleName("Nieuwe school")
        self.brin, self.branch = LineInput(), LineInput()
        for line, what, width in ((self.brin, "BRIN", 88), (self.branch, "Vestiging", 88)):
            line.setPlaceholderText(what)
            line.setAccessibleName(f"{what} van de nieuwe school")
            line.setFixedWidth(width)
            line.returnPressed.connect(self._choose)
        self.choose_button = button("Invullen &en verder", "outline", "check", self._choose)
        self.all_button = button("Alle lege invullen", "link", on_click=self._choose_for_all)
        flow = FlowLayout(self)
        for widget in (
            self.whom,
            self.name,
            self.brin,
            self.branch,
            self.choose_button,
            self.all_button,
        ):
            flow.addWidget(widget)
        hug(self)
        self.name.lineEdit().returnPressed.connect(self._choose)
        self.name.activated.connect(lambda _index: self._fill_known())
        self.name.lineEdit().editingFinished.connect(self._fill_known)
        completer = self.name.completer()
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)

    def offer(self, schools: Sequence[NextSchool]) -> None:
        """Schools used before, the most used first; what is typed now stays."""
        kept = self.name.currentText()
        self._known = {one.name: one for one in reversed(schools) if one.name}
        self.name.clear()
        self.name.addItems(list(dict.fromkeys(one.name for one in schools if one.name)))
        self.name.setCurrentText(kept)

    def ask(self, name: str, school: NextSchool) -> None:
        """For whom; a school that is known already shows, else the last one typed stays."""
        self.whom.setText(f"{name} gaat naar")
        if school.name:
            self.show_school(school)

    def show_school(self, school: NextSchool) -> None:
        """Put a school in the fields."""
        self.name.setCurrentText(school.name)
        self.brin.set_text_value(school.brin)
        self.branch.set_text_value(school.branch)

    def start(self) -> None:
        """Begin to type."""
        self.name.setFocus()
        self.name.lineEdit().selectAll()

    def _fill_known(self) -> None:
        known = self._known.get(self.name.currentText().strip())
        if known is not None:
            self.show_school(known)

    def _school(self) -> NextSchool | None:
        self._fill_known()
        brin, branch = self.brin.text_value(), self.branch.text_value()
        try:
            return NextSchool(
                " ".join(self.name.currentText().split()),
                checks.brin(brin) if brin else "",
                checks.branch(branch) if branch else "",
            )
        except ValueError as problem:
            self.refused.emit(str(problem))
            return None

    def _choose(self) -> None:
        school = self._school()
        if school is not None:
            self.chosen.emit(school)

    def _choose_for_all(self) -> None:
        school = self._school()
        if school is not None:
            self.for_all.emit(school)
