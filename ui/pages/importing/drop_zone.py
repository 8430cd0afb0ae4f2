"""Where nothing is chosen yet: what can be imported, and a place to drop a file on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import CARD_RADIUS, GRID, Theme
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState

_WHY = (
    "Kies het EDEXML-bestand van uw leerlingadministratie, of een lijst (xlsx of CSV) met "
    "leerlingen, medewerkers, toetsen en cijfers of afwezigheid, of sleep het hierheen. U ziet "
    "eerst wat er zou veranderen; daarna beslist u."
)
_WHY_ENTRIES = (
    "Kies een lijst (xlsx of CSV) met toetsen en cijfers of afwezigheid van uw leerlingen, of "
    "sleep die hierheen. U ziet eerst wat er bij zou komen; daarna beslist u."
)
_NOT_HERE_ENTRIES = (
    "Van leerlingen buiten uw eigen groep wordt niets overgenomen. Wat al in een dossier staat, "
    "wijzigt niet."
)
_NOT_HERE = (
    "Etniciteit, geboortelanden en leerlinggewicht worden nooit overgenomen. Van wie niet in het "
    "bestand staat, verandert niets."
)


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropZone(QWidget):
    """A dashed frame that lights up while a file hangs over the page.

    `people`: whether who sees it may import pupils and staff too.
    """

    def __init__(
        self, on_choose: Callable[[], object], people: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._over = False
        self.words = (
            EmptyState("import", "Leerlingen en lijsten importeren", _WHY, _NOT_HERE)
            if people
            else EmptyState("import", "Lijsten importeren", _WHY_ENTRIES, _NOT_HERE_ENTRIES)
        )
        self.choose_button = button("Bestand &kiezen…", "filled", "folder", on_choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(self.words)
        layout.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        Theme.instance().changed.connect(self.update)

    def set_over(self, on: bool) -> None:
        """Whether a file hangs over the page."""
        self._over = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colours.primary if self._over else colours.control, 2 if self._over else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colours.soft_primary if self._over else colours.surface)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS
        )
