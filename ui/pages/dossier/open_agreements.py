"""Open agreements, each with a box to tick: one key or one click says that it was done."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.dossier.agreements import OpenAgreement
from app.dossier.talk_rules import AgreementState
from app.dossier.values import SavedEntry
from ui import task
from ui.context import Context
from ui.text import label_text, shown
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.chip import Chip
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar

_BESIDE_BOX = 29


class OpenAgreements(QWidget):
    """`names` gives the pupil's name where agreements of several pupils stand together.

    `asked` tells of which pupil someone wants to see more.
    """

    asked = Signal(str)

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._messages = context, messages
        self.boxes: dict[str, QCheckBox] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)

    def set_agreements(
        self,
        agreements: Sequence[OpenAgreement],
        *,
        may_write: bool = True,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Show these; who was ticking goes on with the first that is left."""
        ticking = any(box.hasFocus() for box in self.boxes.values())
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.boxes.clear()
        for one in agreements:
            self._rows.addWidget(self._row(one, names.get(one.pupil_id, ""), may_write=may_write))
        if ticking and self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, one: OpenAgreement, name: str, *, may_write: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        if may_write:
            row.addWidget(self._box(one, name), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        what = PlainLabel(one.what, wrap=True)
        what.setContentsMargins(0, 5, 0, 0)
        words.addWidget(what)
        words.addLayout(self._facts(one, name))
        row.addLayout(words, 1)
        late = one.state is AgreementState.OVERDUE
        chip = Chip("te laat", Tone.MUST) if late else Chip("open", Tone.WAITING)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _facts(self, one: OpenAgreement, name: str) -> QHBoxLayout:
        facts = [one.who] if one.who else []
        facts += [f"klaar op {shown(one.due_on)}"] if one.due_on else []
        line = QHBoxLayout()
        line.setSpacing(2)
        if facts:
            line.addWidget(PlainLabel(" · ".join(facts), "muted"))
        if name:
            go = button(label_text(name), "link", on_click=lambda: self.asked.emit(one.pupil_id))
            go.setAccessibleName(f"{name}: naar Gesprekken")
            line.addWidget(go)
        line.addStretch()
        return line

    def _box(self, one: OpenAgreement, name: str) -> QCheckBox:
        box = QCheckBox()
        box.setFixedWidth(_BESIDE_BOX)
        of = f" van {name}" if name else ""
        box.setAccessibleName(f"Gedaan: {one.what}{of}")
        box.setToolTip("Gedaan")
        box.clicked.connect(lambda _on: self._done(one))
        self.boxes[one.id] = box
        return box

    def _done(self, one: OpenAgreement) -> None:
        entries, today = self._context.desk.entries, self._context.desk.today

        def saved(what: SavedEntry) -> None:
            undo = self._context.undo
            undo.saved(self._messages, "Afspraak gedaan.", what, entries.undo, one.pupil_id)
            self._context.changes.tell(what)

        task.run(
            self,
            lambda: entries.change(
                one.pupil_id, "agreement", one.id, one.version, {"done_on": today}
            ),
            saved,
            lambda fault: self._failed(one, fault),
        )

    def _failed(self, one: OpenAgreement, fault: task.faults.Fault) -> None:
        if one.id in self.boxes:
            self.boxes[one.id].setChecked(False)
        task.show_fault(self, fault)
