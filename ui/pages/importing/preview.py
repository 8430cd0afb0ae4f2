"""What importing a file would do, card by card, from what needs an answer to what stays."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.exchange.edexml import Answer, ImportPlan, summarise
from ui.pages.importing import parts, words
from ui.pages.importing.joined import JoinedCard
from ui.pages.importing.part_card import PartCard
from ui.pages.importing.questions import QuestionsCard
from ui.pages.importing.report_buttons import ReportButtons
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_MOST_LINES = 40


class Preview(ScrollPage):
    """The cards are made once; another plan fills them again, so nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, parent=parent)
        self.setAccessibleName("Wat er zou veranderen")
        self._file_name = ""
        self.summary = Card("In het kort")
        self.lines = PlainLabel("", wrap=True)
        self.summary.add(self.lines)
        self.report = ReportButtons()
        self.summary.add(self.report)
        self.questions = QuestionsCard()
        self.joined = JoinedCard()
        self.unchanged = Card("Ongewijzigd")
        self.unchanged_words = PlainLabel("", wrap=True)
        self.unchanged.add(self.unchanged_words)
        self.cards = {
            part.title: PartCard(part)
            for part in (
                parts.ADD,
                parts.CHANGE,
                parts.PROBLEMS,
                parts.NOT_TAKEN,
                parts.ABSENT,
                parts.GROUPS,
                parts.STAFF,
            )
        }
        for card in (
            self.summary,
            self.questions,
            self.cards[parts.ADD.title],
            self.cards[parts.CHANGE.title],
            self.unchanged,
            self.cards[parts.PROBLEMS.title],
            self.cards[parts.NOT_TAKEN.title],
            self.cards[parts.ABSENT.title],
            self.joined,
            self.cards[parts.GROUPS.title],
            self.cards[parts.STAFF.title],
        ):
            self.body.addWidget(card)
        self.body.addStretch()

    def show_report(self) -> None:
        """After importing: only what was not taken over, for nothing else can be done any more."""
        for card in (self.questions, self.joined, self.unchanged, *self.cards.values()):
            card.setVisible(card is self.cards[parts.PROBLEMS.title])
        self.lines.setText("Wat hieronder staat, is niet of niet helemaal overgenomen.")
        self.verticalScrollBar().setValue(0)

    def begin(self, plan: ImportPlan, file_name: str) -> None:
        """Show the plan of another file from its top."""
        self._file_name = file_name
        self.questions.set_questions(plan.questions)
        self.joined.show_plan(plan)
        self.show_plan(plan, {})
        self.verticalScrollBar().setValue(0)

    def show_plan(self, plan: ImportPlan, answers: Mapping[str, Answer]) -> None:
        """Show the same file's plan again, now with these answers."""
        lines = summarise(plan).lines
        self.lines.setText("\n".join(lines[:_MOST_LINES]))
        self.report.show_problems(plan.problems if plan.file.list_of else (), self._file_name)
        self.questions.show_answers(answers)
        said = words.unchanged(plan)
        self.unchanged_words.setText(said)
        self.unchanged.setVisible(bool(said))
        for card in self.cards.values():
            card.show_plan(plan)
