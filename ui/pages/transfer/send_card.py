"""Noting how and when a report was sent; the program itself sends nothing."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.forms import EntryForm
from ui.pages.transfer import forms
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class SendCard(Card):
    """Hidden until it is opened; `submitted` carries how (a code) and the day."""

    submitted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Verzenden", parent=parent)
        self.form = EntryForm(forms.SEND, submit_label="Vastle&ggen als verzonden")
        self.add(
            PlainLabel(
                "Het programma verstuurt zelf niets: sla de PDF op of druk hem af, geef hem aan de "
                "nieuwe school en leg hier vast hoe en wanneer.",
                "muted",
                wrap=True,
            )
        )
        self.add(self.form)
        self.hide()
        self.form.submitted.connect(
            lambda values, _reason: self.submitted.emit(str(values["how"]), values["on"])
        )
        self.form.cancelled.connect(self.hide)

    def open(self, today: date) -> None:
        """Show the form; what was typed in it before stays."""
        if self.isHidden():
            self.form.set_values({"on": today})
            self.show()
        self.form.focus_first()

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return not self.isHidden() and self.form.is_dirty()
