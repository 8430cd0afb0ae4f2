"""Two buttons that save what was not taken over, for a spreadsheet or for paper."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.exchange.edexml import Problem
from app.exchange.lists import report
from ui import task
from ui.pages import pdf_file
from ui.theme import GRID
from ui.widgets.buttons import button

_NAME = "Niet overgenomen"


class ReportButtons(QWidget):
    """Of a list: hidden where there is nothing to report. The report names rows, no pupils.

    `saved` carries the name of the file.
    """

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: Sequence[Problem] = ()
        self._file_name = ""
        self.csv_button = button("Verslag als &CSV…", "link", on_click=lambda: self._save("CSV"))
        self.pdf_button = button("Verslag als &PDF…", "link", on_click=lambda: self._save("PDF"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.csv_button)
        layout.addWidget(self.pdf_button)
        layout.addStretch()

    def show_problems(self, problems: Sequence[Problem], file_name: str) -> None:
        """What the report is about."""
        self._problems, self._file_name = problems, file_name
        self.setVisible(bool(problems))

    def _save(self, kind: str) -> None:
        path = pdf_file.ask_where(self, _NAME, kind)
        if path is None:
            return
        problems, file_name = self._problems, self._file_name

        def work() -> str:
            created = datetime.now().astimezone()
            pdf = kind == "PDF"
            content = (
                report.as_pdf(problems, file_name, created) if pdf else report.as_csv(problems)
            )
            return pdf_file.write(path, content).name

        task.run(
            self,
            work,
            self.saved.emit,
            busy=(self.csv_button, self.pdf_button),
        )
