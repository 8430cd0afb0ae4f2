"""What is the same for the whole list and need not stand in every row."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from app.exchange.lists.mapping import ListMapping
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import PlainLabel

_WIDTH = 272
_HINTS = {"taken_on": "17-03-2027", "from_date": "17-03-2027", "moment": "M6", "group": "7/8B"}


class ConstantsCard(Card):
    """`changed` carries the name of a field and what was said; hidden where nothing can be said."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Voor de hele lijst", parent=parent)
        self.add(
            PlainLabel(
                "Staat er geen kolom voor in de lijst, of is een cel leeg? Dan geldt wat u hier "
                "invult.",
                "muted",
                wrap=True,
            )
        )
        self.inputs: dict[str, ChoiceInput | LineInput] = {}
        self._rows = QFormLayout()
        self._rows.setSpacing(GRID)
        self.body.addLayout(self._rows)

    def show_mapping(self, mapping: ListMapping) -> None:
        """The fields of this kind of list, with what was said."""
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self.inputs = {}
        for name in mapping.kind.constants:
            field = mapping.kind.field(name)
            said = mapping.constants.get(name, "")
            made: ChoiceInput | LineInput
            if field.field is not None and field.field.choices:
                choices = [(label, label) for label in field.field.choices.values()]
                made = ChoiceInput(choices, said or None, empty="staat in de lijst")
                made.activated.connect(lambda _index, one=name: self._tell(one))
            else:
                made = LineInput(said)
                made.setPlaceholderText(f"bijvoorbeeld {_HINTS[name]}" if name in _HINTS else "")
                made.textEdited.connect(lambda _text, one=name: self._tell(one))
            made.setFixedWidth(_WIDTH)
            made.setAccessibleName(f"{field.label}, voor de hele lijst")
            self.inputs[name] = made
            self._rows.addRow(PlainLabel(field.label), made)
        self.setVisible(bool(self.inputs))

    def _tell(self, name: str) -> None:
        made = self.inputs[name]
        said = made.text_value() if isinstance(made, LineInput) else made.code() or ""
        self.changed.emit(name, said)
