"""What a dossier still lacks, what will end, and what waits: each with the way to it."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.kinds import CATEGORY_TEXTS
from app.dossier.notices import Notice
from app.dossier.values import PupilHead
from ui.text import counted
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel

Go = Callable[[Category], object]
Show = Callable[[Category, str, str], object]
_COMPLETE = "Naam, groep en verzorgers zijn ingevuld, voor zover u ze mag inzien."


class ToDo(Card):
    """`go` opens the tab of a category, `show_entry` an entry there."""

    def __init__(
        self,
        head: PupilHead,
        readable: Collection[Category],
        go: Go,
        show_entry: Show,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Wat er nog moet", parent=parent)
        self._head, self._readable = head, readable
        self._go, self._show_entry = go, show_entry
        self.set_notices(())

    def set_notices(self, notices: Sequence[Notice]) -> None:
        """Show these below what is still to be filled in."""
        self.clear()
        lacking = self._head.todo
        number = len(lacking) + len(notices)
        self.set_aside(counted(number, "punt", "punten") if number else "")
        for category, text in lacking:
            way = (lambda c=category: self._go(c)) if category in self._readable else None
            self.add(_line("open", Tone.WAITING, text, category, way))
        for one in notices:
            tone = Tone.MUST if one.late else Tone.WAITING
            self.add(_line(one.word, tone, one.text, one.category, lambda n=one: self._ask(n)))
        if not number:
            self.add(_line("compleet", Tone.DONE, _COMPLETE, None, None))

    def _ask(self, notice: Notice) -> None:
        if notice.entry_id:
            self._show_entry(notice.category, notice.kind, notice.entry_id)
        else:
            self._go(notice.category)


def _line(
    word: str,
    tone: Tone,
    text: str,
    category: Category | None,
    way: Callable[[], object] | None,
) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(Chip(word, tone), 0, Qt.AlignmentFlag.AlignVCenter)
    role = "muted" if category is None else ""
    row.addWidget(PlainLabel(text, role, wrap=True), 1, Qt.AlignmentFlag.AlignVCenter)
    if category is not None and way is not None:
        tab = CATEGORY_TEXTS[category].tab
        go = button(f"Naar {tab}", "link", on_click=way)
        go.setAccessibleName(f"{text}: naar {tab}")
        row.addWidget(go)
    return line
