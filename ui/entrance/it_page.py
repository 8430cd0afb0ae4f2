"""For who looks after the PC: no pupil data, and a word on why."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk import ItDesk
from ui.entrance.frame import EntrancePage
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
                "Met deze aanmelding zijn geen leerlinggegevens te openen: uw sleutel past niet "
                "op de "
                "database. U beheert de computer en de map hieronder. Een kopie van die hele map "
                "is een "
                "goede, versleutelde reservekopie, mits niemand is aangemeld.",
                wrap=True,
            )
        )
        place = PlainLabel(str(desk.folder), "muted", wrap=True)
        self.body.addWidget(place)
        self.sign_out_button = button("&Afmelden", "filled", "sign-out", sign_out)
        self.add_row(self.sign_out_button)
