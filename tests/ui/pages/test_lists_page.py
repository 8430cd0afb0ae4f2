"""Lijsten: choosing, looking, printing and saving; by clicking and typing."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.sheets.group_sheets import Sheet
from tests.transfer_school import TransferSchool
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages import pdf_file
from ui.pages.lists_page import ListsPage
from ui.widgets.ask_line import AskLine


def opened(qtbot: QtBot, desk: Desk, group: str = "Groep 8") -> ListsPage:
    page = show(qtbot, ListsPage(Shown(desk).context()))
    page.show_target(Target("lists"))
    settle(qtbot)
    page.choice.group.setCurrentIndex(page.choice.group.findText(group))
    return page


def offered(page: ListsPage) -> list[str]:
    return [page.choice.sheet.itemData(number) for number in range(page.choice.sheet.count())]


def text_of(qtbot: QtBot, page: ListsPage) -> str:
    qtbot.waitUntil(lambda: page.pdf.document.pageCount() > 0)
    return page.pdf.document.getAllText(0).text()


def test_a_class_list_is_looked_at_as_chosen_and_the_preview_goes_when_it_is_no_longer_true(
    qtbot: QtBot, desk: Desk
) -> None:
    page = opened(qtbot, desk)
    qtbot.keyClicks(page.choice.own, "betaald, zwemmen")
    page.choice.phones.setChecked(True)
    assert not page.excel_button.isEnabled()
    click(qtbot, page.preview_button)
    settle(qtbot)
    text = text_of(qtbot, page)
    assert "alleen voor medewerkers" in text
    assert "zwemmen" in text
    page.choice.phones.setChecked(False)
    assert page.pdf.content == b""
    assert page.excel_button.isEnabled()


def test_a_teacher_is_offered_of_another_group_what_holds_names_only(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("leerkracht8")
    page = opened(qtbot, desk)
    assert page.choice.group.itemText(0) == "Groep 8", "the own group stands first"
    assert offered(page) == list(Sheet)
    assert page.choice.phones.isEnabled()
    page.choice.phones.setChecked(True)
    page.choice.group.setCurrentIndex(page.choice.group.findText("Groep 7"))
    assert offered(page) == [Sheet.CLASS_LIST, Sheet.ATTENDANCE]
    assert not page.choice.phones.isEnabled()
    assert not page.choice.phones.isChecked()
    assert "alleen de namen" in page.choice.about.text()
    desk.close()


def test_saving_asks_why_and_where_and_health_is_not_saved(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def answer(dialog: AskLine) -> int:
        dialog.action_button.click()
        said.append(dialog.said.text())
        dialog.line.set_text_value("Voor de schoolreis.")
        dialog.action_button.click()
        return int(QDialog.DialogCode.Accepted)

    target = tmp_path / "klassenlijst.xlsx"
    monkeypatch.setattr(AskLine, "exec", answer)
    monkeypatch.setattr(pdf_file, "ask_where", lambda *_asked: target)
    page = opened(qtbot, desk)
    click(qtbot, page.excel_button)
    settle(qtbot)
    assert target.read_bytes()[:2] == b"PK"
    assert "in een paar woorden" in said[0]
    assert "niet versleuteld" in page.message_bar.text()
    page.choice.sheet.set_code(Sheet.HEALTH)
    click(qtbot, page.preview_button)
    settle(qtbot)
    assert "niets met de groep gedeeld" in text_of(qtbot, page)
    assert page.pdf.save_button.isHidden()
    assert page.excel_button.isHidden()


def test_printing_asks_on_which_printer_after_it_is_in_the_log(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def cancel(_dialog: QPrintDialog) -> int:
        asked.append(desk._session.newest.number)
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(QPrintDialog, "exec", cancel)
    page = opened(qtbot, desk)
    page.choice.sheet.set_code(Sheet.ATTENDANCE)
    page.choice.week.line.clear()
    click(qtbot, page.preview_button)
    assert "Kies eerst een dag" in page.message_bar.text()
    qtbot.keyClicks(page.choice.week.line, "01032027")
    click(qtbot, page.preview_button)
    settle(qtbot)
    assert "Week van 1 maart tot en met 5 maart 2027" in text_of(qtbot, page)
    before = desk._session.newest.number
    click(qtbot, page.pdf.print_button)
    settle(qtbot)
    assert asked
    assert asked[0] > before
