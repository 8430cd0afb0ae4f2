"""Changing one's own password: the old one, the new one twice, and how strong the new one is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.access.passwords import strength
from ui import task
from ui.entrance.frame import labelled
from ui.pages.outcome import Outcome, attempt
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.password_field import PasswordField

_WIDTH = 440


class OwnPasswordCard(Card):
    """`changed` comes when the new password counts. `change` gets the old one and the new one."""

    changed = Signal()

    def __init__(
        self,
        change: Callable[[str, str], None],
        known: Callable[[], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """`known` gives the names that may not make up the password: of school and person."""
        super().__init__("Wachtwoord wijzigen", parent=parent)
        self._change = change
        self.message_bar = MessageBar()
        self.old = PasswordField("Huidig wachtwoord")
        self.new = PasswordField(
            "Nieuw wachtwoord",
            lambda typed: ((weighed := strength(typed, known())).score, weighed.sentence),
        )
        self.again = PasswordField("Nieuw wachtwoord nog een keer")
        self.add(
            PlainLabel(
                "Het nieuwe wachtwoord geldt vanaf nu, op elke computer. Uw concepten en uw "
                "toegang blijven zoals ze waren. Plakken uit een wachtwoordkluis mag.",
                "muted",
                wrap=True,
            )
        )
        self.add(self.message_bar)
        for one in (self.old, self.new, self.again):
            one.setMaximumWidth(_WIDTH)
            self.add(labelled(one.accessibleName(), one))
            one.entered.connect(self.submit)
        self.button = button("Wachtwoord wijzigen", "outline", "lock", self.submit)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def is_dirty(self) -> bool:
        """Whether something was typed; a password is kept in no draft."""
        return any(one.password() for one in (self.old, self.new, self.again))

    def clear(self) -> None:
        """Empty all three."""
        for one in (self.old, self.new, self.again):
            one.clear()

    def submit(self) -> None:
        """Change it, when the two new ones are the same."""
        old, new = self.old.password(), self.new.password()
        if not old or not new:
            self.message_bar.waiting("Vul uw huidige en uw nieuwe wachtwoord in.")
            return
        if new != self.again.password():
            self.message_bar.waiting(
                "De twee nieuwe wachtwoorden zijn niet gelijk. Er is niets gewijzigd. Typ het "
                "nieuwe wachtwoord nog een keer."
            )
            self.again.clear()
            self.again.setFocus()
            return
        self.message_bar.clear()
        task.run(
            self,
            attempt(lambda: self._change(old, new)),
            self._done,
            busy=(self.old, self.new, self.again, self.button),
            message="Wachtwoord wordt gewijzigd…",
        )

    def _done(self, outcome: Outcome[None]) -> None:
        if outcome.problems or outcome.refused:
            said = outcome.refused or " ".join(outcome.problems.values())
            self.message_bar.must(f"Het wachtwoord is niet gewijzigd. {said}")
            self.new.setFocus()
            return
        self.clear()
        self.message_bar.done("Uw wachtwoord is gewijzigd. Het oude werkt niet meer.")
        self.changed.emit()
