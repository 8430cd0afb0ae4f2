"""Typing the results of a test for a whole group: choose, type, save, take back."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.drafts import DraftForm, Typed
from app.dossier.results import pasted
from app.dossier.results.group import SavedResults
from app.dossier.results.norms import NormBand, Norms, by_key
from app.dossier.results.sheet import ChosenTest, GroupSheet
from app.dossier.values import GroupSummary
from ui import task
from ui.context import Context
from ui.drafts import Keeper, Resumed
from ui.pages.outcome import Outcome, attempt
from ui.pages.results import words
from ui.pages.results.choice import ChoiceCard
from ui.pages.results.grid_model import GridModel
from ui.pages.results.grid_view import GridView
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar

DRAFT = "results"
_CHOICE = "choice"
_Read = tuple[GroupSheet, tuple[NormBand, ...]]


class EnterPane(QWidget):
    """`dirty` tells that there is something typed that is not saved, or no more."""

    dirty = Signal(bool)

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._messages = context, messages
        self._group: GroupSummary | None = None
        self._keeper: Keeper | None = None
        self._resumed: Resumed | None = None
        self._was_dirty = False
        self._norms: Norms = {}
        self.choice = ChoiceCard(lambda: context.desk.today)
        self.grid = GridModel()
        self.view = GridView(self.grid)
        self.state = PlainLabel("", "muted", wrap=True)
        self.drop_button = button("Invoer weggooien", "link", on_click=self.drop)
        self.paste_button = button("&Plakken", "outline", on_click=self._paste_clipboard)
        self.save_button = button("Op&slaan", "filled", "save", self.save)
        self.empty = EmptyState("results", "Kies een toets", words.HOW)
        self._faces = QStackedWidget()
        self._build()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.state, 1)
        for widget in (
            self.drop_button,
            self.choice.columns,
            self.paste_button,
            self.save_button,
        ):
            foot.addWidget(widget)
        filled = QWidget()
        below = QVBoxLayout(filled)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GRID)
        below.addWidget(self.view, 1)
        below.addLayout(foot)
        for face in (self.empty, filled):
            self._faces.addWidget(face)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.choice)
        layout.addWidget(self._faces, 1)
        self.choice.ready.connect(self.load)
        self.choice.changed.connect(self._chosen_otherwise)
        self.choice.columns_chosen.connect(lambda: self._show_stored(self.grid.sheet))
        self.grid.typed.connect(self._typed)
        self.view.pasted.connect(self.paste)
        self.view.save_asked.connect(self.save)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.save)

    # --- reading --------------------------------------------------------------------------------

    def set_group(self, group: GroupSummary) -> None:
        """Type for this group; what was shown of another goes."""
        if self._group is None or group.id != self._group.id:
            self._group = group
            self.choice.set_group(group)
            self.choice.unfold()
            self._chosen_otherwise()
            task.run(self, self._context.desk.norms.all, self._offer_tests, newest="tests")

    def _offer_tests(self, norms: tuple[NormBand, ...]) -> None:
        """Tests with norms can be offered before anything of a pupil was read."""
        self.choice.offer_tests(tuple(dict.fromkeys(one.test for one in norms)))

    def load(self) -> None:
        """Read the chosen test as it stands."""
        choice = self.choice.choice()
        if choice is None:
            return
        desk = self._context.desk
        work = attempt(lambda: (desk.results.sheet(choice), desk.norms.all()))
        task.run(self, work, self._show, message="Resultaten worden gelezen…", newest="sheet")

    def _show(self, outcome: Outcome[_Read]) -> None:
        if outcome.value is None:
            self._messages.must(outcome.refused)
            self._context.ground("Inzage geweigerd en vastgelegd")
            return
        shown, norms = outcome.value
        at = self.view.at()[0] if self.grid.sheet and self.grid.sheet.choice == shown.choice else 0
        self._context.ground(f"Inzage vastgelegd: {shown.ground}")
        self.choice.offer_tests(tuple(dict.fromkeys((*shown.tests, *(one.test for one in norms)))))
        self._norms = by_key(norms)
        self._show_stored(shown)
        self._faces.setCurrentIndex(1 if shown.rows else 0)
        if not shown.rows:
            self.empty.set_texts("Niemand in deze groep", "Kies hierboven een andere groep.")
        if shown.rows:
            self.choice.fold(shown.choice)
        self._watch(shown.choice)
        self.view.begin(at)

    def _show_stored(self, shown: GroupSheet | None) -> None:
        """What is stored, in the columns that are chosen; nothing is typed."""
        self.grid.show_sheet(
            shown, self.choice.column_names(), self._norms, self._context.desk.today
        )

    def _chosen_otherwise(self) -> None:
        """The grid no longer shows what is chosen."""
        if self.grid.is_dirty():
            return
        self.grid.show_sheet(None, (), {}, date.min)
        self.empty.set_texts("Kies een toets en zet de groep klaar", words.HOW)
        self._faces.setCurrentIndex(0)

    # --- typing ---------------------------------------------------------------------------------

    def _typed(self) -> None:
        dirty = self.grid.is_dirty()
        self.state.setText(words.state(self.grid))
        self.save_button.setEnabled(dirty)
        self.drop_button.setVisible(dirty)
        self.choice.lock(locked=dirty)
        if dirty is not self._was_dirty:
            self._was_dirty = dirty
            self.dirty.emit(dirty)

    def paste(self, text: str) -> None:
        """Put what was copied from a spreadsheet in its place, and say what did not fit."""
        if self.view.state() is GridView.State.EditingState:
            self.view.setFocus()
        names = [one.name for one in self.grid.fields]
        placed = pasted.place(text, self.grid.rows, names, self.view.at(), self.grid.is_right)
        said = words.pasted(placed, self.grid.put(placed.cells))
        if placed.cells and not placed.remarks:
            self._messages.info(said)
        else:
            self._messages.waiting(said)

    def _paste_clipboard(self) -> None:
        self.paste(QGuiApplication.clipboard().text())

    def drop(self) -> None:
        """Throw away what was typed."""
        self._messages.clear()
        if self._keeper:
            self._keeper.done()
        self._show_stored(self.grid.sheet)
        self.load()

    def focus_first(self) -> None:
        """Go to where one begins: the grid when it stands ready, else the choice of a test."""
        if self.grid.rows:
            self.view.setFocus()
        else:
            self.choice.sort.setFocus()

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.grid.is_dirty()

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Store everything that was typed, or say what is not right and go there."""
        self._finish_typing()
        shown = self.grid.sheet
        if shown is None or not self.grid.is_dirty():
            return
        if self.grid.problems():
            self._go_to_problem()
            return
        desk, changes = self._context.desk, self.grid.changes()
        task.run(
            self,
            lambda: desk.results.save(shown.choice, changes),
            self._saved,
            busy=self,
            message="Wordt opgeslagen…",
        )

    def _finish_typing(self) -> None:
        """What stands in an open cell counts too."""
        self.view.setFocus()

    def _go_to_problem(self) -> None:
        wrong = self.grid.problems()
        (pupil_id, name), said = next(iter(wrong.items()))
        row = next(n for n, one in enumerate(self.grid.rows) if one.pupil_id == pupil_id)
        column = [one.name for one in self.grid.fields].index(name)
        self._messages.must(words.not_right(len(wrong), said))
        self.view.setFocus()
        self.view.setCurrentIndex(self.grid.index(row, column + 1))

    def _saved(self, saved: SavedResults) -> None:
        if self._keeper:
            self._keeper.done()
        self._show_stored(self.grid.sheet)
        self._messages.done(words.saved(saved), "Ongedaan maken", lambda: self._undo(saved))
        self._context.changes.tell(saved)
        self.load()

    def _undo(self, saved: SavedResults) -> None:
        desk = self._context.desk

        def undone(back: SavedResults) -> None:
            self._messages.done("Teruggedraaid: alles staat weer zoals voor het opslaan.")
            self._context.changes.tell(back)
            self.load()

        task.run(self, lambda: desk.results.undo(saved), undone, busy=self)

    # --- drafts ---------------------------------------------------------------------------------

    def resume(self, resumed: Resumed) -> None:
        """Go on with a draft of the group that is shown."""
        if self.grid.is_dirty():
            self._messages.waiting(
                "Hier staat nog andere invoer. Sla die eerst op; het concept blijft bewaard."
            )
            return
        self._resumed = resumed
        self.choice.set_raw(resumed.typed.get(_CHOICE, {}))
        self.load()

    def _watch(self, choice: ChosenTest) -> None:
        """Keep drafts of what is typed here; put back the one that someone goes on with."""
        assert self._group is not None
        form = DraftForm(DRAFT, "Resultaten invoeren", f"groep {self._group.name}")
        resumed, self._resumed = self._resumed, None
        draft_id = resumed.note.id if resumed else ""
        if resumed:
            self.grid.put(
                {
                    (pupil_id, name): text
                    for pupil_id, cells in resumed.typed.items()
                    if pupil_id != _CHOICE
                    for name, text in cells.items()
                }
            )
        self._keeper = self._context.drafting.watch(
            self, form, self._raw, self.grid.is_dirty, draft_id
        )

    def _raw(self) -> Typed:
        typed: dict[str, Mapping[str, str]] = {_CHOICE: self.choice.raw(), **self.grid.raw()}
        return typed
