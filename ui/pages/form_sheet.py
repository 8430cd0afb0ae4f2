"""A form in the place of what it changes: one or more sections, and a foot that always shows.

It saves through `ui.task.run`, keeps what was typed when saving fails, asks before it is left, and
where it is told to keeps a draft meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEventLoop, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.drafts import DraftForm, Typed
from app.dossier.kinds import Value
from ui import task
from ui.drafts import Drafting, Keeper, Resumed
from ui.form_hints import Kept
from ui.forms import EntryForm
from ui.pages.outcome import Outcome, attempt
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import ask_unsaved
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.sheet_foot import sheet_foot

Filled = Mapping[str, Mapping[str, Value]]
Save = Callable[[Filled, str], Any]


@dataclass(frozen=True)
class Section:
    """One card of the sheet; `below` stands under it.

    Its form, or what has the shape of one, has no buttons of its own.
    """

    key: str
    title: str
    form: EntryForm
    below: QWidget | None = None


class FormSheet(QWidget):
    """`ended` carries what the desk returned, or `None` when the user cancelled.

    `save` runs in the background with the values per section and the reason. `consequences` says in
    words and numbers what saving will do, from what stands in the form now.
    """

    ended = Signal(object)

    def __init__(
        self,
        title: str,
        sections: Sequence[Section],
        save: Save,
        submit_label: str = "Op&slaan",
        intro: str = "",
        consequences: Callable[[Filled], Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.sections = tuple(sections)
        self._save = save
        self._consequences = consequences
        self._also: Callable[[], str] = str
        self._task: task.Task | None = None
        self._saved = False
        self._kept: Mapping[str, Kept] = {}
        self._keeper: Keeper | None = None
        self.setAccessibleName(title)
        self.scroll = ScrollPage()
        self.scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.effects = PlainLabel("", wrap=True)
        self.summary = PlainLabel("", "problem", wrap=True)
        self.submit_button = button(submit_label, "filled", on_click=self.submit)
        self.cancel_button = button("&Annuleren", "outline", on_click=self.cancel)
        self._fill(intro)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scroll, 1)
        layout.addWidget(sheet_foot((self.submit_button, self.cancel_button), self.summary))
        self._tell_consequences()

    def form(self, key: str) -> EntryForm:
        """The form of a section."""
        return next(one.form for one in self.sections if one.key == key)

    def values(self) -> dict[str, Mapping[str, Value]]:
        """What to save, per section."""
        return {one.key: one.form.values() for one in self.sections}

    def kept(self, key: str) -> Kept:
        """Why texts of a section keep what was pointed out, as it stood when saving began."""
        return self._kept.get(key, {})

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(one.form.is_dirty() for one in self.sections)

    def keep_draft(
        self, drafting: Drafting, form: DraftForm, resumed: Resumed | None = None
    ) -> None:
        """Keep a draft of this form from now on; `resumed` puts one back and goes on with it."""
        if resumed is not None:
            self.set_raw(resumed.typed)
        draft_id = resumed.note.id if resumed else ""
        self._keeper = drafting.watch(self, form, self.raw, self.is_dirty, draft_id)

    def raw(self) -> Typed:
        """Everything as it was typed, per section."""
        return {one.key: one.form.raw() for one in self.sections}

    def set_raw(self, typed: Typed) -> None:
        """Put back what was typed; it counts as changed against what was saved."""
        for one in self.sections:
            one.form.set_raw(typed.get(one.key, {}))

    def put_first(self, section: Section, intro: str = "") -> None:
        """One section more, above the others."""
        self.sections = (section, *self.sections)
        self.scroll.body.insertWidget(0, self._card(section, intro))

    def focus_first(self) -> None:
        """Go to the first field, with what stands above it in sight."""
        self.sections[0].form.focus_first()
        self.scroll.verticalScrollBar().setValue(0)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the sections."""
        self.scroll.body.addWidget(widget)

    def also(self, problem: Callable[[], str]) -> None:
        """Ask this too before saving: what is wrong below the sections, empty when nothing is."""
        self._also = problem

    def submit(self) -> bool:
        """Save when all is right; otherwise show what is not. True when saving has begun."""
        if self._task is not None:
            return False
        number, first = 0, None
        for one in self.sections:
            problems = one.form.problems()
            one.form.show_problems(problems)
            number += len(problems)
            first = first or (one.form if problems else None)
        self._tell_problems(number)
        if first is not None:
            first.focus_first_problem()
            return False
        if problem := self._also():
            self.summary.setText(problem)
            return False
        values = self.values()
        self._kept = {one.key: one.form.kept() for one in self.sections}
        reason = " ".join(text for one in self.sections if (text := one.form.reason()))
        self._task = task.run(
            self,
            attempt(lambda: self._save(values, reason)),
            self._done,
            self._failed,
            busy=self,
            message="Wordt opgeslagen…",
        )
        return True

    def cancel(self) -> None:
        """End without saving; asks first when something was changed."""
        if self.may_leave() and not self._saved:
            self._drop_draft()
            self.ended.emit(None)

    def may_leave(self) -> bool:
        """Ask about unsaved text. Saving is waited for, so that True means: nothing is lost."""
        if self._saved or not self.is_dirty():
            return True
        answer = ask_unsaved(self, f"“{self.title}”")
        if answer == "save":
            return self._save_and_wait()
        if answer == "discard":
            self._drop_draft()
        return answer == "discard"

    def _save_and_wait(self) -> bool:
        if not self.submit() or self._task is None:
            return False
        loop = QEventLoop()
        self._task.finished.connect(loop.quit)
        loop.exec()
        return self._saved

    def _drop_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.done()

    def _fill(self, intro: str) -> None:
        if self.title != self.sections[0].title:
            self.scroll.body.addWidget(PlainLabel(self.title, "name", wrap=True))
        for number, one in enumerate(self.sections):
            self.scroll.body.addWidget(self._card(one, "" if number else intro))
        if self._consequences:
            card = Card("Wat er gebeurt")
            card.add(self.effects)
            self.scroll.body.addWidget(card)

    def _card(self, section: Section, intro: str) -> Card:
        card = Card(section.title)
        if intro:
            card.add(PlainLabel(intro, "small", wrap=True))
        card.add(section.form)
        if section.below is not None:
            card.add(section.below)
        section.form.submitted.connect(lambda _values, _reason: self.submit())
        section.form.cancelled.connect(self.cancel)
        section.form.changed.connect(self._changed)
        return card

    def _changed(self) -> None:
        self._tell_consequences()
        if not any(one.form.problems() for one in self.sections):
            self.summary.clear()

    def _tell_consequences(self) -> None:
        if self._consequences:
            lines = self._consequences(self.values())
            self.effects.setText("\n".join(f"•  {one}" for one in lines))

    def _tell_problems(self, number: int) -> None:
        text = f"{counted(number, 'veld klopt', 'velden kloppen')} nog niet." if number else ""
        self.summary.setText(text)

    def _done(self, outcome: Outcome[Any]) -> None:
        self._task = None
        if outcome.problems:
            self._show_problems(outcome.problems)
            return
        if outcome.refused:
            task.show_fault(self, task.faults.Fault(outcome.refused))
            return
        self._saved = True
        for one in self.sections:
            one.form.mark_saved()
        self._drop_draft()
        self.ended.emit(outcome.value)

    def _failed(self, fault: Any) -> None:
        self._task = None
        task.show_fault(self, fault)

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        left = dict(problems)
        for one in self.sections:
            names = {field.name for field in one.form.kind.fields} | {"reason"}
            own = {name: left.pop(name) for name in list(left) if name in names}
            one.form.show_problems(own)
        self._tell_problems(len(problems))
        if left:
            # About something that has no field here: it must not go unsaid.
            text = f"Er is nog niets opgeslagen. {' '.join(left.values())}"
            task.show_fault(self, task.faults.Fault(text))
