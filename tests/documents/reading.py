"""Reads a PDF back with another library than the one that wrote it."""

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtPdf import QPdfDocument


def opened(data: bytes) -> QPdfDocument:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    buffer.setParent(document)
    assert document.error() == QPdfDocument.Error.None_
    return document


def pages(data: bytes) -> list[str]:
    """The text of each page, lines ended by a single newline."""
    document = opened(data)
    count = document.pageCount()
    return [document.getAllText(page).text().replace("\r\n", "\n") for page in range(count)]


def everything(data: bytes) -> str:
    return "\n".join(pages(data))


def words(text: str) -> list[str]:
    return text.split()


def place(data: bytes, text: str, page: int = 0) -> tuple[float, float]:
    """Left and top of a text on the page, in millimetres."""
    document = opened(data)
    found = document.getAllText(page).text().index(text)
    box = document.getSelectionAtIndex(page, found, len(text)).boundingRectangle()
    return box.left() * 25.4 / 72, box.top() * 25.4 / 72
