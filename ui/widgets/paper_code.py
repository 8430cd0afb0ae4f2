"""A code in groups, large, to be put on paper. It is never put on the clipboard."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import task
from ui.theme import GRID
from ui.widgets import pdf_print
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel

_COLUMNS = 4
_LARGE_PIXELS = 26

MakeSheet = Callable[[], bytes]


class PaperCode(QWidget):
    """The groups, numbered, in a grid; below it what puts them on paper.

    `printed` comes after printing, `save_asked` with the PDF to be saved.
    """

    printed = Signal()
    save_asked = Signal(object)

    def __init__(
        self,
        code: str,
        sheet: Callable[[], MakeSheet],
        name: str,
        *,
        saves: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`sheet` is called in the window's thread and gives the work that makes the PDF.

        `name` is the title of the print job. With `saves` the sheet can be kept as a file.
        """
        super().__init__(parent)
        self._sheet, self._name = sheet, name
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(_COLUMNS, 1)
        fixed = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        fixed.setPixelSize(_LARGE_PIXELS)
        fixed.setBold(True)
        for index, group in enumerate(code.split("-")):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(PlainLabel(f"groep {index + 1}", "small"))
            shown = PlainLabel(group)
            shown.setFont(fixed)
            shown.setAccessibleName(f"groep {index + 1}: {' '.join(group)}")
            cell.addWidget(shown)
            grid.addLayout(cell, index // _COLUMNS, index % _COLUMNS)
        self.print_button = button("Code a&fdrukken…", "outline", "print", self._print)
        self.save_button = button("O&pslaan als PDF…", "outline", "pdf", self._save)
        self.save_button.setVisible(saves)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(grid)
        layout.addLayout(row)
        self.setFocusProxy(self.print_button)

    def _print(self) -> None:
        task.run(self, self._sheet(), self._print_sheet, busy=self.print_button)

    def _print_sheet(self, content: bytes) -> None:
        if pdf_print.print_bytes(self, content, self._name):
            self.printed.emit()

    def _save(self) -> None:
        task.run(self, self._sheet(), self.save_asked.emit, busy=self.save_button)
