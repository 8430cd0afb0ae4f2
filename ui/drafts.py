"""Keeping what is typed: every few seconds, and at the moment of locking.

A form opts in with `Drafting.watch`: which form it is, what stands in it, and whether that differs
from what is stored. One `Drafting` serves a window; `found` says that the drafts to offer changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.desk.drafts import DraftForm, DraftNote, DraftNotes, Drafts, Typed, new_draft_id
from ui import dutch_date, task

EVERY_MILLISECONDS = 3_000
Save = Callable[[], object]


@dataclass(frozen=True)
class Resumed:
    """A draft that its author goes on with: put back by the form that it belongs to."""

    note: DraftNote
    typed: Typed


class Keeper:
    """Keeps the draft of one form; made by `Drafting.watch`."""

    def __init__(
        self,
        drafting: "Drafting",
        widget: QWidget,
        form: DraftForm,
        typed: Callable[[], Typed],
        is_dirty: Callable[[], bool],
        draft_id: str,
    ) -> None:
        self._drafting = drafting
        self._form = form
        self._typed = typed
        self._is_dirty = is_dirty
        self._kept: Typed | None = None
        self.widget = widget
        self.draft_id = draft_id

    def save(self) -> Save | None:
        """What is to be done to keep what stands here now; None when it is kept already."""
        typed = self._typed()
        if not self._is_dirty() or typed == self._kept:
            return None
        self._kept = typed
        self.draft_id = self.draft_id or new_draft_id()
        drafts, draft_id, form = self._drafting.drafts, self.draft_id, self._form
        return lambda: drafts.save(draft_id, form, typed)

    def tick(self) -> None:
        """Keep what was typed since; let go of a draft of what was taken back."""
        if self.draft_id and not self._is_dirty():
            self.done()
            return
        save = self.save()
        if save:
            task.run(self.widget, save, failed=self._failed, message=None)

    def go_on(self, draft_id: str) -> None:
        """What stands in the form now is this draft."""
        self.draft_id = draft_id
        self._drafting.found.emit()

    def done(self) -> None:
        """It was saved, or thrown away on purpose: the draft can go. A next text begins another."""
        draft_id, self.draft_id, self._kept = self.draft_id, "", None
        if draft_id:
            self._drafting.discard(draft_id, self.widget)

    def _failed(self, fault: task.faults.Fault) -> None:
        self._kept = None  # the next tick tries again
        if self._drafting.is_first_failure():
            task.show_fault(self.widget, fault)


class Drafting(QObject):
    """The drafts of who is signed in, and the forms that are open."""

    found = Signal()

    def __init__(self, drafts: Drafts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.drafts = drafts
        self.damaged = 0
        self._notes: tuple[DraftNote, ...] = ()
        self._keepers: list[Keeper] = []
        self._gone: set[str] = set()
        self._failed = False
        self._owner: QWidget | None = None
        self._timer = QTimer(self, interval=EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.tick)

    def load(self, owner: QWidget) -> None:
        """Read which drafts there are; `owner` is the widget that stays as long as the window."""
        self._owner = owner
        task.run(owner, self.drafts.notes, self._show, newest="drafts", message=None)

    def offered(self, pupil_id: str = "", form: str = "") -> tuple[DraftNote, ...]:
        """The drafts to offer: all, those about one pupil, or those of one form."""
        open_now = {one.draft_id for one in self._keepers if isValid(one.widget)}
        return tuple(
            one
            for one in self._notes
            if one.id not in open_now | self._gone
            and pupil_id in ("", one.form.pupil_id)
            and form in ("", one.form.form)
        )

    def watch(
        self,
        widget: QWidget,
        form: DraftForm,
        typed: Callable[[], Typed],
        is_dirty: Callable[[], bool],
        draft_id: str = "",
    ) -> Keeper:
        """Keep drafts of a form as long as `widget` exists; `draft_id` goes on with one.

        A widget has one keeper: a next one takes the place of the first.
        """
        keeper = Keeper(self, widget, form, typed, is_dirty, draft_id)
        others = [one for one in self._keepers if one.widget is not widget]
        self._keepers = [*others, keeper]
        self._timer.start()
        if draft_id:
            self.found.emit()
        return keeper

    def tick(self) -> None:
        """Keep what was typed in each form that is still there."""
        gone = [one for one in self._keepers if not isValid(one.widget)]
        self._keepers = [one for one in self._keepers if one not in gone]
        for keeper in self._keepers:
            keeper.tick()
        if not self._keepers:
            self._timer.stop()

    def discard(self, draft_id: str, asked_by: QWidget) -> None:
        """Throw a draft away, in the background."""
        self._gone.add(draft_id)
        self.found.emit()
        # The form that asks for it is often gone a moment later; a failure must still be said.
        task.run(self._owner or asked_by, lambda: self.drafts.discard(draft_id), message=None)

    def stop(self) -> Sequence[Save]:
        """Keep nothing more; what is still to be kept, for who closes the desk."""
        self._timer.stop()
        keepers, self._keepers = self._keepers, []
        saves = [one.save() for one in keepers if isValid(one.widget)]
        return [one for one in saves if one is not None]

    def is_first_failure(self) -> bool:
        """True once: that drafts cannot be kept is said once, not every few seconds."""
        first, self._failed = not self._failed, True
        return first

    def _show(self, notes: DraftNotes) -> None:
        self._notes, self.damaged = notes.notes, notes.damaged
        self.found.emit()


def spoken(note: DraftNote, now: datetime) -> str:
    """Such as: U was op 3 maart om 14:05 aan het typen bij “Gesprek toevoegen” van Sita."""
    at = note.moment.astimezone(now.tzinfo)
    day = f"op {at.day} {dutch_date.MONTHS[at.month - 1]}"
    if at.year != now.year:
        day += f" {at.year}"
    elif at.date() == now.date():
        day = "vandaag"
    whose = f" van {note.form.about}" if note.form.about else ""
    return f"U was {day} om {at:%H:%M} aan het typen bij “{note.form.title}”{whose}."
