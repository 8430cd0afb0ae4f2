"""Signing in: a name and a password. Also what the window shows while it is locked."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desk import Desk, ItDesk, MustChoosePassword, SchoolDoor
from app.vault import DatabaseDamaged
from ui import task
from ui.entrance.frame import EntrancePage, labelled
from ui.faults import Fault
from ui.widgets.buttons import button
from ui.widgets.password_field import PasswordField

_LONGEST_NAME = 100


class SignInPage(EntrancePage):
    """Nothing here says whether a name exists."""

    def __init__(
        self,
        door: SchoolDoor,
        signed_in: Callable[[Desk | ItDesk | MustChoosePassword], object],
        other_school: Callable[[], object],
        name: str = "",
        locked: bool = False,
        restore: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        title = f"{door.school_name} is vergrendeld" if locked else door.school_name
        super().__init__(title, "Meld u aan met uw eigen naam en wachtwoord.", parent)
        self._door = door
        self._signed_in = signed_in
        self.lock_wanted = False
        self._closing = False
        self._asked_while_closing: Callable[[], object] | None = None
        self._restore = restore
        self.name = QLineEdit(name)
        self.name.setMaxLength(_LONGEST_NAME)
        self.password = PasswordField()
        self.body.addWidget(labelled("Aanmeldnaam", self.name))
        self.body.addWidget(labelled("Wachtwoord", self.password))
        self.sign_in_button = button("&Aanmelden", "filled", "lock", self.sign_in)
        self.recovery_button = button("&Herstelcode gebruiken", "link", on_click=self._recover)
        self.other_button = button("Andere &school", "link", on_click=other_school)
        self.add_row(self.sign_in_button, self.recovery_button, self.other_button)
        self._code = QLineEdit()
        self._code_row = labelled(
            "Herstelcode", self._code, "De code op het papier dat bij het begin is gemaakt."
        )
        self._code_row.hide()
        self.body.addWidget(self._code_row)
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.entered.connect(self.sign_in)
        self._code.returnPressed.connect(self._use_code)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.password if self.name.text() else self.name).setFocus()

    def lock(self) -> None:
        """The computer locks: who is just signing in must find the school locked again."""
        self.lock_wanted = not self.sign_in_button.isEnabled()

    def wait_for(self, closing: Callable[[], None]) -> None:
        """Close the desk of who just left. Who signs in before that is done, waits for it."""

        def closed(fault: Fault | None = None) -> None:
            self._closing = False
            if fault is not None:
                self.message_bar.must(fault.text)
            asked, self._asked_while_closing = self._asked_while_closing, None
            if asked is not None:
                asked()

        self._closing = True
        message = "De school wordt gesloten…"
        task.run(self, closing, lambda _nothing: closed(), closed, message=message)

    def sign_in(self) -> None:
        """Try the name and password; a wrong one costs time and is noted."""
        if not self.sign_in_button.isEnabled():
            return
        name, password = self.name.text(), self.password.password()
        if not name.strip() or not password:
            self.message_bar.waiting("Vul uw aanmeldnaam en wachtwoord in.")
            return
        self._try(lambda: self._door.sign_in(name, password))

    def _damaged(self, text: str) -> None:
        self.message_bar.must(text, "Reservekopie &terugzetten…", self._restore)

    def _recover(self) -> None:
        self._code_row.show()
        self._code.setFocus()

    def _use_code(self) -> None:
        code = self._code.text()
        self._try(lambda: self._door.recover(code))

    def _try(self, work: Callable[[], Desk | ItDesk | MustChoosePassword]) -> None:
        if self._closing:
            self._asked_while_closing = lambda: self._try(work)
            return

        def opened() -> Desk | ItDesk | MustChoosePassword | DatabaseDamaged:
            try:
                return work()
            except DatabaseDamaged as damaged:
                return damaged

        self.message_bar.clear()
        self.lock_wanted = False
        busy = (self.sign_in_button, self.name, self.password, self._code)
        task.run(
            self, opened, self._done, self._failed, busy, "Even geduld: wachtwoord controleren…"
        )

    def _done(self, desk: Desk | ItDesk | MustChoosePassword | DatabaseDamaged) -> None:
        self.password.clear()
        self._code.clear()
        if isinstance(desk, DatabaseDamaged):
            self._damaged(str(desk))
        else:
            self._signed_in(desk)

    def _failed(self, fault: Fault) -> None:
        self.message_bar.must(fault.text)
        self.password.clear()
        self.password.setFocus()
