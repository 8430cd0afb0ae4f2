"""No school is known yet: make one or open one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.entrance.frame import EntrancePage
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel


class WelcomePage(EntrancePage):
    """The very first screen, and the one for choosing another school."""

    def __init__(
        self,
        new: Callable[[], object],
        opened: Callable[[Path], object],
        recent: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Leerlingdossier",
            "De dossiers van uw leerlingen, versleuteld op uw eigen computer.",
            parent,
        )
        self._opened = opened
        if recent is not None:
            self.recent_button = button(
                "&Verder met " + recent.name.removesuffix(".school").replace("&", "&&"),
                "filled",
                "home",
                lambda: opened(recent),
            )
            self.body.addWidget(self.recent_button)
        self.new_button = button(
            "&Nieuwe school beginnen", "outline" if recent else "filled", "plus", new
        )
        self.open_button = button("Bestaande school &openen…", "outline", "folder", self._choose)
        self.body.addWidget(self.new_button)
        self.body.addWidget(self.open_button)
        self.body.addWidget(
            PlainLabel(
                "Een school is een map waarvan de naam op .school eindigt. Zet die map op deze "
                "computer of op de netwerkschijf van de school. Kies bij openen die hele map.",
                "small",
                wrap=True,
            )
        )

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Kies de schoolmap", str(Path.home()))
        if chosen:
            self._opened(Path(chosen))
