"""Taking back what was done in this session, and doing it again: one list per pupil or place.

Whoever did something says so with `Undo.saved` (the desk returned a `SavedEntry`) or with `offer`
and `say` (anything else), and so gets the button in the message and Ctrl+Z at that pupil or place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.dossier.values import SavedEntry
from ui import task
from ui.faults import Fault
from ui.widgets.message_bar import MessageBar

Act = Callable[[], Any]
_MOST = 50
_UNDO, _AGAIN = "Ongedaan maken", "Opnieuw doen"
_NOTHING = "Hier is in deze sessie niets gedaan dat nog ongedaan kan worden gemaakt."
_NOTHING_AGAIN = "Hier is niets ongedaan gemaakt dat nog opnieuw kan worden gedaan."


@dataclass(frozen=True)
class Offer:
    """Something that was done, in the words of its message, and the way back.

    `act` runs in the background and returns what it changed. `turn` makes of that the way forth
    again; without it what is undone stays undone.
    """

    where: str
    text: str
    act: Act
    turn: Callable[[Any], Act] | None = None


@dataclass
class _Place:
    done: list[Offer] = field(default_factory=list)
    undone: list[Offer] = field(default_factory=list)


class Undo(QObject):
    """One per window, gone with the session. `where` is a pupil's id or the name of a place."""

    def __init__(self, tell: Callable[[object], None], parent: QObject | None = None) -> None:
        """`tell` is told what an act changed, so that open views read again."""
        super().__init__(parent)
        self._tell = tell
        self._places: dict[str, _Place] = {}
        self._busy = False

    def saved(
        self,
        bar: MessageBar,
        text: str,
        saved: object,
        undo: Callable[[Any], Any],
        where: str,
    ) -> None:
        """Say `text`, and offer to take back what was saved when it can be, and to redo that.

        `undo` is `entries.undo`, or `entries.undo_all` where several were saved at once.
        """

        def turn(changed: Any) -> Act:
            return lambda: undo(changed)

        every = saved if isinstance(saved, tuple) else (saved,)
        if any(isinstance(one, SavedEntry) and one.steps for one in every):
            self.say(bar, self.offer(text, turn(saved), where, turn))
        else:
            bar.done(text)

    def offer(
        self, text: str, act: Act, where: str, turn: Callable[[Any], Act] | None = None
    ) -> Offer:
        """Remember how to take back what was done just now; see `Offer`."""
        offer = Offer(where, text, act, turn)
        place = self._places.setdefault(where, _Place())
        place.done.append(offer)
        place.undone.clear()
        del place.done[:-_MOST]
        return offer

    def say(self, bar: MessageBar, offer: Offer) -> None:
        """The message of what was done, with the way back."""
        bar.done(offer.text, _UNDO, lambda: self._back(bar, offer))

    def undo(self, bar: MessageBar, where: str) -> None:
        """Take back what was done last here."""
        done = self._places.get(where, _Place()).done
        if done:
            self._back(bar, done[-1])
        elif not self._busy:
            bar.info(_NOTHING)

    def redo(self, bar: MessageBar, where: str) -> None:
        """Do again what was taken back last here."""
        undone = self._places.get(where, _Place()).undone
        if undone:
            self._forth(bar, undone[-1])
        elif not self._busy:
            bar.info(_NOTHING_AGAIN)

    def add_keys(self, widget: QWidget, bar: MessageBar, where: Callable[[], str | None]) -> None:
        """Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z in `widget`; a text field keeps them for its own text.

        `where` says which list they are about now; None: none, for instance while a form is open.
        """

        def at(act: Callable[[MessageBar, str], None]) -> None:
            here = where()
            if here is not None:
                act(bar, here)

        for keys, act in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: at(act))

    def _back(self, bar: MessageBar, offer: Offer) -> None:
        place = self._places[offer.where]
        self._run(bar, offer, place.done, place.undone, "Ongedaan gemaakt", _AGAIN, self._forth)

    def _forth(self, bar: MessageBar, offer: Offer) -> None:
        place = self._places[offer.where]
        self._run(bar, offer, place.undone, place.done, "Opnieuw gedaan", _UNDO, self._back)

    def _run(
        self,
        bar: MessageBar,
        offer: Offer,
        of: list[Offer],
        to: list[Offer],
        word: str,
        label: str,
        other_way: Callable[[MessageBar, Offer], None],
    ) -> None:
        # The button of an older message may be about what Ctrl+Z took back already.
        if self._busy or offer not in of:
            return
        self._busy = True
        of.remove(offer)

        def done(changed: Any) -> None:
            self._busy = False
            said = f"{word}: {offer.text}"
            if offer.turn is None:
                bar.done(said)
            else:
                back = Offer(offer.where, offer.text, offer.turn(changed), offer.turn)
                to.append(back)
                bar.done(said, label, lambda: other_way(bar, back))
            for one in changed if isinstance(changed, tuple) else (changed,):
                self._tell(one)

        def failed(fault: Fault) -> None:
            self._busy = False
            bar.must(fault.text)

        task.run(bar.parentWidget() or bar, offer.act, done, failed, message=f"{label}…")
