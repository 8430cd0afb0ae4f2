"""Controlebladen: make the sheets, see who has not answered, note what came back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.household_rows import Confirmed
from app.dossier.households import Household
from app.sheets.check_sheets import CheckRound, Order
from ui import task
from ui.context import Context, Target
from ui.pages import pdf_file
from ui.pages.check_sheets import words
from ui.pages.check_sheets.household_list import HouseholdList
from ui.pages.page import Page
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.heading import Heading
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage

_PLACE, _NAME = "check-sheets", "Controlebladen"
_FACTS = (
    "Per huishouden een blad met alleen de eigen gegevens. Komt het terug: kies het gezin en druk "
    "op Enter als alles klopt."
)
_ROWS_WITHOUT = 6


class CheckSheetsPage(Page):
    """For who may write the address data of every pupil."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._pile: tuple[list[str], Order] = ([], Order.GROUP)
        self.heading = Heading(_NAME, _FACTS)
        self.back_button = button("Ge&zinnen", "outline", "chevron-left", self.show_list)
        self.make_button = button("Blad&en maken", "filled", "print", self.make)
        for one in (self.back_button, self.make_button):
            self.heading.add_action(one)
        self.list = HouseholdList(context.desk.today)
        self.without = Card("Krijgt geen blad")
        self.without_table = DataTable(
            [
                Column("name", "Verzorger"),
                Column("pupil", "Kind", value=lambda one: one.pupil.display_name),
                Column("why", "Waarom"),
            ],
            "Wie geen blad krijgt",
            row_key=lambda one: (one.pupil.id, one.name),
        )
        self.without.add(self.without_table)
        self.pdf = PdfView(on_save=self._save, on_print=self._print)
        self._build()
        self.list.confirmed.connect(self.confirm)
        self.list.wanted.connect(context.go)
        context.changes.changed.connect(self._changed)
        context.undo.add_keys(self, self.message_bar, lambda: _PLACE)
        self.without_table.opened.connect(
            lambda one: context.go(Target("pupils", one.pupil.id, Category.CONTACT))
        )

    def _build(self) -> None:
        scroll = ScrollPage(margin=0)
        for card in (self.list, self.without):
            scroll.body.addWidget(card)
        scroll.body.addStretch()
        sheet = QFrame()
        sheet.setProperty("role", "card")
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.pdf)
        self._faces = QStackedWidget()
        for face in (scroll, sheet):
            self._faces.addWidget(face)
        self.body.setSpacing(2 * GRID)
        self.body.addWidget(self.heading)
        self.body.addWidget(self._faces, 1)
        self.without.hide()
        self.back_button.hide()

    def show_target(self, target: Target) -> None:
        self.show_list()
        task.run(
            self,
            self.context.desk.check_sheets.overview,
            lambda found: self._show(found, target.pupil_id),
            newest="households",
        )

    def show_list(self) -> None:
        """Back from the sheets to the households; no PDF stays in memory."""
        self.pdf.clear()
        self._show_face(0)

    def make(self) -> None:
        """Show the sheets of the ticked households, or of the one that one is at."""
        chosen = self.list.chosen()
        if not chosen:
            self.message_bar.waiting("Vink eerst een of meer gezinnen aan.")
            self.list.table.focus_list()
            return
        self._pile = ([one.id for one in chosen], Order(self.list.order.code() or Order.GROUP))
        self.message_bar.clear()
        desk, (ids, order) = self.context.desk, self._pile
        task.run(
            self,
            lambda: desk.check_sheets.pdf(ids, order),
            self._show_pdf,
            busy=self.make_button,
            message="Bladen worden gemaakt…",
        )

    def confirm(self, home: Household) -> None:
        """All on this household's sheet is right."""
        desk = self.context.desk
        task.run(
            self,
            lambda: desk.check_sheets.confirm(home.id),
            lambda done: self._confirmed(home, done),
            busy=self.list,
        )

    def _show(self, found: CheckRound, pupil_id: str) -> None:
        self.list.set_households(found.households, pupil_id)
        self.without_table.set_rows(found.without)
        self.without_table.fit_height(_ROWS_WITHOUT)
        self.without.set_aside(counted(len(found.without), "verzorger", "verzorgers"))
        self.without.setVisible(bool(found.without))
        self.list.table.focus_list()

    def _confirmed(self, home: Household, done: Confirmed) -> None:
        self.list.replace(replace(home, confirmed_on=self.context.desk.today))
        self.list.table.focus_list()
        self.context.changes.tell(done)
        undo, desk = self.context.undo, self.context.desk
        said = f"{words.who(home)}: alles bevestigd op vandaag."
        offer = undo.offer(said, lambda: desk.check_sheets.take_back(done), _PLACE)
        undo.say(self.message_bar, offer)

    def _changed(self, what: object) -> None:
        """A confirmation was taken back, here or by Ctrl+Z."""
        if isinstance(what, Confirmed) and not what.rows and self.isVisible():
            self.show_target(Target(_PLACE))

    # ------------------------------------------------------------------------- the sheets

    def _show_pdf(self, content: bytes) -> None:
        self.pdf.set_bytes(content, _NAME)
        self._show_face(1)

    def _show_face(self, number: int) -> None:
        self._faces.setCurrentIndex(number)
        self.back_button.setVisible(number == 1)
        self.make_button.setVisible(number == 0)
        count = counted(len(self._pile[0]), "gezin", "gezinnen")
        self.heading.set_facts(f"Bladen voor {count}" if number else _FACTS)

    def _give(self, then: Callable[[bytes], object]) -> None:
        """Note that these sheets were made for these households, and go on with them."""
        desk, (ids, order) = self.context.desk, self._pile
        buttons: Sequence[QWidget] = (self.pdf.print_button, self.pdf.save_button)
        task.run(
            self,
            lambda: desk.check_sheets.pdf(ids, order, giving=True),
            then,
            busy=tuple(buttons),
            message="Bladen worden gemaakt…",
        )

    def _print(self) -> None:
        def ready(_content: bytes) -> None:
            if self.pdf.print_dialog():
                self.message_bar.done(
                    "Afgedrukt. Deze gezinnen staan nu bij Meegegeven, nog niet terug."
                )

        self._give(ready)

    def _save(self, _content: bytes) -> None:
        path = pdf_file.ask_where(self, _NAME)
        if path is None:
            return

        def write(content: bytes) -> None:
            task.run(
                self,
                lambda: pdf_file.write(path, content),
                lambda where: self.message_bar.done(
                    f"Opgeslagen als {where}. Verwijder het bestand na het afdrukken: buiten het "
                    "programma is het niet beveiligd."
                ),
            )

        self._give(write)
