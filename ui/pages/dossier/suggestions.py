"""Names to choose from instead of typing: who asks for a rectification, who gives a statement."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import text as texts
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import PlainLabel


class Suggestions(QWidget):
    """A row of small buttons; one that is pressed says its name to `choose`."""

    def __init__(
        self, lead: str, choose: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choose = choose
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(lead, "small", wrap=True))
        layout.addWidget(self._row)
        self.hide()

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these."""
        self._flow.clear()
        for name in names:
            label = texts.label_text(name)
            made = button(label, "outline", on_click=lambda name=name: self._choose(name))
            made.setAccessibleName(f"Kies {name}")
            self._flow.addWidget(made)
        self.setVisible(bool(names))
