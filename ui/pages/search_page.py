"""Zoeken: names while typing, and with a reason what the dossiers say."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.access.policy import Action
from app.dossier.checks import InvalidEntry
from app.dossier.search_values import Found
from app.dossier.values import PupilSummary, named
from ui import task
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.page import Page
from ui.pages.search.rows import name_and_group, targets_and_rows
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.heading import Heading
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel
from ui.widgets.search_field import SearchField

_MOST_NAMES = 6
_ALL = 1_000
"""Stretch of what gets the room; what it does not need is left below it."""

_CARE = "Zorggegevens worden doorzocht…"
_TEACH = (
    "Typ een naam en kies de leerling. Of typ woorden die in dossiers staan, schrijf in één zin "
    "waarom u ze zoekt, en druk op Enter. U vindt alleen wat u ook in het dossier zelf mag lezen."
)
_LOGGED = "Reden, woorden en wie u te zien krijgt, komen in het toegangslog."
_NOTHING = "Niets gevonden in wat u mag lezen. Probeer een korter of ander geschreven woord."


class SearchPage(Page):
    """The place *Zoeken*. Names ask no reason: everybody sees them in the list of pupils."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._pupils: tuple[PupilSummary, ...] = ()
        self._found: list[Found] = []
        self._asked: tuple[str, str] = ("", "")
        self._targets: Mapping[str, Target] = {}
        self.words = SearchField("Naam, of woorden uit een dossier")
        self.reason = LineInput(most=500)
        self.reason.setAccessibleName("Reden om in de dossiers te zoeken")
        self.reason.setPlaceholderText("Bijvoorbeeld: voorbereiden van het gesprek met de ouders")
        self.search_button = button("In dossiers zoe&ken", "filled", "search", self.search)
        self.names = FoundList("Leerlingen met deze naam")
        self.names_card = Card("Leerlingen")
        self.texts_card = Card("In de dossiers")
        self.texts = FoundList("Gevonden in de dossiers")
        self.nothing = PlainLabel("", "muted", wrap=True)
        self.care = PlainLabel(_CARE, "small")
        self.stop_button = button("&Stoppen", "link", on_click=self._stop_care)
        self.more_button = button("Oud&ere teksten", "outline", on_click=self._more)
        self.empty = EmptyState("search", "Zoeken in wat u mag lezen", _TEACH, _LOGGED)
        self._care_task: task.Task | None = None
        self._build()

    def _build(self) -> None:
        self.body.addWidget(Heading("Zoeken"))
        asking = QGridLayout()
        asking.setHorizontalSpacing(GRID)
        for line, (label, field) in enumerate(
            (("Zoek o&p", self.words), ("&Uw reden (voor dossiers)", self.reason))
        ):
            said = QLabel(label)
            said.setBuddy(field)
            asking.addWidget(said, line, 0)
            asking.addWidget(field, line, 1)
        asking.addWidget(self.search_button, 1, 2)
        asking.setColumnStretch(1, 1)
        self.body.addLayout(asking)
        self.names_card.add(self.names)
        below = QHBoxLayout()
        for widget in (self.care, self.stop_button):
            below.addWidget(widget)
        below.addStretch()
        below.addWidget(self.more_button)
        self.texts_card.add(self.nothing)
        self.texts_card.body.addWidget(self.texts, 1)
        self.texts_card.body.addLayout(below)
        self.body.addWidget(self.names_card)
        self.body.addWidget(self.texts_card, _ALL)
        self.body.addWidget(self.empty, _ALL)
        self.body.addStretch(1)
        for part in (self.names_card, self.texts_card, self.care, self.stop_button):
            part.hide()
        self.more_button.hide()
        self.words.searched.connect(self._show_names)
        self.words.down.connect(self._into_list)
        self.words.entered.connect(self._entered)
        self.reason.returnPressed.connect(self.search)
        self.names.opened.connect(self._open)
        self.texts.opened.connect(self._open)

    def show_target(self, target: Target) -> None:
        desk = self.context.desk
        self.words.setFocus()
        self.words.selectAll()

        def read() -> tuple[PupilSummary, ...]:
            former = desk.pupils.former() if desk.may(Action.FORMER_PUPILS) else ()
            return desk.pupils.all() + former

        task.run(self, read, self._know, newest="names")

    def find(self) -> bool:
        self.words.setFocus()
        self.words.selectAll()
        return True

    # --- names ----------------------------------------------------------------------------------

    def _know(self, pupils: tuple[PupilSummary, ...]) -> None:
        self._pupils = pupils
        self._show_names(self.words.search_text())

    def _show_names(self, typed: str) -> None:
        found = named(self._pupils, typed) if typed else []
        shown = found[:_MOST_NAMES]
        self.names.set_rows([FoundRow(one.id, name_and_group(one)) for one in shown])
        self.names_card.set_aside(
            counted(len(found), "leerling", "leerlingen") if len(found) > len(shown) else ""
        )
        self._targets = {
            **{one.id: Target("pupils", one.id) for one in shown},
            **{key: one for key, one in self._targets.items() if one.entry_id},
        }
        self.names.setFixedHeight(self.names.sizeHint().height())
        self.names_card.setVisible(bool(shown))
        self._choose_face()

    def _into_list(self) -> None:
        for names in (self.names, self.texts):
            if names.rows and names.isVisible():
                names.focus_first()
                return

    def _entered(self) -> None:
        """Enter after a name opens it when there is one; else the reason is what is missing."""
        if len(self.names.rows) == 1 and not self.reason.text().strip():
            self._open(self.names.rows[0].key)
        elif self.reason.text().strip():
            self.search()
        else:
            self.reason.setFocus()

    # --- texts ----------------------------------------------------------------------------------

    def search(self) -> None:
        """Search the dossiers for the words, with the reason."""
        self.message_bar.clear()
        self._cancel_care()
        self._asked = (self.words.search_text(), self.reason.text_value())
        self._found = []
        self._read(None)

    def _more(self) -> None:
        self._read(self._found[0].go_on if self._found else None)

    def _read(self, go_on: int | None) -> None:
        desk, (words, reason) = self.context.desk, self._asked

        def read() -> Found | dict[str, str]:
            try:
                return desk.search.in_texts(words, reason, go_on)
            except InvalidEntry as error:
                return dict(error.problems)

        task.run(self, read, self._show, busy=self.search_button, newest="texts")

    def _show(self, found: Found | dict[str, str]) -> None:
        if isinstance(found, dict):
            self.message_bar.must(" ".join(found.values()))
            (self.words if "words" in found else self.reason).setFocus()
            return
        first = not self._found
        # The newest page first: its `go_on` is where the next one begins.
        self._found = [found, *self._found]
        self._fill()
        self.more_button.setVisible(found.go_on is not None)
        self.context.ground("Zoekopdracht en getoonde leerlingen vastgelegd")
        if first and self.context.desk.search.reaches_care:
            self._search_care()
        if first and found.pupils:
            self.texts.focus_first()

    def _search_care(self) -> None:
        desk, asked = self.context.desk, self._asked
        self.care.setText(_CARE)
        self._show_care_under_way(on=True)
        self._care_task = task.run_with_progress(
            self,
            lambda progress: desk.search.in_care(*asked, progress.step),
            lambda found: self._care_found(asked, found),
            self._care_failed,
            message=None,
        )

    def _care_found(self, asked: tuple[str, str], found: Found) -> None:
        if asked != self._asked:
            return  # it had ended already when the next search began
        self._care_task = None
        self._show_care_under_way(on=False)
        self._found.append(found)
        self._fill()

    def _care_failed(self, fault: Fault) -> None:
        self._care_task = None
        self._show_care_under_way(on=False)
        self.message_bar.must(fault.text)

    def _cancel_care(self) -> None:
        if self._care_task is not None:
            self._care_task.cancel()
            self._care_task = None
        self._show_care_under_way(on=False)

    def _stop_care(self) -> None:
        self._cancel_care()
        self.care.setText("Zorggegevens: zoeken gestopt.")
        self.care.show()

    def _show_care_under_way(self, *, on: bool) -> None:
        self.care.setVisible(on)
        self.stop_button.setVisible(on)

    def _fill(self) -> None:
        targets, rows = targets_and_rows(self._found)
        self._targets = {**self._targets, **targets}
        self.texts.set_rows(rows)
        self.texts.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(_NOTHING)
        pupils = {one.pupil.id for found in self._found for one in found.pupils}
        self.texts_card.set_aside(counted(len(pupils), "leerling", "leerlingen") if pupils else "")
        withheld = sum(one.withheld for one in self._found)
        if withheld:
            self.message_bar.alarm(_withheld(withheld))
        self.texts_card.show()
        self._choose_face()

    def _choose_face(self) -> None:
        self.empty.setVisible(self.names_card.isHidden() and self.texts_card.isHidden())

    def _open(self, key: str) -> None:
        if key in self._targets:
            self.context.go(self._targets[key])


def _withheld(count: int) -> str:
    what = "1 dossier is" if count == 1 else f"{count} dossiers zijn"
    return (
        f"{what} buiten het programma om veranderd en hier niet getoond. Laat de directeur de "
        "school controleren (Reservekopieën en controle)."
    )
