"""What a page of the dossier has of attachments: its card, adding by every way, and undoing."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from app.access.categories import Category
from app.access.policy import Action
from app.desk import Desk
from app.dossier.attached import ATTACHMENT
from app.dossier.attachments import NewAttachment
from app.dossier.incoming import TITLE_MOST
from app.dossier.kinds import CATEGORY_TEXTS, PERSON_KINDS, Kind
from app.dossier.values import CategoryPage, Entry, FiledDocument, SavedEntry
from ui import task
from ui.pages.attachments import taking_out
from ui.pages.attachments.attachment_card import AttachmentCard
from ui.pages.attachments.attachment_sheet import AttachmentSheet
from ui.pages.attachments.attachment_view import AttachmentView
from ui.pages.attachments.drop_over import DropOver, Take
from ui.pages.attachments.file_row import Asked
from ui.pages.attachments.files_box import FilesBox
from ui.pages.attachments.sources import Source, sources_in
from ui.pages.form_sheet import FormSheet
from ui.text import counted
from ui.widgets.ask_line import AskLine, ask_line
from ui.widgets.card import Card

if TYPE_CHECKING:
    from ui.pages.dossier.category_page import DossierPage

_DAY = len("2026-11-24")
_CUSTODY = "Gezagsstuk (beschikking, ouderschapsplan): alleen de directeur ziet het"


def made_here(page: CategoryPage) -> tuple[FiledDocument, ...]:
    """The documents that nobody added: letters and reports as they were given out."""
    return tuple(one for one in page.filed if one.sort != ATTACHMENT)


def in_order(attachments: Iterable[FiledDocument]) -> list[FiledDocument]:
    """The newest day first, and within a day by title: so are the pages of a scan called."""
    by_title = sorted(attachments, key=lambda one: one.title.casefold())
    return sorted(by_title, key=lambda one: one.made_at[:_DAY], reverse=True)


class PageAttachments(QObject):
    """One per page; it shows its sheet and views in the place of the page's list."""

    def __init__(self, page: "DossierPage") -> None:
        super().__init__(page)
        self._page = page
        self._box: FilesBox | None = None
        self.card: AttachmentCard | None = None
        self.drop_over = DropOver(page, self._taker)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    @property
    def _desk(self) -> Desk:
        return self._page.context.desk

    # --- the card -------------------------------------------------------------------------------

    def show_card(self, read: CategoryPage) -> AttachmentCard | None:
        """The card for what was read; none where there is nothing to see or to do."""
        added = in_order(one for one in read.filed if one.sort == ATTACHMENT)
        if self.card is None and (added or read.may_write):
            self.card = self._make_card(may_write=read.may_write)
        if self.card is not None:
            names = {one.id: one.title for found in read.entries.values() for one in found}
            self.card.set_attachments(added, names)
            self.card.show()
        return self.card

    def _make_card(self, *, may_write: bool) -> AttachmentCard:
        card = AttachmentCard(may_write=may_write, parent=self._page)
        card.add_asked.connect(lambda: self.add(()))
        card.opened.connect(self.open)
        card.out_asked.connect(lambda one: taking_out.take_out(self._page, self._page.context, one))
        card.rename_asked.connect(self.rename)
        card.delete_asked.connect(self.delete)
        return card

    def open(self, document: FiledDocument) -> None:
        """Show one in the place of the list."""
        view = AttachmentView(self._page.context, document)
        view.closed.connect(self._page.back)
        self._page.show_over(view)
        view.load()

    # --- adding ---------------------------------------------------------------------------------

    def paste(self) -> None:
        """Take the picture, or the files, from the clipboard."""
        take = self._taker()
        sources = sources_in(QGuiApplication.clipboard().mimeData()) if take else []
        if take and sources:
            take(sources)

    def add(self, sources: Sequence[Source]) -> None:
        """Open the sheet with these files; with none it asks which."""
        sheet = AttachmentSheet(
            self._asked(), self._keep, CATEGORY_TEXTS[self._page.category].whole
        )
        sheet.ended.connect(self._ended)
        self._page.message_bar.clear()
        self._page.begin(sheet)
        if sources:
            sheet.box.take(sources)
        sheet.focus_first()
        if not sources:
            sheet.box.choose()

    def offer_in(self, sheet: FormSheet) -> None:
        """Ask for files in the form of a new entry; `files` gives them when it is saved."""
        card = Card("Bestanden")
        self._box = FilesBox(Asked(self._desk.attachments.problem))
        card.add(self._box)
        sheet.add_below(card)
        sheet.also(self._box.problem)
        sheet.ended.connect(self._forget_box)

    def files(self) -> Iterable[NewAttachment]:
        """What was chosen in the form, read one at a time as each is kept."""
        return self._box.files() if self._box else ()

    def _forget_box(self) -> None:
        self._box = None

    def _taker(self) -> Take | None:
        """Who takes what is dropped or pasted now: the form, the sheet, or the page."""
        page = self._page
        if self._box is not None:
            return self._box.take
        if isinstance(page.sheet, AttachmentSheet):
            return page.sheet.box.take
        if page.sheet is None and page.page is not None and page.page.may_write:
            return self.add
        return None

    def _asked(self) -> Asked:
        read = self._page.page
        assert read is not None
        custody = read.category is Category.CONTACT and self._desk.may_for(
            read.pupil, Category.CUSTODY_PAPERS, Action.WRITE
        )
        return Asked(
            self._desk.attachments.problem,
            _entries(read),
            f"Hele onderdeel {CATEGORY_TEXTS[read.category].tab}",
            _CUSTODY if custody else "",
        )

    def _keep(self, new: NewAttachment, entry: str | None, is_custody: bool) -> SavedEntry:
        category = Category.CUSTODY_PAPERS if is_custody else self._page.category
        kind, _, entry_id = (entry or "").partition(":")
        pupil_id = self._page.pupil.id
        return self._desk.attachments.add(pupil_id, category, new, kind, entry_id)

    def _ended(self, added: Sequence[SavedEntry]) -> None:
        self._page.end()
        if added:
            ids = [one.entry_id for one in added]
            said = f"{counted(len(ids), 'bijlage', 'bijlagen')} toegevoegd."
            self._say(said, lambda: self._take_back(ids))
            self._page.context.changes.tell(added[-1])

    # --- changing -------------------------------------------------------------------------------

    def rename(self, document: FiledDocument) -> None:
        """Ask for another title."""
        dialog = AskLine(
            self._page,
            "Bijlage hernoemen",
            "Titel",
            self._desk.attachments.problem,
            "Op&slaan",
            value=document.title,
            most=TITLE_MOST,
        )
        title = ask_line(dialog)
        if title is not None and title != document.title:
            attachments, pupil_id = self._desk.attachments, document.pupil_id
            self._write(
                lambda: attachments.rename(pupil_id, document.id, title),
                "Bijlage hernoemd.",
                lambda: attachments.rename(pupil_id, document.id, document.title),
            )

    def delete(self, document: FiledDocument) -> None:
        """Delete at once; the message offers to undo it."""
        attachments, pupil_id = self._desk.attachments, document.pupil_id
        self._write(
            lambda: attachments.delete(pupil_id, document.id),
            "Bijlage verwijderd. Na afmelden kan zij niet meer terugkomen.",
            lambda: attachments.undo_delete(pupil_id, document.id),
        )

    def _take_back(self, filed_ids: Sequence[str]) -> SavedEntry:
        attachments, pupil_id = self._desk.attachments, self._page.pupil.id
        return [attachments.delete(pupil_id, one) for one in filed_ids][-1]

    def _say(self, said: str, back: Callable[[], SavedEntry]) -> None:
        """Say what was done, with the way back in the message and under Ctrl+Z."""
        undo = self._page.context.undo
        undo.say(self._page.message_bar, undo.offer(said, back, self._page.pupil.id))

    def _write(
        self, work: Callable[[], SavedEntry], said: str, back: Callable[[], SavedEntry]
    ) -> None:
        changes, bar = self._page.context.changes, self._page.message_bar

        def done(saved: SavedEntry) -> None:
            self._say(said, back)
            changes.tell(saved)

        # The page of the category may be gone by now; the message bar stands longer.
        task.run(bar, work, done)


def _entries(read: CategoryPage) -> tuple[tuple[str, str], ...]:
    """Every entry of the page that a file can be attached to, as (kind and id, what it is called).

    A guardian is of brothers and sisters too; what he or she is to this pupil is not.
    """
    return tuple(
        (f"{kind.code}:{one.id}", f"{_named(kind, one)} ({kind.singular.lower()})")
        for kind in read.kinds
        if kind.code not in PERSON_KINDS
        for one in read.entries[kind.code]
    )


def _named(kind: Kind, entry: Entry) -> str:
    day = entry.display.get(kind.date_field, "") if kind.date_field else ""
    return f"{day} {entry.title}" if day and day not in entry.title else entry.title
