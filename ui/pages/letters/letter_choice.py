"""Which letter: one of the supplied ones, or a free one with an own subject and text."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.dossier.kinds import Field, FieldType, Kind
from app.letters.letters import CARE_MARK, FREE_LETTER, YES
from app.letters.templates import Template
from ui.forms import EntryForm
from ui.widgets.card import Card
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel

FREE = FREE_LETTER
_FREE_KIND = Kind(
    code="free_letter",
    category=Category.CONTACT,
    singular="Vrije brief",
    plural="Vrije brieven",
    title="{subject}",
    fields=(
        Field("subject", "Onderwerp", FieldType.TEXT, required=True, max_length=150),
        Field(
            "text",
            "Tekst",
            FieldType.LONG_TEXT,
            required=True,
            help="De aanhef, de datum en de ondertekening zet het programma erbij.",
        ),
    ),
)
_CARE_FIELD = Field(
    CARE_MARK,
    "Deze brief bevat gegevens over gezondheid of begeleiding",
    FieldType.YES_NO,
    default=False,
    help="De kopie komt dan bij Gezondheid en is alleen voor intern begeleider en directeur te "
    "openen.",
)
_ABOUT = {
    "okr": "Vertelt ouders wat er in het rapport staat, dat zij het mogen inzien en laten "
    "verbeteren, en tot wanneer. De tekst staat vast.",
    FREE: "Een eigen brief. Iedere ouder met gezag krijgt hem op het eigen adres.",
}


class LetterChoice(Card):
    """`changed` tells that another letter was chosen; `typed` that its text changed."""

    changed = Signal()
    typed = Signal()

    def __init__(
        self, templates: Sequence[Template], *, care: bool, parent: QWidget | None = None
    ) -> None:
        """`care`: this person may write a letter that holds care details."""
        super().__init__("Welke brief?", parent=parent)
        self.choice = ChoiceInput([(one.code, one.name) for one in templates])
        self.choice.setAccessibleName("Welke brief")
        self.choice.setCurrentIndex(0)
        self.about = PlainLabel("", "muted", wrap=True)
        fields = (*_FREE_KIND.fields, _CARE_FIELD) if care else _FREE_KIND.fields
        self.form = EntryForm(replace(_FREE_KIND, fields=fields), buttons=False)
        for widget in (self.choice, self.about, self.form):
            self.add(widget)
        self.choice.currentIndexChanged.connect(lambda _index: self._chosen())
        self.form.changed.connect(self.typed)
        self._chosen()

    def code(self) -> str:
        """The template that is chosen."""
        return self.choice.code() or FREE

    def choose(self, code: str) -> None:
        """Choose a template, when this person may use it."""
        index = self.choice.findData(code)
        if index >= 0:
            self.choice.setCurrentIndex(index)

    def values(self) -> dict[str, str]:
        """What was typed for a free letter."""
        if self.code() != FREE:
            return {}
        values = self.form.values()
        typed = {name: str(values[name] or "") for name in ("subject", "text")}
        return {**typed, CARE_MARK: YES} if values.get(CARE_MARK) else typed

    def check(self) -> bool:
        """Whether the letter can be made; shows what is missing and goes there."""
        if self.code() != FREE:
            return True
        problems = self.form.problems()
        self.form.show_problems(problems)
        if problems:
            self.form.focus_first_problem()
        return not problems

    def is_dirty(self) -> bool:
        """Whether a free letter was typed and not made."""
        return self.code() == FREE and self.form.is_dirty()

    def reset(self) -> None:
        """Empty the free letter, after it was made."""
        self.form.set_values({})

    def _chosen(self) -> None:
        self.about.setText(_ABOUT.get(self.code(), ""))
        self.form.setVisible(self.code() == FREE)
        self.changed.emit()
