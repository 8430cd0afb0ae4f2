"""What this person was typing before a lock, a crash or a power cut, calmly offered back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.desk.drafts import DraftNote
from ui import task
from ui.context import Context, Target
from ui.drafts import Resumed, spoken
from ui.pages.outcome import Outcome, attempt
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.hugging import hug
from ui.widgets.labels import PlainLabel

_PLACES = {"letter": "letters", "report": "transfer", "results": "results"}
_MOST = 5


class DraftOffer(QFrame):
    """A row per draft: go on with it, or throw it away. Hidden while there is none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pupil_id = self._form = ""
        self.setProperty("role", "message")
        self.setProperty("tone", "here")
        self.setAccessibleName("Nog niet afgemaakt")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, GRID, GRID, GRID)
        self._rows.setSpacing(GRID // 2)
        hug(self)
        context.drafting.found.connect(self.refresh)
        self.hide()

    def show_for(self, *, pupil_id: str = "", form: str = "") -> None:
        """Offer the drafts about this pupil, or of this form; of all when neither is given."""
        self._pupil_id, self._form = pupil_id, form
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to offer now."""
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        drafting = self._context.drafting
        notes = drafting.offered(self._pupil_id, self._form)
        everything = not self._pupil_id and not self._form
        damaged = drafting.damaged if everything else 0
        self.setVisible(bool(notes) or bool(damaged))
        if not notes and not damaged:
            return
        word = PlainLabel("Nog niet afgemaakt")
        word.setProperty("role", "word")
        self._rows.addWidget(word)
        for note in notes[:_MOST]:
            self._rows.addWidget(self._row(note))
        more = len(notes) - _MOST
        if more > 0:
            text = f"En nog {counted(more, 'concept', 'concepten')}; die komen hierna."
            self._rows.addWidget(PlainLabel(text, "muted", wrap=True))
        if damaged:
            text = (
                f"{counted(damaged, 'concept is', 'concepten zijn')} niet te openen: beschadigd, "
                "of van voor u een nieuwe sleutel kreeg. Wat was opgeslagen, is bewaard."
            )
            self._rows.addWidget(PlainLabel(text, "muted", wrap=True))

    def _row(self, note: DraftNote) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        said = spoken(note, datetime.now().astimezone())
        row.addWidget(PlainLabel(said, wrap=True), 1, Qt.AlignmentFlag.AlignVCenter)
        for label, act in (
            ("Verder schrijven", lambda: self._context.go(target_of(note))),
            ("Weggooien", lambda: self._context.drafting.discard(note.id, self)),
        ):
            way = button(label, "link", on_click=act)
            way.setAccessibleName(f"{label}: {said}")
            row.addWidget(way, 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def target_of(note: DraftNote) -> Target:
    """Where the form of this draft stands."""
    form = note.form
    category = Category(form.category) if form.category else None
    return Target(_PLACES.get(form.form, "pupils"), form.pupil_id, category, note)


def open_draft(
    owner: QWidget, context: Context, note: DraftNote, go_on: Callable[[Resumed], object]
) -> None:
    """Read what was typed in a draft and hand it over; a refusal is said and the draft stays."""

    def read(outcome: Outcome[Resumed]) -> None:
        if outcome.value is None:
            refused = f"{outcome.refused} Het concept is bewaard; u kunt het weggooien."
            task.show_fault(owner, task.faults.Fault(refused))
        else:
            go_on(outcome.value)

    work = attempt(lambda: Resumed(note, context.desk.drafts.open(note.id)))
    task.run(owner, work, read, newest="draft")
