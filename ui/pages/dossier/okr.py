"""OKR: the reports that were made, and the letters that prove that the parents knew of them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.dossier import letter_copies
from app.dossier.letter_copies import LetterCopy, LetterState
from app.dossier.values import CategoryPage
from app.report.values import STATE_NAMES, ReportLine, ReportState
from ui.context import Target
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.kind_card import FoldingTable
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, RowAction
from ui.widgets.labels import PlainLabel

_REPORT_TONES = {
    ReportState.CONCEPT: Tone.WAITING,
    ReportState.FINALISED: Tone.HERE,
    ReportState.INFORMED: Tone.DONE,
    ReportState.SENT: Tone.DONE,
}
_LETTER_TONES = {
    LetterState.MADE: Tone.WAITING,
    LetterState.PRINTED: Tone.WAITING,
    LetterState.HANDED: Tone.DONE,
    LetterState.SENT: Tone.DONE,
}
More = tuple[tuple[ReportLine, ...], tuple[LetterCopy, ...]]


class OkrPage(DossierPage):
    """A report is worked on at its own place, *Overstap*; here one sees how far each is."""

    category = Category.OKR
    with_files: ClassVar[frozenset[str]] = frozenset({"received_report"})

    def read_more(self, page: CategoryPage) -> More:
        desk = self.context.desk
        letters = desk.letter_copies.of_pupil(self.pupil.id)
        about = tuple(one for one in letters if one.template == "okr")
        return desk.reports.of_pupil(self.pupil.id), about

    def is_empty(self, page: CategoryPage, more: More) -> bool:
        return super().is_empty(page, more) and not any(more)

    def before_cards(self, page: CategoryPage, more: More) -> Sequence[QWidget]:
        reports, letters = more
        cards = [self._reports(reports, may_write=page.may_write)]
        if letters:
            cards.append(self._letters(letters))
        return cards

    def _reports(self, reports: Sequence[ReportLine], *, may_write: bool) -> Card:
        card = Card("Rapporten")
        self.begin_button = button(
            "Openen" if reports else "Rapport maken", "outline", "transfer", self.go_to_reports
        )
        card.add_to_head(self.begin_button)
        self.begin_button.setVisible(may_write or bool(reports))
        self.reports = FoldingTable(
            [
                Column("drawn_up_on", "Opgesteld", 116),
                Column(
                    "state",
                    "Stand",
                    180,
                    value=lambda one: STATE_NAMES[one.state],
                    tone=lambda one: _REPORT_TONES[one.state],
                ),
                Column("receiver", "Naar"),
                Column("informed", "Ouders weten het", 132),
                Column("sent", "Verzonden", 180),
            ],
            "Rapporten",
        )
        self.reports.set_actions(
            [
                RowAction("&Openen", lambda _one: self.go_to_reports()),
                RowAction(
                    "&PDF zoals gemaakt of verzonden",
                    lambda one: self.open_filed(one.filed_id, f"Rapport voor {one.receiver}"),
                    "pdf",
                    allowed=lambda one: bool(one.filed_id),
                ),
            ]
        )
        self.reports.opened.connect(lambda _one: self.go_to_reports())
        self.reports.set_rows(reports)
        card.add(self.reports)
        self.reports.setVisible(bool(reports))
        if not reports:
            card.add(PlainLabel("Voor deze leerling is nog geen rapport gemaakt.", "muted"))
        return card

    def _letters(self, letters: Sequence[LetterCopy]) -> Card:
        card = Card("Brieven over het rapport")
        self.letters = FoldingTable(
            [
                Column("made_on", "Gemaakt", 116),
                Column(
                    "state",
                    "Stand",
                    140,
                    value=lambda one: letter_copies.STATE_NAMES[one.state],
                    tone=lambda one: _LETTER_TONES[one.state],
                ),
                Column("recipient_name", "Aan"),
                Column("state_on", "Stand sinds", 116),
            ],
            "Brieven over het rapport",
        )

        def show(one: LetterCopy) -> None:
            self.open_filed(one.filed_id, f"{one.subject}, {one.recipient_name}")

        self.letters.set_actions([RowAction("&Openen", show)])
        self.letters.opened.connect(show)
        self.letters.set_rows(letters)
        card.add(self.letters)
        return card

    def go_to_reports(self) -> Any:
        """To the place where reports are made."""
        self.context.go(Target("transfer", self.pupil.id))
