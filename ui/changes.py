"""What was changed, told to every open view, so that none shows what is no longer true.

A write through the Desk returns what it changed; the page that asked for it passes that on with
`tell`, and every view that shows such a thing reads it again. After Anki's `OpChanges`.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class DeskClosed:
    """What was done closed the desk: the window goes back to signing in and says `text` there."""

    text: str
    done: bool = True


@dataclass(frozen=True)
class PupilGone:
    """An enrolment was taken back: there is no such pupil any more."""

    pupil_id: str


class Changes(QObject):
    """One per window. `changed` carries whatever the Desk returned."""

    changed = Signal(object)

    def tell(self, what: object) -> None:
        """Tell every listener; nothing is told for `None`."""
        if what is not None:
            self.changed.emit(what)
