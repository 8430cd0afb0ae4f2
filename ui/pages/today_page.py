"""Vandaag: what this person comes for, one click away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access.categories import TEACHING_ROLES, Category
from app.access.policy import Action
from app.dossier.values import GroupSummary
from ui import task
from ui.context import Context, Target
from ui.from_anywhere import writes_talks
from ui.pages.absence.signal_list import SignalList
from ui.pages.draft_offer import DraftOffer
from ui.pages.page import Page
from ui.pages.today.emergency_uses import EmergencyUses
from ui.pages.today.keys_to_do import KeysToDo
from ui.pages.today.leave_to_decide import LeaveToDecide
from ui.pages.today.new_year import NewYear
from ui.pages.today.talks_to_do import TalksToDo
from ui.text import counted, label_text
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_SHORTCUTS = (
    ("absence", "Noteren wie er vandaag niet is", "absence", None),
    ("pupils", "Leerlingen zoeken en dossiers bijwerken", "pupils", None),
    ("transfer", "Een onderwijskundig rapport maken of verder brengen", "transfer", Category.OKR),
    ("letters", "Brieven aan ouders maken", "letter", Action.FREE_LETTER),
    ("check-sheets", "Controlebladen maken en noteren wat terugkomt", "check", Category.CONTACT),
    ("leaving", "Groep 8 aan het einde van het jaar uitschrijven", "sign-out", Action.ENROL),
    ("import", "Leerlingen importeren uit een ander programma", "import", Action.IMPORT),
    ("log", "Zien wie wat heeft ingezien", "log", Action.LOG),
)


class TodayPage(Page):
    """A greeting, the own groups, and the ways in."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        person = context.desk.person
        self.body.addWidget(Heading(f"Welkom, {person.name}", person.role_names))
        self.drafts = DraftOffer(context)
        scroll = ScrollPage(margin=0)
        self.groups = Card("Groepen")
        self.ways = Card("Snel naar")
        for key, text, icon, needs in _SHORTCUTS:
            if self._offered(needs):
                way = button(text, "link", icon, lambda key=key: context.go(Target(key)))
                self.ways.body.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        keys = PlainLabel(
            "Ctrl+O opent een leerling, ook van een andere bladzijde. Ctrl+L vergrendelt het "
            "scherm, F1 geeft hulp.",
            "small",
            wrap=True,
        )
        self.ways.body.addWidget(keys)
        self.emergency_uses: EmergencyUses | None = None
        if context.desk.may(Action.ACKNOWLEDGE):
            self.emergency_uses = EmergencyUses(context)
            scroll.body.addWidget(self.emergency_uses)
        self.keys_to_do: KeysToDo | None = None
        if context.desk.may(Action.STAFF):
            self.keys_to_do = KeysToDo(context)
            scroll.body.addWidget(self.keys_to_do)
        self.new_year: NewYear | None = None
        if context.desk.may(Action.ROLL_OVER):
            self.new_year = NewYear(context)
            scroll.body.addWidget(self.new_year)
        self.talks: TalksToDo | None = None
        if writes_talks(context.desk):
            self.talks = TalksToDo(context, self.message_bar)
            scroll.body.addWidget(self.talks)
        self.signals: SignalList | None = None
        if context.desk.may(Action.READ, Category.ABSENCE) or _teaches(context):
            self.signals = SignalList(context)
            scroll.body.addWidget(self.signals)
        self.leave: LeaveToDecide | None = None
        if context.desk.may(Action.LEAVE):
            self.leave = LeaveToDecide(context)
            scroll.body.addWidget(self.leave)
        scroll.body.addWidget(self.drafts)
        scroll.body.addWidget(self.groups)
        scroll.body.addWidget(self.ways)
        scroll.body.addStretch()
        self.body.addWidget(scroll, 1)

    def show_target(self, target: Target) -> None:
        self.drafts.refresh()
        task.run(self, self.context.desk.groups.all, self._show, newest="groups")
        if self.emergency_uses is not None:
            self.emergency_uses.load()
        if self.keys_to_do is not None:
            self.keys_to_do.load()
        if self.new_year is not None:
            self.new_year.load()
        if self.talks is not None:
            self.talks.load()
        if self.signals is not None:
            self.signals.load()
        if self.leave is not None:
            self.leave.load()

    def _offered(self, needs: Category | Action | None) -> bool:
        desk = self.context.desk
        if needs is None:
            return True
        if isinstance(needs, Category):
            return desk.may(Action.READ, needs)
        return desk.may(needs)

    def _show(self, groups: tuple[GroupSummary, ...]) -> None:
        self.groups.clear()
        own = [one for one in groups if one.own]
        shown = own or groups
        self.groups.set_title("Mijn groepen" if own else "Groepen dit schooljaar")
        for group in shown:
            text = f"{group.name} · {counted(group.pupil_count, 'leerling', 'leerlingen')}"
            way = button(
                label_text(f"Groep {text}"),
                "link",
                "pupils",
                lambda: self.context.go(Target("pupils")),
            )
            self.groups.body.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        if not shown:
            self.groups.body.addWidget(self._no_groups())
        self.groups.body.setSpacing(GRID // 2)

    def _no_groups(self) -> QWidget:
        if self.context.desk.may(Action.SCHOOL):
            text = (
                "Er zijn dit schooljaar nog geen groepen. Importeer de leerlingen uit uw "
                "administratie, "
                "of maak groepen bij Instellingen."
            )
        else:
            text = (
                "Er zijn dit schooljaar nog geen groepen. De directeur maakt ze of importeert ze."
            )
        return PlainLabel(text, "muted", wrap=True)


def _teaches(context: Context) -> bool:
    return bool(context.desk.person.roles.intersection(TEACHING_ROLES))
