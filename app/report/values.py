"""A report as the screen, the pages and the letters see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.dossier.informing import Informing
from app.dossier.values import PupilData, PupilSummary
from app.dossier.wording import dutch_date
from app.report.elements import CATEGORIES, ELEMENTS, Element


class ReportState(StrEnum):
    """How far a report is. `informed` is never stored: it follows from the proof in the dossier."""

    CONCEPT = "concept"
    FINALISED = "finalised"
    INFORMED = "informed"
    SENT = "sent"


STATE_NAMES = {
    ReportState.CONCEPT: "concept",
    ReportState.FINALISED: "vastgesteld",
    ReportState.INFORMED: "ouders geïnformeerd",
    ReportState.SENT: "verzonden",
}


@dataclass(frozen=True)
class ReportItem(PupilData):
    """One weighed candidate. `locked` items are the program's own and always included."""

    id: str
    element: Element
    label: str
    text: str
    cells: tuple[str, ...]
    included: bool
    reason: str
    locked: bool


def receiver_name(school: str, brin: str, branch: str) -> str:
    """The school a report goes to, for people: its name if there is one, and its code."""
    code = f"{brin}{branch}"
    return f"{school} ({code})" if school else code


def contents_of(categories: Iterable[str]) -> tuple[str, ...]:
    """The labels of these legal categories; names and address always."""
    held = {*categories, "administrative"}
    return tuple(one.label for code, one in CATEGORIES.items() if code in held)


@dataclass(frozen=True)
class ReportLine(PupilData):
    """One report in a list.

    `filed_id` is the PDF as it was sent, or before that the copy for inspection; `sent` and
    `informed` tell when and how it went, and who has been told with proof.
    """

    id: str
    pupil_id: str
    receiver: str
    drawn_up_on: date
    state: ReportState
    filed_id: str = ""
    sent: str = ""
    informed: str = ""


@dataclass(frozen=True)
class Report(PupilData):
    """One report with everything about it that its page shows."""

    id: str
    pupil: PupilSummary
    kind: str
    to_school: str
    to_brin: str
    to_branch: str
    drawn_up_on: date
    state: ReportState
    finalised_on: date | None
    sent_on: date | None
    sent_how: str
    concept_filed_id: str | None
    sent_filed_id: str | None
    items: tuple[ReportItem, ...]
    informing: Informing

    @property
    def receiver(self) -> str:
        """The school it goes to, for people."""
        return receiver_name(self.to_school, self.to_brin, self.to_branch)

    @property
    def line(self) -> ReportLine:
        """The same report as it stands in a list."""
        told = len(self.informing.recipients) - len(self.informing.missing)
        sent = f"{dutch_date(self.sent_on)}, {self.sent_how}" if self.sent_on else ""
        return ReportLine(
            self.id,
            self.pupil.id,
            self.receiver,
            self.drawn_up_on,
            self.state,
            self.sent_filed_id or self.concept_filed_id or "",
            sent,
            f"{told} van {len(self.informing.recipients)}",
        )

    @property
    def included(self) -> tuple[ReportItem, ...]:
        """What the report holds."""
        return tuple(item for item in self.items if item.included)

    @property
    def contents(self) -> tuple[str, ...]:
        """The labels of the legal categories that this report fills."""
        return contents_of(item.element.category.code for item in self.included)

    @property
    def missing_elements(self) -> tuple[Element, ...]:
        """Obligatory elements that nothing in the report fills yet."""
        present = {item.element.code for item in self.included}
        return tuple(
            element
            for element in ELEMENTS.values()
            if element.needed[self.kind] == "obligatory"
            and (not element.source or element.source == "absence")
            and element.code not in present
        )
