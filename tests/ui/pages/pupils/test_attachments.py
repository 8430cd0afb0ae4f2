"""Attachments in the window: dropped, pasted and chosen; opened; taken out; and every undo."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.access.journal import LogFilter
from app.dossier.attachments import NewAttachment
from app.dossier.values import SavedEntry
from tests.documents.files import image, office, pdf
from ui import task
from ui.pages.attachments.attachment_sheet import AttachmentSheet
from ui.pages.attachments.file_row import Asked
from ui.pages.attachments.sources import Source
from ui.widgets.ask_line import AskLine
from ui.widgets.confirm import ConfirmDialog
from ui.widgets.image_view import ImageView
from ui.widgets.pdf_view import PdfView

COPY, LEFT, NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder as a scanner leaves it, with things in it that do not belong there."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for name, content in {
        "a_gesprek_KDC.pdf": pdf(2),
        "b plaatje.png": image(),
        "c verslag.docx": office(),
        "d spel.exe": b"MZ\x90\0",
    }.items():
        (folder / name).write_bytes(content)
    return folder


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def drop(page: QWidget, paths: Sequence[Path]) -> bool:
    """Drag these over the page and let go; whether the page took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at = QPointF(50, 50)
    enter = QDragEnterEvent(at, COPY, data, LEFT, NONE)
    enter.setAccepted(False)
    QApplication.sendEvent(page, enter)
    let_go = QDropEvent(at, COPY, data, LEFT, NONE)
    let_go.setAccepted(False)
    QApplication.sendEvent(page, let_go)
    return enter.isAccepted() and let_go.isAccepted()


def titles(page) -> list[str]:
    return [one.title for one in page.attachments.card.table.rows()]


