"""Groep 8 uitschrijven: who goes to which school, in one list, then all at once."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.dossier.leaving import Leaver, LeavingPlan, LeftSchool, NextSchool
from app.dossier.wording import long_date
from ui import task
from ui.context import Context, Target
from ui.pages.leaving.school_choice import SchoolChoice
from ui.pages.page import Page
from ui.text import counted
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.data_table import Column, DataTable
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_PLACE = "leaving"
_ROWS = 11
_HOW = (
    "Het vinkje zegt wie van school gaat: haal het weg bij wie blijft. Enter vraagt de nieuwe "
    "school; nog een keer Enter vult die ook bij de volgende leerling in."
)
_WHY = (
    "Iedereen in groep 8 is al uitgeschreven of doet het jaar over. Begin juli staat de nieuwe "
    "groep 8 hier nog niet: die komt na de overgang naar het nieuwe schooljaar."
)
_NO_SCHOOL = "nog niet gekozen"


class LeavingPage(Page):
    """For who enrols and disenrols. Nothing is changed before the button at the top."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.plan: LeavingPlan | None = None
        self._left_out: set[str] = set()
        self._filling = False
        self.heading = Heading("Groep 8 uitschrijven")
        self.go_button = button("&Uitschrijven…", "filled", "sign-out", self._ask)
        self.heading.add_action(self.go_button)
        self.day = DateField(None, "Laatste dag op school", today=lambda: context.desk.today)
        self.day.setFixedWidth(168)
        self.table = DataTable(
            [
                Column("name", "Leerling", value=lambda one: one.pupil.list_name,
                       sort=lambda one: " ".join(one.pupil.sort_key)),
                Column("group", "Groep", 88, value=lambda one: one.pupil.group_name),
                Column("school", "Nieuwe school",
                       value=lambda one: one.school.name or _NO_SCHOOL,
                       tone=lambda one: Tone.NEUTRAL if one.school.name else Tone.WAITING),
                Column("brin", "BRIN", 80, value=lambda one: one.school.brin),
                Column("branch", "Vestiging", 96, value=lambda one: one.school.branch),
            ],
            "Leerlingen van groep 8",
            row_key=lambda one: one.pupil.id,
            checkable=True,
            empty=EmptyState("done", "Niemand om uit te schrijven", _WHY),
        )  # fmt: skip
        self.school = SchoolChoice()
        self.card = Card("Wie gaat waarheen")
        self.rest = Card("Wie niet in deze lijst staat")
        self._build()
        self.table.ticked.connect(self._ticked)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(lambda _one: self.school.start())
        self.school.chosen.connect(self._fill)
        self.school.for_all.connect(self._fill_empty)
        self.school.refused.connect(self.message_bar.must)
        context.changes.changed.connect(self._changed)
        context.undo.add_keys(self, self.message_bar, lambda: _PLACE)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel("Laatste dag op school"))
        row.addWidget(self.day)
        row.addWidget(PlainLabel("De laatste schooldag telt als 31 juli.", "muted"))
        row.addStretch()
        self.card.body.addLayout(row)
        self.card.add(PlainLabel(_HOW, "muted", wrap=True))
        self.card.add(self.table)
        self.card.add(self.school)
        scroll = ScrollPage(margin=0)
        for card in (self.card, self.rest):
            scroll.body.addWidget(card)
        scroll.body.addStretch()
        self.body.addWidget(self.heading)
        self.body.addWidget(scroll, 1)
        self.rest.hide()

    def show_target(self, target: Target) -> None:
        task.run(self, self.context.desk.leaving.plan, self._loaded, newest="leaving")

    # ------------------------------------------------------------------------- showing

    def _loaded(self, plan: LeavingPlan) -> None:
        """What was typed stays for whoever is still as it was."""
        typed = {one.pupil.id: one.school for one in self._leavers()}
        fresh = tuple(
            replace(one, school=typed[one.pupil.id])
            if not one.school.name and typed.get(one.pupil.id)
            else one
            for one in plan.leavers
        )
        self.plan = replace(plan, leavers=fresh)
        self.heading.set_facts(
            f"Schooljaar {plan.school_year}. Er verandert niets tot u op Uitschrijven drukt, en "
            "daarna pas na de laatste dag."
        )
        self.day.set_day(plan.day)
        self.school.offer(plan.schools)
        self._show_leavers(fresh)
        self._show_rest(plan)
        self.table.focus_list()

    def _show_leavers(self, leavers: tuple[Leaver, ...]) -> None:
        assert self.plan is not None
        self.plan = replace(self.plan, leavers=leavers)
        self._filling = True
        self.table.set_rows(leavers)
        going = [one for one in leavers if one.pupil.id not in self._left_out]
        self.table.model.tick(going, True)
        self._filling = False
        self.table.fit_height(_ROWS)
        self._count()

    def _show_rest(self, plan: LeavingPlan) -> None:
        self.rest.clear()
        for why, pupils in (
            (
                "Doen het jaar over: zij hebben al een plaats in het nieuwe schooljaar.",
                plan.staying,
            ),
            ("Al uitgeschreven.", plan.gone),
        ):
            if pupils:
                self.rest.add(PlainLabel(f"{len(pupils)} · {why}", "muted", wrap=True))
                self.rest.add(PlainLabel("; ".join(one.list_name for one in pupils), wrap=True))
        self.rest.setVisible(bool(plan.staying or plan.gone))

    def _leavers(self) -> tuple[Leaver, ...]:
        return self.plan.leavers if self.plan is not None else ()

    def going(self) -> tuple[Leaver, ...]:
        """Who is ticked."""
        return tuple(one for one in self._leavers() if one.pupil.id not in self._left_out)

    def _count(self) -> None:
        going = self.going()
        without = sum(not one.school.name for one in going)
        said = counted(len(going), "leerling gaat", "leerlingen gaan")
        self.card.set_aside(f"{said} · {without} zonder school" if without else said)
        self.go_button.setEnabled(bool(going))
        self.school.setVisible(bool(self._leavers()))

    # ------------------------------------------------------------------------- choosing

    def _ticked(self) -> None:
        if self._filling:
            return
        on = {one.pupil.id for one in self.table.model.ticked_rows()}
        self._left_out = {one.pupil.id for one in self._leavers()} - on
        self._count()

    def _selected(self, one: Leaver | None) -> None:
        if one is not None:
            self.school.ask(one.pupil.display_name, one.school)

    def _fill(self, school: NextSchool) -> None:
        """The school for this pupil, and on to the next one that shows."""
        current = self.table.current()
        if current is None:
            self.message_bar.waiting("Kies eerst een leerling in de lijst.")
            return
        self.message_bar.clear()
        ids = [one.pupil.id for one in self.table.rows()]
        after = ids.index(current.pupil.id) + 1
        self._give(school, {current.pupil.id})
        if after < len(ids):
            self.table.select(ids[after])
        self.school.start()

    def _fill_empty(self, school: NextSchool) -> None:
        self._give(school, {one.pupil.id for one in self.going() if not one.school.name})
        self.table.focus_list()

    def _give(self, school: NextSchool, pupil_ids: set[str]) -> None:
        assert self.plan is not None
        known = dict.fromkeys((*self.plan.schools, school))
        self.plan = replace(self.plan, schools=tuple(known))
        self.school.offer(self.plan.schools)
        self._show_leavers(
            tuple(
                replace(one, school=school) if one.pupil.id in pupil_ids else one
                for one in self.plan.leavers
            )
        )

    # ------------------------------------------------------------------------- carrying out

    def _ask(self) -> None:
        day, going = self.day.day(), self.going()
        if day is None:
            self.message_bar.must(self.day.problem() or "Vul de laatste dag op school in.")
            self.day.line.setFocus()
            return
        without = sum(not one.school.name for one in going)
        stay = len(self._leavers()) - len(going)
        said = [
            (
                f"{counted(len(going), 'leerling wordt', 'leerlingen worden')} uitgeschreven naar "
                f"het voortgezet onderwijs, met {long_date(day)} als laatste dag."
            ),
            f"{counted(without, 'leerling heeft', 'leerlingen hebben')} nog geen nieuwe school.",
            f"{counted(stay, 'leerling blijft', 'leerlingen blijven')} ingeschreven.",
            "De dossiers blijven bewaard. Bij een overstap hoort een rapport: zie Overstap.",
        ]
        if not confirm(self, "Groep 8 uitschrijven?", said, "&Uitschrijven"):
            return
        desk = self.context.desk
        task.run(self, lambda: desk.leaving.carry_out(day, going), self._done, busy=self)

    def _done(self, done: LeftSchool) -> None:
        self.context.changes.tell(done)
        self.show_target(Target(_PLACE))
        undo, desk = self.context.undo, self.context.desk
        said = (
            f"{counted(len(done.pupil_ids), 'leerling is', 'leerlingen zijn')} uitgeschreven met "
            f"{long_date(done.day)} als laatste dag."
        )
        undo.say(self.message_bar, undo.offer(said, lambda: desk.leaving.undo(done), _PLACE))

    def _changed(self, what: object) -> None:
        """They were enrolled again, here or by Ctrl+Z."""
        if isinstance(what, LeftSchool) and not what.rows and self.isVisible():
            self.show_target(Target(_PLACE))
