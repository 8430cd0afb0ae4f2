"""The child at a glance: its teacher, where it lives, whom to call, what the class must know."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.overview import CallNumber, Household, Overview
from app.dossier.values import Entry, GuardianContact
from ui.pages.dossier.entry_details import Facts, filled
from ui.theme import GRID, Tone
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import PlainLabel

_CUSTODY = {
    "yes": ("met gezag", Tone.DONE),
    "no": ("zonder gezag", Tone.NEUTRAL),
    "unknown": ("gezag onbekend", Tone.MUST),
}
_LABEL = 120
_LEAST, _BESIDE_FROM = 240, 640
_SECRET = "geheim: geef het aan niemand door"


class Glance(QWidget):
    """The cards next to each other, on a narrow window below each other."""

    def __init__(self, overview: Overview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Less than both together, or it could never become narrow enough to put one below.
        self.setMinimumWidth(_LEAST)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        if overview.household is not None:
            column.addWidget(CallCard(overview.household))
        if overview.class_needs:
            column.addWidget(ClassNeeds(overview.class_needs))
        self._beside = QHBoxLayout(self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(2 * GRID)
        self._beside.addWidget(AtAGlance(overview), 1, Qt.AlignmentFlag.AlignTop)
        if column.count():
            self._beside.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _BESIDE_FROM
        self._beside.setDirection(
            QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        )


class AtAGlance(Card):
    """Facts first, then one line for each guardian with custody in words."""

    def __init__(self, overview: Overview, parent: QWidget | None = None) -> None:
        super().__init__("In het kort", parent=parent)
        facts = []
        if overview.teachers:
            facts.append(("Leerkracht", " en ".join(overview.teachers)))
        home = overview.household
        if home is not None:
            facts.append(("Adres", ", ".join(home.address) or "niet bekend"))
        self.facts = Facts(facts, _LABEL)
        if facts:
            self.add(self.facts)
        if home is None:
            return
        if home.address_secret:
            self.add(_chips((_SECRET, Tone.WAITING)))
        for one in home.guardians:
            self.add(_guardian(one))
        if not home.guardians:
            self.add(PlainLabel("Er is nog geen verzorger bekend.", "muted", wrap=True))


class CallCard(Card):
    """Whom to call, the first on top."""

    def __init__(self, home: Household, parent: QWidget | None = None) -> None:
        super().__init__("Bellen bij nood", parent=parent)
        for number, one in enumerate(home.numbers, start=1):
            self.add(_number(number, one))
        if not home.numbers:
            words = "Er staat nog geen telefoonnummer bij Adressen."
            self.add(PlainLabel(words, "muted", wrap=True))


class ClassNeeds(Card):
    """What the class must know of health, as it is shared with the group's teachers."""

    def __init__(self, needs: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__("Wat de klas moet weten", parent=parent)
        for one in needs:
            self.add(Facts(filled(one), _LABEL))


def _guardian(one: GuardianContact) -> QWidget:
    line = QWidget()
    layout = QVBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(PlainLabel(f"{one.name}, {one.relationship}", wrap=True))
    marks = [_CUSTODY[one.custody]]
    if one.lives_with:
        marks.append(("kind woont hier", Tone.NEUTRAL))
    if one.address_secret:
        marks.append(("adres geheim", Tone.WAITING))
    if one.phone_secret:
        marks.append(("telefoon geheim", Tone.WAITING))
    layout.addWidget(_chips(*marks))
    return line


def _number(number: int, one: CallNumber) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    said = PlainLabel(f"{number}.  {one.name}, {one.relationship}", wrap=True)
    row.addWidget(said, 1)
    if one.secret:
        row.addWidget(Chip("geheim", Tone.WAITING))
    phone = PlainLabel(one.phone)
    phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    phone.setAccessibleName(f"Telefoon van {one.name}: {one.phone}")
    row.addWidget(phone)
    return line


def _chips(*marks: tuple[str, Tone]) -> QWidget:
    made = QWidget()
    flow = FlowLayout(made, spacing=6)
    for text, tone in marks:
        flow.addWidget(Chip(text, tone))
    return made
