"""Typing back a part of the recovery code, which shows that it stands on paper."""

import secrets

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desk import is_typed_back
from ui.entrance.frame import labelled
from ui.theme import GRID
from ui.widgets.labels import PlainLabel

_GROUPS_ASKED = 2


class TypedBack(QWidget):
    """Asks for two groups, chosen at random."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        groups = range(len(code.split("-")))
        self.asked = sorted(secrets.SystemRandom().sample(groups, _GROUPS_ASKED))
        self.typed = [QLineEdit() for _ in self.asked]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(PlainLabel("Typ twee groepen van de code over van het papier.", wrap=True))
        for index, field in zip(self.asked, self.typed, strict=True):
            layout.addWidget(labelled(f"Groep {index + 1} van de code", field))
        self.setFocusProxy(self.typed[0])

    def problem(self) -> str:
        """What is not right yet, with the focus there; empty when both are."""
        for index, field in zip(self.asked, self.typed, strict=True):
            if not is_typed_back(field.text(), index, self._code):
                field.setFocus()
                return f"Groep {index + 1} klopt niet. Kijk op het papier en typ die groep opnieuw."
        return ""
