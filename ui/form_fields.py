"""How each type of field is typed in: one adapter per sort, all of the same shape.

An adapter knows its widget, the value in it, what cannot be a value at all (`problem`), and the
text exactly as typed (`raw`), so that a half-written form survives a lock or a crash.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from app.dossier.kinds import Field, FieldType, Value
from ui import dutch_date
from ui import text as texts
from ui.clipboard import NumberLine
from ui.widgets.date_field import DateField
from ui.widgets.inputs import LINE_MOST, TEXT_MOST, ChoiceInput, LineInput, TextInput

Choices = Mapping[FieldType, Sequence[tuple[str, str]]]
_WIDE_FROM = 300
_YEAR_GROUPS = [(str(number), f"groep {number}") for number in range(1, 9)]
# Pixels; a box as wide as what belongs in it helps to see what is asked.
_WIDTHS = {
    FieldType.INTEGER: 120,
    FieldType.NUMBER: 120,
    FieldType.PERSONAL_NUMBER: 160,
    FieldType.POSTCODE: 120,
    FieldType.BRIN: 120,
    FieldType.BRANCH: 120,
    FieldType.SCHOOL_YEAR: 160,
    FieldType.PHONE: 220,
}
_EXAMPLES = {
    FieldType.POSTCODE: "1234 AB",
    FieldType.BRIN: "12AB",
    FieldType.BRANCH: "00",
    FieldType.SCHOOL_YEAR: "2026-2027",
}


class FieldInput(QObject):
    """What all adapters share."""

    changed = Signal()
    left = Signal()
    refused = Signal(str)

    def __init__(self, field: Field, widget: QWidget) -> None:
        super().__init__(widget)
        self.field = field
        self.widget = widget
        name = f"{field.label}, verplicht" if field.required else field.label
        widget.setAccessibleName(name)
        widget.setAccessibleDescription(field.help)

    @property
    def wide(self) -> bool:
        """Whether it wants the whole width of the form."""
        long_line = self.field.type is FieldType.TEXT and self.field.max_length >= _WIDE_FROM
        return self.field.type is FieldType.LONG_TEXT or long_line

    def value(self) -> Value:
        """What to save; `None` when empty or when `problem` says something."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a stored value."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why what was typed is no value at all."""
        return ""

    def raw(self) -> str:
        """What was typed, to put back with `set_raw`."""
        raise NotImplementedError

    def set_raw(self, raw: str) -> None:
        """Put back what was typed."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen."""
        return not self.raw().strip()

    def mark(self, on: bool) -> None:
        """Give the input the border of something that is not right."""
        target = self.widget.line if isinstance(self.widget, DateField) else self.widget
        if bool(target.property("problem")) != on:
            target.setProperty("problem", on)
            target.style().unpolish(target)
            target.style().polish(target)


class LineField(FieldInput):
    """Text on one line, and the sorts of number that are kept as text."""

    def __init__(self, field: Field) -> None:
        made = NumberLine if field.type is FieldType.PERSONAL_NUMBER else LineInput
        self.line = made(most=field.max_length or LINE_MOST)
        super().__init__(field, self.line)
        if field.type in _WIDTHS:
            self.line.setMaximumWidth(_WIDTHS[field.type])
        self.line.setPlaceholderText(_EXAMPLES.get(field.type, ""))
        if field.type is FieldType.EMAIL:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.left.connect(self.left)
        self.line.refused.connect(self.refused)

    def value(self) -> Value:
        return self.line.text_value() or None

    def set_value(self, value: Value) -> None:
        self.line.set_text_value(texts.shown(value))

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, raw: str) -> None:
        self.line.set_text_value(raw)


class NumberField(LineField):
    """A whole number, or one with a decimal comma (a point is understood too)."""

    def value(self) -> Value:
        typed = self.line.text_value().replace(" ", "").replace(",", ".")
        try:
            whole = self.field.type is FieldType.INTEGER
            number = int(typed) if whole else float(typed)
        except ValueError:
            return None
        # `inf` and `nan` are numbers to Python, not to a teacher.
        return number if abs(number) < 1e12 else None

    def problem(self) -> str:
        if self.is_empty() or self.value() is not None:
            return ""
        if self.field.type is FieldType.INTEGER:
            return "Vul een heel getal in, zonder komma."
        return "Vul een getal in, bijvoorbeeld 12 of 7,5."


