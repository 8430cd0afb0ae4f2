"""Talks of this week, reports still to be written, and agreements that are due."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.talk_rules import TalkState
from app.dossier.talks import TalkAgenda, TalkToDo
from app.dossier.values import SavedEntry
from ui import task
from ui.context import Context, Target
from ui.from_anywhere import begin_talk
from ui.pages.dossier.open_agreements import OpenAgreements
from ui.text import label_text, shown
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar

_KINDS = ("talk", "agreement")


class TalksToDo(Card):
    """For who writes talks. It stays when there is nothing to do: here a report begins."""

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__("Gesprekken en afspraken", parent=parent)
        self._context = context
        self.begin_button = button(
            "Verslag maken (Ctrl+G)", "outline", "plus", lambda: begin_talk(self, context)
        )
        self.add_to_head(self.begin_button)
        self.nothing = PlainLabel(
            "Deze week staan er geen gesprekken en hoeven er geen afspraken klaar te zijn.",
            "muted",
            wrap=True,
        )
        self.buttons: dict[str, QWidget] = {}
        self.agreements = OpenAgreements(context, messages)
        self.agreements.asked.connect(self._go)
        talks = QWidget()
        self._talks = QVBoxLayout(talks)
        self._talks.setContentsMargins(0, 0, 0, 0)
        for widget in (self.nothing, talks, self.agreements):
            self.add(widget)
        self.nothing.hide()
        context.changes.changed.connect(self._changed)

    def load(self) -> None:
        """Read them again."""
        task.run(self, self._context.desk.talks.agenda, self._show, newest="agenda")

    def _show(self, agenda: TalkAgenda) -> None:
        while (item := self._talks.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.buttons.clear()
        for one in agenda.talks:
            self._talks.addWidget(self._line(one, agenda.names[one.pupil_id]))
        self.agreements.set_agreements(agenda.agreements, names=agenda.names)
        self.nothing.setVisible(not agenda.talks and not agenda.agreements)

    def _line(self, talk: TalkToDo, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        today = talk.held_on == self._context.desk.today
        go = button(
            label_text(name), "link", on_click=lambda: self._go(talk.pupil_id, "talk", talk.id)
        )
        go.setAccessibleName(f"{name}: naar het gesprek {talk.subject}")
        self.buttons[talk.id] = go
        row.addWidget(PlainLabel("vandaag" if today else shown(talk.held_on), "muted"))
        row.addWidget(go)
        row.addWidget(PlainLabel(talk.subject, wrap=True), 1)
        if talk.state is TalkState.UNWRITTEN:
            chip = Chip("verslag nog schrijven", Tone.WAITING)
        else:
            chip = Chip("gepland", Tone.HERE)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _go(self, pupil_id: str, kind: str = "", entry_id: str = "") -> None:
        target = Target("pupils", pupil_id, Category.TALK, part=kind, entry_id=entry_id)
        self._context.go(target)

    def _changed(self, what: object) -> None:
        # Reading is logged: what nobody sees is read again when it comes to the front.
        if self.isVisible() and isinstance(what, SavedEntry) and what.kind in _KINDS:
            self.load()
