"""What to look at before letters are made: who gets what and why, and the real PDF."""

from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from ui.pages.letters.who_card import WhoCard
from ui.theme import GRID
from ui.widgets.empty_state import EmptyState
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.tab_row import TabRow

_WHO, _PREVIEW = "who", "preview"


class CheckPane(QWidget):
    """Two tabs; the preview is empty again as soon as it would no longer be true."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = WhoCard()
        self.pdf = PdfView()
        # Printing a preview would make a letter of which the dossier knows nothing.
        self.pdf.print_button.hide()
        self.nothing = EmptyState(
            "letter",
            "Nog geen voorbeeld",
            "Kies een brief en leerlingen, en dan Voorbeeld. U ziet de brieven zoals ze uit de "
            "printer komen; er wordt nog niets in het dossier gelegd.",
        )
        self.tabs = TabRow("Controleren")
        self.tabs.add(_WHO, "Wie krijgt wat en waarom")
        self.tabs.add(_PREVIEW, "Voorbeeld")
        self.tabs.set_current(_WHO)
        scroll = ScrollPage(margin=0)
        scroll.body.addWidget(self.who)
        sheet = QFrame()
        sheet.setProperty("role", "card")
        self._sheet = QStackedLayout(sheet)
        self._sheet.setContentsMargins(1, 1, 1, 1)
        self._sheet.addWidget(self.nothing)
        self._sheet.addWidget(self.pdf)
        self._panes = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.tabs)
        layout.addLayout(self._panes, 1)  # first: a pane without a parent shows as a window
        self._panes.addWidget(scroll)
        self._panes.addWidget(sheet)
        self.tabs.chosen.connect(self._show)

    def show_who(self) -> None:
        """Bring who gets it to the front."""
        self.tabs.set_current(_WHO)
        self._show(_WHO)

    def show_preview(self, content: bytes) -> None:
        """Show letters that were not made yet."""
        self.pdf.set_bytes(content, "Brieven")
        self._sheet.setCurrentWidget(self.pdf)
        self.tabs.set_current(_PREVIEW)
        self._show(_PREVIEW)

    def drop_preview(self) -> None:
        """The preview is no longer what would be made."""
        self.pdf.clear()
        self._sheet.setCurrentWidget(self.nothing)

    def _show(self, key: str) -> None:
        self._panes.setCurrentIndex(0 if key == _WHO else 1)
