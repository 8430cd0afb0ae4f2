"""Nieuw schooljaar: a proposal for all groups at once, to change, carry out and take back."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.dossier.roll_over import RolledOver
from app.dossier.roll_over_plan import Choices, Cohort, RollOverPlan, plan_of
from app.dossier.values import StaffRecord
from app.dossier.wording import long_date
from ui import task
from ui.context import Context, Target
from ui.pages.new_year.groups_card import GroupsCard
from ui.pages.new_year.moves_card import MovesCard
from ui.pages.new_year.rest_card import RestCard
from ui.pages.new_year.staying_card import StayingCard
from ui.pages.page import Page
from ui.text import counted
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_Loaded = tuple[RollOverPlan, tuple[StaffRecord, ...]]


class NewYearPage(Page):
    """For the headteacher. Nothing is changed before the button at the foot."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.plan: RollOverPlan | None = None
        self._staff: tuple[StaffRecord, ...] = ()
        self.heading = Heading("Nieuw schooljaar")
        self.body.addWidget(self.heading)
        self._nothing = PlainLabel("", wrap=True)
        self.moves = MovesCard(self._choose_group)
        self.staying = StayingCard(self._choose_staying)
        self.groups = GroupsCard(self._choose_teachers)
        self.rest = RestCard(lambda: context.go(Target("leaving")))
        scroll = ScrollPage(margin=0)
        for widget in (self._nothing, self.moves, self.staying, self.groups, self.rest):
            scroll.body.addWidget(widget)
            widget.hide()
        scroll.body.addStretch()
        self.body.addWidget(scroll, 1)
        self.go_button = button("Nieuw &schooljaar vastleggen…", "filled", "check", self._ask)
        self.go_button.hide()
        self.heading.add_action(self.go_button)

    def show_target(self, target: Target) -> None:
        desk = self.context.desk
        task.run(
            self,
            lambda: (desk.roll_over.plan(), desk.staff.all()),
            self._loaded,
            newest="new-year",
        )

    def _loaded(self, found: _Loaded) -> None:
        plan, self._staff = found
        if self.plan is not None and self.plan.now == plan.now:
            plan = self.plan  # what was chosen stays while the school is as it was
        self._show(plan)
        self.staying.show_plan(plan)

    def _show(self, plan: RollOverPlan) -> None:
        self.plan = plan
        self.heading.set_name(f"Schooljaar {plan.school_year}")
        self.heading.set_facts(
            f"Alles hieronder geldt vanaf {long_date(plan.first_day)}. Tot die dag verandert er "
            "niets aan wie welke leerlingen mag zien."
        )
        moving = bool(plan.moves)
        self._nothing.setText(
            f"Alle leerlingen die doorgaan, hebben een plaats in {plan.school_year}."
        )
        self._nothing.setVisible(not moving)
        for widget in (self.moves, self.staying, self.groups, self.go_button):
            widget.setVisible(moving or bool(plan.choices.staying))
        self.moves.show_plan(plan)
        self.groups.show_plan(plan, self._staff)
        self.rest.show_plan(plan)

    # ------------------------------------------------------------------------- choosing

    def _with(self, choices: Choices) -> None:
        assert self.plan is not None
        self._show(plan_of(self.plan.now, choices))

    def _choose_group(self, cohort: Cohort, name: str) -> None:
        assert self.plan is not None
        choices = self.plan.choices
        groups: Mapping[tuple[str, str], str] = {**choices.groups, cohort.id: name}
        self._with(replace(choices, groups=groups))

    def _choose_staying(self, pupil_ids: frozenset[str]) -> None:
        assert self.plan is not None
        self._with(replace(self.plan.choices, staying=pupil_ids))

    def _choose_teachers(self, group: str, staff_ids: tuple[str, ...]) -> None:
        assert self.plan is not None
        choices = self.plan.choices
        self._with(replace(choices, teachers={**choices.teachers, group: staff_ids}))

    # ------------------------------------------------------------------------- carrying out

    def _ask(self) -> None:
        plan = self.plan
        if plan is None or not confirm(
            self,
            f"Het schooljaar {plan.school_year} vastleggen?",
            _consequences(plan),
            "&Vastleggen",
        ):
            return
        desk = self.context.desk
        task.run(self, lambda: desk.roll_over.carry_out(plan), self._done, busy=self)

    def _done(self, done: RolledOver) -> None:
        self.plan = None
        self.context.changes.tell("groups")
        self.show_target(Target("new-year"))
        self.message_bar.done(
            f"{counted(len(done.moved), 'leerling heeft', 'leerlingen hebben')} een plaats in "
            f"{done.school_year}. Kijk of elke groep een leerkracht heeft.",
            "Ongedaan maken",
            lambda: self._undo(done),
        )

    def _undo(self, done: RolledOver) -> None:
        desk = self.context.desk
        task.run(
            self, lambda: desk.roll_over.undo(done), lambda _nothing: self._undone(), busy=self
        )

    def _undone(self) -> None:
        self.context.changes.tell("groups")
        self.show_target(Target("new-year"))
        self.message_bar.done("Alles staat weer zoals voor de overgang.")


def _consequences(plan: RollOverPlan) -> list[str]:
    """What will happen, in numbers."""
    staying = sum(move.stays for move in plan.moves)
    new = sum(group.made_id is None for group in plan.groups)
    bare = [group.name for group in plan.groups if not group.teacher_ids]
    said = [
        (
            f"{counted(len(plan.moves), 'leerling krijgt', 'leerlingen krijgen')} vanaf "
            f"{long_date(plan.first_day)} een plaats in een groep; "
            f"{counted(staying, 'leerling doet', 'leerlingen doen')} het jaar over."
        ),
        f"{counted(new, 'groep wordt', 'groepen worden')} gemaakt.",
        "Vanaf die dag ziet een leerkracht alleen nog de leerlingen van de nieuwe groep.",
    ]
    if bare:
        said.append(f"Nog zonder leerkracht: {', '.join(bare)}.")
    if plan.leaving:
        said.append(
            f"{counted(len(plan.leaving), 'leerling', 'leerlingen')} van groep 8 "
            f"{'blijft' if len(plan.leaving) == 1 else 'blijven'} ingeschreven tot u uitschrijft."
        )
    return said
