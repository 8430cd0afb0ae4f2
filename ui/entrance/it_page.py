"""For who looks after the PC: no pupil data, and a word on why."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk import ItDesk
from ui import task
from ui.entrance.frame import EntrancePage
from ui.pages.safety import words
from ui.pages.safety.check_card import CheckCard
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel


class ItPage(EntrancePage):
    """What an IT sign-in gives."""

    def __init__(
        self, desk: ItDesk, sign_out: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Aangemeld als {desk.name}", "ICT-beheer", parent)
        self.body.addWidget(
            PlainLabel(
                "Met deze aanmelding zijn geen leerlinggegevens te openen: uw sleutel past niet op "
                "de database. U beheert de computer en de map hieronder, maakt reservekopieën en "
                "controleert de bestanden. Terugzetten doet de directeur.",
                wrap=True,
            )
        )
        place = PlainLabel(str(desk.folder), "muted", wrap=True)
        self.body.addWidget(place)
        self._desk = desk
        self.check_card = CheckCard(self.check)
        self.body.addWidget(self.check_card)
        self.make_button = button("&Reservekopie maken", "filled", "save", self.make)
        self.sign_out_button = button("&Afmelden", "outline", "sign-out", sign_out)
        self.add_row(self.make_button, self.sign_out_button)

    def make(self) -> None:
        """A byte copy, compared with what it was copied from."""
        task.run(
            self,
            self._desk.backup,
            lambda made: self.message_bar.done(
                f"De reservekopie van {words.moment(made)} is gemaakt en vergeleken. Of zij "
                "opengaat, ziet alleen een medewerker met een sleutel."
            ),
            busy=(self.make_button, self.sign_out_button),
            message="De reservekopie wordt gemaakt…",
        )

    def check(self) -> None:
        """What can be checked without a key."""
        task.run_with_progress(
            self,
            lambda progress: self._desk.check(progress.step),
            self.check_card.show_report,
            busy=(self.check_card.check_button, self.sign_out_button),
            message="De bestanden worden nagelezen…",
        )
