"""Files that were chosen, dropped or pasted and are not kept yet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.dossier import incoming
from app.dossier.attachments import NewAttachment
from app.dossier.incoming import Candidate
from app.errors import UserError
from ui import task
from ui.pages.attachments.file_row import Asked, FileRow
from ui.pages.attachments.sources import Source
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel

_WAYS = (
    "PDF, PNG, JPEG, Word, Excel, PowerPoint, ODF of tekst, tot 25 MB per bestand. U kunt ze ook "
    "hierheen slepen, of een afbeelding plakken met Ctrl+V."
)


class FilesBox(QWidget):
    """Looks at each file in the background; `changed` when what may be kept has changed."""

    changed = Signal()

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self.rows: list[FileRow] = []
        self.choose_button = button("Bestanden &kiezen…", "outline", "folder", self.choose)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._list)
        layout.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(PlainLabel(_WAYS, "small", wrap=True))

    def choose(self) -> None:
        """Ask which files, several at once."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Bestanden kiezen")
        self.take([Source(Path(one)) for one in chosen])

    def take(self, sources: Sequence[Source]) -> None:
        """Add these and look at them."""
        rows = [self._add(one) for one in sources]
        if not rows:
            return
        self.changed.emit()
        looked: dict[int, Candidate | str] = {}

        def look(progress: task.Progress) -> None:
            for number, source in enumerate(sources):
                looked[number] = _look(source, progress)

        looking = task.run_with_progress(self, look, message="Bestanden worden bekeken…")
        looking.finished.connect(lambda: self._show(rows, looked))
        rows[0].line.setFocus()

    def remove(self, row: FileRow) -> None:
        """Do not add this one."""
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.choose_button.setFocus()
        self.changed.emit()

    def problem(self) -> str:
        """Why what stands here cannot be kept yet, in one sentence; empty when it can."""
        refused = sum(bool(row.refused) for row in self.rows)
        if refused:
            which = counted(refused, "bestand kan", "bestanden kunnen")
            them = "het" if refused == 1 else "ze"
            return f"{which} niet in het dossier. Haal {them} weg om de rest op te slaan."
        if not all(row.is_right() for row in self.rows):
            return "Geef elk bestand een titel. Een bestand dat nog wordt bekeken, komt zo."
        return ""

    def files(self) -> Iterator[NewAttachment]:
        """The files one at a time, read at the moment that each is kept; for any thread."""
        for row in list(self.rows):
            yield NewAttachment(row.title, row.source.read(), row.source.name)

    def _add(self, source: Source) -> FileRow:
        row = FileRow(source, self._asked, self)
        self.rows.append(row)
        self._list.addWidget(row)
        row.removed.connect(lambda: self.remove(row))
        row.changed.connect(self.changed)
        return row

    def _show(self, rows: Sequence[FileRow], looked: dict[int, Candidate | str]) -> None:
        for number, row in enumerate(rows):
            if row not in self.rows:
                continue
            found = looked.get(number)
            if isinstance(found, Candidate):
                row.show_candidate(found)
            elif found is not None:
                row.show_refused(found)
            else:  # stopped before it came to this one
                self.remove(row)
        self.changed.emit()


def _look(source: Source, progress: task.Progress) -> Candidate | str:
    try:
        content = source.read(lambda done, total: progress.step(done, total, ""))
        return incoming.look_into(content, source.name)
    except UserError as refused:
        return str(refused)
