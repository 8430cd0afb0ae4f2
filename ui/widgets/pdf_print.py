"""Putting a PDF on paper: asking on which printer, and printing page by page on white."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

# What school printers print; more only makes the job in the spooler larger.
_PRINT_DPI = 300


def load(document: QPdfDocument, content: bytes) -> QBuffer:
    """Load these bytes; the buffer that is given back must live as long as the document reads."""
    buffer = QBuffer(document)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return buffer


def ask_printer(parent: QWidget, name: str, pages: int) -> QPrinter | None:
    """Which printer, and which pages; `None` when nothing is to be printed.

    `name` is the title of the print job: never a pupil's name.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_bytes(parent: QWidget, content: bytes, name: str) -> bool:
    """Ask on which printer, print this PDF, and keep nothing of it; true when it was printed."""
    document = QPdfDocument(parent)
    buffer = load(document, content)
    printer = ask_printer(parent, name, document.pageCount())
    if printer is not None:
        print_document(document, printer)
    document.close()
    buffer.close()
    document.deleteLater()
    return printer is not None


def print_document(document: QPdfDocument, printer: QPrinter) -> int:
    """Print the chosen pages on white; returns how many."""
    printer.setFullPage(True)
    first = printer.fromPage() or 1
    last = printer.toPage() or document.pageCount()
    painter = QPainter(printer)
    for number in range(first - 1, last):
        if number > first - 1:
            printer.newPage()
        _print_page(document, painter, printer, number)
    painter.end()
    return last - first + 1


def _print_page(document: QPdfDocument, painter: QPainter, printer: QPrinter, number: int) -> None:
    points = document.pagePointSize(number)
    scale = _PRINT_DPI / 72
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    # QtPdf renders on a transparent ground, which some printers print black.
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    over = QPainter(sheet)
    over.drawImage(0, 0, document.render(number, size))
    over.end()
    paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    target = QRect(paper.topLeft(), size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio))
    painter.drawImage(target, sheet)
