"""What importing a list of results or absences would do, card by card."""

from PySide6.QtWidgets import QWidget

from app.exchange.lists.entry_plan import EntryPlan
from ui.pages.importing import entry_words, parts
from ui.pages.importing.part_card import PartCard
from ui.pages.importing.report_buttons import ReportButtons
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage


class EntriesPreview(ScrollPage):
    """The cards are made for each list: another kind has other columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, parent=parent)
        self.setAccessibleName("Wat er zou veranderen")
        self.lines = PlainLabel("", wrap=True)
        self.cards: dict[str, PartCard] = {}
        self.report = ReportButtons()
        summary = Card("In het kort")
        summary.add(self.lines)
        summary.add(self.report)
        self.body.addWidget(summary)

    def show_plan(self, plan: EntryPlan) -> None:
        """Show a plan from its top."""
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        self.lines.setText("\n".join(entry_words.lines(plan)))
        self.report.show_problems(plan.problems, plan.file_name)
        for part in (
            parts.LIST_PROBLEMS,
            parts.entries(plan, already=False),
            parts.entries(plan, already=True),
            parts.LIST_NOT_TAKEN,
        ):
            card = PartCard(part, self.widget())
            self.cards[part.title] = card
            self.body.addWidget(card)
            card.show_plan(plan)
        self.verticalScrollBar().setValue(0)
