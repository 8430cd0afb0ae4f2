"""One category of a pupil's dossier: a card per kind of entry, and the form in its place.

Everything follows from the declarations in `app.dossier.kinds`; a category that needs more extends
this class in a file of its own and says only what differs (`talk.py`, `contact.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.desk.drafts import DraftForm
from app.dossier.correction_forms import RECTIFICATION
from app.dossier.kinds import CATEGORY_TEXTS, SECRET_FIELDS, FieldType, Kind
from app.dossier.timeline import FILED
from app.dossier.values import CategoryPage, Entry, PupilSummary, SavedEntry
from ui import task
from ui.context import Context
from ui.drafts import Resumed
from ui.form_fields import Choices
from ui.form_hints import Watching
from ui.forms import EntryForm
from ui.pages.attachments.attachment_sheet import AttachmentSheet
from ui.pages.attachments.page_attachments import PageAttachments, made_here
from ui.pages.dossier import choices
from ui.pages.dossier.columns import Tones, columns_of
from ui.pages.dossier.corrections import Corrections
from ui.pages.dossier.entry_details import authorship, changed_since
from ui.pages.dossier.faces import Faces
from ui.pages.dossier.filed_card import FiledCard, FiledView
from ui.pages.dossier.history_view import Which
from ui.pages.dossier.kind_card import KindCard
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.pages.list_out import ListOut, offer
from ui.pages.outcome import Outcome, attempt
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage

Read = tuple[CategoryPage, Any]


@dataclass(frozen=True)
class Part:
    """One card. `key` is the code of its kind, or more where a kind has several cards."""

    key: str
    kind: Kind
    entries: Sequence[Entry]


class DossierPage(QWidget):
    """Reads on `load`, writes through the desk, and tells `context.changes` what was written.

    `shown` comes when fresh data show; `editing` when a form opens or ends; `face` is what shows
    now.
    """

    category: ClassVar[Category]
    tones: ClassVar[Tones] = {}
    # Kinds that come into being by an act of their own, not by an entry (an enrolment).
    not_added: ClassVar[frozenset[str]] = frozenset()
    # Kinds whose new entry asks for the files that belong to it.
    with_files: ClassVar[frozenset[str]] = frozenset()

    shown = Signal()
    editing = Signal(bool)

    def __init__(
        self,
        context: Context,
        pupil: PupilSummary,
        messages: MessageBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.pupil = pupil
        self.message_bar = messages
        self.page: CategoryPage | None = None
        self.sheet: FormSheet | AttachmentSheet | None = None
        self.cards: dict[str, KindCard] = {}
        self.filed: FiledCard | None = None
        self.empty: EmptyState | None = None
        self._empty_card: Card | None = None
        self._resumed: Resumed | None = None
        self.corrections = Corrections(self)
        self._then: Callable[[CategoryPage], None] | None = None
        self.setAccessibleName(CATEGORY_TEXTS[self.category].label)
        self.list = ScrollPage()
        self.list.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self._faces = Faces(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._faces)
        self.attachments = PageAttachments(self)

    # --- what a category may say differently ----------------------------------------------------

    def read_more(self, page: CategoryPage) -> Any:
        """More to read with the page, in the background; `arrange` gets it as `more`."""

    def before_cards(self, page: CategoryPage, more: Any) -> Sequence[QWidget]:
        """Widgets above the cards of the kinds; made anew at each reading."""
        return ()

    def kinds(self, page: CategoryPage) -> Sequence[Kind]:
        """The kinds that get a card of the common shape."""
        return page.kinds

    def parts(self, page: CategoryPage) -> Sequence[Part]:
        """The cards, in order: one for each of `kinds`."""
        return [Part(kind.code, kind, page.entries[kind.code]) for kind in self.kinds(page)]

    def columns(self, kind: Kind) -> Sequence[Column]:
        """The columns of a card of the common shape."""
        return columns_of(kind, self.tones)

    def is_empty(self, page: CategoryPage, more: Any) -> bool:
        """Whether nothing at all stands here yet."""
        return not page.filed and not any(page.entries.values())

    def sections(self, kind: Kind, entry: Entry | None, given: Choices) -> Sequence[Section]:
        """The form of an entry: without what only an act of its own sets, such as a decision."""
        asked = tuple(field for field in kind.fields if not field.own_act)
        form = EntryForm(
            replace(kind, fields=asked),
            entry.values if entry else {},
            given,
            self.context.desk.entries.problems,
            reason=entry.reason if entry else "",
            buttons=False,
        )
        form.watch(self.watching(entry))
        title = f"{kind.singular} {'wijzigen' if entry else 'toevoegen'}"
        return (Section(kind.code, title, form),)

    def watching(self, entry: Entry | None) -> Watching:
        """What the form of an entry needs to point out what does not belong in its texts."""
        kept = {(one.field, one.rule): one.reason for one in entry.kept} if entry else {}
        return Watching(self.context.names, self.pupil.id, kept)

    def save(self, kind: Kind, entry: Entry | None, values: Filled, reason: str) -> SavedEntry:
        """Store what the form held; runs in the background."""
        entries, typed = self.context.desk.entries, values[kind.code]
        kept = self.sheet.kept(kind.code) if self.sheet else {}
        if entry is None:
            files = self.attachments.files()
            return entries.add(self.pupil.id, kind.code, typed, reason, kept=kept, files=files)
        at = (self.pupil.id, kind.code, entry.id, entry.version)
        rectified = values.get(RECTIFICATION.code)
        return entries.change(*at, typed, reason, rectified, kept=kept)

    def rows_of(self, kind: Kind, entry: Entry) -> Which:
        """Kind and id of the rows that make up this entry, for its history."""
        return [(kind.code, entry.id)]

    # --- reading --------------------------------------------------------------------------------

    def load(self) -> None:
        """Read again; a form that is open stays as it is."""
        work = attempt(self._read)
        task.run(self, work, self._show, message="Wordt geopend…", newest="page")

    def _read(self) -> Read:
        page = self.context.desk.entries.page(self.pupil.id, self.category)
        return page, self.read_more(page)

    def _show(self, outcome: Outcome[Read]) -> None:
        if outcome.value is None:
            label = CATEGORY_TEXTS[self.category].label
            refused = EmptyState("lock", f"{label}: niet voor uw rol", outcome.refused)
            self._faces.show_over(refused)
            self.context.ground("Inzage geweigerd en vastgelegd")
            return
        page, more = outcome.value
        self.page = page
        self.context.ground(f"Inzage vastgelegd: {page.ground}")
        self._arrange(page, more)
        resumed = self._resumed
        if self._faces.shows_nothing or isinstance(self.face, EmptyState):
            self._faces.back()
        self.shown.emit()
        then, self._then = self._then, None
        if self.sheet is None and resumed is not None:
            self._go_on(page, resumed)
        elif self.sheet is None and then is not None:
            then(page)

    def begin_new(self, kind: str) -> None:
        """Open the form of a new entry as soon as the page has been read."""

        def open_form(page: CategoryPage) -> None:
            found = next((one for one in page.kinds if one.code == kind), None)
            if found is not None and page.may_write:
                self.edit(found, None)

        self._then = open_form

    def point_at(self, kind: str, entry_id: str) -> None:
        """Go to an entry or a kept document in its list as soon as the page has been read."""

        def select(_page: CategoryPage) -> None:
            kept = [one for one in (self.filed, self.attachments.card) if one is not None]
            of_kind = [one for one in self.cards.values() if one.kind.code == kind and one.lists]
            for card in kept if kind == FILED else of_kind:
                if card.table.select(entry_id):
                    card.table.view.setFocus()
                    self.list.ensureWidgetVisible(card)

        self._then = select

    def resume(self, resumed: Resumed) -> None:
        """Go on with a draft as soon as the page has been read."""
        self._resumed = resumed

    def _go_on(self, page: CategoryPage, resumed: Resumed) -> None:
        """Open the form of a draft with what was typed in it; the page itself has been shown."""
        form = resumed.note.form
        kind, entry = self.written_about(page, form)
        if kind is None or not page.may_write:
            self._resumed = None
            self.message_bar.must("Dit formulier is er voor u niet meer. Het concept is bewaard.")
            return
        if not self.corrections.resume(kind, entry, resumed.typed):
            self.open_form(kind, entry)
        if form.entry_id and entry is None:
            self.message_bar.waiting(
                "Het gegeven waaraan u schreef, is intussen verwijderd. Uw tekst staat in een "
                "nieuw formulier; opslaan legt hem opnieuw vast."
            )
        elif entry is not None and entry.version != form.entry_version:
            self.message_bar.waiting(changed_since(entry))

    def written_about(
        self, page: CategoryPage, form: DraftForm
    ) -> tuple[Kind | None, Entry | None]:
        """The kind that a draft is of, if it is still here, and the entry, if that still is."""
        kind = next((one for one in page.kinds if one.code == form.kind), None)
        entries = page.entries[kind.code] if kind else ()
        return kind, next((one for one in entries if one.id == form.entry_id), None)

    def open_form(self, kind: Kind, entry: Entry | None) -> None:
        """The form that a draft of this kind belongs to."""
        self.edit(kind, entry)

    def _arrange(self, page: CategoryPage, more: Any) -> None:
        kept = {*self.cards.values(), self.attachments.card}
        body = self.list.body
        while (item := body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
            if widget is not None and widget not in kept:
                widget.deleteLater()
        kinds, empty = self.kinds(page), self.is_empty(page, more)
        before = list(self.before_cards(page, more))
        alone = kinds[0] if empty and not before and len(kinds) == 1 else None
        if empty:
            first = next((one for one in kinds if one.code not in self.not_added), None)
            body.addWidget(self._teach(first if page.may_write else None, alone=alone is not None))
        for part in self.parts(page):
            card = self.cards.get(part.key) or self._card(part, page)
            card.set_entries(part.entries)
            before += [] if part.kind is alone else [card]
        for widget in before:
            body.addWidget(widget)
            widget.show()
        made = made_here(page)
        self.filed = FiledCard(made, self.open_filed) if made else None
        if self.filed:
            body.addWidget(self.filed)
        if page.filed or self.attachments.card is not None:
            self._arrange_below(page, empty=empty)
        else:
            # What there is shows at once; what only offers to add something follows.
            QTimer.singleShot(0, self, lambda: self._arrange_below_later(page, empty=empty))

    def _arrange_below_later(self, page: CategoryPage, *, empty: bool) -> None:
        if page is self.page and self.attachments.card is None:
            self._arrange_below(page, empty=empty)

    def _arrange_below(self, page: CategoryPage, *, empty: bool) -> None:
        body = self.list.body
        attachments = self.attachments.show_card(page)
        if attachments:
            body.addWidget(attachments)
        if page.deleted:
            number = counted(page.deleted, "verwijderd gegeven", "verwijderde gegevens")
            self.deleted_button = button(
                f"{number} bekijken", "link", "trash", self.corrections.deleted
            )
            body.addWidget(self.deleted_button, 0, Qt.AlignmentFlag.AlignLeft)
        if not empty:
            said = CATEGORY_TEXTS[self.category]
            purpose = PlainLabel(said.belongs, "small", wrap=True)
            purpose.setAlignment(Qt.AlignmentFlag.AlignTop)
            body.addWidget(purpose)

    def _teach(self, first: Kind | None, *, alone: bool) -> Card:
        """What belongs here, and the way to begin; `alone` when no other card offers one."""
        said = CATEGORY_TEXTS[self.category]
        card = Card()
        self.empty = EmptyState(
            "folder",
            f"{said.label}: nog niets vastgelegd",
            said.belongs,
            said.not_here,
            action=""
            if first is None
            else "To&evoegen"
            if alone
            else f"{first.singular} toevoegen",
            on_action=lambda: self.edit(first, None) if first else None,
        )
        card.add(self.empty)
        return card

    def _card(self, part: Part, page: CategoryPage) -> KindCard:
        kind = part.kind
        first = not any(one.add_button.isVisibleTo(one) for one in self.cards.values())
        may_add = kind.code not in self.not_added
        card = KindCard(
            kind,
            self.columns(kind),
            may_write=page.may_write,
            may_add=may_add,
            history=self.has_history,
            add_label="To&evoegen" if first else "Toevoegen",
            on_table=lambda table: self.offer_list(kind, table),
        )
        # A card that is not shown yet must go with the page: alone it would keep the page alive.
        card.setParent(self)
        card.hide()
        card.add_asked.connect(lambda: self.edit(kind, None))
        card.opened.connect(lambda entry: self.edit(kind, entry))
        card.asked.connect(lambda what, about: self.corrections.ask(what, kind, about))
        self.cards[part.key] = card
        return card

    def offer_list(self, kind: Kind, table: DataTable) -> None:
        """Let the list of this kind be printed, and saved where that is allowed."""
        secret = tuple(one.name for one in kind.fields if one.name in SECRET_FIELDS)
        out = ListOut(
            kind.plural,
            self.category,
            pupil_id=lambda _entry: self.pupil.id,
            about=lambda: self.pupil.display_name,
            secret=lambda entry: any(entry.values.get(name) for name in secret),
        )
        offer(table, self.context.desk, self.message_bar, out, self)

    # --- writing --------------------------------------------------------------------------------

    def edit(self, kind: Kind, entry: Entry | None) -> None:
        """Open the form in the place of the list, for a new entry or for this one."""
        wanted = choices.wanted(kind)
        if not wanted:
            self._open_form(kind, entry, {})
            return
        task.run(
            self,
            lambda: choices.read(self.context.desk, self.pupil.id, wanted),
            lambda given: self._open_form(kind, entry, choices.with_present(given, kind, entry)),
        )

    def _open_form(
        self, kind: Kind, entry: Entry | None, given: Mapping[FieldType, Sequence[tuple[str, str]]]
    ) -> None:
        sections = self.sections(kind, entry, given)
        sheet = FormSheet(
            sections[0].title,
            sections,
            lambda values, reason: self.save(kind, entry, values, reason),
            intro=CATEGORY_TEXTS[self.category].whole,
        )
        if entry is not None:
            sheet.add_below(PlainLabel(authorship(entry), "small", wrap=True))
        elif kind.code in self.with_files:
            self.attachments.offer_in(sheet)
        done = "gewijzigd" if entry else "toegevoegd"
        self.open_sheet(sheet, f"{kind.singular} {done}.", kind, entry)

    def open_sheet(self, sheet: FormSheet, done_text: str, kind: Kind, entry: Entry | None) -> None:
        """Show a form in the place of the list until it ends."""
        if self._resumed is None:
            self.message_bar.clear()
        form = DraftForm(
            form="entry",
            title=sheet.title,
            about=self.pupil.display_name,
            pupil_id=self.pupil.id,
            category=self.category.value,
            kind=kind.code,
            entry_id=entry.id if entry else "",
            entry_version=entry.version if entry else 0,
        )
        self.corrections.complete(sheet, kind)
        resumed, self._resumed = self._resumed, None
        sheet.keep_draft(self.context.drafting, form, resumed)
        sheet.ended.connect(lambda saved: self._ended(saved, done_text))
        self.begin(sheet)
        sheet.focus_first()

    def begin(self, sheet: FormSheet | AttachmentSheet) -> None:
        """Show what is filled in, in the place of the list, until `end`."""
        self.sheet = sheet
        self._faces.show_over(sheet)
        self.editing.emit(True)

    def end(self) -> None:
        """Back to the list: what was filled in is done with."""
        self.sheet = None
        self.editing.emit(False)
        self.back()

    def _ended(self, saved: SavedEntry | None, done_text: str) -> None:
        self.end()
        if saved is not None:
            self._offer_undo(done_text, saved)

    def delete(self, kind: Kind, entry: Entry) -> None:
        """Delete at once, or ask why where the law wants a reason; the message offers to undo."""
        if kind.delete_reason:
            self.corrections.delete(kind, entry)
            return
        entries = self.context.desk.entries
        task.run(
            self,
            lambda: entries.delete(self.pupil.id, kind.code, entry.id),
            lambda saved: self._offer_undo(f"{kind.singular} verwijderd.", saved),
        )

    def _offer_undo(self, text: str, saved: object) -> None:
        undo = self.context.desk.entries.undo
        self.context.undo.saved(self.message_bar, text, saved, undo, self.pupil.id)
        self.context.changes.tell(saved)

    # --- faces ----------------------------------------------------------------------------------

    def open_filed(self, filed_id: str, title: str) -> None:
        """Show a filed document in the place of the list."""
        view = FiledView(self.context, self.pupil.id, filed_id, title)
        view.closed.connect(self.back)
        self._faces.show_over(view)
        view.load()

    @property
    def has_history(self) -> bool:
        """Whether this reader may see what became of an entry: not of what is only shared."""
        return self.context.desk.may_for(self.pupil, self.category, Action.READ)

    @property
    def face(self) -> QWidget:
        """The list, a form, a document or a refusal."""
        return self._faces.currentWidget()

    def may_leave(self) -> bool:
        """False keeps the user here, after asking about unsaved text."""
        return self.sheet is None or self.sheet.may_leave()

    def show_over(self, view: QWidget) -> None:
        """Show something to look at in the place of the list, until `back`."""
        self._faces.show_over(view)

    def back(self) -> None:
        """Show the list again."""
        self._faces.back()
        for card in self.cards.values():
            if card.lists:
                card.table.setFocus()
                break
