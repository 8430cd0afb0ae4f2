"""A PDF is shown from memory, printed, and let go of."""

from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from ui.widgets.pdf_view import PdfView


@pytest.fixture
def content() -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for number in range(3):
        canvas.drawString(100, 700, f"Bladzijde {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pages_are_counted_walked_and_saved(qtbot: QtBot, content: bytes) -> None:
    saved: list[bytes] = []
    view = PdfView(on_save=saved.append)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    with qtbot.waitSignal(view.loaded) as told:
        view.set_bytes(content)
    assert told.args == [3]
    assert view.page_label.text() == "Pagina 1 van 3"
    view.go(1)
    qtbot.waitUntil(lambda: view.page_label.text() == "Pagina 2 van 3")
    view.zoom(1.25)
    view.fit_width()
    qtbot.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
    assert saved == [content]
    view.clear()
    assert view.content == b""
    assert not view.print_button.isEnabled()


def test_every_page_is_printed(qtbot: QtBot, content: bytes, tmp_path: Path) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.loaded):
        view.set_bytes(content)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert view.print_to(printer) == 3
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_the_log_comes_before_the_printer(qtbot: QtBot, content: bytes) -> None:
    asked: list[bool] = []
    view = PdfView(on_print=lambda: asked.append(True))
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.loaded):
        view.set_bytes(content)
    view.show()
    qtbot.mouseClick(view.print_button, Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_what_is_no_pdf_says_so(qtbot: QtBot) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    view.set_bytes(b"geen pdf")
    qtbot.waitUntil(lambda: "niet worden getoond" in view.page_label.text())