class TextField(FieldInput):
    """Text of several lines."""

    def __init__(self, field: Field) -> None:
        self.text = TextInput(most=field.max_length or TEXT_MOST)
        super().__init__(field, self.text)
        self.text.textChanged.connect(self.changed)
        self.text.left.connect(self.left)
        self.text.refused.connect(self.refused)

    def value(self) -> Value:
        return self.text.text_value() or None

    def set_value(self, value: Value) -> None:
        self.text.set_text_value(texts.shown(value))

    def raw(self) -> str:
        return self.text.toPlainText()

    def set_raw(self, raw: str) -> None:
        self.text.set_text_value(raw)


class ChoiceField(FieldInput):
    """One of a list; a required one starts without a choice, unless it has a default."""

    def __init__(self, field: Field, choices: Sequence[tuple[str, str]]) -> None:
        self.choice = ChoiceInput(choices, empty="Kies…" if field.required else "Niet ingevuld")
        super().__init__(field, self.choice)
        self.choice.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.choice.left.connect(self.left)

    def value(self) -> Value:
        return self.choice.code()

    def set_value(self, value: Value) -> None:
        self.choice.set_code(None if value in (None, "") else str(value))

    def raw(self) -> str:
        return self.choice.code() or ""

    def set_raw(self, raw: str) -> None:
        self.choice.set_code(raw or None)


class YesNoField(FieldInput):
    """A tick. Its label stands beside it, not above."""

    def __init__(self, field: Field) -> None:
        self.box = QCheckBox(texts.label_text(field.label))
        self.box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        super().__init__(field, self.box)
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.box.toggled.connect(lambda _on: self.left.emit())

    def value(self) -> Value:
        return self.box.isChecked()

    def set_value(self, value: Value) -> None:
        self.box.setChecked(bool(value))

    def raw(self) -> str:
        return "1" if self.box.isChecked() else ""

    def set_raw(self, raw: str) -> None:
        self.box.setChecked(raw == "1")

    def is_empty(self) -> bool:
        return False


class DayField(FieldInput):
    """A date."""

    def __init__(self, field: Field) -> None:
        self.day = DateField(name=field.label)
        super().__init__(field, self.day)
        self.day.line.setAccessibleName(self.widget.accessibleName())
        self.day.line.setAccessibleDescription(field.help)
        self.day.changed.connect(self.changed)
        self.day.left.connect(self.left)
        self.day.line.refused.connect(self.refused)

    def value(self) -> Value:
        return self.day.day()

    def set_value(self, value: Value) -> None:
        if isinstance(value, str):
            self.day.line.setText(value)
        else:
            self.day.set_day(value if isinstance(value, date) else None)

    def problem(self) -> str:
        return self.day.problem()

    def raw(self) -> str:
        return self.day.line.text()

    def set_raw(self, raw: str) -> None:
        self.day.line.setText(raw[: dutch_date.LONGEST])


def input_for(field: Field, choices_for: Choices) -> FieldInput:
    """The adapter for a field; `choices_for` holds what only the school knows (guardians)."""
    known: Choices = {
        FieldType.GROUP: (),
        FieldType.GUARDIAN: (),
        FieldType.TALK: (),
        FieldType.YEAR_GROUP: _YEAR_GROUPS,
        FieldType.CHOICE: tuple(field.choices.items()),
        **choices_for,
    }
    if field.type in known:
        return ChoiceField(field, known[field.type])
    return _ADAPTERS.get(field.type, LineField)(field)


_ADAPTERS: Mapping[FieldType, Callable[[Field], FieldInput]] = {
    FieldType.LONG_TEXT: TextField,
    FieldType.DATE: DayField,
    FieldType.YES_NO: YesNoField,
    FieldType.INTEGER: NumberField,
    FieldType.NUMBER: NumberField,
}
