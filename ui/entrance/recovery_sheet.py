"""The recovery code, large, to be printed or written down. It is never put on the clipboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.theme import GRID, font
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel

_COLUMNS = 4
_WHAT_FOR = "Zo is te zien of het log nog hetzelfde is: Toegangslog, Controleren."


class RecoverySheet(QWidget):
    """The groups, numbered, in a grid."""

    def __init__(
        self,
        code: str,
        school: Callable[[], object],
        log_fingerprint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`log_fingerprint`: of the access log's first key, which is no secret."""
        super().__init__(parent)
        self._log_fingerprint = log_fingerprint
        self._groups = code.split("-")
        self._school = school
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        fixed = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        fixed.setPixelSize(20)
        fixed.setBold(True)
        for index, group in enumerate(self._groups):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(PlainLabel(f"groep {index + 1}", "small"))
            shown = PlainLabel(group)
            shown.setFont(fixed)
            shown.setAccessibleName(f"groep {index + 1}: {' '.join(group)}")
            cell.addWidget(shown)
            grid.addLayout(cell, index // _COLUMNS, index % _COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, GRID)
        layout.addLayout(grid)
        self.print_button = button("Code &afdrukken…", "outline", "print", self._print)
        layout.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.print_button)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            painter = QPainter(printer)
            self.draw(painter, printer.resolution())
            painter.end()

    def draw(self, painter: QPainter, dots_per_inch: int) -> None:
        """Put the sheet on paper."""
        millimetre = dots_per_inch / 25.4
        for top, text, points, bold in self.lines():
            face = font(bold=bold)
            face.setPointSizeF(points)
            painter.setFont(face)
            painter.drawText(int(25 * millimetre), int(top * millimetre), text)

    def lines(self) -> list[tuple[int, str, int, bool]]:
        """What stands on the sheet: millimetres from the top, text, points, bold."""
        lines = [
            (20, f"Herstelcode van {self._school() or 'de school'} (Leerlingdossier)", 14, True),
            (30, "Bewaar dit papier in de kluis. Wie de code heeft, kan alles openen.", 10, False),
            (36, "Zonder wachtwoord en zonder deze code is niets terug te halen.", 10, False),
        ]
        lines += [
            (52 + 11 * index, f"groep {index + 1}:   {group}", 16, True)
            for index, group in enumerate(self._groups)
        ]
        if self._log_fingerprint:
            below = 56 + 11 * len(self._groups)
            lines += [
                (below, f"Kenmerk van het toegangslog:   {self._log_fingerprint}", 10, True),
                (below + 6, _WHAT_FOR, 10, False),
            ]
        return lines
