"""The recovery code: making a new one, and trying whether the paper still opens the school."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.entrance.frame import labelled
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel

_LONGEST = 100
_WIDEST = 560


class RecoveryCard(Card):
    """`new` makes a new code; `attempt` gets what was typed over from the paper."""

    def __init__(
        self,
        new: Callable[[], object],
        attempt: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Herstelcode", parent=parent)
        self._attempt = attempt
        self.add(
            PlainLabel(
                "Met de herstelcode opent u de school als geen directeur het wachtwoord nog weet. "
                "Probeer één keer per jaar of het papier in de kluis nog werkt. Is de code "
                "gebruikt of is het papier kwijt, maak dan een nieuwe. Het oude papier werkt dan "
                "niet meer.",
                "muted",
                wrap=True,
            )
        )
        self.new_button = button("Nieuwe herstel&code…", "outline", "key", new)
        self.try_button = button("Herstelcode &proberen…", "outline", "check", self.ask)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.new_button)
        row.addWidget(self.try_button)
        row.addStretch()
        self.body.addLayout(row)
        self.code = QLineEdit()
        self.code.setMaxLength(_LONGEST)
        self.code.setMaximumWidth(_WIDEST)
        self.code.returnPressed.connect(self._submit)
        self.submit_button = button("Nu &proberen", "filled", on_click=self._submit)
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, GRID, 0, 0)
        asking.addWidget(
            labelled(
                "Herstelcode",
                self.code,
                "De acht groepen van het papier. Kleine letters en streepjes maken niet uit.",
            )
        )
        foot = QHBoxLayout()
        foot.addWidget(self.submit_button)
        foot.addStretch()
        asking.addLayout(foot)
        self._asking.hide()
        self.add(self._asking)

    def ask(self) -> None:
        """Ask for the code on the paper."""
        self._asking.show()
        self.try_button.hide()
        self.code.setFocus()

    def stop_asking(self) -> None:
        """Keep nothing of what was typed."""
        self.code.clear()
        self._asking.hide()
        self.try_button.show()

    def _submit(self) -> None:
        if self.code.text().strip():
            self._attempt(self.code.text())
        else:
            self.code.setFocus()
