"""A dialog that asks one line: a new title, a reason. It says first what will happen."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_WIDTH = 480


class AskLine(QDialog):
    """`problem` gives what is wrong with the line, empty when nothing is; then it stays open."""

    def __init__(
        self,
        parent: QWidget,
        question: str,
        label: str,
        problem: Callable[[str], str],
        action: str,
        consequences: Sequence[str] = (),
        value: str = "",
        most: int = 200,
    ) -> None:
        super().__init__(parent.window())
        self._problem = problem
        self.setWindowTitle(question)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleDescription(" ".join(consequences))
        self.line = LineInput(value, most)
        self.line.setAccessibleName(label)
        self.line.selectAll()
        self.said = PlainLabel("", "problem", wrap=True)
        self.action_button = button(action, "filled", on_click=self._go_on)
        self.cancel_button = button("&Annuleren", "outline", on_click=self.reject)
        self.line.returnPressed.connect(self._go_on)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.action_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(PlainLabel(question, "title", wrap=True))
        for text in consequences:
            layout.addWidget(PlainLabel(text, wrap=True))
        layout.addSpacing(GRID)
        layout.addWidget(PlainLabel(label, "muted", wrap=True))
        layout.addWidget(self.line)
        layout.addWidget(self.said)
        layout.addSpacing(GRID)
        layout.addLayout(row)
        self.line.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _go_on(self) -> None:
        wrong = self._problem(self.line.text_value())
        self.said.setText(wrong)
        self._fit()
        if wrong:
            self.line.setFocus()
        else:
            self.accept()

    def _fit(self) -> None:
        # A dialog does not ask its layout how high the text is at the width it has.
        self.setFixedHeight(self.layout().totalHeightForWidth(_WIDTH))


def ask_line(dialog: AskLine) -> str | None:
    """Ask and wait; `None` when it was cancelled."""
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    text = dialog.line.text_value()
    dialog.deleteLater()
    return text if accepted else None
