"""The keys of the school: changing them all, the recovery code, key files that are not right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desk.key_advice import About
from app.vault import SlotInfo
from ui import task
from ui.changes import DeskClosed
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.staff import words
from ui.pages.staff.key_files_card import KeyFilesCard
from ui.pages.staff.person import Person
from ui.pages.staff.recovery_card import RecoveryCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage

_WHY_ROTATE = (
    "Wie ooit sleutels had en een kopie van de schoolmap bewaarde, kan daarmee misschien ook lezen "
    "wat er later bij komt. Wijzig daarom alle sleutels als iemand weg is of minder mag, of als "
    "een computer gestolen is. Niemand anders hoeft daarvoor iets te doen."
)


class KeysView(ScrollPage):
    """`changed` comes when the list of staff was made anew."""

    changed = Signal()

    def __init__(
        self, context: Context, message_bar: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(margin=0, parent=parent)
        self._context = context
        self._bar = message_bar
        self._people: tuple[Person, ...] = ()
        self.key_files = KeyFilesCard(self.ask_vouch)
        self.recovery = RecoveryCard(lambda: context.go(Target("recovery")), self.try_recovery)
        self.rotate_button = button(words.ROTATION, "outline", "key", self.ask_rotation)
        keys = Card("Alle sleutels")
        keys.add(PlainLabel(_WHY_ROTATE, "muted", wrap=True))
        keys.body.addWidget(self.rotate_button, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (self.key_files, keys, self.recovery):
            self.body.addWidget(card)
        self.body.addStretch()

    def show_keys(
        self, people: tuple[Person, ...], problems: Sequence[str], files: Sequence[SlotInfo]
    ) -> None:
        """Who holds keys, and what is wrong with the key files."""
        self._people = people
        self.key_files.show_files(problems, files)

    def go_to(self, about: About) -> None:
        """Be ready for what an advice asks."""
        if about is About.TRY_CODE:
            self.recovery.ask()
        elif about is About.ROTATION:
            self.rotate_button.setFocus()

    def ask_rotation(self) -> None:
        """Say what follows, then change all keys; the window goes back to signing in."""
        said = words.rotation(self._people)
        if confirm(self, "Alle sleutels van de school wijzigen?", said, "Sleutels &wijzigen"):
            task.run(
                self,
                self._context.desk.rotate_keys,
                lambda _nothing: self._context.changes.tell(DeskClosed(words.ROTATED)),
                self._not_rotated,
                busy=self.window(),
                message="Alle sleutels worden gewijzigd; sluit het programma niet…",
            )

    def _not_rotated(self, fault: Fault) -> None:
        if self._context.desk.closed:
            self._context.changes.tell(DeskClosed(fault.text, done=False))
        else:
            self._bar.must(fault.text)

    def try_recovery(self, code: str) -> None:
        """Show that the paper opens the school."""
        staffing = self._context.desk.staffing
        task.run(
            self,
            lambda: staffing.try_recovery(code),
            lambda _nothing: self._tried(),
            busy=self.recovery,
            message="De herstelcode wordt geprobeerd…",
        )

    def _tried(self) -> None:
        self.recovery.stop_asking()
        self._bar.done("De herstelcode werkt. Leg het papier terug in de kluis.")

    def ask_vouch(self, files: Sequence[SlotInfo], chosen: tuple[str, ...]) -> None:
        """Say what follows, then make the list of staff from the chosen key files."""
        staffing = self._context.desk.staffing
        question = "Deze sleutelbestanden als de juiste vastleggen?"
        said = words.vouching(files, chosen)
        if confirm(self, question, said, action="&Vastleggen", danger=True):
            task.run(
                self,
                lambda: staffing.vouch(chosen),
                lambda _nothing: self._vouched(),
                busy=self.key_files,
            )

    def _vouched(self) -> None:
        self._bar.done("De lijst van medewerkers is opnieuw vastgesteld.")
        self.changed.emit()
