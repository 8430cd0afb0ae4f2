"""Who must be informed about a report, the proof of each, and noting that a letter was given."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.letter_copies import STATE_NAMES, LetterCopy, LetterState
from app.report.values import Report, ReportState
from ui import text as texts
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.date_field import DateField
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import PlainLabel, line

_OPEN = (LetterState.MADE, LetterState.PRINTED)


class PersonRow(QWidget):
    """One person: the proof, or the letter that still must be given.

    `marked` carries the letter, the state and the day.
    """

    marked = Signal(object, object, object)

    def __init__(
        self, name: str, proofs: Sequence[str], letters: Sequence[LetterCopy], today: date
    ) -> None:
        super().__init__()
        self._today = today
        self.day = DateField(today, f"Datum voor {name}", today=lambda: today)
        self._letter = next((one for one in letters if one.state in _OPEN), None)
        waits = self._letter is not None and not proofs
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(PlainLabel(name, "field", wrap=True), 1)
        for chip in self._chips(proofs):
            head.addWidget(chip)
        layout.addLayout(head)
        self.problem = PlainLabel("", "problem", wrap=True)
        self.problem.hide()
        if waits:
            layout.addWidget(self._marking(name))
        layout.addWidget(self.problem)

    def _chips(self, proofs: Sequence[str]) -> list[Chip]:
        if proofs:
            return [Chip(text, Tone.DONE) for text in proofs[:2]]
        if self._letter is not None:
            made = f"brief {STATE_NAMES[self._letter.state]}, nog niet gegeven"
            return [Chip(made, Tone.WAITING)]
        return [Chip("nog niet geïnformeerd", Tone.MUST)]

    def _marking(self, name: str) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made)
        flow.addWidget(self.day)
        self.day.setFixedWidth(160)
        for state, label in ((LetterState.HANDED, "Meegegeven"), (LetterState.SENT, "Verstuurd")):
            one = button(label, "outline", "check", lambda state=state: self._mark(state))
            one.setAccessibleName(f"Brief aan {name} {label.lower()}")
            flow.addWidget(one)
        return made

    def _mark(self, state: LetterState) -> None:
        day = self.day.day()
        if day is None:
            problem = self.day.problem() or "Vul de datum in waarop de brief is gegeven."
            self.problem.setText(problem)
            self.problem.show()
            self.day.line.setFocus()
            return
        self.marked.emit(self._letter, state, day)


class InformingCard(Card):
    """`marked` as of a row; `wanted` carries a category of the dossier to open."""

    marked = Signal(object, object, object)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Ouders informeren", "WPO art. 42", parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(
            PlainLabel(
                "Elke ouder met gezag hoort vóór het verzenden wat er in het rapport staat, per "
                "brief of in een gesprek. Toestemming is niet nodig; hun mening telt wel.",
                "muted",
                wrap=True,
            )
        )
        self.body.addLayout(self._rows)
        self.talk_button = button(
            "Gesprek vastleggen", "outline", "edit", lambda: self.wanted.emit(Category.TALK)
        )
        self._ways = QWidget()
        flow = FlowLayout(self._ways)
        flow.addWidget(self.talk_button)
        self.add(self._ways)

    def rows(self) -> list[PersonRow]:
        """The people, in order."""
        found = (self._rows.itemAt(number).widget() for number in range(self._rows.count()))
        return [one for one in found if isinstance(one, PersonRow)]

    def show_report(self, report: Report, letters: Sequence[LetterCopy], today: date) -> None:
        """Show who has been informed; `letters` are all letters of the pupil."""
        while self._rows.count():
            widget = self._rows.takeAt(0).widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        informing = report.informing
        for sentence in informing.obstacles:
            self._rows.addWidget(self._obstacle(sentence))
        for number, (person, name) in enumerate(informing.recipients):
            if number:
                self._rows.addWidget(line())
            proofs = [
                f"{one.how} op {texts.shown(one.on)}"
                for one in informing.proofs
                if one.recipient_id == person
            ]
            own = [
                one for one in letters if one.report_id == report.id and one.recipient_id == person
            ]
            row = PersonRow(name, proofs, own, today)
            row.marked.connect(self.marked)
            self._rows.addWidget(row)
        self._ways.setVisible(report.state is ReportState.FINALISED)

    def _obstacle(self, sentence: str) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(sentence, "problem", wrap=True))
        row = QHBoxLayout()
        way = button("Naar Adressen", "outline", "edit", lambda: self.wanted.emit(Category.CONTACT))
        row.addWidget(way)
        row.addStretch()
        layout.addLayout(row)
        return made
