"""Afwezigheid: what asks attention, the year drawn, totals, and below them the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.absences import AbsenceState
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.leave import Decided, LeaveRequest
from app.dossier.leave_rules import OPEN
from app.dossier.sixteen_hours import REPORT_SORT, Level
from app.dossier.values import CategoryPage, Entry
from ui.form_fields import Choices
from ui.pages.absence.leave_card import LeaveCard
from ui.pages.absence.leave_list import say_decided
from ui.pages.absence.signal_words import TITLES, TONES, what_to_do
from ui.pages.absence.year_card import TotalsCard, YearCard
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones
from ui.pages.form_sheet import Section
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel

_REPORT = KINDS["absence_report"]


@dataclass(frozen=True)
class _More:
    """What the page reads beside its entries: the counts, and what waits for a decision."""

    state: AbsenceState
    requests: tuple[LeaveRequest, ...]


class AbsencePage(DossierPage):
    """When the pupil was not there."""

    category = Category.ABSENCE
    tones: ClassVar[Tones] = {
        "absence.sort": {
            "ill": Tone.HERE,
            "late": Tone.WAITING,
            "authorised": Tone.DONE,
            "unauthorised": Tone.MUST,
        },
        "leave_request.decision": {
            "open": Tone.WAITING,
            "granted": Tone.DONE,
            "refused": Tone.NEUTRAL,
            "passed_on": Tone.NEUTRAL,
        },
    }
    _state: AbsenceState | None = None

    def read_more(self, page: CategoryPage) -> _More:
        desk = self.context.desk
        waiting = [one for one in page.entries["leave_request"] if one.values["decision"] == OPEN]
        decides = desk.may(Action.LEAVE)
        return _More(
            desk.absences.of_pupil(self.pupil.id),
            tuple(desk.leave.look_at(self.pupil.id, one.id) for one in waiting if decides),
        )

    def before_cards(self, page: CategoryPage, more: _More) -> Sequence[QWidget]:
        self._state = more.state
        shown: list[QWidget] = []
        if more.state.signal.level is not Level.NONE:
            shown.append(self._signal_card(page, more.state))
        leave = self.context.desk.leave
        shown += [LeaveCard(leave, one, self._decided, named=False) for one in more.requests]
        if page.entries["absence"]:
            today, absences = self.context.desk.today, page.entries["absence"]
            shown.append(YearCard(absences, more.state.calendar, today))
            shown.append(TotalsCard(absences, more.state, today))
        return shown

    def sections(self, kind: Kind, entry: Entry | None, given: Choices) -> Sequence[Section]:
        sections = super().sections(kind, entry, given)
        if kind.code == _REPORT.code and entry is None and self._state is not None:
            sections[0].form.set_values(self._report_values(self._state))
        return sections

    def _report_values(self, state: AbsenceState) -> dict[str, Value]:
        """What the signal knows, for a report of it."""
        today, signal = self.context.desk.today, state.signal
        defaults = {field.name: field.default for field in _REPORT.fields}
        if signal.level is Level.NONE:
            return {**defaults, "reported_on": today}
        return {
            **defaults,
            "reported_on": today,
            "sort": REPORT_SORT,
            "from_date": signal.first,
            "until_date": today,
            "hours": signal.hours,
        }

    def _signal_card(self, page: CategoryPage, state: AbsenceState) -> Card:
        card = Card(TITLES[state.signal.level])
        card.add_to_head(Chip("leerplicht", TONES[state.signal.level]))
        card.add(PlainLabel(what_to_do(state.signal), wrap=True))
        if page.may_write:
            record = button(
                "Melding va&stleggen", "outline", "plus", lambda: self.edit(_REPORT, None)
            )
            card.body.addWidget(record, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _decided(self, decided: Decided, said: str) -> None:
        say_decided(self.context, self.message_bar, decided, said, self.load)

    def is_empty(self, page: CategoryPage, more: Any) -> bool:
        return super().is_empty(page, more) and more.state.signal.level is Level.NONE
