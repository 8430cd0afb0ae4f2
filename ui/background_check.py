"""The check that starts after signing in and reports in the foot: the log and every dossier."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.access.verify import Verification
from app.desk import Desk
from app.dossier.watch import CheckedDossiers
from ui import task
from ui.faults import Fault
from ui.text import counted
from ui.widgets.message_bar import MessageBar
from ui.widgets.status_foot import StatusFoot


@dataclass(frozen=True)
class Checked:
    """What was found: the log, and the dossiers beside it."""

    log: Verification
    dossiers: CheckedDossiers

    @property
    def foot(self) -> str:
        """For the foot."""
        if self.problem:
            return "log of dossiers niet in orde"
        number = counted(self.dossiers.count, "dossier", "dossiers")
        return f"Log en {number} in orde"

    @property
    def problem(self) -> str:
        """What must be said; empty when all is well."""
        sentences = [] if self.log.intact else [self.log.sentence]
        if self.dossiers.school_altered:
            sentences.append(
                "Medewerkers, rollen, groepen of schoolgegevens zijn buiten het programma om "
                "veranderd. Laat de directeur kijken bij Reservekopieën en controle."
            )
        altered = len(self.dossiers.altered)
        if altered:
            number = counted(altered, "dossier is", "dossiers zijn")
            sentences.append(
                f"{number} niet zoals het programma ze het laatst opsloeg, en blijven dicht. Laat "
                "de directeur kijken bij Reservekopieën en controle."
            )
        return " ".join(sentences)


def start(owner: QWidget, desk: Desk, foot: StatusFoot, messages: MessageBar) -> None:
    """Check behind the work, a piece at a time; nobody waits, and locking stops it."""

    def check(progress: task.Progress) -> Checked:
        def go_on(done: int, total: int) -> bool:
            progress.step(done, total)
            return True

        return Checked(desk.check_log_in_background(go_on), desk.watch.check(go_on))

    def say(found: Checked) -> None:
        foot.set_checked(found.foot, warns=bool(found.problem))
        if found.problem:
            messages.must(found.problem)

    def failed(fault: Fault) -> None:
        foot.set_checked("controle niet gelukt", warns=True)
        messages.waiting(fault.text)

    foot.set_checked("Log en dossiers worden gecontroleerd…")
    task.run_with_progress(owner, check, say, failed, message=None)
