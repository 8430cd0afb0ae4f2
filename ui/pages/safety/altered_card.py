"""Dossiers that are not as the log says they were left: whose, and accepting one as it stands."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.dossier.values import PupilSummary
from ui import task
from ui.context import Context
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel

_WHY = (
    "Deze dossiers zijn buiten het programma om veranderd, of er is een ouder stuk van de database "
    "teruggezet. Ze blijven dicht. Zet een reservekopie van daarvoor terug. Klopt het dossier "
    "zoals het nu is, schrijf dan waarom en aanvaard het; dat komt in het toegangslog."
)


class AlteredCard(Card):
    """Hidden while nothing is wrong. `accepted` is called after one was accepted."""

    def __init__(
        self, context: Context, accepted: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("Veranderde dossiers", parent=parent)
        self._context = context
        self._accepted = accepted
        self.lines: dict[str, tuple[QLineEdit, QWidget]] = {}
        self.hide()

    def load(self) -> None:
        """Whose they are, of those that the check after signing in found."""
        watch = self._context.desk.watch
        if not watch.found:
            self._show(())
            return
        task.run(self, lambda: watch.altered(watch.found), self._show, newest="altered")

    def _show(self, pupils: tuple[PupilSummary, ...]) -> None:
        self.clear()
        self.lines.clear()
        if pupils:
            self.add(PlainLabel(_WHY, wrap=True))
        for pupil in pupils:
            self.add(self._line(pupil))
        self.setVisible(bool(pupils))

    def _line(self, pupil: PupilSummary) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(pupil.display_name), 0, Qt.AlignmentFlag.AlignVCenter)
        why = QLineEdit()
        why.setPlaceholderText("Waarom klopt dit dossier?")
        why.setAccessibleName(f"Waarom het dossier van {pupil.display_name} klopt")
        accept = button("&Aanvaarden…", "outline", "check", lambda: self._ask(pupil, why.text()))
        accept.setAccessibleName(f"Het dossier van {pupil.display_name} aanvaarden")
        row.addWidget(why, 1)
        row.addWidget(accept)
        self.lines[pupil.id] = (why, accept)
        return line

    def _ask(self, pupil: PupilSummary, why: str) -> None:
        sure = confirm(
            self,
            f"Het dossier van {pupil.display_name} aanvaarden zoals het nu is?",
            (
                "Het dossier gaat weer open, ook met wat er buiten het programma om in staat.",
                "Uw naam en de reden komen in het toegangslog.",
            ),
            action="&Aanvaarden",
            danger=True,
        )
        if not sure:
            return
        watch = self._context.desk.watch
        task.run(
            self, lambda: watch.accept(pupil.id, why), lambda _nothing: self._done(), busy=self
        )

    def _done(self) -> None:
        self.load()
        self._accepted()
