"""Everything that the page of one pupil's report needs, read in one go in the background."""

from dataclasses import dataclass

from app.access.categories import Category
from app.desk import Desk
from app.dossier.letter_copies import LetterCopy
from app.dossier.values import CategoryPage, PupilHead
from app.report.values import Report, ReportLine, ReportState


@dataclass(frozen=True)
class OpenedPupil:
    """One pupil. Without a report `enrolment` says what is known of the next school."""

    head: PupilHead | None
    report: Report | None
    lines: tuple[ReportLine, ...] = ()
    letters: tuple[LetterCopy, ...] = ()
    enrolment: CategoryPage | None = None

    @classmethod
    def read(cls, desk: Desk, pupil_id: str, *, new: bool = False) -> "OpenedPupil":
        """The report that counts: the one under way, else the newest sent, unless `new`."""
        lines = desk.reports.of_pupil(pupil_id)
        head = desk.pupils.head(pupil_id)
        going = [one for one in lines if one.state is not ReportState.SENT]
        chosen = (going or ([] if new else list(lines)))[:1]
        if chosen:
            opened = cls.read_report(desk, pupil_id, chosen[0].id)
            return cls(head, opened.report, lines, opened.letters)
        return cls(head, None, lines, enrolment=desk.entries.page(pupil_id, Category.ENROLMENT))

    @classmethod
    def read_report(cls, desk: Desk, pupil_id: str, report_id: str) -> "OpenedPupil":
        """Only the report and the letters, after one of them changed."""
        report = desk.reports.open(pupil_id, report_id)
        return cls(None, report, letters=desk.letter_copies.of_pupil(pupil_id))
