"""One agreement in the form of a talk: what, who and until when, on one line where that fits."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QVBoxLayout, QWidget

from app.dossier.kinds import KINDS, Value
from app.dossier.text_hints import find_hints
from ui.form_hints import Watching
from ui.form_rows import FieldMessage
from ui.theme import GRID, Tone
from ui.widgets.buttons import icon_button
from ui.widgets.date_field import DateField
from ui.widgets.inputs import LineInput

_WHO_WIDTH, _DAY_WIDTH = 148, 156
_LEAST, _ONE_LINE_FROM = 300, 560
_SAVED = ("id", "version")


class AgreementRow(QWidget):
    """What, who and until when, and a button to take it away."""

    changed = Signal()
    entered = Signal()
    removed = Signal()

    def __init__(self, number: int, people: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved: dict[str, str] = {}
        self._put_back: Mapping[str, str] = {}
        self._problem = ""
        kind = KINDS["agreement"]
        self.what = LineInput(most=kind.field("what").max_length)
        self.who = LineInput(most=kind.field("who").max_length)
        self.due_on = DateField(name=f"Afspraak {number}: klaar op")
        self.what.setPlaceholderText("Wat is afgesproken")
        self.who.setPlaceholderText("Wie doet het")
        self.what.setAccessibleName(f"Afspraak {number}: wat is afgesproken")
        self.who.setAccessibleName(f"Afspraak {number}: wie doet het")
        self.who.setFixedWidth(_WHO_WIDTH)
        self.due_on.setFixedWidth(_DAY_WIDTH)
        self._complete(people)
        self.remove_button = icon_button("trash", f"Afspraak {number} weghalen", self.removed.emit)
        self.message = FieldMessage()
        # Narrower than all of it on one line, or it could never become narrow enough for two.
        self.setMinimumWidth(_LEAST)
        self._narrow: bool | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._grid)
        layout.addWidget(self.message)
        self._arrange(narrow=False)
        for one in (self.what, self.who, self.due_on.line):
            one.textChanged.connect(lambda _text: self.changed.emit())
            one.returnPressed.connect(self.entered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < _ONE_LINE_FROM)

    def _arrange(self, *, narrow: bool) -> None:
        """All on one line; on a narrow window who and when below what was agreed."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.addWidget(self.what, 0, 0, 1, 4 if narrow else 1)
        for number, widget in enumerate((self.who, self.due_on, self.remove_button)):
            self._grid.addWidget(widget, int(narrow), number if narrow else number + 1)
        stretched = 3 if narrow else 0
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column == stretched else 0)

    def _complete(self, people: Sequence[str]) -> None:
        completer = QCompleter(list(people), self.who)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.who.setCompleter(completer)

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(text.strip() for text in self.raw().values())

    def raw(self) -> dict[str, str]:
        """As it was typed."""
        return {
            "what": self.what.text(),
            "who": self.who.text(),
            "due_on": self.due_on.line.text(),
        }

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back what was typed."""
        self.what.set_text_value(raw.get("what", ""))
        self.who.set_text_value(raw.get("who", ""))
        self.due_on.line.setText(raw.get("due_on", ""))
        self.saved = {name: raw[name] for name in _SAVED if raw.get(name)}
        self._put_back = raw if self.saved else {}

    def values(self) -> dict[str, Value]:
        """What to save, with the id and version of one that was saved before."""
        values: dict[str, Value] = {
            "what": self.what.text_value() or None,
            "who": self.who.text_value() or None,
            "due_on": self.due_on.day(),
        }
        if self.saved:
            values |= {"id": self.saved["id"], "version": int(self.saved["version"])}
        return values

    def point_out(self, watching: Watching) -> None:
        """Say what in a text that was typed now probably does not belong; a problem goes first."""
        kind, said = KINDS["agreement"], []
        for name, line in (("what", self.what), ("who", self.who)):
            if line.text() != self._put_back.get(name, ""):
                hints = find_hints(
                    line.text(), kind, kind.field(name), watching.names, watching.pupil_id, set()
                )
                said += [one.text for one in hints]
        if not self._problem:
            self.message.say(" ".join(said), Tone.WAITING)

    def show_problem(self, text: str) -> None:
        """Say what is not right, or nothing any more."""
        self._problem = text
        self.message.say(text)

    @property
    def has_problem(self) -> bool:
        """Whether something shows that must be put right."""
        return bool(self._problem)

    def problem(self) -> str:
        """What is not right yet."""
        if not self.what.text_value():
            return "Schrijf op wat is afgesproken, of haal deze regel weg."
        return self.due_on.problem()
