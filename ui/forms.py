"""The form for one entry of a dossier, built from the declaration of its kind.

It checks while someone types, keeps what was typed whatever happens, and saves nothing itself: the
page does that when `submitted` comes, through `ui.task.run`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.kinds import NECESSITY, NECESSITY_FIELD, FieldType, Kind, Value
from ui import text as texts
from ui.form_fields import Choices, FieldInput, input_for
from ui.form_hints import FormHints, HintLine, Kept, Watching
from ui.form_rows import FieldRow, arrange
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.confirm import ask_unsaved
from ui.widgets.labels import PlainLabel

Validate = Callable[[Kind, Mapping[str, Value]], Mapping[str, str]]
REASON = NECESSITY
_TWO_COLUMNS_FROM = 560
_WIDEST = 760
_PAUSE_MILLISECONDS = 600


def _nothing_wrong(_kind: Kind, _values: Mapping[str, Value]) -> Mapping[str, str]:
    return {}


class EntryForm(QWidget):
    """`submitted` carries the values and the reason (empty unless the kind asks for one).

    `validate` gives a message per field name; that a required field is filled in is checked here.
    Ctrl+S saves, Escape cancels and asks first when something was changed.
    """

    changed = Signal()
    submitted = Signal(object, str)
    cancelled = Signal()

    def __init__(
        self,
        kind: Kind,
        values: Mapping[str, Value] = MappingProxyType({}),
        choices_for: Choices = MappingProxyType({}),
        validate: Validate = _nothing_wrong,
        reason: str = "",
        submit_label: str = "&Opslaan",
        buttons: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._validate = validate
        self._columns = 0
        self._saved: dict[str, str] = {}
        self._hints: FormHints | None = None
        fields = kind.fields + ((NECESSITY_FIELD,) if kind.necessity else ())
        self._rows = {one.name: FieldRow(input_for(one, choices_for)) for one in fields}
        self.setAccessibleName(f"Formulier {kind.singular}")
        self.setMaximumWidth(_WIDEST)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._paused)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(self._grid)
        self.summary = PlainLabel("", "problem", wrap=True)
        self.submit_button = button(submit_label, "filled", on_click=self.submit)
        self.cancel_button = button("&Annuleren", "outline", on_click=self.cancel)
        if buttons:
            foot = QHBoxLayout()
            foot.setSpacing(GRID)
            foot.addWidget(self.submit_button)
            foot.addWidget(self.cancel_button)
            foot.addWidget(self.summary, 1)
            layout.addLayout(foot)
        for row in self._rows.values():
            self._connect(row)
        self._lay_out(1)
        self.set_values(values, reason)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.submit)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape), self.cancel)

    def watch(self, watching: Watching) -> None:
        """From now on point out, without blocking, what probably does not belong in a text."""
        self._hints = FormHints(self.kind, self._rows, watching, self)
        self._hints.changed.connect(self.changed)

    def hints(self, name: str) -> tuple[HintLine, ...]:
        """What is pointed out under a field now."""
        return self._hints.lines(name) if self._hints else ()

    def set_values(self, values: Mapping[str, Value], reason: str = "") -> None:
        """Show an entry (defaults where it says nothing) and count as not changed."""
        for name, row in self._rows.items():
            if name == REASON:
                row.input.set_value(reason)
            else:
                row.input.set_value(values.get(name, row.input.field.default))
            row.touched = False
            row.note("")
            row.show_problem("")
        self.summary.clear()
        self.mark_saved()

    def values(self) -> dict[str, Value]:
        """What to save, by field name; `None` for what is empty."""
        return {name: row.input.value() for name, row in self._rows.items() if name != REASON}

    def reason(self) -> str:
        """Why the entry is needed; empty where the kind does not ask."""
        return str(self._rows[REASON].input.value() or "") if REASON in self._rows else ""

    def raw(self) -> dict[str, str]:
        """Everything as it was typed, also what is not right yet: for a draft."""
        typed = {name: row.input.raw() for name, row in self._rows.items()}
        return {**typed, **self._hints.raw()} if self._hints else typed

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back a draft; it counts as changed against what was saved."""
        for name, text in raw.items():
            if name in self._rows:
                self._rows[name].input.set_raw(text)
        if self._hints:
            self._hints.set_raw(raw)

    def kept(self) -> Kept:
        """Why texts keep what was pointed out, per field name and rule."""
        return self._hints.kept() if self._hints else {}

    def is_dirty(self) -> bool:
        """Whether something differs from what was shown or saved last."""
        return self.raw() != self._saved

    def mark_saved(self) -> None:
        """What stands here now is what is stored."""
        self._timer.stop()
        self._saved = self.raw()
        self._point_out()

    def problems(self) -> dict[str, str]:
        """What is not right yet, by field name, in the order of the form."""
        said = self._validate(self.kind, self.values())
        found: dict[str, str] = {}
        for name, row in self._rows.items():
            text = row.input.problem() or said.get(name, "")
            if not text and row.input.field.required and row.input.is_empty():
                is_choice = row.input.field.type in (FieldType.CHOICE, FieldType.GUARDIAN)
                text = "Maak hier een keuze." if is_choice else "Vul dit in."
            if text:
                found[name] = text
        return found

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show these at their fields, for instance what the Desk said on saving."""
        for name, row in self._rows.items():
            row.touched = row.touched or name in problems
            row.show_problem(problems.get(name, ""))
        number = len(problems)
        still = f"{texts.counted(number, 'veld klopt', 'velden kloppen')} nog niet."
        self.summary.setText(still if number else "")

    def focus_first_problem(self) -> bool:
        """Go to the first field that is not right; false when there is none."""
        for name in self.problems():
            self._rows[name].input.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def focus_first(self) -> None:
        """Go to the first field."""
        next(iter(self._rows.values())).input.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> bool:
        """Say `submitted` when all is right; otherwise show what is not."""
        self._timer.stop()
        problems = self.problems()
        self.show_problems(problems)
        if problems:
            self.focus_first_problem()
            return False
        self.submitted.emit(self.values(), self.reason())
        return True

    def cancel(self) -> None:
        """Say `cancelled`; asks first when something was changed."""
        if self.is_dirty():
            answer = ask_unsaved(self)
            if answer == "save":
                self.submit()
            if answer != "discard":
                return
        self.cancelled.emit()

    def input(self, name: str) -> FieldInput:
        """The adapter of a field, for pages that treat one specially, and for tests."""
        return self._rows[name].input

    def add_below(self, name: str, widget: QWidget) -> None:
        """Put something that helps to fill in a field right under its input."""
        self._rows[name].body.layout().insertWidget(1, widget)
        before = self._rows[name].input.widget
        for one in widget.findChildren(QWidget):
            if one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                QWidget.setTabOrder(before, one)
                before = one

    def message(self, name: str) -> str:
        """What stands under a field now."""
        return self._rows[name].message.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(2 if self.width() >= _TWO_COLUMNS_FROM else 1)

    def _connect(self, row: FieldRow) -> None:
        row.input.changed.connect(lambda: self._typed(row))
        row.input.left.connect(lambda: self._left(row))
        # An over-full paste says so before it says that the text changed.
        row.input.refused.connect(lambda text: QTimer.singleShot(0, self, lambda: row.note(text)))

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        arrange(self._grid, list(self._rows.values()), columns)

    def _typed(self, row: FieldRow) -> None:
        row.note("")
        self._check(show_new=False)
        self._timer.start()
        self.changed.emit()

    def _left(self, row: FieldRow) -> None:
        # Who leaves a form by its cancel button need not be told what is missing.
        row.touched = row.touched or row.input.raw() != self._saved.get(row.input.field.name, "")
        self._check(show_new=False)
        self._point_out()

    def _paused(self) -> None:
        self._check(show_new=True)
        self._point_out()

    def _point_out(self) -> None:
        if self._hints:
            self._hints.check(self._saved)

    def _check(self, *, show_new: bool) -> None:
        problems = self.problems()
        for name, row in self._rows.items():
            text = problems.get(name, "")
            shows = row.touched or bool(row.problem) or (show_new and not row.input.is_empty())
            row.show_problem(text if shows else "")
        if not problems:
            self.summary.clear()

    def _shortcut(self, keys: QKeySequence, act: Callable[[], object]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