def answered(wanted: type, act) -> None:
    """Do this with the dialog that is about to open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, wanted):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def typed_in(dialog: AskLine, text: str) -> None:
    dialog.line.clear()
    QTest.keyClicks(dialog.line, text)
    click(dialog.action_button)


@pytest.fixture
def talks(open_as) -> tuple:
    opened = open_as("leerkracht8")
    opened.open("Anna")
    return opened, opened.tab("talk")


def test_a_paper_dossier_is_dropped_named_kept_and_taken_back(talks, scans: Path) -> None:
    opened, page = talks
    assert drop(page, sorted(scans.iterdir()))
    opened.settle()
    sheet = page.sheet
    assert isinstance(sheet, AttachmentSheet)
    rows = list(sheet.box.rows)
    assert [row.title for row in rows] == ["a gesprek KDC", "b plaatje", "c verslag", "d spel"]
    assert "programma" in rows[3].problem.text()
    assert not sheet.submit_button.isEnabled()
    click(rows[3].remove_button)
    rows[0].line.clear()
    assert not sheet.submit_button.isEnabled()
    QTest.keyClicks(rows[0].line, "Gesprek KDC")
    click(sheet.submit_button)
    opened.settle()
    assert page.sheet is None
    assert titles(page) == ["b plaatje", "c verslag", "Gesprek KDC"]
    assert page.message_bar.text() == "3 bijlagen toegevoegd."
    assert len(list(scans.iterdir())) == 4
    click(page.message_bar._action)
    opened.settle()
    assert titles(page) == []


def test_a_file_that_went_meanwhile_stays_in_the_sheet_and_the_others_are_kept(
    talks, scans: Path
) -> None:
    opened, page = talks
    first, second = scans / "a_gesprek_KDC.pdf", scans / "b plaatje.png"
    drop(page, [first, second])
    opened.settle()
    first.unlink()
    sheet = page.sheet
    click(sheet.submit_button)
    opened.settle()
    assert [row.source.path for row in sheet.box.rows] == [first]
    assert "het is weg" in sheet.box.rows[0].problem.text()
    answered(ConfirmDialog, lambda dialog: click(dialog.action_button))
    click(sheet.cancel_button)
    opened.settle()
    assert titles(page) == ["b plaatje"]


def test_stopping_halfway_keeps_what_was_added_and_leaves_the_rest_in_the_sheet(
    qtbot: QtBot, scans: Path
) -> None:
    added: list[str] = []

    def add(new: NewAttachment, _entry: str | None, _custody: bool) -> SavedEntry:
        added.append(new.title)
        next(iter(task._running.values())).cancel()
        return SavedEntry("p", "filed", new.title, Category.TALK)

    sheet = AttachmentSheet(Asked(lambda _title: ""), add)
    qtbot.addWidget(sheet)
    sheet.box.take([Source(scans / name) for name in ("a_gesprek_KDC.pdf", "b plaatje.png")])
    qtbot.waitUntil(task.is_idle)
    qtbot.waitUntil(sheet.submit_button.isEnabled)
    sheet.submit()
    qtbot.waitUntil(task.is_idle)
    qtbot.waitUntil(lambda: len(sheet.box.rows) == 1)
    assert added == ["a gesprek KDC"]
    assert sheet.box.rows[0].title == "b plaatje"
    assert sheet.box.problem() == ""


def test_an_attachment_goes_with_its_entry_renamed_deleted_and_brought_back(
    talks, scans: Path
) -> None:
    opened, page = talks
    anna = opened.id_of("Anna")
    talk = {
        "held_on": opened.desk.today,
        "subject": "Start",
        "participants": "ouders",
        "report": "Ok",
    }
    opened.desk.entries.add(anna, "talk", talk)
    page.load()
    opened.settle()
    drop(page, [scans / "b plaatje.png"])
    opened.settle()
    row = page.sheet.box.rows[0]
    row.place.setCurrentIndex(1)
    assert "Start" in row.place.currentText()
    click(page.sheet.submit_button)
    opened.settle()
    table = page.attachments.card.table
    assert table.rows()[0].entry_kind == "talk"
    answered(AskLine, lambda dialog: typed_in(dialog, "Tekening"))
    page.attachments.rename(table.rows()[0])
    opened.settle()
    assert titles(page) == ["Tekening"]
    table = page.attachments.card.table
    table.view.setFocus()
    table.view.selectRow(0)
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    opened.settle()
    assert titles(page) == []
    assert page.attachments.card.nothing.isVisible()
    click(page.message_bar._action)
    opened.settle()
    assert titles(page) == ["Tekening"]


def test_a_picture_is_pasted_shown_zoomed_and_printed_with_an_entry_in_the_log(
    talks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, page = talks
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    QApplication.clipboard().setImage(picture)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert titles(page) == ["Geplakte afbeelding"]
    page.attachments.open(page.attachments.card.table.rows()[0])
    opened.settle()
    view = page.face.shown
    assert isinstance(view, ImageView)
    assert "60 bij 40" in view.size_label.text()
    before = view.view.transform().m11()
    view.zoom(2)
    assert view.view.transform().m11() == pytest.approx(2 * before)

    def to_file() -> None:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "papier.pdf"))
        view.print_to(printer)

    monkeypatch.setattr(view, "print_dialog", to_file)
    click(view.print_button)
    opened.settle()
    assert (tmp_path / "papier.pdf").read_bytes().startswith(b"%PDF")
    QTest.keyClick(page.face.back_button, Qt.Key.Key_Escape)
    assert page.face is page.list


def test_what_the_window_cannot_show_comes_out_with_a_reason_only(
    open_as, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("research")
    assert drop(page, [scans / "c verslag.docx", scans / "a_gesprek_KDC.pdf"])
    opened.settle()
    click(page.sheet.submit_button)
    opened.settle()
    scan, report = page.attachments.card.table.rows()
    page.attachments.open(scan)
    opened.settle()
    shown = page.face.shown
    assert isinstance(shown, PdfView)
    opened.qtbot.waitUntil(lambda: shown.document.pageCount() == 2, timeout=10_000)
    page.attachments.open(report)
    opened.settle()
    out = scans / "kopie"
    asked: list[str] = []

    def where(_parent: QWidget, title: str, proposed: str, _filter: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)

    def first_nothing_then_why(dialog: AskLine) -> None:
        click(dialog.action_button)
        assert dialog.said.text()
        typed_in(dialog, "Voor de gedragskundige")

    answered(AskLine, first_nothing_then_why)
    click(page.face.out_button)
    opened.settle()
    assert (scans / "kopie.docx").read_bytes() == (scans / "c verslag.docx").read_bytes()
    assert Path(asked[0]).name == "bijlage.docx"
    assert "niet versleuteld" in page.message_bar.text()
    lines = opened.desk.log.read(LogFilter(pupil_id=opened.id_of("Anna")))
    exported = [line for line in lines if line.codes.event == "export"]
    assert [(one.category, one.text) for one in exported] == [
        ("Psychologisch onderzoek", "Voor de gedragskundige")
    ]


def test_a_received_report_asks_for_its_files_in_the_same_form(open_as, scans: Path) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("okr")
    kind = next(one for one in page.page.kinds if one.code == "received_report")
    page.edit(kind, None)
    opened.settle()
    form = page.sheet.form("received_report")
    QTest.keyClicks(form.input("received_on").day.line, "01092025")
    QTest.keyClicks(form.input("from_school").line, "De Brug")
    assert drop(page, [scans / "d spel.exe", scans / "a_gesprek_KDC.pdf"])
    opened.settle()
    assert not page.sheet.submit()
    assert "kan niet in het dossier" in page.sheet.summary.text()
    box = page.attachments._box
    click(box.rows[0].remove_button)
    click(page.sheet.submit_button)
    opened.settle()
    (received,) = page.page.entries["received_report"]
    (scan,) = page.attachments.card.table.rows()
    assert (scan.entry_id, scan.title) == (received.id, "a gesprek KDC")
    assert page.attachments._box is None


def test_only_the_headteacher_marks_custody_papers_and_who_reads_adds_nothing(
    open_as, scans: Path
) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("contact")
    drop(page, [scans / "b plaatje.png"])
    opened.settle()
    page.sheet.box.rows[0].custody.setChecked(True)
    click(page.sheet.submit_button)
    opened.settle()
    assert titles(page) == ["b plaatje"]
    opened.desk.close()
    teacher = open_as("leerkracht8")
    teacher.open("Anna")
    page = teacher.tab("contact")
    assert titles(page) == []
    drop(page, [scans / "b plaatje.png"])
    teacher.settle()
    assert not page.sheet.box.rows[0].custody.isVisible()
    click(page.sheet.box.rows[0].remove_button)
    page = teacher.tab("enrolment")
    assert page.attachments.card is None
    assert not drop(page, [scans / "b plaatje.png"])
    assert page.sheet is None
