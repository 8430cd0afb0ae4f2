"""What the dossier offers for the report, by the five legal categories and their elements."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.kinds import CATEGORY_TEXTS, KINDS
from app.report.elements import CATEGORIES, ELEMENTS, Element
from app.report.values import Report, ReportItem, ReportState
from ui import text as texts
from ui.pages.transfer.item_row import ALWAYS, ItemRow
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel

_FILLED = {
    "pupil_identity_contact": "Naam, geboortedatum en adres van de leerling, uit Inschrijving.",
    "personal_number": "Het BSN of onderwijsnummer, uit Inschrijving.",
    "guardian_identity_contact": (
        "Namen en contactgegevens van ouders en verzorgers, uit Adressen. In een concept staan "
        "alleen die van de lezer zelf; een geheim adres staat er nooit in."
    ),
    "school_admin": "Naam, nummer, adres en contactpersoon van deze school, uit Instellingen.",
}


class Composer(QWidget):
    """`weighed` carries (item id, needed, reason); `wanted` a category of the dossier to open."""

    weighed = Signal(str, bool, str)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, ItemRow] = {}
        self._shape: object = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * GRID)

    def rows(self) -> dict[str, ItemRow]:
        """The rows by the id of their item."""
        return dict(self._rows)

    def is_dirty(self) -> bool:
        """Whether a reason was typed and not saved."""
        return any(row.is_dirty() for row in self._rows.values())

    def typed(self) -> dict[str, dict[str, str]]:
        """Reasons that were typed and not saved, by the id of their item."""
        return {
            item_id: {"reason": row.editor.line.text()}
            for item_id, row in self._rows.items()
            if row.editor is not None and row.is_dirty()
        }

    def put_back(self, typed: Mapping[str, Mapping[str, str]]) -> bool:
        """Put such reasons back; False when none of them has a place any more."""
        placed = [one for one in typed if one in self._rows]
        for item_id in placed:
            self._rows[item_id].put_back(typed[item_id].get("reason", ""))
        return any(self._rows[one].is_dirty() for one in placed)

    def drop_text(self) -> None:
        """Forget reasons that were typed and not saved."""
        for row in self._rows.values():
            row.drop_editor()

    def show_report(self, report: Report) -> None:
        """Show the report; rows stay what they are when only decisions changed."""
        missing = tuple(element.code for element in report.missing_elements)
        shape = (
            report.id,
            report.state is ReportState.CONCEPT,
            missing,
            tuple((item.id, item.label, item.text, item.cells) for item in report.items),
        )
        if shape != self._shape:
            self._rebuild(report)
            self._shape = shape
            return
        for item in report.items:
            self._rows[item.id].show_item(item)

    def saved(self, item_id: str) -> None:
        """The decision about this item was saved: its reason field can go."""
        if item_id in self._rows:
            self._rows[item_id].drop_editor()

    def _rebuild(self, report: Report) -> None:
        kept = self.typed()
        while self._layout.count():
            widget = self._layout.takeAt(0).widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        if report.missing_elements:
            self._layout.addWidget(self._missing(report))
        for category in CATEGORIES.values():
            elements = [one for one in ELEMENTS.values() if one.category == category]
            card = self._card(report, category.label, category.article, elements)
            if card is not None:
                self._layout.addWidget(card)
        self.put_back(kept)

    def _card(
        self, report: Report, label: str, article: str, elements: Sequence[Element]
    ) -> Card | None:
        missing = {element.code for element in report.missing_elements}
        card = Card(label, article)
        filled = False
        for element in elements:
            items = [item for item in report.items if item.element == element]
            if element.source and element.source != "absence":
                if element.code in _FILLED:
                    card.add(_always(element))
                    filled = True
            elif items or element.code in missing:
                card.add(self._element(report, element, items, element.code in missing))
                filled = True
        if all(element.code in _FILLED for element in elements):
            card.add_to_head(Chip(ALWAYS, Tone.NEUTRAL))
        if not filled:
            card.add(PlainLabel("Het dossier heeft hiervoor niets.", "muted", wrap=True))
        return card

    def _element(
        self, report: Report, element: Element, items: Sequence[ReportItem], missing: bool
    ) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{element.label}, {element.article}")
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        layout.setSpacing(2)
        chip = Chip("ontbreekt", Tone.MUST) if missing else None
        layout.addLayout(_element_head(element, chip))
        if element.columns and items:
            layout.addWidget(PlainLabel("  ·  ".join(element.columns), "small", wrap=True))
        for item in items:
            row = ItemRow(item, report.state is not ReportState.CONCEPT)
            row.weighed.connect(
                lambda on, reason, item_id=item.id: self.weighed.emit(item_id, on, reason)
            )
            self._rows[item.id] = row
            layout.addWidget(row)
        return made

    def _missing(self, report: Report) -> Card:
        """What the law still asks: per element what to do, and the way there."""
        number = len(report.missing_elements)
        card = Card("Dit vraagt de wet nog")
        missing = texts.counted(number, "onderdeel ontbreekt", "onderdelen ontbreken")
        card.add_to_head(Chip(missing, Tone.MUST))
        offered = {item.element.code for item in report.items}
        for element in report.missing_elements:
            row = QHBoxLayout()
            row.setSpacing(GRID)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(PlainLabel(element.label, "field", wrap=True))
            category = KINDS[element.from_kinds[0]].category
            tab = CATEGORY_TEXTS[category].tab
            todo = f"Vul het aan bij {tab} en kies dan Ververs uit dossier."
            if element.code in offered:
                todo = "Vink hieronder aan wat de nieuwe school nodig heeft."
            words.addWidget(PlainLabel(todo, "muted", wrap=True))
            row.addLayout(words, 1)
            if element.code not in offered:
                row.addWidget(self._way(tab, category))
            card.body.addLayout(row)
        return card

    def _way(self, tab: str, category: Category) -> QWidget:
        return button(f"Naar {tab}", "outline", "edit", lambda: self.wanted.emit(category))


def _element_head(element: Element, chip: Chip | None) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(GRID)
    label = PlainLabel(texts.clean(element.label), "field")
    head.addWidget(label)
    head.addWidget(PlainLabel(element.article, "small"))
    if chip:
        head.addWidget(chip)
    head.addStretch()
    return head


def _always(element: Element) -> QWidget:
    """An element that the program fills: nothing to weigh."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, GRID // 2, 0, GRID // 2)
    layout.setSpacing(2)
    layout.addLayout(_element_head(element, None))
    layout.addWidget(PlainLabel(_FILLED[element.code], "muted", wrap=True))
    return made
