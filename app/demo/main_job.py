"""The main job on the demo school: report, letters and access log of pupil 1001, as PDFs.

Can be run again: a report that is under way is gone on with, letters that were made are handed out
again as they were filed.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pikepdf

from app.access.journal import LogFilter
from app.access.session import Clock, utc_now
from app.demo.identity import SECONDARY
from app.demo.school import PASSWORD, SHOWCASE_NUMBER
from app.desk import Desk, SchoolDoor
from app.dossier.letter_copies import LetterCopy
from app.dossier.values import PupilSummary
from app.report.values import STATE_NAMES, Report, ReportState
from app.vault import RememberedPositions
from app.vault.files import write_atomically

REPORT_FILE, LETTERS_FILE, LOG_FILE = "okr.pdf", "brieven.pdf", "toegangslog.pdf"
_SUPERVISOR, _HEAD = "ib", "directeur"
_ELEMENT = "support_allocated_given"
_WHY = "De nieuwe school kan de hulp bij lezen vanaf de eerste dag voortzetten."

Say = Callable[[str], None]


def run(
    folder: Path,
    out: Path,
    say: Say,
    *,
    clock: Clock = utc_now,
    remembered: RememberedPositions | None = None,
) -> None:
    """Do the main job and write the three PDFs to `out`; `say` gets what was done, in Dutch.

    Raises `UserError` when the school cannot be opened or the pupil is no longer there, and
    `OSError` when `out` cannot be written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    door = SchoolDoor(folder, clock=clock, remembered=remembered)
    with _signed_in(door, _SUPERVISOR) as desk:
        pupil = desk.pupils.by_number(SHOWCASE_NUMBER)
        say(f"Aangemeld als intern begeleider. Leerling {pupil.number}: {pupil.display_name}.")
        report = _report(desk, pupil, say)
        content = desk.reports.pdf(pupil.id, report.id, exporting=True)
        write_atomically(out / REPORT_FILE, content)
        say(f"Onderwijskundig rapport, {STATE_NAMES[report.state]}: {out / REPORT_FILE}")
        letters = _letters(desk, pupil, report, say)
        if letters:
            write_atomically(out / LETTERS_FILE, letters)
            say(f"Brieven: {out / LETTERS_FILE}")
    with _signed_in(door, _HEAD) as desk:
        say(desk.verify_log().sentence)
        write_atomically(out / LOG_FILE, desk.log.as_pdf(LogFilter(pupil_id=pupil.id)))
        say(f"Toegangslog van deze leerling, als directeur: {out / LOG_FILE}")


@contextmanager
def _signed_in(door: SchoolDoor, name: str) -> Iterator[Desk]:
    desk = door.sign_in(name, PASSWORD)
    assert isinstance(desk, Desk)
    try:
        yield desk
    finally:
        desk.close()


def _report(desk: Desk, pupil: PupilSummary, say: Say) -> Report:
    """The newest report, or a new one; while it is a concept one sensitive item is weighed."""
    lines = desk.reports.of_pupil(pupil.id)
    going = next((line for line in lines if line.state is not ReportState.SENT), None)
    newest = going or next(iter(lines), None)
    if newest is None:
        report = desk.reports.begin(pupil.id, "po_vo", *SECONDARY[0])
        say(f"Rapport begonnen voor {report.receiver}.")
    else:
        report = desk.reports.open(pupil.id, newest.id)
        say(f"Het rapport voor {report.receiver} was er al; daarmee verder.")
    if report.state is ReportState.CONCEPT:
        report = _weighed(desk, pupil, report, say)
    return report


def _weighed(desk: Desk, pupil: PupilSummary, report: Report, say: Say) -> Report:
    """Take in the help that the pupil gets, which starts left out because it is sensitive."""
    for item in report.items:
        if item.element.code == _ELEMENT and not item.included:
            report = desk.reports.weigh(pupil.id, report.id, item.id, True, _WHY)
            say(f"Gevoelig onderdeel opgenomen, met reden: {item.label}.")
    left_out = sum(not item.included for item in report.items)
    say(f"Het rapport heeft {len(report.included)} onderdelen; {left_out} zijn weggelaten.")
    return report


def _letters(desk: Desk, pupil: PupilSummary, report: Report, say: Say) -> bytes:
    """A letter to everyone who must be informed; those that were made before are used again."""
    made = {
        copy.recipient_id: copy
        for copy in reversed(desk.letter_copies.of_pupil(pupil.id))
        if copy.report_id == report.id
    }
    wanted = [recipient for recipient, _ in report.informing.recipients]
    if report.state is not ReportState.SENT and any(one not in made for one in wanted):
        batch = desk.letters.make([pupil.id], "okr")
        names = " en ".join(one.name for who in batch.addressed for one in who.recipients)
        say(f"Brief gemaakt aan {names}. Van elke brief zit een kopie in het dossier.")
        return batch.pdf
    copies = [made[one] for one in wanted if one in made]
    if not copies:
        say("Bij dit rapport zijn geen brieven gemaakt: de ouders hoorden het in een gesprek.")
        return b""
    say(f"De {len(copies)} brieven waren al gemaakt; hier zijn de kopieën uit het dossier.")
    return _together(desk, pupil, copies)


def _together(desk: Desk, pupil: PupilSummary, copies: Sequence[LetterCopy]) -> bytes:
    whole = pikepdf.Pdf.new()
    for copy in copies:
        content = desk.filed.content(pupil.id, copy.filed_id, printing=True)
        with pikepdf.Pdf.open(io.BytesIO(content)) as letter:
            whole.pages.extend(letter.pages)
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()
