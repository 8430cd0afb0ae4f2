"""One file that was chosen: what it is, its title, and the entry that it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.incoming import TITLE_MOST, Candidate, title_of
from ui import text as texts
from ui.pages.attachments.sources import Source
from ui.theme import GRID
from ui.widgets.buttons import icon_button
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import PlainLabel

_PLACE_WIDTH = 300
_LOOKING = "Wordt bekeken…"


@dataclass(frozen=True)
class Asked:
    """What is asked of each file beside its title.

    `entries` are the entries to choose from, as (kind and id, label); `whole` is the label of none.
    `custody` labels the box that keeps it among the custody papers; empty where there are none.
    `problem` says what is wrong with a title.
    """

    problem: Callable[[str], str]
    entries: Sequence[tuple[str, str]] = ()
    whole: str = ""
    custody: str = ""


class FileRow(QWidget):
    """`removed` by its button; `changed` when what may be kept has changed.

    `title`, `entry` and `is_custody` may be read by any thread.
    """

    removed = Signal()
    changed = Signal()

    def __init__(self, source: Source, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.candidate: Candidate | None = None
        self.refused = ""
        self._asked = asked
        self.title = title_of(source.name)
        self.entry: str | None = None
        self.is_custody = False
        self.line = LineInput(self.title, TITLE_MOST)
        self.line.setAccessibleName(f"Titel van {source.name}")
        self.line.textChanged.connect(self._typed)
        self.place = ChoiceInput(asked.entries, None, asked.whole or "-")
        self.place.setAccessibleName(f"Waar {source.name} bij hoort")
        self.place.setFixedWidth(_PLACE_WIDTH)
        self.place.currentIndexChanged.connect(self._placed)
        self.custody = QCheckBox(texts.label_text(asked.custody))
        self.custody.toggled.connect(self._set_custody)
        self.remove_button = icon_button(
            "close", f"{source.name} niet toevoegen", self.removed.emit
        )
        self.said = PlainLabel(_LOOKING, "small", wrap=True)
        self.problem = PlainLabel("", "problem", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.line, 1)
        top.addWidget(self.remove_button)
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.said, 1)
        below.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(below)
        layout.addWidget(self.custody)
        layout.addWidget(self.problem)
        self.place.setVisible(bool(self._asked.entries))
        self.custody.setVisible(bool(self._asked.custody))
        self.problem.hide()

    def show_candidate(self, candidate: Candidate) -> None:
        """It may be kept."""
        self.candidate, self.refused = candidate, ""
        size = texts.file_size(candidate.size)
        said = f"{self.source.name} · {candidate.type.name} · {size}"
        self.said.setText(f"{said}\n{candidate.note}" if candidate.note else said)
        self._show_problem()

    def show_refused(self, why: str) -> None:
        """It cannot be kept, or was not."""
        self.candidate, self.refused = None, why
        self.said.setText(self.source.name)
        self._show_problem()
        for widget in (self.line, self.place, self.custody):
            widget.setEnabled(False)

    def show_failed(self, why: str) -> None:
        """It may be kept but was not, this time."""
        self.problem.setText(why)
        self.problem.setVisible(bool(why))

    def is_right(self) -> bool:
        """Whether this can be kept as it stands."""
        return self.candidate is not None and not self._asked.problem(self.title)

    def _typed(self) -> None:
        self.title = self.line.text_value()
        self._show_problem()

    def _placed(self) -> None:
        self.entry = self.place.code()
        self.place.setToolTip(texts.plain_tooltip(self.place.currentText()))

    def _set_custody(self, on: bool) -> None:
        self.is_custody = on

    def _show_problem(self) -> None:
        self.show_failed(self.refused or self._asked.problem(self.title))
        self.changed.emit()
