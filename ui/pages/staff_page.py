"""Medewerkers: who gets in, with which roles, and the keys of the school."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.desk.key_advice import About
from app.desk.staffing import IssuedCode, SheetFacts
from app.dossier.values import GroupSummary
from app.vault import SlotInfo
from ui import task
from ui.context import Context, Target
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.pages.staff import words
from ui.pages.staff.issued_code import IssuedCodeCard
from ui.pages.staff.keys_view import KeysView
from ui.pages.staff.people_list import PeopleList
from ui.pages.staff.person import Person, people_of
from ui.pages.staff.staff_form import StaffChoice, StaffForm
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.heading import Heading
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.tab_row import TabRow

_FACTS = "Wie hier werkt, met welke rollen, en wie in het programma kan"
T = TypeVar("T")


class Part(StrEnum):
    """The tabs."""

    PEOPLE = "people"
    KEYS = "keys"


class StaffPage(Page):
    """For headteachers."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.people: tuple[Person, ...] = ()
        self._groups: tuple[GroupSummary, ...] = ()
        self._sheet: StaffForm | IssuedCodeCard | None = None
        self.heading = Heading("Medewerkers", _FACTS)
        self.add_button = button("Medewer&ker toevoegen…", "filled", "plus", self.add)
        self.heading.add_action(self.add_button)
        self.tabs = TabRow("Delen van deze pagina")
        self.tabs.add(Part.PEOPLE, "Medewerkers")
        self.tabs.add(Part.KEYS, "Sleutels en herstelcode")
        self.list = PeopleList()
        self.keys = KeysView(context, self.message_bar)
        self.keys.changed.connect(self._tell)
        self._over = ScrollPage(margin=0)
        self._faces = QStackedWidget()
        for face in (self.list, self.keys, self._over):
            self._faces.addWidget(face)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._faces, 1)
        self.tabs.set_current(Part.PEOPLE)
        self.tabs.chosen.connect(lambda _part: self._choose_face())
        for asked, act in (
            (self.list.roles_asked, self.change),
            (self.list.sign_in_asked, self.change),
            (self.list.code_asked, self.ask_code),
            (self.list.removal_asked, self.ask_removal),
        ):
            asked.connect(act)

    # ------------------------------------------------------------------------- showing

    def show_target(self, target: Target) -> None:
        self.context.ground(self.context.desk.person.role_names)
        if target.part:
            self._go_to(About(target.part))
        self.refresh()

    def refresh(self) -> None:
        """Read again who works here and how it stands with the keys."""
        desk = self.context.desk
        task.run(
            self,
            lambda: (
                people_of(desk.staff.all(), desk.staffing.key_files(), desk.today),
                desk.groups.all(),
                desk.staffing.key_problems,
                desk.staffing.key_files(),
            ),
            self._show,
            newest="staff",
        )

    def may_leave(self) -> bool:
        if self._sheet is not None:
            if not self._sheet.may_leave():
                return False
            self._close_sheet()
        self.keys.recovery.stop_asking()
        return True

    def _show(
        self,
        found: tuple[
            tuple[Person, ...], tuple[GroupSummary, ...], tuple[str, ...], tuple[SlotInfo, ...]
        ],
    ) -> None:
        self.people, self._groups, problems, files = found
        self.list.show_people(self.people)
        self.keys.show_keys(self.people, problems, files)

    def _go_to(self, about: About) -> None:
        if self._sheet is not None:
            return
        self.tabs.set_current(Part.PEOPLE if about in (About.HEADS, About.LEFT) else Part.KEYS)
        self._choose_face()
        self.keys.go_to(about)

    def _choose_face(self) -> None:
        over = self._sheet is not None
        self._faces.setCurrentIndex(2 if over else [*Part].index(Part(self.tabs.current())))
        self.tabs.setVisible(not over)
        self.add_button.setVisible(not over)

    def _open_sheet(self, sheet: StaffForm | IssuedCodeCard) -> None:
        self._drop_sheet()
        self._sheet = sheet
        self._over.body.addWidget(sheet)
        self._choose_face()

    def _close_sheet(self) -> None:
        self._drop_sheet()
        self._choose_face()
        self.list.table.focus_list()

    def _drop_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None

    # ------------------------------------------------------------------------- who gets in

    def add(self) -> None:
        """A form for someone new."""
        self.message_bar.clear()
        self._ask(StaffForm(self._groups, self.context.desk.today))

    def change(self, person: Person) -> None:
        """Other roles and groups, or a first sign-in for who is known here already."""
        self.message_bar.clear()
        self._ask(StaffForm(self._groups, self.context.desk.today, person))

    def _ask(self, form: StaffForm) -> None:
        form.submitted.connect(self._submit)
        form.cancelled.connect(self._close_sheet)
        self._open_sheet(form)
        form.focus_first()

    def _submit(self, chosen: StaffChoice) -> None:
        form = self._sheet
        assert isinstance(form, StaffForm)
        person, staffing = form.person, self.context.desk.staffing
        if person is not None and person.gets_in:
            self._run(
                lambda: staffing.change_roles(
                    person.id, chosen.roles, until=chosen.until, groups=chosen.groups
                ),
                lambda taken: self._changed(person, taken=taken),
                form,
            )
            return
        self._issue(
            lambda: staffing.add(
                chosen.name,
                chosen.sign_in_name,
                chosen.roles,
                until=chosen.until,
                groups=chosen.groups,
                staff_id=person.id if person else None,
            ),
            form,
        )

    def _issue(self, work: Callable[[], IssuedCode], busy: QWidget) -> None:
        """Make a start code and show it; the facts on its sheet come along."""
        staffing = self.context.desk.staffing

        def made() -> tuple[IssuedCode, SheetFacts]:
            facts = staffing.sheet_facts()  # first: a code that is made must be shown
            return work(), facts

        self._run(made, self._issued, busy)

    def _run(self, work: Callable[[], T], done: Callable[[T], object], busy: QWidget) -> None:
        def arrived(outcome: Outcome[T]) -> None:
            if outcome.problems and isinstance(self._sheet, StaffForm):
                self._sheet.show_problems(outcome.problems)
            elif outcome.refused:
                self.message_bar.must(outcome.refused)
            elif outcome.value is not None:
                done(outcome.value)

        self.message_bar.clear()
        task.run(self, attempt(work), arrived, busy=busy)

    def _issued(self, made: tuple[IssuedCode, SheetFacts]) -> None:
        issued, facts = made
        card = IssuedCodeCard(issued, facts)
        card.closed.connect(self._close_sheet)
        card.saved.connect(self.message_bar.done)
        self._open_sheet(card)
        card.code.print_button.setFocus()
        self._tell()

    def _changed(self, person: Person, *, taken: bool) -> None:
        self._close_sheet()
        self._tell()
        name = person.record.name
        if taken:
            self.message_bar.waiting(
                words.TAKEN.format(name=name), words.ROTATION, self.keys.ask_rotation
            )
        else:
            self.message_bar.done(
                f"Rollen en groepen van {name} zijn vastgelegd. Ze gelden vanaf de volgende "
                "aanmelding."
            )

    def ask_code(self, person: Person) -> None:
        """A new start code for who forgot the password."""
        staffing = self.context.desk.staffing
        question = f"{person.record.name} een nieuwe startcode geven?"
        if confirm(self, question, words.CODE_CONSEQUENCES, action="&Startcode maken"):
            self._issue(lambda: staffing.reset(person.id), self.list)

    def ask_removal(self, person: Person) -> None:
        """Say what follows, then let this person sign in no more."""
        desk = self.context.desk
        said = words.removal(person, own=person.id == desk.person.id)
        question = f"De aanmelding van {person.record.name} verwijderen?"
        if confirm(self, question, said, action="&Verwijderen", danger=True):
            task.run(
                self,
                lambda: desk.staffing.remove(person.id),
                lambda _nothing: self._removed(person),
                busy=self.list,
            )

    def _removed(self, person: Person) -> None:
        self._tell()
        self.message_bar.waiting(
            words.REMOVED.format(name=person.record.name), words.ROTATION, self.keys.ask_rotation
        )

    def _tell(self) -> None:
        self.context.changes.tell("staff")
        self.refresh()
