"""Resultaten: a test of a whole group at once, how the group does, advices of group 8, norms."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.results.group import SavedResults
from app.dossier.results.overview import GroupOverview
from app.dossier.values import GroupSummary
from ui import task
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.pages.dossier.faces import Faces
from ui.pages.draft_offer import DraftOffer, open_draft
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.pages.results.advices import AdvicesPane
from ui.pages.results.enter import DRAFT, EnterPane
from ui.pages.results.look import LookPane
from ui.pages.results.norms import NormsPane
from ui.pages.results.paper import ResultsPaper
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.inputs import ChoiceInput
from ui.widgets.tab_row import TabRow

ENTER, LOOK, ADVICES, NORMS = "enter", "look", "advices", "norms"
_LAST_YEAR_GROUP = "8"
_CHOICE = "choice"


class GroupResultsPage(Page):
    """A teacher has the own groups, others all; who may enter norms has a tab for them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        desk = context.desk
        self._groups: tuple[GroupSummary, ...] = ()
        self._overview: tuple[str, GroupOverview] | None = None
        self.print_button = button("Overzicht als &PDF", "outline", "pdf", self.make_pdf)
        self.tabs = TabRow("Wat u met resultaten doet")
        self.group = ChoiceInput([])
        self.drafts = DraftOffer(context)
        self.enter = EnterPane(context, self.message_bar)
        self.look = LookPane()
        self.advices = AdvicesPane()
        self.norms = NormsPane(desk, self.message_bar) if desk.may(Action.NORMS) else None
        self.nobody = EmptyState(
            "results",
            "U hebt dit schooljaar geen eigen groep",
            "Resultaten voert een leerkracht in voor de eigen groep. De directeur koppelt u bij "
            "Instellingen aan een groep.",
        )
        self._panes = QStackedWidget()
        self._build()

    def _build(self) -> None:
        heading = Heading("Resultaten", "Toetsen, rapportcijfers en adviezen van een hele groep.")
        heading.add_action(self.print_button)
        for key, label in (
            (ENTER, "Invoeren"),
            (LOOK, "Groep bekijken"),
            (ADVICES, "Adviezen groep 8"),
        ):
            self.tabs.add(key, label)
        if self.norms is not None:
            self.tabs.add(NORMS, "Normen")
            self.norms.changed.connect(self._forget)
        self.group.setAccessibleName("Groep")
        self.group.setMinimumWidth(160)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.tabs, 1)
        top.addWidget(self.group)
        for pane in (self.nobody, self.enter, self.look, self.advices, self.norms):
            if pane is not None:
                self._panes.addWidget(pane)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading)
        layout.addLayout(top)
        layout.addWidget(self.drafts)
        layout.addWidget(self._panes, 1)
        self._faces = Faces(inner)
        self._faces.back()
        self.body.addWidget(self._faces, 1)
        self.tabs.chosen.connect(lambda _key: self._show_pane())
        self.group.currentIndexChanged.connect(lambda _index: self._group_chosen())
        self.enter.dirty.connect(lambda dirty: self.group.setEnabled(not dirty))
        self.advices.opened.connect(
            lambda pupil_id: self.context.go(Target("pupils", pupil_id, Category.RESULTS))
        )
        self.context.changes.changed.connect(self._changed)
        self._show_pane()

    # --- which group ----------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        self.drafts.show_for(form=DRAFT)
        task.run(
            self,
            self.context.desk.groups.all,
            lambda groups: self._show_groups(groups, target),
            newest="groups",
        )

    def _show_groups(self, groups: tuple[GroupSummary, ...], target: Target) -> None:
        desk = self.context.desk
        everyone = desk.may(Action.WRITE, Category.RESULTS)
        mine = [one for one in groups if everyone or one.own]
        self._groups = tuple(sorted(mine, key=lambda one: not one.own))
        before = self.group.code()
        self.group.blockSignals(True)
        self.group.clear()
        for one in self._groups:
            self.group.addItem(f"groep {one.name}"[:100], one.id)
        known = before in {one.id for one in self._groups}
        self.group.setCurrentIndex(self.group.findData(before) if known else 0)
        self.group.blockSignals(False)
        self._group_chosen()
        if target.draft:
            open_draft(self, self.context, target.draft, self._go_on)
        elif not self.enter.is_dirty() and self._panes.currentWidget() is self.enter:
            self.enter.focus_first()

    def chosen_group(self) -> GroupSummary | None:
        """The group that is shown."""
        return next((one for one in self._groups if one.id == self.group.code()), None)

    def _group_chosen(self) -> None:
        group = self.chosen_group()
        if group is not None:
            self.enter.set_group(group)
        self._show_pane()

    def _go_on(self, resumed: Resumed) -> None:
        wanted = resumed.typed.get(_CHOICE, {}).get("group", "")
        if wanted not in {one.id for one in self._groups}:
            self.message_bar.must(
                "De groep van dit concept is niet (meer) van u. Het concept is bewaard; u kunt "
                "het weggooien."
            )
            return
        self.tabs.set_current(ENTER)
        self.group.setCurrentIndex(self.group.findData(wanted))
        self._group_chosen()
        self.enter.resume(resumed)

    # --- panes ----------------------------------------------------------------------------------

    def _show_pane(self) -> None:
        key, group = self.tabs.current() or ENTER, self.chosen_group()
        norms = key == NORMS and self.norms is not None
        self.group.setVisible(bool(self._groups) and not norms)
        self.print_button.setVisible(key == LOOK and group is not None)
        if norms and self.norms is not None:
            self._panes.setCurrentWidget(self.norms)
            self.norms.load()
        elif group is None:
            self._panes.setCurrentWidget(self.nobody)
        elif key == ENTER:
            self._panes.setCurrentWidget(self.enter)
        else:
            self._panes.setCurrentWidget(self.look if key == LOOK else self.advices)
            self._read(group)

    def _read(self, group: GroupSummary) -> None:
        """Looking is logged: what was read is shown again until something changes."""
        if self._overview is not None and self._overview[0] == group.id:
            self._show_overview(group.id, self._overview[1])
            return
        desk = self.context.desk
        task.run(
            self,
            attempt(lambda: desk.results_overview.of_group(group.id)),
            lambda outcome: self._read_done(group.id, outcome),
            message="Resultaten worden gelezen…",
            newest="overview",
        )

    def _read_done(self, group_id: str, outcome: Outcome[GroupOverview]) -> None:
        if outcome.value is None:
            self.message_bar.must(outcome.refused)
            self.context.ground("Inzage geweigerd en vastgelegd")
            return
        self.context.ground(f"Inzage vastgelegd: {outcome.value.ground}")
        self._show_overview(group_id, outcome.value)

    def _show_overview(self, group_id: str, overview: GroupOverview) -> None:
        self._overview = (group_id, overview)
        self.look.show_overview(overview)
        self.advices.show_overview(overview)

    def _forget(self) -> None:
        self._overview = None

    def _changed(self, what: object) -> None:
        if isinstance(what, SavedResults) or getattr(what, "category", None) is Category.RESULTS:
            self._forget()

    # --- paper, leaving -------------------------------------------------------------------------

    def make_pdf(self) -> None:
        """The overview of this group as PDF."""
        group, desk = self.chosen_group(), self.context.desk
        if group is None:
            return
        task.run(
            self,
            lambda: desk.result_sheets.group(group.id),
            lambda content: self._show_paper(content, group),
            busy=self.print_button,
            message="Overzicht wordt gemaakt…",
        )

    def _show_paper(self, content: bytes, group: GroupSummary) -> None:
        paper = ResultsPaper(content, f"Resultaten van groep {group.name}")
        paper.closed.connect(self._faces.back)
        paper.saved.connect(self.message_bar.done)
        self._faces.show_over(paper)
        paper.back_button.setFocus()

    def may_leave(self) -> bool:
        norms_typed = self.norms is not None and self.norms.is_dirty()
        if not self.enter.is_dirty() and not norms_typed:
            return True
        return confirm(
            self,
            "Nog niet alles is opgeslagen.",
            ("Wat u typte, blijft hier staan; scores worden ook als concept bewaard.",),
            "&Weggaan",
        )
