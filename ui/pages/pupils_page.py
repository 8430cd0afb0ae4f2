"""Leerlingen: the pupils at the left, one of them at the right."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.desk.drafts import DraftForm, DraftNote
from app.dossier.entries import Entries
from app.dossier.hint_names import SchoolNames, school_names
from app.dossier.hint_rules import get_ready
from app.dossier.values import GroupSummary, PupilSummary, SavedEntry
from app.sheets.shown_lists import ShownList
from ui import task
from ui.changes import PupilGone
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.pages.draft_offer import open_draft
from ui.pages.form_sheet import FormSheet
from ui.pages.list_out import ListOut, list_actions, shown_list
from ui.pages.page import Page
from ui.pages.pupil_list import FORMER, PRESENT, PupilList
from ui.pages.pupil_tasks import PupilTask, enrol_sheet
from ui.pages.pupil_view import PupilView
from ui.text import counted
from ui.theme import GRID
from ui.widgets.empty_state import EmptyState

_ENROLLED = "Leerling ingeschreven. Vul nu adres en verzorgers in bij Adressen."
_LISTED_BY = ("pupil", "enrolment", "placement")
Listed = tuple[tuple[PupilSummary, ...], tuple[GroupSummary, ...], SchoolNames | None]


def _taken_back(entries: Entries, saved: SavedEntry) -> PupilGone:
    entries.undo(saved)
    return PupilGone(saved.pupil_id)


class PupilsPage(Page):
    """The place *Leerlingen*."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, margin=0)
        desk = context.desk
        self.list = PupilList(former=desk.may(Action.FORMER_PUPILS), enrols=desk.may(Action.ENROL))
        self.view = PupilView(context, self.message_bar)
        self.nobody = EmptyState(
            "pupils",
            "Kies een leerling",
            "Typ links een deel van de naam, of kies een leerling uit de lijst. "
            "Wie u opent, wordt vastgelegd in het toegangslog.",
        )
        self._right = QStackedWidget()
        self._right.addWidget(self.nobody)
        self._right.addWidget(self.view)
        self._build()

    def _build(self) -> None:
        self.body.removeWidget(self.message_bar)
        self.body.setSpacing(0)
        bar = QVBoxLayout()
        bar.setContentsMargins(3 * GRID, GRID, 3 * GRID, 0)
        bar.addWidget(self.message_bar)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(bar)
        right.addWidget(self._right, 1)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.list)
        columns.addLayout(right, 1)
        self.body.addLayout(columns, 1)
        self.list.opened.connect(self.open)
        self.list.listed.connect(self._other_list)
        self.list.enrolling.connect(self.enrol)
        self.list.menu_wanted.connect(self._show_menu)
        self.view.opened.connect(self._opened)
        self.context.changes.changed.connect(self._changed)
        self.context.undo.add_keys(self, self.message_bar, self._undo_where)

    def show_target(self, target: Target) -> None:
        self._load_list()
        if target.draft:
            self._go_on(target.draft)
        elif target.pupil_id:
            self.open(target.pupil_id, target.category, self._pointing(target))
        elif self._right.currentWidget() is self.view:
            self.view.refresh()
        elif self._right.currentWidget() is self.nobody:
            self.list.search.setFocus()

    def _pointing(self, target: Target) -> Callable[[], object] | None:
        if target.entry_id:
            return lambda: self.view.point_at(target.part, target.entry_id)
        return (lambda: self.view.begin(target.part)) if target.part else None

    def find(self) -> bool:
        search = self.list.search
        if search.hasFocus():
            return False  # there already: on to the texts of dossiers
        search.setFocus()
        search.selectAll()
        return True

    def may_leave(self) -> bool:
        shown = self._right.currentWidget()
        return shown.may_leave() if isinstance(shown, (PupilView, FormSheet)) else True

    def open(
        self,
        pupil_id: str,
        category: Category | None = None,
        then: Callable[[], object] | None = None,
        resumed: Resumed | None = None,
    ) -> None:
        """Open a pupil, unless the present page is not to be left."""
        here = self.view.pupil.id if self.view.pupil else ""
        if not self.may_leave():
            self.list.set_here(here)
            return
        self.message_bar.clear()
        self.view.open(pupil_id, category, then, resumed)

    def _go_on(self, note: DraftNote) -> None:
        form = note.form
        category = Category(form.category) if form.category else None

        def go_on(resumed: Resumed) -> None:
            if form.pupil_id:
                self.open(form.pupil_id, category, resumed=resumed)
            else:
                self.enrol(resumed)

        open_draft(self, self.context, note, go_on)

    def enrol(self, resumed: Resumed | None = None) -> None:
        """Show the form for a new pupil."""
        if not self.may_leave():
            return
        desk = self.context.desk
        self.message_bar.clear()
        task.run(
            self,
            lambda: (desk.groups.all(), desk.pupils.next_number()),
            lambda prepared: self._show_enrol(prepared, resumed),
            busy=self.list.enrol_button,
        )

    def _show_enrol(
        self, prepared: tuple[tuple[GroupSummary, ...], str], resumed: Resumed | None
    ) -> None:
        sheet = enrol_sheet(self.context, *prepared)
        sheet.keep_draft(self.context.drafting, DraftForm("enrol", sheet.title), resumed)
        sheet.ended.connect(lambda saved: self._enrolled(sheet, saved))
        self._put_extra(sheet)
        self.list.set_here("")
        self.context.ground("")
        sheet.focus_first()

    def _enrolled(self, sheet: FormSheet, saved: SavedEntry | None) -> None:
        self._right.setCurrentWidget(self.view if self.view.pupil else self.nobody)
        self._right.removeWidget(sheet)
        sheet.deleteLater()
        if saved is None:
            self.list.set_here(self.view.pupil.id if self.view.pupil else "")
            return
        self.context.changes.tell(saved)
        self.open(saved.pupil_id)
        undo, entries = self.context.undo, self.context.desk.entries
        offer = undo.offer(_ENROLLED, lambda: _taken_back(entries, saved), saved.pupil_id)
        undo.say(self.message_bar, offer)

    def _undo_where(self) -> str | None:
        """Whose changes Ctrl+Z takes back: those of the pupil who shows, not under a form."""
        shows = self._right.currentWidget() is self.view and not self.view.edits
        return self.view.pupil.id if shows and self.view.pupil else None

    def _put_extra(self, widget: QWidget) -> None:
        while self._right.count() > 2:
            old = self._right.widget(2)
            self._right.removeWidget(old)
            old.deleteLater()
        self._right.addWidget(widget)
        self._right.setCurrentWidget(widget)

    def _opened(self, pupil: PupilSummary) -> None:
        self._right.setCurrentWidget(self.view)
        while self._right.count() > 2:
            old = self._right.widget(2)
            self._right.removeWidget(old)
            old.deleteLater()
        if pupil.former is not (self.list.which == FORMER) and self.context.desk.may(
            Action.FORMER_PUPILS
        ):
            self._other_list(FORMER if pupil.former else PRESENT)
        self.list.set_here(pupil.id)

    def _other_list(self, which: str) -> None:
        self.list.set_which(which)
        self._load_list()

    def _load_list(self) -> None:
        desk, former = self.context.desk, self.list.which == FORMER

        def work() -> Listed:
            if former:
                return desk.pupils.former(), (), None
            get_ready()
            pupils = desk.pupils.all()
            return pupils, desk.groups.all(), school_names(pupils, desk.staff.names())

        def show(listed: Listed) -> None:
            pupils, groups, names = listed
            self.list.set_pupils(pupils, groups)
            self.context.names = names or self.context.names

        task.run(self, work, show, newest="list")

    def _changed(self, what: object) -> None:
        if isinstance(what, PupilGone):
            self._let_go(what.pupil_id)
        # Reading is logged: a page that nobody sees reads again when it comes to the front.
        if not self.isVisible():
            return
        if isinstance(what, SavedEntry) and what.kind in _LISTED_BY:
            self._load_list()
        if self.view.pupil and getattr(what, "pupil_id", "") == self.view.pupil.id:
            self.view.refresh()

    def _let_go(self, pupil_id: str) -> None:
        """The enrolment of this pupil was taken back: there is nothing to show any more."""
        if self.view.pupil and self.view.pupil.id == pupil_id:
            self.view.close_pupil()
            self._right.setCurrentWidget(self.nobody)
            self.list.set_here("")
            self.context.ground("")
        if self.isVisible():
            self._load_list()

    def _show_menu(self, pupil: PupilSummary, where: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("&Openen").triggered.connect(lambda: self.open(pupil.id))

        def act(what: PupilTask) -> None:
            self.open(pupil.id, then=lambda: self.view.start(what))

        def open_card(chosen: PupilSummary) -> None:
            self.open(chosen.id, then=self.view.ask_emergency_card)

        self.view.fill_menu(menu, pupil, act, open_card)
        menu.addSeparator()
        desk = self.context.desk
        for one in list_actions(self._shown, Category.NAME, desk, self.message_bar, self):
            menu.addAction(one.label).triggered.connect(lambda _on=False, one=one: one.act())
        menu.popup(where)

    def _shown(self) -> ShownList:
        """The list at the left as it stands there, also when a search made it shorter."""
        rows = self.list.shown()
        cells = [(one.list_name, one.group_name, one.year_group) for one in rows]
        former = self.list.which == FORMER
        out = ListOut(
            "Oud-leerlingen" if former else "Leerlingen",
            Category.NAME,
            pupil_id=lambda pupil: pupil.id,
            about=lambda: counted(len(rows), "leerling", "leerlingen"),
        )
        if former:
            return shown_list(out, ("Leerling",), [one[:1] for one in cells], rows)
        return shown_list(out, ("Leerling", "Groep", "Jaargroep"), cells, rows)
