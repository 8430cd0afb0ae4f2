"""Afwezigheid: the register of a group, leave that waits for a decision, the signal of 16 hours."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.dossier.values import GroupSummary
from ui.context import Context, Target
from ui.pages.absence.leave_list import LeaveList
from ui.pages.absence.register_view import RegisterView
from ui.pages.absence.signal_list import SignalList
from ui.pages.absence.totals_print import TotalsPrint
from ui.pages.page import Page
from ui.widgets.buttons import button
from ui.widgets.heading import Heading
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.tab_row import TabRow

REGISTER, LEAVE, SIGNALS = "register", "leave", "signals"
_NO_SIGNAL = (
    "Niemand kwam in vier lesweken na elkaar aan 10 uur ongeoorloofd verzuim. Vanaf 10 uur staat "
    "een leerling hier met ‘let op’, vanaf 16 uur met wat de school moet melden en wanneer "
    "(Leerplichtwet art. 21a)."
)


class AbsencePage(Page):
    """The place *Afwezigheid*. A target's `part` may name a tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._group: GroupSummary | None = None
        self.heading = Heading("Afwezigheid", "Wie er niet is, per dagdeel")
        self.print_button = button("Overzicht a&fdrukken…", "outline", "print", self.show_paper)
        self.print_button.setEnabled(False)
        self.heading.add_action(self.print_button)
        self.tabs = TabRow("Onderdelen van Afwezigheid")
        self.tabs.add(REGISTER, "Lij&st")
        self.tabs.add(LEAVE, "V&erlofaanvragen")
        self.tabs.add(SIGNALS, "Signaal 16 &uur")
        self.register = RegisterView(context, self.message_bar)
        self.leave = LeaveList(context, self.message_bar)
        self.signals = SignalList(context, _NO_SIGNAL)
        self.paper = TotalsPrint(context, self.message_bar)
        self._scrolls = {LEAVE: _scrolled(self.leave), SIGNALS: _scrolled(self.signals)}
        self._faces = QStackedWidget()
        for face in (self.register, *self._scrolls.values()):
            self._faces.addWidget(face)
        main = QWidget()
        layout = QVBoxLayout(main)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.heading, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self._faces, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(main)
        self._whole.addWidget(self.paper)
        self.body.addWidget(self._whole, 1)
        self.tabs.chosen.connect(self._choose)
        self.register.chosen.connect(self._group_chosen)
        self.paper.closed.connect(self._close_paper)

    def show_target(self, target: Target) -> None:
        if target.part in self.tabs.keys():  # noqa: SIM118 - a method of the row, not of a dict
            self.tabs.set_current(target.part)
        self._close_paper()
        self._choose(self.tabs.current())

    def may_leave(self) -> bool:
        return self.register.may_leave()

    def show_paper(self) -> None:
        """The overview of the group that shows."""
        if self._group is not None:
            self._whole.setCurrentWidget(self.paper)
            self.paper.show_group(self._group)
            self.paper.back_button.setFocus()

    def _choose(self, key: str) -> None:
        self.message_bar.clear()
        self.print_button.setVisible(key == REGISTER)
        face = {REGISTER: self.register, **self._scrolls}[key]
        self._faces.setCurrentWidget(face)
        {REGISTER: self.register, LEAVE: self.leave, SIGNALS: self.signals}[key].load()

    def _group_chosen(self, group: GroupSummary | None) -> None:
        self._group = group
        self.print_button.setEnabled(group is not None)

    def _close_paper(self) -> None:
        self.paper.clear()
        self._whole.setCurrentIndex(0)


def _scrolled(widget: QWidget) -> ScrollPage:
    page = ScrollPage(margin=0)
    page.body.addWidget(widget)
    page.body.addStretch()
    return page
