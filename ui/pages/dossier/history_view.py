"""What became of one entry: a card for each version, the newest on top."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.values import EntryHistory, FieldChange, Version, VersionEvent
from app.dossier.wording import dutch_date
from ui import task
from ui.context import Context
from ui.moments import moment
from ui.pages.dossier.entry_details import Facts
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.scroll_page import ScrollPage

Which = Sequence[tuple[str, str]]
EVENTS = {
    VersionEvent.CREATED: ("toegevoegd", Tone.DONE),
    VersionEvent.CHANGED: ("gewijzigd", Tone.HERE),
    VersionEvent.RECTIFIED: ("gerectificeerd", Tone.HERE),
    VersionEvent.UNDONE: ("ongedaan gemaakt", Tone.NEUTRAL),
    VersionEvent.DELETED: ("verwijderd", Tone.MUST),
    VersionEvent.TAKEN_BACK: ("toevoegen ongedaan gemaakt", Tone.NEUTRAL),
    VersionEvent.RESTORED: ("teruggezet", Tone.DONE),
    VersionEvent.STATEMENT: ("verklaring toegevoegd", Tone.DONE),
    VersionEvent.STATEMENT_GONE: ("verklaring verwijderd", Tone.MUST),
}
_HIDDEN = "Er is ook iets gewijzigd dat u met uw rol niet mag inzien."
_SAME = "Zoals het daarvoor was."


class HistoryView(QWidget):
    """Reads on `load`; `closed` when the reader goes back.

    `which`: kind and id of each row that makes up the entry, mostly one.
    """

    closed = Signal()

    def __init__(
        self,
        context: Context,
        pupil_id: str,
        which: Which,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._pupil_id, self._which = context, pupil_id, which
        name = f"Geschiedenis: {title}"
        self.setAccessibleName(name)
        self.cards: list[Card] = []
        self.back_button = button("Ter&ug", "link", "chevron-left", self.closed.emit)
        self.scroll = ScrollPage()
        self.scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, GRID, 3 * GRID, 0)
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(ElidedLabel(name, "title"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.scroll, 1)

    def load(self) -> None:
        """Read the versions and show them."""
        entries = self._context.desk.entries

        def work() -> list[EntryHistory]:
            return [entries.history(self._pupil_id, *one) for one in self._which]

        task.run(self, work, self._show, message="Geschiedenis wordt geopend…")

    def texts(self) -> list[str]:
        """What each version says, the newest first."""
        return [one.accessibleName() for one in self.cards]

    def _show(self, found: Sequence[EntryHistory]) -> None:
        versions = [one for history in found for one in history.versions]
        versions.sort(key=lambda one: one.at, reverse=True)
        self.cards = [_card(one) for one in versions]
        for card in self.cards:
            self.scroll.body.addWidget(card)
        self.back_button.setFocus()


def _card(version: Version) -> Card:
    word, tone = EVENTS[version.event]
    card = Card(f"{moment(version.at)} door {version.by}")
    card.setAccessibleName(f"{word}, {moment(version.at)} door {version.by}")
    card.add_to_head(Chip(word, tone))
    rows = [(one.label, _shown(version, one)) for one in version.changes]
    if version.requested_by:
        asked = f" ({dutch_date(version.requested_on)})" if version.requested_on else ""
        rows.append(("Op verzoek van", f"{version.requested_by}{asked}"))
    if version.reason:
        rows.append(("Wat was onjuist" if version.requested_by else "Waarom", version.reason))
    if rows:
        card.add(Facts(rows))
    if version.hidden:
        card.add(PlainLabel(_HIDDEN, "muted", wrap=True))
    elif not rows and version.event is VersionEvent.RESTORED:
        card.add(PlainLabel(_SAME, "muted", wrap=True))
    return card


def _shown(version: Version, change: FieldChange) -> str:
    if version.event in (VersionEvent.CREATED, VersionEvent.STATEMENT):
        return change.new
    if version.event is VersionEvent.STATEMENT_GONE:
        return change.old
    old, new = change.old or "(leeg)", change.new or "(leeg)"
    if "\n" in old + new or len(old) + len(new) > _LONG:
        return f"Was:\n{old}\n\nWerd:\n{new}"
    return f"{old}  →  {new}"


_LONG = 120
