"""The questions of an import, each answered in place; nothing happens to who stays unanswered."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.exchange.edexml import Answer, Candidate, Decision, Question, Subject
from ui import text as texts
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel, line

_AT_A_TIME = 20
_LONGEST = 120
_INDENT = 29  # where the words of an answer begin
_NEW = {
    Subject.PUPIL: "Toevoegen als nieuwe leerling",
    Subject.STAFF: "Toevoegen als nieuwe medewerker",
}
_IS = {Subject.PUPIL: "Dit is leerling", Subject.STAFF: "Dit is medewerker"}


class QuestionBox(QWidget):
    """One question with its possible answers; `answered` carries the one that was chosen."""

    answered = Signal(str, object)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.choices: list[tuple[QRadioButton, Answer]] = []
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(2)
        layout.addWidget(PlainLabel(texts.clean(question.label[:_LONGEST]), "field", wrap=True))
        layout.addWidget(PlainLabel(question.sentence, wrap=True))
        for candidate in question.candidates:
            label = f"{_IS[question.subject]} {candidate.label[:_LONGEST]}: {candidate.reason}"
            same = self._choice(label, Answer(Decision.SAME, candidate.id))
            same.setEnabled(candidate.available)
            if not candidate.available:
                same.setText(f"{same.text()} (al aan een ander in het bestand gekoppeld)")
            layout.addWidget(same)
            if candidate.differences:
                layout.addWidget(_difference_label(candidate))
        layout.addWidget(self._choice(_NEW[question.subject], Answer(Decision.ADD)))
        layout.addWidget(self._choice("Overslaan", Answer(Decision.SKIP)))
        layout.addSpacing(GRID // 2)
        layout.addWidget(line())
        self.setAccessibleName(f"{question.label[:_LONGEST]}: {question.sentence}")

    def show_answer(self, answer: Answer | None) -> None:
        """Tick this answer, or none, without telling."""
        self._group.setExclusive(False)
        for choice, means in self.choices:
            choice.setChecked(means == answer)
        self._group.setExclusive(True)

    def _choice(self, label: str, answer: Answer) -> QRadioButton:
        choice = QRadioButton(texts.label_text(texts.clean(label)))
        choice.setAccessibleName(f"{self.question.label[:_LONGEST]}: {label}")
        self._group.addButton(choice)
        self.choices.append((choice, answer))
        choice.clicked.connect(lambda _on=False: self.answered.emit(self.question.id, answer))
        return choice


class QuestionsCard(Card):
    """Twenty questions at a time: a file without keys may ask thousands."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Vragen", parent=parent)
        self._questions: tuple[Question, ...] = ()
        self._answers: Mapping[str, Answer] = {}
        self.boxes: dict[str, QuestionBox] = {}
        self.explanation = PlainLabel(
            "Deze personen lijken op iemand die de school al heeft. Wie u hier niet beantwoordt, "
            "wordt niet geïmporteerd.",
            "muted",
            wrap=True,
        )
        self.add(self.explanation)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.body.addLayout(self._list)
        self.more_button = button("", "link", "chevron-down", self._show_more)
        self.add(self.more_button)

    def set_questions(self, questions: Sequence[Question]) -> None:
        """Show other questions, none of them answered."""
        self._questions, self._answers = tuple(questions), {}
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        self.setVisible(bool(questions))
        self._show_more()

    def show_answers(self, answers: Mapping[str, Answer]) -> None:
        """What was answered so far."""
        self._answers = dict(answers)
        for name, box in self.boxes.items():
            box.show_answer(self._answers.get(name))
        left = len(self._questions) - len(self._answers)
        self.set_aside(f"{left} open" if left else "alle beantwoord")

    def _show_more(self) -> None:
        shown = len(self.boxes)
        for question in self._questions[shown : shown + _AT_A_TIME]:
            box = QuestionBox(question)
            box.answered.connect(self.answered)
            self.boxes[question.id] = box
            self._list.addWidget(box)
        rest = len(self._questions) - len(self.boxes)
        self.more_button.setText(f"Meer vragen tonen (nog {rest})")
        self.more_button.setVisible(rest > 0)
        self.show_answers(self._answers)


def _difference_label(candidate: Candidate) -> PlainLabel:
    parts = (
        f"{one.label}: {one.old_text or 'leeg'} wordt {one.new_text}"
        for one in candidate.differences
    )
    label = PlainLabel(texts.clean(f"Dan: {'; '.join(parts)}."[:1_000]), "small", wrap=True)
    label.setContentsMargins(_INDENT, 0, 0, 0)
    return label
