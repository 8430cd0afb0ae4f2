"""Controlebladen: going down the pile by keyboard, making sheets, and the way to a correction."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from tests.transfer_school import COMPLETE, UNKNOWN_CUSTODY, pupil_id
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages.check_sheets.words import Stand
from ui.pages.check_sheets_page import CheckSheetsPage


@pytest.fixture
def shown(desk: Desk) -> Shown:
    return Shown(desk)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> CheckSheetsPage:
    page = show(qtbot, CheckSheetsPage(shown.context()))
    page.show_target(Target("check-sheets"))
    settle(qtbot)
    return page


def names(page: CheckSheetsPage) -> list[str]:
    return [home.members[0].family_name for home in page.list.table.rows()]


def test_enter_confirms_a_household_goes_on_to_the_next_and_is_undone(
    qtbot: QtBot, page: CheckSheetsPage, desk: Desk
) -> None:
    before = names(page)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    settle(qtbot)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    settle(qtbot)
    assert names(page) == before[2:]
    assert page.list.table.current().members[0].family_name == before[2]
    done = [one for one in desk.check_sheets.overview().households if one.confirmed_on]
    assert [one.members[0].family_name for one in done] == before[:2]
    page.message_bar._action.click()
    settle(qtbot)
    assert names(page) == before[1:]


def test_a_name_is_typed_and_enter_confirms_that_household(
    qtbot: QtBot, page: CheckSheetsPage, desk: Desk
) -> None:
    qtbot.keyClicks(page.list.table.view, "b")
    qtbot.keyClicks(page.list.table.filter, "oer")
    qtbot.wait(200)
    qtbot.keyClick(page.list.table.filter, Qt.Key.Key_Return)
    settle(qtbot)
    done = [one for one in desk.check_sheets.overview().households if one.confirmed_on]
    assert [one.members[0].family_name for one in done] == ["Boer"]
    assert len(names(page)) == 4, "the whole pile shows again"


def test_sheets_show_first_and_count_as_given_only_when_saved(
    qtbot: QtBot,
    page: CheckSheetsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "bladen.pdf"
    monkeypatch.setattr("ui.pages.pdf_file.ask_where", lambda *_: path)
    page.list.tick_shown()
    click(qtbot, page.make_button)
    settle(qtbot)
    assert page.pdf.document.pageCount() == 10, "each sheet has a front and a back"
    page.list.stand.set_code(Stand.WAITING)
    assert names(page) == []
    click(qtbot, page.pdf.save_button)
    settle(qtbot)
    settle(qtbot)
    assert path.read_bytes().startswith(b"%PDF")
    click(qtbot, page.back_button)
    assert page.pdf.content == b""
    page.show_target(Target("check-sheets"))
    settle(qtbot)
    assert len(names(page)) == 5, "they all wait now"


def test_a_pupil_brings_its_own_households_and_a_correction_its_own_page(
    qtbot: QtBot, page: CheckSheetsPage, shown: Shown, desk: Desk
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    page.show_target(Target("check-sheets", pupil))
    settle(qtbot)
    assert {one.members[0].family_name for one in page.list.chosen()} == {"Hof", "Wiśniewska"}
    click(qtbot, page.list.correct_button)
    assert shown.went == [Target("pupils", pupil, Category.CONTACT)]
    page.without_table.focus_list()
    page.without_table.select((pupil_id(desk, UNKNOWN_CUSTODY), "D. Wit"))
    qtbot.keyClick(page.without_table.view, Qt.Key.Key_Return)
    assert shown.went[-1].pupil_id == pupil_id(desk, UNKNOWN_CUSTODY)
