"""Groep 8 uitschrijven: a school typed once, Enter down the list, all at once, and back."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.dossier.leaving import NextSchool
from tests.transfer_school import TransferSchool
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from tests.ui.pages.test_new_year_page import signed_in
from ui.context import Target
from ui.pages.leaving_page import LeavingPage

JUNE = date(2027, 6, 28)


@pytest.fixture
def office(school: TransferSchool) -> Iterator[Desk]:
    desk = signed_in(school, "administratie", JUNE)
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, office: Desk) -> LeavingPage:
    page = show(qtbot, LeavingPage(Shown(office).context()))
    page.show_target(Target("leaving"))
    settle(qtbot)
    return page


def schools(page: LeavingPage) -> list[str]:
    return [one.school.name for one in page.table.rows()]


def test_a_school_is_typed_once_and_enter_fills_it_in_down_the_list(
    qtbot: QtBot, page: LeavingPage
) -> None:
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.school.name.hasFocus()
    qtbot.keyClicks(page.school.name, "Het Lyceum")
    qtbot.keyClicks(page.school.brin, "12cd")
    for _ in range(2):
        qtbot.keyClick(page.school.name, Qt.Key.Key_Return)
    assert schools(page) == ["Het Lyceum", "Het Lyceum", "", ""]
    assert {one.school for one in page.going()} == {
        NextSchool("Het Lyceum", "12CD"),
        NextSchool(""),
    }
    assert "2 zonder school" in page.card.aside.text()
    page.school.brin.setText("fout")
    page.school.name.setCurrentText("Ergens")
    click(qtbot, page.school.all_button)
    assert "BRIN" in page.message_bar.text()
    assert schools(page)[2:] == ["", ""]


def test_who_is_unticked_stays_the_rest_leaves_and_all_is_undone(
    qtbot: QtBot, page: LeavingPage, office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "action")
    qtbot.keyClick(page.table.view, Qt.Key.Key_Space)
    stays = page.table.current().pupil.id
    click(qtbot, page.go_button)
    settle(qtbot)
    assert "3 leerlingen worden uitgeschreven" in asked[0]
    assert "31 juli 2027" in asked[0]
    assert "3 leerlingen hebben nog geen nieuwe school" in asked[0]
    assert "1 leerling blijft ingeschreven" in asked[0]
    assert [one.pupil.id for one in office.leaving.plan().leavers] == [stays]
    assert len(page.table.rows()) == 1
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    assert len(office.leaving.plan().leavers) == 4
    assert len(page.table.rows()) == 4


def test_what_was_typed_stays_when_the_page_is_shown_again(qtbot: QtBot, page: LeavingPage) -> None:
    page.school.name.setCurrentText("Het Lyceum")
    click(qtbot, page.school.choose_button)
    page.show_target(Target("leaving"))
    settle(qtbot)
    assert schools(page)[0] == "Het Lyceum"
