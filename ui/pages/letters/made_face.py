"""Letters that were made: their state, noting how far they came, and the PDF to print or save."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.access.categories import Category
from app.desk import Desk
from app.dossier.letter_copies import CARE_CATEGORIES, PROVEN, STATE_NAMES, LetterCopy, LetterState
from ui import task
from ui import text as texts
from ui.pages import pdf_file
from ui.pages.list_out import ListOut, offer
from ui.pages.side_by_side import SideBySide
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage

_TONES = {
    LetterState.MADE: Tone.WAITING,
    LetterState.PRINTED: Tone.HERE,
    LetterState.HANDED: Tone.DONE,
    LetterState.SENT: Tone.DONE,
}
_PUPIL_COLUMN, _SUBJECT_COLUMN = 2, 3
_LABELS = {
    LetterState.PRINTED: "A&fgedrukt",
    LetterState.HANDED: "Mee&gegeven",
    LetterState.SENT: "Verst&uurd",
}


@dataclass(frozen=True)
class MadeRow:
    """One letter with the name of the pupil it is about."""

    copy: LetterCopy
    pupil: str

    @property
    def id(self) -> str:
        """The letter's id."""
        return self.copy.id


class MadeFace(QWidget):
    """`changed` carries letters whose state was noted."""

    changed = Signal(object)

    def __init__(self, desk: Desk, message_bar: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.message_bar = message_bar
        self._name_of: Callable[[str], str] = lambda _pupil_id: ""
        self._batch = False
        self.day = DateField(desk.today, "Datum", today=lambda: desk.today)
        self.day.setFixedWidth(160)
        self.buttons = {
            state: button(label, "outline", on_click=lambda state=state: self.mark(state))
            for state, label in _LABELS.items()
        }
        self.table = DataTable(
            [
                Column("name", "Aan wie", value=lambda row: row.copy.recipient_name),
                Column(
                    "state",
                    "Stand",
                    184,
                    value=lambda row: f"{STATE_NAMES[row.copy.state]} {_day(row.copy.state_on)}",
                    sort=lambda row: row.copy.state_on,
                    tone=lambda row: _TONES[row.copy.state],
                ),
                Column("pupil", "Leerling", 120),
                Column("subject", "Onderwerp", 120, value=lambda row: row.copy.subject),
            ],
            "Brieven",
            checkable=True,
            empty=EmptyState(
                "letter", "Nog geen brieven", "Over deze leerlingen is nog geen brief gemaakt."
            ),
        )
        self.card = Card("Brieven")
        self._build()

    def _build(self) -> None:
        self.card.add(
            PlainLabel(
                "Vink de brieven aan en noteer wat ermee is gebeurd. Een brief over het rapport "
                "telt pas als bewijs wanneer hij is meegegeven of verstuurd.",
                "muted",
                wrap=True,
            )
        )
        self.card.add(self.table)
        marks = QWidget()
        flow = FlowLayout(marks)
        flow.addWidget(self.day)
        for one in self.buttons.values():
            flow.addWidget(one)
        self.card.add(marks)
        scroll = ScrollPage(margin=0)
        scroll.body.setContentsMargins(0, 0, GRID, 0)
        scroll.body.addWidget(self.card)
        scroll.setMinimumWidth(360)
        self.pdf = PdfView(on_save=self._save, on_print=self._print)
        sheet = QFrame()
        sheet.setProperty("role", "card")
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.pdf)
        self.sides = SideBySide(scroll, sheet, ("Brieven", "Voorbeeld"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sides)
        self.table.selected.connect(self._selected)
        out = ListOut(
            "Brieven",
            Category.CONTACT,
            pupil_id=lambda row: row.copy.pupil_id,
            secret=lambda row: row.copy.category in CARE_CATEGORIES,
        )
        offer(self.table, self._desk, self.message_bar, out, self)

    def show_letters(
        self, letters: Sequence[LetterCopy], name_of: Callable[[str], str], content: bytes | None
    ) -> None:
        """Show letters; `content` is their PDF when they were made just now.

        Without it the PDF of the letter one is at is taken from the dossier.
        """
        self._name_of = name_of
        self._batch = content is not None
        self._set_letters(letters)
        self.day.set_day(self._desk.today)
        self.pdf.clear()
        if content is not None:
            self.table.model.tick(self.table.model.all_rows())
            self.pdf.set_bytes(content, "Brieven")
        self.sides.show_left()
        self.table.focus_list()

    def letters(self) -> tuple[LetterCopy, ...]:
        """The ticked letters."""
        return tuple(row.copy for row in self.table.model.ticked_rows())

    def mark(self, state: LetterState) -> None:
        """Note what happened to the ticked letters."""
        day = self.day.day()
        if day is None:
            self.message_bar.must(self.day.problem() or "Vul de datum in. Er is niets genoteerd.")
            self.day.line.setFocus()
            return
        self._mark(self.letters(), state, day)

    def _mark(self, letters: Sequence[LetterCopy], state: LetterState, day: date) -> None:
        if not letters:
            self.message_bar.waiting("Vink eerst een of meer brieven aan. Er is niets genoteerd.")
            return
        if state is LetterState.PRINTED:
            # What was given to someone is not taken back by printing it once more.
            letters = [one for one in letters if one.state not in PROVEN]
            if not letters:
                self.message_bar.waiting(
                    "Deze brieven zijn al meegegeven of verstuurd. Er is niets gewijzigd."
                )
                return
        desk = self._desk

        def work() -> tuple[LetterCopy, ...]:
            desk.letter_copies.mark_all([(one.pupil_id, one.id) for one in letters], state, day)
            return desk.letter_copies.of_pupils([row.copy.pupil_id for row in self._rows()])

        number = texts.counted(len(letters), "brief", "brieven")

        def done(copies: tuple[LetterCopy, ...]) -> None:
            self._refreshed(copies)
            self.message_bar.done(
                f"{number} genoteerd als {STATE_NAMES[state]} op {_day(day)}.",
                "Ongedaan maken",
                lambda: self._undo(letters),
            )

        task.run(self, work, done, busy=self.card, message="Wordt genoteerd…")

    def _undo(self, before: Sequence[LetterCopy]) -> None:
        desk = self._desk

        def work() -> tuple[LetterCopy, ...]:
            for state, day in {(one.state, one.state_on) for one in before}:
                same = [one for one in before if (one.state, one.state_on) == (state, day)]
                desk.letter_copies.mark_all([(one.pupil_id, one.id) for one in same], state, day)
            return desk.letter_copies.of_pupils([row.copy.pupil_id for row in self._rows()])

        task.run(self, work, self._refreshed, busy=self.card, message="Wordt teruggezet…")

    def _refreshed(self, copies: Sequence[LetterCopy]) -> None:
        shown = dict.fromkeys(row.id for row in self._rows())
        ticked = {one.id for one in self.letters()}
        order = list(shown)
        fresh = sorted(
            (one for one in copies if one.id in shown), key=lambda one: order.index(one.id)
        )
        self._set_letters(fresh)
        model = self.table.model
        model.tick([row for row in model.all_rows() if row.id in ticked])
        self.changed.emit(tuple(fresh))

    def _set_letters(self, letters: Sequence[LetterCopy]) -> None:
        self.table.set_rows([MadeRow(one, self._name_of(one.pupil_id)) for one in letters])
        # A batch has one subject; letters of one pupil have one pupil.
        self.table.view.setColumnHidden(_SUBJECT_COLUMN, self._batch)
        about = {one.pupil_id for one in letters}
        self.table.view.setColumnHidden(_PUPIL_COLUMN, len(about) < 2)
        self.table.fit_height(12)
        self.card.set_title(texts.counted(len(letters), "brief", "brieven"))

    def _rows(self) -> tuple[MadeRow, ...]:
        return tuple(self.table.model.all_rows())

    def _selected(self, row: MadeRow | None) -> None:
        if row is None or self._batch:
            return
        task.run(
            self,
            lambda: self._desk.filed.content(row.copy.pupil_id, row.copy.filed_id),
            lambda content: self.pdf.set_bytes(content, "Brief"),
            message="Brief wordt geopend…",
            newest="letter",
        )

    def _print(self) -> None:
        """A batch was logged when it was made; a letter from the dossier is logged now."""
        row = self.table.current()
        if self._batch:
            self._print_shown(tuple(one.copy for one in self._rows()))
        elif row is not None:
            task.run(
                self,
                lambda: self._desk.filed.content(
                    row.copy.pupil_id, row.copy.filed_id, printing=True
                ),
                lambda _content: self._print_shown((row.copy,)),
                busy=self.pdf.print_button,
            )

    def _print_shown(self, letters: Sequence[LetterCopy]) -> None:
        if not self.pdf.print_dialog():
            return
        waiting = [one for one in letters if one.state is LetterState.MADE]
        if waiting:
            self.message_bar.info(
                "Kwamen de brieven goed uit de printer?",
                "Noteer als afgedrukt",
                lambda: self._mark(waiting, LetterState.PRINTED, self._desk.today),
            )

    def _save(self, content: bytes) -> None:
        row = self.table.current()
        path = pdf_file.ask_where(self, "Brieven" if self._batch else "Brief")
        if path is None:
            return
        batch = self._batch

        def work() -> object:
            kept = content
            if not batch and row is not None:
                kept = self._desk.filed.content(row.copy.pupil_id, row.copy.filed_id, printing=True)
            return pdf_file.write(path, kept)

        task.run(
            self,
            work,
            lambda where: self.message_bar.done(f"Opgeslagen als {where}"),
            busy=self.pdf.save_button,
            message="Wordt opgeslagen…",
        )

    def clear(self) -> None:
        """Keep no letter in memory."""
        self.pdf.clear()
        self.table.set_rows(())


def _day(day: date) -> str:
    return texts.shown(day)
