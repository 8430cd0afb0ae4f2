"""Overzicht: who the child is, what asks for attention, what happened, and the way to it all.

What the head of the page knows shows at once; the rest is one act of its own (`desk.overview`).
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.access.categories import DOSSIER_CATEGORIES, ROLE_NAMES, Category, Role
from app.access.policy import Action
from app.dossier.kinds import CATEGORY_TEXTS
from app.dossier.overview import Overview
from app.dossier.values import PupilHead
from ui import task
from ui.context import Context
from ui.pages.dossier.at_a_glance import Glance
from ui.pages.dossier.open_agreements import OpenAgreements
from ui.pages.dossier.timeline_card import TimelineCard
from ui.pages.dossier.to_do import ToDo
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage


class OverviewPage(QWidget):
    """`go` opens the tab of a category; `show_entry` one entry (category, kind, id) on its tab."""

    def __init__(
        self,
        context: Context,
        head: PupilHead,
        go: Callable[[Category], object],
        show_entry: Callable[[Category, str, str], object],
        messages: MessageBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._pupil = head.summary
        self._go, self._show_entry = go, show_entry
        self.overview: Overview | None = None
        self.links: dict[Category, QWidget] = {}
        self.setAccessibleName("Overzicht")
        self._readable = [one for one in DOSSIER_CATEGORIES if _may_read(context, head, one)]
        self.agreements = OpenAgreements(context, messages)
        self.agreements_card = Card("Openstaande afspraken")
        self.agreements_card.add(self.agreements)
        self.timeline = TimelineCard()
        self.timeline.asked.connect(lambda one: show_entry(one.category, one.kind, one.entry_id))
        self._glance = QWidget()
        scroll = ScrollPage()
        scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self._body = scroll.body
        self.to_do = self._to_do(head)
        for widget in (self.to_do, self._glance, self.agreements_card, self.timeline):
            scroll.body.addWidget(widget)
        for hidden in (self._glance, self.agreements_card, self.timeline):
            hidden.hide()
        scroll.body.addWidget(self._ways())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def load(self) -> None:
        """Read what there is to know, in the background."""
        if not self._readable:
            return
        overview, pupil_id = self._context.desk.overview, self._pupil.id
        task.run(self, lambda: overview.of(pupil_id), self._show, newest="overview")

    def set_head(self, head: PupilHead) -> None:
        """Something of the pupil changed; `load` reads the rest again."""
        old, self.to_do = self.to_do, self._to_do(head)
        self._body.replaceWidget(old, self.to_do)
        old.hide()
        old.deleteLater()

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def _to_do(self, head: PupilHead) -> ToDo:
        return ToDo(head, self._readable, self._go, self._show_entry)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        self._context.ground(f"Inzage vastgelegd: {overview.ground}")
        self.to_do.set_notices(overview.notices)
        self._show_glance(overview)
        waiting = overview.agreements or ()
        may_write = self._context.desk.may_for(self._pupil, Category.TALK, Action.WRITE)
        self.agreements.set_agreements(waiting, may_write=may_write)
        self.agreements_card.set_aside(counted(len(waiting), "afspraak", "afspraken"))
        self.agreements_card.setVisible(bool(waiting))
        self.timeline.set_items(overview.timeline, overview.categories, self._context.desk.today)
        self.timeline.show()

    def _show_glance(self, overview: Overview) -> None:
        old, self._glance = self._glance, Glance(overview)
        self._body.replaceWidget(old, self._glance)
        old.hide()
        old.deleteLater()
        self._glance.show()

    def _ways(self) -> Card:
        card = Card("In dit dossier")
        if not self._readable:
            card.add(PlainLabel(_NOT_YOURS, "muted", wrap=True))
            return card
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, category in enumerate(self._readable):
            said = CATEGORY_TEXTS[category]
            link = button(said.tab, "link", on_click=lambda c=category: self._go(c))
            link.setAccessibleName(f"{said.tab}: {said.purpose}")
            self.links[category] = link
            grid.addWidget(link, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(said.purpose, "muted", wrap=True), number, 1)
        card.body.addLayout(grid)
        closed = [
            CATEGORY_TEXTS[one].tab for one in DOSSIER_CATEGORIES if one not in self._readable
        ]
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
