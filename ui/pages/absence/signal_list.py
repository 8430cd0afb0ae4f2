"""Whose unauthorised absence asks something of the school: a line each, the most urgent first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.absences import PupilSignal
from ui import task
from ui.context import Context, Target
from ui.pages.absence.signal_words import TITLES, TONES, what_to_do
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel


class SignalList(Card):
    """Hidden while nobody has a signal, unless `empty` says what to show then."""

    def __init__(self, context: Context, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Signaal 16 uur verzuim", parent=parent)
        self._context = context
        self._empty = empty
        self.buttons: dict[str, QPushButton] = {}
        self.hide()

    def load(self) -> None:
        """Look again."""
        task.run(self, self._context.desk.absences.signals, self._show, newest="signals")

    def _show(self, found: Sequence[PupilSignal]) -> None:
        self.clear()
        self.buttons.clear()
        for one in found:
            self.add(self._line(one))
        if not found and self._empty:
            self.add(PlainLabel(self._empty, "muted", wrap=True))
        self.setVisible(bool(found) or bool(self._empty))

    def _line(self, one: PupilSignal) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        group = f", groep {one.pupil.group_name}" if one.pupil.group_name else ""
        head.addWidget(PlainLabel(f"{one.pupil.display_name}{group}", "field"))
        head.addWidget(Chip(TITLES[one.signal.level], TONES[one.signal.level]))
        head.addStretch()
        words.addLayout(head)
        words.addWidget(PlainLabel(what_to_do(one.signal), "muted", wrap=True))
        row.addLayout(words, 1)
        go = button("Naar het dossier", "outline", "absence", lambda: self._go(one))
        go.setAccessibleName(f"Naar de afwezigheid van {one.pupil.display_name}")
        self.buttons[one.id] = go
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _go(self, one: PupilSignal) -> None:
        self._context.go(Target("pupils", one.pupil.id, Category.ABSENCE))
