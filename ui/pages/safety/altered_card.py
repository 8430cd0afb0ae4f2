"""Dossiers that are not as the log says they were left: whose, and accepting one as it stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.dossier.watch import AlteredDossier
from ui import task
from ui.context import Context
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel

_WHY = (
    "Dit is niet zoals het programma het opsloeg: iemand veranderde de database buiten het "
    "programma om, of er is een ouder stuk teruggezet. Het blijft dicht. Zet een reservekopie van "
    "daarvoor terug. Klopt het zoals het nu is, schrijf dan waarom; dat komt in het toegangslog."
)

SCHOOL = "school"
Accept = Callable[[str], object]


class AlteredCard(Card):
    """Hidden while nothing is wrong. `accepted` is called after one was accepted."""

    def __init__(
        self, context: Context, accepted: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("Buiten het programma om veranderd", parent=parent)
        self._context = context
        self._accepted = accepted
        self.lines: dict[str, tuple[QLineEdit, QWidget]] = {}
        self.hide()

    def load(self) -> None:
        """Whose they are, of those that the check after signing in found."""
        watch = self._context.desk.watch
        found = watch.found
        if found.altered:
            task.run(self, lambda: watch.altered(found.altered), self._show, newest="altered")
        else:
            self._show(())

    def _show(self, dossiers: tuple[AlteredDossier, ...]) -> None:
        self.clear()
        self.lines.clear()
        watch = self._context.desk.watch
        lines = [(one.id, _what(one), partial(watch.accept, one.id)) for one in dossiers]
        if watch.found.school_altered:
            lines.append((SCHOOL, "Medewerkers, rollen en groepen", watch.accept_school))
        if lines:
            self.add(PlainLabel(_WHY, wrap=True))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for number, (key, what, accept) in enumerate(lines):
            self._add_line(grid, number, key, what, accept)
        self.add(rows)
        self.setVisible(bool(lines))

    def _add_line(self, grid: QGridLayout, row: int, key: str, what: str, accept: Accept) -> None:
        grid.addWidget(PlainLabel(what), row, 0, Qt.AlignmentFlag.AlignVCenter)
        why = QLineEdit()
        why.setPlaceholderText("Waarom klopt dit?")
        why.setAccessibleName(f"Waarom dit klopt: {what}")
        button_ = button("Aanvaarden…", "outline", "check", lambda: self._ask(what, why, accept))
        button_.setAccessibleName(f"Aanvaarden: {what}")
        grid.addWidget(why, row, 1)
        grid.addWidget(button_, row, 2)
        self.lines[key] = (why, button_)

    def _ask(self, what: str, why: QLineEdit, accept: Accept) -> None:
        sure = confirm(
            self,
            f"{what}: aanvaarden zoals het nu is?",
            (
                "Het gaat weer open, ook met wat er buiten het programma om in veranderd is.",
                "Uw naam en de reden komen in het toegangslog.",
            ),
            action="&Aanvaarden",
            danger=True,
        )
        if not sure:
            return
        said = why.text()
        task.run(self, lambda: accept(said), lambda _nothing: self._done(), busy=self)

    def _done(self) -> None:
        self.load()
        self._accepted()


def _what(dossier: AlteredDossier) -> str:
    if dossier.gone:
        return f"{dossier.name} (er staat niets meer van)"
    return f"Het dossier van {dossier.name}"
