"""One request for leave with what the law says of it, and the headteacher's decision."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.kinds import KINDS
from app.dossier.leave import Decided, Leave, LeaveRequest
from app.dossier.leave_rules import GRANTED, PASSED_ON, REFUSED, Remark
from ui import task
from ui.pages.outcome import Outcome, attempt
from ui.text import counted, shown
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_DONE = {
    GRANTED: "Verlof toegestaan; de afwezigheid staat in het dossier.",
    REFUSED: "Verlof geweigerd.",
    PASSED_ON: "Aanvraag doorgegeven aan de leerplichtambtenaar.",
}
_WHY = KINDS["leave_request"].field("decision_reason")


class LeaveCard(Card):
    """`decided` is called with what was decided and the sentence to say."""

    def __init__(
        self,
        leave: Leave,
        request: LeaveRequest,
        decided: Callable[[Decided, str], object],
        *,
        named: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        entry = request.entry
        who = request.pupil.display_name if named else "Verlofaanvraag"
        super().__init__(who, entry.display["ground"], parent)
        self._leave = leave
        self._request = request
        self._decided = decided
        first, last = shown(entry.values["from_date"]), shown(entry.values["until_date"])
        when = first if first == last else f"{first} tot en met {last}"
        days = counted(request.days, "schooldag", "schooldagen")
        asked = f"Gevraagd op {shown(entry.values['requested_on'])}"
        by = f" door {entry.display['requested_by']}" if entry.display["requested_by"] else ""
        group = f" Groep {request.pupil.group_name}." if named and request.pupil.group_name else ""
        self.add(PlainLabel(f"{when}, {days}.{group}", "field", wrap=True))
        motive = str(entry.values["motivation"] or "geen reden opgeschreven")
        self.add(PlainLabel(f"{asked}{by}: {motive}", wrap=True))
        for remark in request.remarks:
            self.add(_remark(remark))
        self.reason = LineInput(most=_WHY.max_length)
        self.reason.setAccessibleName("Uitleg bij het besluit")
        self.reason.setPlaceholderText("Uitleg bij het besluit (nodig bij weigeren en doorgeven)")
        self.problem = PlainLabel("", "problem", wrap=True)
        self.problem.hide()
        self.add(self.reason)
        self.add(self.problem)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self.buttons = {
            GRANTED: button("Toestaan", "outline", "check", lambda: self._decide(GRANTED)),
            REFUSED: button("Weigeren", "outline", "close", lambda: self._decide(REFUSED)),
            PASSED_ON: button(
                "Doorgeven aan leerplicht", "outline", "letter", lambda: self._decide(PASSED_ON)
            ),
        }
        for decision, made in self.buttons.items():
            made.setAccessibleName(f"{made.text()}: verlof {who} {_period(when)}")
            made.setProperty("decision", decision)
            row.addWidget(made)
        row.addStretch()
        self.body.addLayout(row)

    def _decide(self, decision: str) -> None:
        request, why = self._request, self.reason.text_value()
        task.run(
            self,
            attempt(
                lambda: self._leave.decide(
                    request.pupil.id, request.id, request.entry.version, decision, why
                )
            ),
            lambda outcome: self._done(outcome, _DONE[decision]),
            busy=self,
        )

    def _done(self, outcome: Outcome[Decided], said: str) -> None:
        if outcome.value is not None:
            self._decided(outcome.value, said)
            return
        text = " ".join(outcome.problems.values()) or outcome.refused
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.reason.setFocus()


def _period(when: str) -> str:
    return f"van {when}"


def _remark(remark: Remark) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    word = "mag niet" if remark.against else "let op"
    tone = Tone.MUST if remark.against else Tone.HERE
    row.addWidget(Chip(word, tone), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.addWidget(PlainLabel(f"{remark.text} (Leerplichtwet {remark.article})", wrap=True))
    row.addLayout(words, 1)
    return line
