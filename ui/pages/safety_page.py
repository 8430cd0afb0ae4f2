"""Reservekopieën en controle: how they stand, make one, look into one, put one back, check all."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.access.policy import Action
from app.desk.backup_state import BackupContents, BackupState
from app.desk.restoring import Restored
from app.vault.backup_places import BackupInfo
from ui import task
from ui.changes import DeskClosed
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.page import Page
from ui.pages.safety import words
from ui.pages.safety.altered_card import AlteredCard
from ui.pages.safety.check_card import CheckCard
from ui.pages.safety.look_card import LookCard
from ui.pages.safety.state_card import StateCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.data_table import DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.table_model import Column

_FACTS = "Elke dag vanzelf, versleuteld en nagelezen"
_ROWS = 8
Shown = tuple[BackupState, tuple[BackupInfo, ...]]


class SafetyPage(Page):
    """For who may make backups; putting back for who may restore."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        desk = context.desk
        self.heading = Heading("Reservekopieën en controle", _FACTS)
        self.make_button = button("Nu &een reservekopie maken", "filled", "save", self.make)
        self.heading.add_action(self.make_button)
        self.body.addWidget(self.heading)
        chooses = desk.may(Action.SCHOOL)
        self.state = StateCard(
            self.choose_place if chooses else None, self.forget_place if chooses else None
        )
        self.table = DataTable(
            (
                Column(
                    "made_at",
                    "Gemaakt",
                    160,
                    value=lambda one: words.moment(one.info),
                    sort=lambda one: one.info.made_at.isoformat(),
                ),
                Column("why", "Waarom", value=lambda one: one.info.why.text),
                Column("places", "Waar", 240),
                Column(
                    "size",
                    "Grootte",
                    90,
                    value=lambda one: words.size(one.info),
                    sort=lambda one: one.info.size,
                ),
            ),
            "Reservekopieën",
            row_key=lambda one: one.info.name,
            empty=EmptyState("save", "Er is nog geen reservekopie", "De eerste komt vanzelf."),
        )
        self.restores = desk.may(Action.RESTORE)
        if self.restores:
            self.table.set_actions([RowAction("&Bekijken…", self.look_at, "eye")])
            self.table.opened.connect(self.look_at)
        self.card = LookCard(self.ask_restore)
        self.check_card = CheckCard(self.check)
        accepts = desk.may(Action.ACCEPT_ALTERED)
        self.altered = AlteredCard(context, self._accepted) if accepts else None
        listed = Card("Reservekopieën")
        listed.add(self.table)
        self.scroll = ScrollPage(margin=0)
        for widget in (self.altered, self.state, listed, self.card, self.check_card):
            if widget is not None:
                self.scroll.body.addWidget(widget)
        self.scroll.body.addStretch()
        self.body.addWidget(self.scroll, 1)

    def show_target(self, target: Target) -> None:
        self.context.ground(self.context.desk.person.role_names)
        self.refresh()

    def refresh(self) -> None:
        """Read again what there is."""
        safety = self.context.desk.safety
        task.run(self, lambda: (safety.state(), safety.list()), self._show, newest="backups")
        if self.altered is not None:
            self.altered.load()

    def _accepted(self) -> None:
        self.message_bar.done("Het dossier is aanvaard en gaat weer open. Het staat in het log.")

    def make(self) -> None:
        """A backup now."""
        task.run(
            self,
            self.context.desk.safety.backup_now,
            self._made,
            busy=self.make_button,
            message="De reservekopie wordt gemaakt en nagelezen…",
        )

    def look_at(self, row: words.Listed) -> None:
        """Open the backup of this row."""
        self.look(row.info)

    def look(self, backup: BackupInfo) -> None:
        """Open a backup, to see what it holds."""
        task.run(
            self,
            lambda: self.context.desk.safety.look_into(backup),
            self.show_contents,
            busy=self.table,
            message="De reservekopie wordt gelezen…",
        )

    def show_contents(self, contents: BackupContents) -> None:
        """What it holds and what putting it back loses."""
        self.card.show_contents(contents)
        self.scroll.ensureWidgetVisible(self.card)

    def ask_restore(self) -> None:
        """Ask with the numbers, then put back."""
        contents = self.card.contents
        if contents is None:
            return
        question = f"De reservekopie van {words.moment(contents.info)} terugzetten?"
        consequences = (*words.lost_lines(contents), *words.KEPT)
        if confirm(self, question, consequences, action="&Terugzetten", danger=True):
            self._restore(contents.info)

    def check(self) -> None:
        """Read everything, with progress and a way to stop."""
        task.run_with_progress(
            self,
            lambda progress: self.context.desk.safety.check(progress.step),
            self.check_card.show_report,
            busy=self.check_card.check_button,
            message="Alles wordt nagelezen…",
        )

    def choose_place(self) -> None:
        """Choose a folder on a stick or share."""
        chosen = QFileDialog.getExistingDirectory(self, "Tweede plaats voor reservekopieën")
        if chosen:
            self.set_place(Path(chosen))

    def forget_place(self) -> None:
        """Have no second place any more; what stands there stays."""
        self.set_place(None)

    def set_place(self, place: Path | None) -> None:
        """Store it and copy the newest backup there."""
        task.run(
            self,
            lambda: self.context.desk.safety.set_second_place(place),
            self._place_set,
            busy=(self.state.choose_button, self.state.forget_button),
            message="De tweede plaats wordt klaargezet…",
        )

    def _restore(self, backup: BackupInfo) -> None:
        task.run_with_progress(
            self,
            lambda progress: self.context.desk.safety.restore(backup, progress.step),
            self._restored,
            self._not_restored,
            busy=(self.card, self.table, self.make_button),
            message="De reservekopie wordt teruggezet…",
        )

    def _restored(self, done: Restored) -> None:
        self.context.changes.tell(
            DeskClosed(
                "De reservekopie is teruggezet. Wat er stond is bewaard in "
                f"‘backups/{done.aside.path.name}’. Meld u opnieuw aan."
            )
        )

    def _not_restored(self, fault: Fault) -> None:
        if self.context.desk.closed:
            self.context.changes.tell(DeskClosed(fault.text, done=False))
        else:
            self.message_bar.must(fault.text)

    def _show(self, found: Shown) -> None:
        state, backups = found
        self.state.show_state(state, self.context.desk.today)
        self.table.set_rows(words.listed(backups))
        self.table.fit_height(_ROWS)
        self.context.changes.tell(state)

    def _made(self, made: BackupInfo) -> None:
        self.message_bar.done(f"De reservekopie van {words.moment(made)} is gemaakt en nagelezen.")
        self.refresh()

    def _place_set(self, state: BackupState) -> None:
        if state.second is None:
            self.message_bar.done("Er is geen tweede plaats meer. Wat daar stond, staat er nog.")
        else:
            self.message_bar.done(f"De nieuwste reservekopie staat nu ook in {state.second.path}.")
        self.refresh()
