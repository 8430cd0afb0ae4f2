"""After a start code: choose an own password, before anything of the school is opened."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.desk import Desk, ItDesk, MustChoosePassword
from ui import task
from ui.entrance.frame import EntrancePage, labelled
from ui.widgets.buttons import button
from ui.widgets.password_field import PasswordField


class NewPasswordPage(EntrancePage):
    """`signed_in` gets the desk; `back` leaves the start code as it is."""

    def __init__(
        self,
        first: MustChoosePassword,
        signed_in: Callable[[Desk | ItDesk], object],
        back: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            f"Welkom, {first.name}",
            "U meldde zich aan met een startcode. Kies nu uw eigen wachtwoord; daarna werkt de "
            "startcode niet meer. Vier losse woorden zijn goed te onthouden en moeilijk te raden.",
            parent,
        )
        self._first = first
        self._signed_in = signed_in
        self.password = PasswordField(
            "Nieuw wachtwoord",
            lambda typed: ((weighed := first.strength(typed)).score, weighed.sentence),
        )
        self.again = PasswordField("Nieuw wachtwoord nog een keer")
        for one in (self.password, self.again):
            self.body.addWidget(labelled(one.accessibleName(), one))
            one.entered.connect(self.choose)
        self.choose_button = button("&Vastleggen en openen", "filled", "lock", self.choose)
        self.back_button = button("&Terug", "link", on_click=back)
        self.add_row(self.choose_button, self.back_button)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()

    def choose(self) -> None:
        """Take the password, when both are the same."""
        typed = self.password.password()
        if not typed or typed != self.again.password():
            self.message_bar.waiting(
                "Vul twee keer hetzelfde nieuwe wachtwoord in. Er is nog niets gewijzigd."
            )
            return
        self.message_bar.clear()
        task.run(
            self,
            lambda: self._first.choose(typed),
            self._signed_in,
            busy=(self.password, self.again, self.choose_button, self.back_button),
            message="Wachtwoord wordt vastgelegd…",
        )
