"""One card of the preview: a title, a count, a sentence, and a table as high as its rows."""

from PySide6.QtWidgets import QWidget

from app.exchange.edexml import ImportPlan
from app.exchange.lists.entry_plan import EntryPlan
from ui.pages.importing.parts import Part, TextRow
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import PlainLabel

_MOST_ROWS = 8


class PartCard(Card):
    """Hidden when there is nothing in it, unless the part is always to be said."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(part.title, parent=parent)
        self.part = part
        if part.explanation:
            self.add(PlainLabel(part.explanation, "muted", wrap=True))
        self.table = DataTable(part.columns, part.title)
        self.add(self.table)
        self.whole = PlainLabel("", wrap=True)
        self.whole.hide()
        self.add(self.whole)
        if part.long:
            self.table.selected.connect(self._show_whole)

    def show_plan(self, plan: ImportPlan | EntryPlan) -> None:
        """Show this part of a plan."""
        rows = self.part.rows(plan)
        self.table.set_rows(rows)
        self._show_whole(self.table.current() if self.part.long else None)
        self.table.setVisible(bool(rows))
        self.table.fit_height(_MOST_ROWS)
        self.set_aside(str(len(rows)) if rows else "")
        self.setVisible(bool(rows) or self.part.always)

    def _show_whole(self, row: TextRow | None) -> None:
        """What the table may have had to cut, for who has no mouse to hold above it."""
        self.whole.setText(row.texts[-1] if row else "")
        self.whole.setVisible(row is not None)
