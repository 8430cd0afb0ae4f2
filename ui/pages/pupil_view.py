"""One pupil: name, facts and chips, at most two actions, and the tabs of the dossier."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.emergency import EmergencyCard
from app.dossier.kinds import CATEGORY_TEXTS
from app.dossier.values import PupilHead, PupilSummary
from ui import icons, task
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.pages.dossier import PAGES, DossierPage
from ui.pages.dossier.overview import OverviewPage
from ui.pages.draft_offer import DraftOffer
from ui.pages.emergency import EmergencyCardView, emergency_sheet
from ui.pages.form_sheet import FormSheet
from ui.pages.pupil_tasks import PupilTask, task_draft, tasks_for
from ui.theme import GRID, Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.heading import Heading
from ui.widgets.message_bar import MessageBar
from ui.widgets.tab_row import TabRow

OVERVIEW = "overview"
_TONES = {
    "info": Tone.HERE,
    "waiting": Tone.WAITING,
    "must": Tone.MUST,
    "done": Tone.DONE,
}
# Walking through the tabs with the arrow keys passes categories; only where one stays is read.
_STAY_MILLISECONDS = 250
_BOTH_FROM = 660
_BY_CATEGORY = {page.category: page for page in PAGES}
Leaf = DossierPage | OverviewPage | FormSheet | EmergencyCardView
_LEAVES = (DossierPage, OverviewPage, FormSheet, EmergencyCardView)


class PupilView(QWidget):
    """`opened` comes when the head of a pupil shows."""

    opened = Signal(object)

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.message_bar = messages
        self.head: PupilHead | None = None
        self._editing = False
        self.heading = Heading()
        self.report_button = button("Overstapra&pport", "filled", on_click=self._to_report)
        self.letter_button = button("Brief ma&ken", "outline", on_click=self._to_letters)
        self.emergency_button = button(
            "Nood&kaart", "outline", "health", on_click=self.ask_emergency_card
        )
        self.more_button = icon_button("more", "Meer handelingen met deze leerling")
        self.tabs = TabRow("Onderdelen van het dossier")
        self.drafts = DraftOffer(context)
        self._pages = QStackedWidget()
        self._stay = QTimer(self, singleShot=True, interval=_STAY_MILLISECONDS)
        self._stay.timeout.connect(self._show_tab)
        self._build()

    def _build(self) -> None:
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more_button)
        self._menu.setAccessibleName("Handelingen met deze leerling")
        self.more_button.setMenu(self._menu)
        for one in (
            self.more_button,
            self.emergency_button,
            self.letter_button,
            self.report_button,
        ):
            self.heading.add_action(one)  # type: ignore[arg-type]
        self.heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.heading.customContextMenuRequested.connect(
            lambda at: self._menu.popup(self.heading.mapToGlobal(at))
        )
        self.tabs.add(OVERVIEW, "Overzicht")
        for page in PAGES:
            self.tabs.add(page.category.value, CATEGORY_TEXTS[page.category].tab)
        self.tabs.chosen.connect(self._chosen)
        top = QVBoxLayout()
        top.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        top.setSpacing(GRID)
        top.addWidget(self.heading)
        top.addWidget(self.tabs)
        top.addWidget(self.drafts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        for number, key in enumerate(self.tabs.keys()):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{(number + 1) % 10}"), self)
            shortcut.activated.connect(lambda key=key: self.go_to(key))

    @property
    def pupil(self) -> PupilSummary | None:
        """Whose page this is."""
        return self.head.summary if self.head else None

    @property
    def page(self) -> Leaf | None:
        """What shows below the tabs."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, _LEAVES) else None

    def may_leave(self) -> bool:
        """False keeps the user here, after asking about unsaved text."""
        return self.page is None or self.page.may_leave()

    def open(
        self,
        pupil_id: str,
        category: Category | None = None,
        then: Callable[[], object] | None = None,
        resumed: Resumed | None = None,
    ) -> None:
        """Show this pupil, at a category or at the overview. Asks nothing: see `may_leave`.

        `resumed` is a draft to go on with, of an entry or of a task.
        """
        key = category.value if category in _BY_CATEGORY else OVERVIEW

        def show(head: PupilHead) -> None:
            self._show_head(head)
            self.tabs.set_current(key)
            self._show_tab()
            self.opened.emit(head.summary)
            if resumed:
                self._resume(resumed)
            if then:
                then()

        self._stay.stop()
        self._read_head(pupil_id, show)

    @property
    def edits(self) -> bool:
        """Whether a form is open: then Ctrl+Z is not about what was done before."""
        return self._editing

    def close_pupil(self) -> None:
        """Show nobody any more: there is no such pupil."""
        self.head = None
        self._take_off()

    def refresh(self) -> None:
        """Read the head and the open tab again; a form that is open stays."""
        if self.head is None:
            return

        def show(head: PupilHead) -> None:
            self._show_head(head)
            if isinstance(self.page, OverviewPage):
                self.page.set_head(head)
            if isinstance(self.page, (OverviewPage, DossierPage)):
                self.page.load()

        self._read_head(self.head.summary.id, show)

    def go_to(self, key: str) -> None:
        """Open a tab, if the present one may be left."""
        if self.head is None or not self._leave_for(key):
            return
        self.tabs.set_current(key)
        self._show_tab()

    def go_to_entry(self, category: Category, kind: str, entry_id: str) -> None:
        """Open the tab of a category at one of its entries, if the present one may be left."""
        self.go_to(category.value)
        if self._key_of_page() == category.value:
            self.point_at(kind, entry_id)

    def point_at(self, kind: str, entry_id: str) -> None:
        """Go to an entry of the category that is being opened, as soon as it has been read."""
        if isinstance(self.page, DossierPage):
            self.page.point_at(kind, entry_id)

    def begin(self, kind: str) -> None:
        """Begin a new entry of the category that is being opened, as soon as it has been read."""
        if isinstance(self.page, DossierPage):
            self.page.begin_new(kind)

    def start(self, what: PupilTask, resumed: Resumed | None = None) -> None:
        """Show the sheet of a task in the place of the tab."""
        pupil = self.pupil
        if pupil is None or not self.may_leave():
            return
        self.message_bar.clear()
        task.run(
            self,
            lambda: what.prepare(self.context.desk, pupil.id),
            lambda prepared: self._show_sheet(what, pupil, prepared, resumed),
        )

    def _resume(self, resumed: Resumed) -> None:
        page, pupil = self.page, self.pupil
        if isinstance(page, DossierPage):
            page.resume(resumed)
            return
        code = resumed.note.form.kind
        what = next((one for one in tasks_for(pupil) if one.code == code), None) if pupil else None
        if what is None:
            self.message_bar.waiting(
                "Dit kan bij deze leerling niet meer: de inschrijving is intussen veranderd. Het "
                "concept is bewaard."
            )
        else:
            self.start(what, resumed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_actions()

    def ask_emergency_card(self) -> None:
        """Ask for the reason, and then show the emergency card."""
        pupil = self.pupil
        if pupil is None or not self.may_leave():
            return
        self.message_bar.clear()
        sheet = emergency_sheet(self.context, pupil)
        sheet.ended.connect(self._show_emergency_card)
        self._put(sheet)
        sheet.focus_first()

    def _show_emergency_card(self, card: EmergencyCard | None) -> None:
        if card is None:
            self._show_tab()
            return
        view = EmergencyCardView(card, self._show_tab)
        self._put(view)
        self.context.ground(f"Inzage vastgelegd: {card.ground}, noodkaart")
        view.close_button.setFocus()

    def fill_menu(
        self,
        menu: QMenu,
        pupil: PupilSummary,
        act: Callable[[PupilTask], object],
        emergency: Callable[[PupilSummary], object],
    ) -> None:
        """What this person may do with a pupil as a whole."""
        if self.context.desk.may_for(pupil, None, Action.EMERGENCY):
            card = menu.addAction(icons.icon("health"), "&Noodkaart openen…")
            card.triggered.connect(lambda _on=False: emergency(pupil))
        if not self.context.desk.may(Action.ENROL):
            return
        for one in tasks_for(pupil):
            action = menu.addAction(icons.icon(one.icon), one.label)
            action.triggered.connect(lambda _on=False, one=one: act(one))

    def _read_head(self, pupil_id: str, show: Callable[[PupilHead], object]) -> None:
        pupils = self.context.desk.pupils
        task.run(self, lambda: pupils.head(pupil_id), show, newest="head")

    def _show_head(self, head: PupilHead) -> None:
        self.head = head
        self.drafts.show_for(pupil_id=head.summary.id)
        pupil = head.summary
        self.heading.set_name(pupil.display_name)
        self.heading.set_facts(" · ".join(head.facts))
        self.heading.set_chips((text, _TONES.get(tone, Tone.NEUTRAL)) for tone, text in head.chips)
        self._offer_actions()
        self.context.ground(f"Inzage vastgelegd: {head.ground}")

    def _offer_actions(self) -> None:
        """Buttons where there is room; on a narrow screen the second one moves into the menu."""
        pupil = self.pupil
        if pupil is None:
            return
        desk = self.context.desk
        reads = desk.may_for(pupil, Category.OKR, Action.READ)
        self.report_button.setVisible(reads and not self._editing)
        writes = desk.may_for(pupil, None, Action.FREE_LETTER)
        wide = self.width() >= _BOTH_FROM
        self.letter_button.setVisible(writes and wide and not self._editing)
        # Where it is all that may be done it must not be looked for: there is no time.
        in_need = desk.may_for(pupil, None, Action.EMERGENCY) and not (reads or writes)
        self.emergency_button.setVisible(in_need and not self._editing)
        self._menu.clear()
        if writes and not wide:
            letter = self._menu.addAction(icons.icon("letter"), "Brief &maken")
            letter.triggered.connect(lambda _on=False: self._to_letters())
        self.fill_menu(self._menu, pupil, self.start, lambda _pupil: self.ask_emergency_card())
        self.more_button.setVisible(not self._menu.isEmpty() and not self._editing)

    def _set_editing(self, editing: bool) -> None:
        """While a form is open, saving it is the one thing to do here."""
        self._editing = editing
        self._offer_actions()

    def _chosen(self, key: str) -> None:
        previous = self._key_of_page()
        if not self._leave_for(key):
            self.tabs.set_current(previous)
            return
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._stay.start()
        else:
            self._show_tab()

    def _leave_for(self, key: str) -> bool:
        stays = key == self._key_of_page() and not isinstance(self.page, FormSheet)
        return stays or self.may_leave()

    def _key_of_page(self) -> str:
        page = self.page
        return page.category.value if isinstance(page, DossierPage) else OVERVIEW

    def _show_tab(self) -> None:
        self._stay.stop()
        if self.head is None:
            return
        key = self.tabs.current()
        if key == OVERVIEW:
            overview = OverviewPage(
                self.context,
                self.head,
                lambda category: self.go_to(category.value),
                self.go_to_entry,
                self.message_bar,
            )
            self._put(overview)
            self.context.ground(f"Inzage vastgelegd: {self.head.ground}")
            overview.load()
            return
        made = _BY_CATEGORY[Category(key)]
        page = made(self.context, self.head.summary, self.message_bar)
        self._put(page)
        page.load()

    def _show_sheet(
        self, what: PupilTask, pupil: PupilSummary, prepared: Any, resumed: Resumed | None
    ) -> None:
        sheet = what.sheet(self.context, pupil, prepared)
        sheet.keep_draft(self.context.drafting, task_draft(what, pupil, sheet), resumed)
        sheet.ended.connect(lambda saved: self._sheet_ended(what, saved))
        self._put(sheet)
        sheet.focus_first()

    def _sheet_ended(self, what: PupilTask, saved: object) -> None:
        self._show_tab()
        if saved is not None and self.pupil is not None:
            undo = self.context.desk.entries.undo
            self.context.undo.saved(self.message_bar, what.done_text, saved, undo, self.pupil.id)
            self.context.changes.tell(saved)

    def _take_off(self) -> None:
        while self._pages.count():
            old = self._pages.widget(0)
            self._pages.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _put(self, page: QWidget) -> None:
        self._take_off()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if isinstance(page, DossierPage):
            page.editing.connect(self._set_editing)
        self._set_editing(isinstance(page, FormSheet))

    def _to_report(self) -> None:
        if self.pupil:
            self.context.go(Target("transfer", self.pupil.id))

    def _to_letters(self) -> None:
        if self.pupil:
            self.context.go(Target("letters", self.pupil.id))
