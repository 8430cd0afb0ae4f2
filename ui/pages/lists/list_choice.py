"""Which list of which group, and what stands on it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.dossier.values import GroupSummary, PupilSummary
from app.sheets.class_list import LONGEST_HEADING, MOST_OWN_COLUMNS, Born, ClassListOptions
from app.sheets.group_sheets import SHEET_NAMES, Sheet, SheetOrder
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.date_field import DateField
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import PlainLabel

_ABOUT = {
    Sheet.CLASS_LIST: "De namen van de groep, met wat u erbij kiest. Adressen, BSN, gezag en "
    "gezondheid staan er nooit op.",
    Sheet.BIRTHDAYS: "Wie wanneer jarig is en hoe oud dan, van augustus tot en met juli.",
    Sheet.ATTENDANCE: "Een vakje per dagdeel, om op papier bij te houden wie er niet is.",
    Sheet.HEALTH: "Wat er in de klas nodig is en wat te doen in nood. Alleen wat met de groep is "
    "gedeeld, wie het ook afdrukt.",
}
_NAMES_ONLY = "Van deze groep mag u alleen de namen op een lijst zetten."
_BORN = (
    (Born.NOTHING, "niet op de lijst"),
    (Born.BIRTHDAY, "alleen de verjaardag"),
    (Born.DATE, "de hele geboortedatum"),
)


class ListChoice(QWidget):
    """`changed` tells that another list would come out.

    `allowed` says whether this person may make a list; what may not be is not offered.
    """

    changed = Signal()

    def __init__(
        self,
        allowed: Callable[[SheetOrder], bool],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._allowed = allowed
        self._members: dict[str, tuple[str, ...]] = {}
        self._filling = False
        self.group = ChoiceInput([])
        self.sheet = ChoiceInput([])
        self.about = PlainLabel("", "muted", wrap=True)
        self.born = ChoiceInput([(code.value, label) for code, label in _BORN], Born.NOTHING.value)
        self.own = LineInput(most=MOST_OWN_COLUMNS * (LONGEST_HEADING + 2))
        self.own.setPlaceholderText("bijvoorbeeld: formulier, betaald, zwemmen")
        self.phones = QCheckBox("Met telefoonnumm&ers, alleen voor medewerkers")
        self.phones_about = PlainLabel(
            "Nummers van verzorgers en noodnummers. Geheime nummers blijven weg. Zo'n lijst kan "
            "niet voor Excel worden opgeslagen.",
            "muted",
            wrap=True,
        )
        self.week = DateField(today(), "Een dag in de week", today=today)
        self.class_card = Card("Wat staat er op de klassenlijst?")
        self.week_card = Card("Welke week?")
        self._build()

    def _build(self) -> None:
        first = Card("Welke lijst?")
        for label, field in (("Groep", self.group), ("Lijst", self.sheet)):
            self._add(first, label, field)
        first.add(self.about)
        self._add(self.class_card, "Geboortedatum", self.born)
        self._add(self.class_card, "Eigen kolommen, gescheiden door een komma", self.own)
        self.class_card.add(self.phones)
        self.class_card.add(self.phones_about)
        self._add(self.week_card, "Een dag in de week", self.week)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        for card in (first, self.class_card, self.week_card):
            layout.addWidget(card)
        layout.addStretch()
        self.group.currentIndexChanged.connect(lambda _index: self._other_group())
        self.sheet.currentIndexChanged.connect(lambda _index: self._other_sheet())
        self.born.currentIndexChanged.connect(lambda _index: self._tell())
        self.own.textChanged.connect(lambda _text: self._tell())
        self.phones.toggled.connect(lambda _on: self._tell())
        self.week.changed.connect(self._tell)

    def _add(self, card: Card, label: str, field: QWidget) -> None:
        card.add(PlainLabel(label, "field"))
        field.setAccessibleName(label)
        card.add(field)

    def set_pupils(self, pupils: Sequence[PupilSummary], groups: Sequence[GroupSummary]) -> None:
        """Offer the groups that have pupils, one's own first; the chosen one stays chosen."""
        members: dict[str, list[str]] = {}
        for one in pupils:
            if one.group_id:
                members.setdefault(one.group_id, []).append(one.id)
        self._members = {group_id: tuple(ids) for group_id, ids in members.items()}
        offered = [one for one in groups if one.id in self._members]
        kept = self.group.code()
        self._filling = True
        self.group.clear()
        for one in sorted(offered, key=lambda one: not one.own):
            self.group.addItem(f"Groep {one.name}", one.id)
        self.group.setCurrentIndex(max(self.group.findData(kept), 0))
        self._filling = False
        self._other_group()

    def has_groups(self) -> bool:
        """Whether there is a group to make a list of."""
        return bool(self.group.count())

    def order(self) -> SheetOrder | None:
        """The list that is chosen; `None` when there is nothing to choose from."""
        group_id, sheet = self.group.code(), self.sheet.code()
        if group_id is None or sheet is None:
            return None
        order = SheetOrder(Sheet(sheet), self._members[group_id], week=self.week.day())
        if order.sheet is not Sheet.CLASS_LIST:
            return order
        options = ClassListOptions(
            born=Born(self.born.code() or Born.NOTHING.value),
            own_columns=tuple(self.own.text_value().split(",")),
            phones=self.phones.isChecked(),
        )
        return replace(order, options=options)

    def _other_group(self) -> None:
        if self._filling:
            return
        members = self._members.get(self.group.code() or "", ())
        kept = self.sheet.code()
        self._filling = True
        self.sheet.clear()
        for one in Sheet:
            if members and self._allowed(SheetOrder(one, members)):
                self.sheet.addItem(SHEET_NAMES[one], one.value)
        self.sheet.setCurrentIndex(max(self.sheet.findData(kept), 0))
        for widget, options in (
            (self.born, ClassListOptions(born=Born.DATE)),
            (self.phones, ClassListOptions(phones=True)),
        ):
            widget.setEnabled(self._allowed(SheetOrder(Sheet.CLASS_LIST, members, options)))
        if not self.born.isEnabled():
            self.born.set_code(Born.NOTHING.value)
        if not self.phones.isEnabled():
            self.phones.setChecked(False)
        self._filling = False
        self._other_sheet()

    def _other_sheet(self) -> None:
        if self._filling:
            return
        sheet = Sheet(self.sheet.code() or Sheet.CLASS_LIST.value)
        said = _ABOUT[sheet]
        limited = sheet is Sheet.CLASS_LIST and not self.born.isEnabled()
        self.about.setText(f"{said} {_NAMES_ONLY}" if limited else said)
        self.class_card.setVisible(sheet is Sheet.CLASS_LIST)
        self.week_card.setVisible(sheet is Sheet.ATTENDANCE)
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()
