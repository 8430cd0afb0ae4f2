"""The check that starts after signing in and reports in the foot: the log and every dossier."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.access.policy import Action
from app.access.verify import Verification
from app.dossier.watch import CheckedDossiers
from ui import task
from ui.context import Context, Target
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
    def in_order(self) -> bool:
        """Whether all is as the program left it."""
        return self.log.intact and not (self.dossiers.altered or self.dossiers.school_altered)

    @property
    def foot(self) -> str:
        """For the foot."""
        if not self.in_order:
            return "niet alles is zoals het is opgeslagen"
        number = counted(self.dossiers.count, "dossier", "dossiers")
        return f"Log en {number} in orde"

    @property
    def problem(self) -> str:
        """What must be said; empty when all is well. Of staff and roles the sign-in spoke."""
        sentences = [] if self.log.intact else [self.log.sentence]
        altered = len(self.dossiers.altered)
        if altered == 1:
            sentences.append(
                "Eén dossier is niet zoals het programma het opsloeg, en blijft dicht."
            )
        elif altered:
            sentences.append(
                f"{altered} dossiers zijn niet zoals het programma ze opsloeg, en blijven dicht."
            )
        return " ".join(sentences)


def start(owner: QWidget, context: Context, foot: StatusFoot, messages: MessageBar) -> None:
    """Check behind the work, a piece at a time; nobody waits, and locking stops it."""
    desk = context.desk

    def check(progress: task.Progress) -> Checked:
        def go_on(done: int, total: int) -> bool:
            progress.step(done, total)
            return True

        return Checked(desk.check_log_in_background(go_on), desk.watch.check(go_on))

    def say(found: Checked) -> None:
        foot.set_checked(found.foot, warns=not found.in_order)
        if not found.problem:
            return
        text = " ".join((*desk.alarms, found.problem))
        if desk.may(Action.ACCEPT_ALTERED):
            messages.alarm(text, "&Bekijken…", lambda: context.go(Target("backups")))
        else:
            messages.alarm(f"{text} Waarschuw de directeur.")

    def failed(fault: Fault) -> None:
        foot.set_checked("controle niet gelukt", warns=True)
        messages.waiting(fault.text)

    foot.set_checked("Log en dossiers worden gecontroleerd…")
    task.run_with_progress(owner, check, say, failed, message=None)
