"""One candidate of a report: a tick, its content, and for what is sensitive the reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.report.values import ReportItem
from ui import text as texts
from ui.theme import GRID, Tone
from ui.widgets.buttons import button
from ui.widgets.chip import Chip
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_REASON_MOST = 500
_BOX_WIDTH = 28
ALWAYS = "hoort altijd in het rapport"


class ReasonEditor(QWidget):
    """Asks why the new school needs something; `given` carries the reason."""

    given = Signal(str)
    cancelled = Signal()

    def __init__(self, label: str, reason: str) -> None:
        super().__init__()
        self._before = reason
        self.line = LineInput(reason, most=_REASON_MOST)
        self.line.setPlaceholderText("Bijvoorbeeld: zo kan de mentor vanaf dag één helpen")
        self.line.setAccessibleName(f"Waarom heeft de nieuwe school dit nodig: {label}, verplicht")
        self.problem = PlainLabel("", "problem", wrap=True)
        self.problem.hide()
        self.save = button("Opnemen", "outline", on_click=self.submit)
        self.stop = button("Toch niet", "link", on_click=self.cancelled.emit)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self.save)
        row.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel("Waarom heeft de nieuwe school dit nodig?", "field", wrap=True))
        layout.addLayout(row)
        layout.addWidget(self.problem)
        self.line.returnPressed.connect(self.submit)
        self.line.textChanged.connect(lambda _text: self.show_problem(""))
        self.line.refused.connect(self.show_problem)

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.line.text_value() != self._before

    def submit(self) -> None:
        """Say `given`, unless nothing was typed."""
        reason = self.line.text_value()
        if reason:
            self.given.emit(reason)
            return
        self.show_problem("Schrijf in één zin waarom; zonder reden komt het niet in het rapport.")
        self.line.setFocus()

    def show_problem(self, text: str) -> None:
        """Say what is wrong below the line."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


class ItemRow(QWidget):
    """`weighed` carries whether the item is needed and why; nothing changes before it is saved.

    `cells` shows the content as one line of its element's table.
    """

    weighed = Signal(bool, str)

    def __init__(self, item: ReportItem, fixed: bool) -> None:
        """`fixed`: the report is signed off, so the tick only shows what was decided."""
        super().__init__()
        self.item = item
        self._fixed = fixed
        self.editor: ReasonEditor | None = None
        self.box = QCheckBox()
        # Without words beside it the room for them is not needed either.
        self.box.setFixedWidth(_BOX_WIDTH)
        # A keyboard's space and a mouse's click both come as `clicked`; our own changes do not.
        self.box.clicked.connect(self._clicked)
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(GRID)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._words, 1)
        self._reason = PlainLabel("", "small", wrap=True)
        self._change = button("Reden wijzigen", "link", on_click=self._edit)
        self._change.setAccessibleName(f"Reden wijzigen: {texts.clean(item.label)}")
        self._build()
        self.show_item(item)

    def show_item(self, item: ReportItem) -> None:
        """Show what is stored now."""
        self.item = item
        self.box.setChecked(item.included)
        self.box.setEnabled(not (item.locked or self._fixed))
        asks = item.included and bool(item.reason)
        self._reason.setText(f"Reden: {item.reason}" if asks else "")
        self._reason.setVisible(asks)
        self._change.setVisible(asks and not self._fixed and self.editor is None)

    def is_dirty(self) -> bool:
        """Whether a reason was typed and not saved."""
        return self.editor is not None and self.editor.is_dirty()

    def put_back(self, typed: str) -> None:
        """Open the reason field with what was typed before the row was made anew."""
        if not self._fixed:
            self._edit()
            if self.editor is not None:
                self.editor.line.setText(typed)

    def drop_editor(self) -> None:
        """Take the reason field away and show what is stored."""
        if self.editor is not None:
            self._words.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.show_item(self.item)

    def _build(self) -> None:
        item = self.item
        label = texts.clean(item.label)
        self.box.setAccessibleName(f"Nodig voor de nieuwe school: {label}")
        head = QHBoxLayout()
        head.setSpacing(GRID)
        content = "  ·  ".join(cell for cell in item.cells if cell)
        first = PlainLabel(content or label, wrap=True)
        first.setBuddy(self.box)
        head.addWidget(first, 1)
        if item.element.sensitive:
            head.addWidget(Chip("gevoelig", Tone.WAITING), 0, Qt.AlignmentFlag.AlignTop)
        if item.locked:
            head.addWidget(Chip(ALWAYS, Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
        self._words.addLayout(head)
        if item.text and item.text != label:
            text = PlainLabel(texts.clean(item.text, lines=True), "muted", wrap=True)
            self._words.addWidget(text)
        self._words.addWidget(self._reason)
        self._words.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)

    def _clicked(self, on: bool) -> None:
        if on and self.item.element.sensitive:
            # The tick stands for what is stored: it comes when the reason has been saved.
            self.box.setChecked(self.item.included)
            self._edit()
            return
        self.drop_editor()
        self.box.setChecked(on)
        self.weighed.emit(on, self.item.reason)

    def _edit(self) -> None:
        if self.editor is None:
            self.editor = ReasonEditor(texts.clean(self.item.label), self.item.reason)
            self.editor.given.connect(lambda reason: self.weighed.emit(True, reason))
            self.editor.cancelled.connect(self._stop_editing)
            self._words.addWidget(self.editor)
            self._change.hide()
        self.editor.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_editing(self) -> None:
        self.drop_editor()
        self.box.setFocus()
