"""What stands beside an entry: that it was rectified, and statements of parents or the pupil."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.values import Entry, Rectification, Statement
from app.dossier.wording import dutch_date
from ui.moments import moment
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel


def rectified_text(one: Rectification) -> str:
    """When it was put right, by whom, and at whose request."""
    asked = f" ({dutch_date(one.requested_on)})" if one.requested_on else ""
    return (
        f"Gerectificeerd op {moment(one.at)} door {one.by}, "
        f"op verzoek van {one.requested_by or 'onbekend'}{asked}."
    )


def marks(entry: Entry) -> str:
    """What a list says of it, in a few words."""
    said = len(entry.statements)
    words = ["gerectificeerd"] if entry.rectified else []
    words += ["verklaring" if said == 1 else f"{said} verklaringen"] if said else []
    return " + ".join(words)


class Beside(QWidget):
    """Shown under the fields of an entry; hidden when nothing stands beside it."""

    def __init__(
        self, on_remove: Callable[[Statement], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._on_remove = on_remove
        self._shown: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self.hide()

    def show_of(self, entry: Entry, *, may_write: bool) -> None:
        """Show what stands beside this one."""
        for widget in self._shown:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = [
            *(PlainLabel(rectified_text(one), "small", wrap=True) for one in entry.rectified),
            *(self._statement(one, may_write=may_write) for one in entry.statements),
        ]
        for widget in self._shown:
            self._layout.addWidget(widget)
        self.setVisible(bool(self._shown))

    def texts(self) -> tuple[str, ...]:
        """What shows, in order."""
        return tuple(one.accessibleName() or one.text() for one in self._shown)  # type: ignore[attr-defined]

    def _statement(self, one: Statement, *, may_write: bool) -> QWidget:
        shown = QWidget()
        given = f"Verklaring van {one.given_by}, {dutch_date(one.given_on)}"
        shown.setAccessibleName(f"{given}: {one.text}")
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(Chip("verklaring", Tone.HERE), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(PlainLabel(given, "muted", wrap=True), 1)
        if may_write:
            remove = button("Verklaring verwijderen", "link", "", lambda: self._on_remove(one))
            remove.setAccessibleName(f"{given} verwijderen")
            head.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        words = PlainLabel(one.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(shown)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(words)
        return shown
