"""The agreements in the form of a talk: a small row each; Enter begins the next.

It has the shape of an `EntryForm`, so that a `FormSheet` saves, checks and drafts it with the rest.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCompleter, QGridLayout, QVBoxLayout, QWidget

from app.dossier.kinds import KINDS, Value
from app.dossier.values import Entry
from ui.form_rows import FieldMessage
from ui.theme import GRID
from ui.widgets.buttons import button, icon_button
from ui.widgets.date_field import DateField
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_WHO_WIDTH, _DAY_WIDTH = 148, 156
_LEAST, _ONE_LINE_FROM = 300, 560
_WIDEST = 760
_SAVED = ("id", "version")
_TYPED = ("what", "who", "due_on")


class AgreementRow(QWidget):
    """What, who and until when, and a button to take it away."""

    changed = Signal()
    entered = Signal()
    removed = Signal()

    def __init__(self, number: int, people: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved: dict[str, str] = {}
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

    def problem(self) -> str:
        """What is not right yet."""
        if not self.what.text_value():
            return "Schrijf op wat is afgesproken, of haal deze regel weg."
        return self.due_on.problem()


class AgreementRows(QWidget):
    """`values` holds the rows in order; empty rows count as not there."""

    changed = Signal()
    submitted = Signal(object, str)
    cancelled = Signal()

    def __init__(
        self, agreements: Sequence[Entry], people: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = KINDS["agreement"]
        self._people = people
        self.rows: list[AgreementRow] = []
        self.setAccessibleName("Afspraken")
        self.setMaximumWidth(_WIDEST)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.add_button = button("Afspraak erbij", "link", "plus", self._add_and_go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(
            PlainLabel("Eén afspraak per regel. Enter begint een nieuwe regel.", "small", wrap=True)
        )
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for one in agreements:
            raw = {name: one.display.get(name, "") for name in _TYPED}
            self._add().set_raw({**raw, "id": one.id, "version": str(one.version)})
        if not self.rows:
            self._add()
        self.mark_saved()
        save, leave = QKeySequence(QKeySequence.StandardKey.Save), QKeySequence(Qt.Key.Key_Escape)
        for keys, told in ((save, lambda: self.submitted.emit({}, "")), (leave, self.cancelled)):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(told)

    def values(self) -> dict[str, Sequence[Mapping[str, Value]]]:
        """The agreements to save."""
        return {"rows": tuple(one.values() for one in self._filled())}

    def reason(self) -> str:
        """An agreement asks for none."""
        return ""

    def raw(self) -> dict[str, str]:
        """Everything as it was typed, a name for each row and field."""
        return {
            f"{number}.{name}": text
            for number, one in enumerate(self._filled())
            for name, text in {**one.raw(), **one.saved}.items()
        }

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back a draft."""
        rows: dict[int, dict[str, str]] = {}
        for key, text in raw.items():
            number, _dot, name = key.partition(".")
            if number.isdigit():
                rows.setdefault(int(number), {})[name] = text
        for one in list(self.rows):
            self._take_away(one)
        for number in sorted(rows):
            self._add().set_raw(rows[number])
        if not self.rows:
            self._add()

    def is_dirty(self) -> bool:
        """Whether something differs from what is saved."""
        return self.raw() != self._saved

    def mark_saved(self) -> None:
        """What stands here now is what is stored."""
        self._saved = self.raw()

    def problems(self) -> dict[str, str]:
        """What is not right yet, by row."""
        found = {str(number): one.problem() for number, one in enumerate(self._filled())}
        return {number: text for number, text in found.items() if text}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show them under their rows."""
        for number, one in enumerate(self._filled()):
            one.message.say(problems.get(str(number), ""))

    def focus_first(self) -> None:
        """Go to the first row."""
        self.rows[0].what.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_problem(self) -> bool:
        """Go to the first row that is not right; false when there is none."""
        wrong = next((one for one in self._filled() if one.problem()), None)
        if wrong is not None:
            wrong.what.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is not None

    def _filled(self) -> list[AgreementRow]:
        return [one for one in self.rows if not one.is_empty()]

    def _add(self) -> AgreementRow:
        made = AgreementRow(len(self.rows) + 1, self._people)
        made.changed.connect(lambda: self._changed(made))
        made.entered.connect(lambda: self._enter(made))
        made.removed.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._list.addWidget(made)
        return made

    def _add_and_go(self) -> None:
        last = self.rows[-1] if self.rows and self.rows[-1].is_empty() else self._add()
        last.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, row: AgreementRow) -> None:
        at = self.rows.index(row)
        if at + 1 < len(self.rows):
            self.rows[at + 1].what.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not row.is_empty():
            self._add_and_go()

    def _remove(self, row: AgreementRow) -> None:
        self._take_away(row)
        self._add_and_go()
        self.changed.emit()

    def _take_away(self, row: AgreementRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _changed(self, row: AgreementRow) -> None:
        if row.message.text():
            row.message.say("" if row.is_empty() else row.problem())
        self.changed.emit()
