"""One pupil's log as a parent would read it: a heading a day, a sentence an act."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.access.parents import Day
from app.dossier.wording import long_date
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_CHOOSE = "Kies hierboven een leerling; dan staat hier, per dag en in gewone taal, wie wat deed."
_WHY = "Ouders en oudere leerlingen mogen weten wie in hun dossier keek. Zonder namen, tenzij u die"
_MOST_DAYS = 200
"""On the screen; the PDF has all."""


class DaysView(QStackedWidget):
    """Empty until a pupil is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty = EmptyState("log", "Kies eerst een leerling", _CHOOSE, f"{_WHY} erbij zet.")
        self._scroll = ScrollPage(margin=0)
        self._scroll.body.setSpacing(GRID)
        self.addWidget(self.empty)
        self.addWidget(self._scroll)

    def show_days(self, days: Sequence[Day]) -> None:
        """Tell these."""
        self._clear()
        for day in days[:_MOST_DAYS]:
            card = Card(long_date(day.day))
            for sentence in day.sentences:
                card.add(PlainLabel(f"{sentence[:1].upper()}{sentence[1:]}", wrap=True))
            self._scroll.body.addWidget(card)
        if len(days) > _MOST_DAYS:
            rest = f"Dit zijn de nieuwste {_MOST_DAYS} dagen; de PDF bevat ze allemaal."
            self._scroll.body.addWidget(PlainLabel(rest, "muted", wrap=True))
        if days:
            self.setCurrentWidget(self._scroll)
            return
        self.empty.set_texts("Niemand", "In deze periode keek niemand in dit dossier.")
        self.setCurrentWidget(self.empty)

    def ask_for_pupil(self) -> None:
        """Nobody is chosen yet."""
        self._clear()
        self.empty.set_texts("Kies eerst een leerling", _CHOOSE, f"{_WHY} erbij zet.")
        self.setCurrentWidget(self.empty)

    def texts(self) -> list[str]:
        """All that shows, for whoever reads it aloud."""
        return [label.text() for label in self._scroll.findChildren(PlainLabel)]

    def _clear(self) -> None:
        while (item := self._scroll.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
