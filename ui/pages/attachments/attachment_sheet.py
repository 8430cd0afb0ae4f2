"""Adding attachments: the chosen files in the place of the page, each with its title and entry."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dossier.attachments import NewAttachment
from app.dossier.values import SavedEntry
from app.errors import UserError
from ui import task
from ui.pages.attachments.file_row import Asked, FileRow
from ui.pages.attachments.files_box import FilesBox
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.sheet_foot import sheet_foot

Add = Callable[[NewAttachment, str | None, bool], SavedEntry]


class AttachmentSheet(QWidget):
    """`ended` carries what was added; nothing when the user cancelled.

    `add` keeps one file and runs in the background; what cannot be kept stays here with its reason.
    """

    ended = Signal(object)

    def __init__(
        self, asked: Asked, add: Add, intro: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._add = add
        self._added: list[SavedEntry] = []
        self._saving = False
        self.setAccessibleName("Bijlagen toevoegen")
        self.box = FilesBox(asked)
        self.submit_button = button("Op&slaan", "filled", on_click=self.submit)
        self.cancel_button = button("&Annuleren", "outline", on_click=self.cancel)
        self.summary = PlainLabel("", wrap=True)
        card = Card("Bijlagen toevoegen")
        if intro:
            card.add(PlainLabel(intro, "small", wrap=True))
        card.add(self.box)
        scroll = ScrollPage()
        scroll.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        scroll.body.addWidget(card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(sheet_foot((self.submit_button, self.cancel_button), self.summary))
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.submit)
        self.box.changed.connect(self._tell)
        self._tell()

    def submit(self) -> None:
        """Keep them, one after the other; each stands on its own."""
        rows = list(self.box.rows)
        if self._saving or not rows or self.box.problem():
            return
        self._saving = True
        kept: dict[int, SavedEntry | str] = {}

        def work(progress: task.Progress) -> None:
            for number, row in enumerate(rows):
                progress.step(number, len(rows), f"Bijlage {number + 1} van {len(rows)}")
                kept[number] = self._keep(row, progress)

        saving = task.run_with_progress(self, work, busy=self, message="Worden opgeslagen…")
        saving.finished.connect(lambda: self._settle(rows, kept))

    def cancel(self) -> None:
        """End without adding what is still here."""
        if self.may_leave():
            self.ended.emit(self._added)

    def may_leave(self) -> bool:
        """Ask first when something was chosen; the files themselves stay where they are."""
        if self._saving:
            return False
        if not self.box.rows:
            return True
        number = len(self.box.rows)
        return confirm(
            self,
            f"{counted(number, 'bestand is', 'bestanden zijn')} nog niet toegevoegd.",
            ("Zonder opslaan komen ze niet in het dossier. De bestanden zelf blijven staan.",),
            action="&Niet toevoegen",
        )

    def focus_first(self) -> None:
        """Go to the first title, or to choosing."""
        first = self.box.rows[0].line if self.box.rows else self.box.choose_button
        first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return
        super().keyPressEvent(event)

    def _keep(self, row: FileRow, progress: task.Progress) -> SavedEntry | str:
        try:
            content = row.source.read(lambda done, total: progress.step(done, total, ""))
            new = NewAttachment(row.title, content, row.source.name)
            return self._add(new, row.entry, row.is_custody)
        except UserError as refused:
            return str(refused)

    def _settle(self, rows: Sequence[FileRow], kept: dict[int, SavedEntry | str]) -> None:
        """What was kept goes from the list; what was not says why. Stopping halfway keeps half."""
        self._saving = False
        for number, row in enumerate(rows):
            found = kept.get(number)
            if isinstance(found, SavedEntry):
                self._added.append(found)
                self.box.remove(row)
            elif found is not None:
                row.show_failed(found)
        if not self.box.rows:
            self.ended.emit(self._added)

    def _tell(self) -> None:
        problem = self.box.problem()
        self.submit_button.setEnabled(bool(self.box.rows) and not problem)
        self.summary.setText(problem)
