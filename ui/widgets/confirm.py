"""A dialog for a decision that cannot be undone. It says in numbers what will happen.

Where an inline message with *Ongedaan maken* will do, use `MessageBar.done` instead.
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.theme import GRID, Theme
from ui.widgets.buttons import Look, button
from ui.widgets.labels import PlainLabel

Unsaved = Literal["save", "discard", "stay"]
_WIDTH = 448
_MOST_LINES = 8


class ConfirmDialog(QDialog):
    """The question, what follows from yes, and two buttons named after what they do.

    The focus starts on the button that changes nothing; Escape is that button.
    """

    def __init__(
        self,
        parent: QWidget | None,
        question: str,
        consequences: Sequence[str] = (),
        action: str = "&Doorgaan",
        cancel: str = "&Annuleren",
        danger: bool = False,
        extra: str = "",
    ) -> None:
        super().__init__(parent.window() if parent else None)
        self.setWindowTitle("Weet u het zeker?" if danger else "Bevestigen")
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(question)
        self.setAccessibleDescription(" ".join(consequences))
        self.answer = "cancel"
        colours = Theme.current()
        emblem = QLabel()
        drawn = icons.pixmap(
            "warning" if danger else "help",
            colours.must_ink if danger else colours.primary,
            24,
            self.devicePixelRatioF(),
        )
        emblem.setPixmap(drawn)

        words = QVBoxLayout()
        words.setSpacing(GRID)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.addWidget(PlainLabel(question, "title", wrap=True))
        for text in consequences[:_MOST_LINES]:
            words.addLayout(self._consequence(text))
        if len(consequences) > _MOST_LINES:
            words.addWidget(
                PlainLabel(f"en nog {len(consequences) - _MOST_LINES} gevolgen", "muted")
            )
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(emblem, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)

        look: Look = "danger" if danger else "filled"
        self.cancel_button = button(cancel, "outline", on_click=self.reject)
        self.action_button = button(action, look, on_click=lambda: self._choose("action"))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(self.cancel_button)
        if extra:
            self.extra_button = button(extra, "outline", on_click=lambda: self._choose("extra"))
            row.addWidget(self.extra_button)
        row.addWidget(self.action_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(top)
        layout.addLayout(row)
        self.cancel_button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        # A dialog does not ask its layout how high the text is at the width it has.
        self.setFixedHeight(self.layout().totalHeightForWidth(_WIDTH))
        super().showEvent(event)

    @staticmethod
    def _consequence(text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel("•", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        label = PlainLabel(text, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return row

    def _choose(self, answer: str) -> None:
        self.answer = answer
        self.accept()


def confirm(
    parent: QWidget | None,
    question: str,
    consequences: Sequence[str] = (),
    action: str = "&Doorgaan",
    danger: bool = False,
) -> bool:
    """Ask and wait. `consequences` are sentences with numbers (*3 brieven worden vernietigd*)."""
    dialog = ConfirmDialog(parent, question, consequences, action, danger=danger)
    dialog.exec()
    answer = dialog.answer
    dialog.deleteLater()
    return answer == "action"


def ask_unsaved(parent: QWidget | None, what: str = "Dit formulier") -> Unsaved:
    """What to do with text that was typed and not saved."""
    dialog = ConfirmDialog(
        parent,
        f"{what} is gewijzigd en nog niet opgeslagen.",
        ("Sluit u zonder opslaan, dan is wat u hier typte weg.",),
        action="&Opslaan",
        cancel="&Verder typen",
        extra="&Niet opslaan",
    )
    dialog.exec()
    answers: dict[str, Unsaved] = {"action": "save", "extra": "discard", "cancel": "stay"}
    answer = answers[dialog.answer]
    dialog.deleteLater()
    return answer
