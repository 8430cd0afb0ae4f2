"""Overzicht: what the record still lacks, and the way to each category with what it is for.

It reads no category: opening one is logged, and looking at a name should not be ten entries.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import DOSSIER_CATEGORIES, ROLE_NAMES, Category, Role
from app.access.policy import Action
from app.dossier.kinds import CATEGORY_TEXTS
from app.dossier.values import PupilHead
from ui.context import Context
from ui.text import counted
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage


class OverviewPage(QWidget):
    """`go` opens the tab of a category."""

    def __init__(
        self,
        context: Context,
        head: PupilHead,
        go: Callable[[Category], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._go = go
        self.setAccessibleName("Overzicht")
        scroll = ScrollPage()
        scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        readable = [one for one in DOSSIER_CATEGORIES if _may_read(context, head, one)]
        self.links: dict[Category, QWidget] = {}
        scroll.body.addWidget(self._todo(head, readable))
        scroll.body.addWidget(self._ways(readable))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def load(self) -> None:
        """Nothing to read: the head of the pupil was read already."""

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def _todo(self, head: PupilHead, readable: list[Category]) -> Card:
        number = len(head.todo)
        card = Card("Wat er nog moet", counted(number, "punt", "punten") if number else "")
        for category, text in head.todo:
            row = QHBoxLayout()
            row.setSpacing(GRID)
            row.addWidget(Chip("open", Tone.WAITING), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(PlainLabel(text, wrap=True), 1, Qt.AlignmentFlag.AlignVCenter)
            if category in readable:
                tab = CATEGORY_TEXTS[category].tab
                go = button(f"Naar {tab}", "link", on_click=lambda c=category: self._go(c))
                go.setAccessibleName(f"{text}: naar {tab}")
                row.addWidget(go)
            card.body.addLayout(row)
        if not number:
            row = QHBoxLayout()
            row.setSpacing(GRID)
            row.addWidget(Chip("compleet", Tone.DONE))
            words = "Naam, groep en verzorgers zijn ingevuld, voor zover u ze mag inzien."
            row.addWidget(PlainLabel(words, "muted", wrap=True), 1)
            card.body.addLayout(row)
        return card

    def _ways(self, readable: list[Category]) -> Card:
        card = Card("In dit dossier")
        if not readable:
            card.add(PlainLabel(_NOT_YOURS, "muted", wrap=True))
            return card
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, category in enumerate(readable):
            said = CATEGORY_TEXTS[category]
            link = button(said.tab, "link", on_click=lambda c=category: self._go(c))
            link.setAccessibleName(f"{said.tab}: {said.purpose}")
            self.links[category] = link
            grid.addWidget(link, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(said.purpose, "muted", wrap=True), number, 1)
        card.body.addLayout(grid)
        closed = [CATEGORY_TEXTS[one].tab for one in DOSSIER_CATEGORIES if one not in readable]
        if closed:
            card.add(PlainLabel(f"Niet voor uw rol: {', '.join(closed)}.", "small", wrap=True))
        return card


_NOT_YOURS = (
    f"Van deze leerling ziet u naam en groep. Het dossier is voor de {ROLE_NAMES[Role.TEACHER]} "
    f"van de groep, de {ROLE_NAMES[Role.SUPERVISOR]}, de {ROLE_NAMES[Role.HEAD]} en de "
    f"{ROLE_NAMES[Role.OFFICE]}."
)


def _may_read(context: Context, head: PupilHead, category: Category) -> bool:
    may = context.desk.may_for
    if category is Category.HEALTH and may(head.summary, Category.SHARED_HEALTH, Action.READ):
        return True
    return may(head.summary, category, Action.READ)
