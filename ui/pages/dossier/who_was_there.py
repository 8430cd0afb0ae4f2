"""Names to click under *Wie waren erbij*: each goes into the text, or out of it again."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui import icons
from ui.form_fields import LineField
from ui.text import label_text
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout


class WhoWasThere(QWidget):
    """One stop of the Tab key; the arrow keys walk along the names."""

    def __init__(
        self, given: LineField, people: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._given = given
        self.setAccessibleName("Namen om te kiezen")
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self, spacing=2)
        for name in dict.fromkeys(people):
            made = button(label_text(name), "link", "plus", lambda name=name: self.toggle(name))
            made.setCheckable(True)
            made.installEventFilter(self)
            self.buttons[name] = made
            flow.addWidget(made)
        given.changed.connect(self._follow)
        self._follow()
        self._stop_at(0)

    def toggle(self, name: str) -> None:
        """Put a name into the text, or take it out."""
        said = _names(self._given.line.text())
        there = [one for one in said if one.casefold() == name.casefold()]
        left = [one for one in said if one not in there]
        self._given.line.set_text_value(", ".join(left if there else [*said, name]))
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = steps.get(Qt.Key(event.key()))
            shown = list(self.buttons.values())
            if step and watched in shown:
                at = (shown.index(watched) + step) % len(shown)  # type: ignore[arg-type]
                self._stop_at(at)
                shown[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _stop_at(self, number: int) -> None:
        for at, one in enumerate(self.buttons.values()):
            here = at == number
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _follow(self) -> None:
        said = {one.casefold() for one in _names(self._given.line.text())}
        for name, one in self.buttons.items():
            there = name.casefold() in said
            one.setChecked(there)
            icons.set_icon(one, "check" if there else "plus", "primary", gap=True)
            one.setAccessibleName(f"{name}, {'was erbij' if there else 'toevoegen'}")


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
