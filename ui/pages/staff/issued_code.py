"""A start code that was just made: shown once, large, to be put on paper and handed over."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desk.code_sheets import start_code_sheet
from app.desk.staffing import IssuedCode, SheetFacts
from ui import task
from ui.pages import pdf_file
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel
from ui.widgets.paper_code import PaperCode

_FILE_NAME = "startcode"


class IssuedCodeCard(Card):
    """`closed` comes when the code may go; `saved` says where the file stands."""

    closed = Signal()
    saved = Signal(str)

    def __init__(
        self, issued: IssuedCode, facts: SheetFacts, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Startcode voor {issued.name}", parent=parent)
        self._issued = issued
        self._kept = False
        self.add(
            PlainLabel(
                f"{issued.name} meldt zich hiermee één keer aan, als ‘{issued.sign_in_name}’, en "
                "kiest dan een eigen wachtwoord.",
                wrap=True,
            )
        )
        self.code = PaperCode(
            issued.code, lambda: lambda: start_code_sheet(issued, facts), "Startcode", saves=True
        )
        self.add(self.code)
        self.add(
            PlainLabel(
                "Druk de code nu af en geef het papier zelf aan deze medewerker. Daarna is de code "
                "niet meer te zien, ook niet voor u. Wie het papier eerder gebruikt, kan zich als "
                "deze medewerker aanmelden.",
                wrap=True,
            )
        )
        self.done_button = button("Sl&uiten", "filled", on_click=self.close_code)
        self.body.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.code.printed.connect(self._keep)
        self.code.save_asked.connect(self._save)

    def close_code(self) -> None:
        """Let it go, after asking when it stands on no paper yet."""
        if self.may_leave():
            self.closed.emit()

    def may_leave(self) -> bool:
        """Asks once when the code was neither printed nor saved."""
        if not self._kept:
            self._kept = confirm(
                self,
                "De startcode is nog niet afgedrukt of opgeslagen.",
                (
                    "Gaat u verder, dan is de code niet meer te zien. Overgeschreven is ook goed.",
                    (
                        f"Zonder code kan {self._issued.name} niet binnen; u kunt altijd een "
                        "nieuwe startcode maken."
                    ),
                ),
                action="Toch &verder",
            )
        return self._kept

    def _keep(self) -> None:
        self._kept = True

    def _save(self, content: bytes) -> None:
        path = pdf_file.ask_where(self, _FILE_NAME)
        if path is not None:
            task.run(self, lambda: pdf_file.write(path, content), self._tell)

    def _tell(self, path: Path) -> None:
        self._keep()
        self.saved.emit(
            f"De startcode staat in {path.parent}, niet versleuteld. Verwijder het bestand als het "
            "papier is afgegeven."
        )
