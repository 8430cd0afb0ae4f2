"""A new recovery code: on paper first; and what Vandaag asks about keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk import Desk, SchoolDoor
from app.desk.key_advice import About
from app.vault import WrongPassword
from tests.documents.reading import everything
from tests.transfer_school import TransferSchool, clock
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.context import Target
from ui.pages.recovery_page import RecoveryPage
from ui.pages.today_page import TodayPage
from ui.window import MainWindow
from ui.workspace import Workspace


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def opened(qtbot: QtBot, desk: Desk) -> tuple[RecoveryPage, Shown]:
    shown = Shown(desk)
    page = show(qtbot, RecoveryPage(shown.context()))
    page.show_target(Target("recovery"))
    settle(qtbot)
    return page, shown


def type_back(qtbot: QtBot, page: RecoveryPage) -> None:
    typed, code = page.typed_back, page._code.split("-")
    assert typed is not None
    for index, field in zip(typed.asked, typed.typed, strict=True):
        field.clear()
        qtbot.keyClicks(field, code[index].lower())


def test_the_new_code_counts_only_after_it_was_typed_back(
    qtbot: QtBot, head: Desk, school: TransferSchool
) -> None:
    old = head.staffing.new_recovery_code()
    page, _ = opened(qtbot, head)
    code = page._code
    assert page.sheet is not None
    said = everything(page.sheet._sheet()())
    fingerprint = head.verify_log().fingerprint
    assert all(one in said for one in (*code.split("-"), "De Regenboog", fingerprint))
    assert page.typed_back is not None
    qtbot.keyClicks(page.typed_back.typed[0], "AAAAA")
    click(qtbot, page.save_button)
    assert "klopt niet" in page.message_bar.text()
    head.staffing.try_recovery(old)
    type_back(qtbot, page)
    qtbot.keyClick(page.typed_back.typed[-1], Qt.Key.Key_Return)
    settle(qtbot)
    assert "Het oude papier werkt niet meer" in page.message_bar.text()
    assert page._code == ""
    assert page.may_leave()
    head.close()
    door = SchoolDoor(school.path, clock=clock, sleep=lambda _: None)
    with pytest.raises(WrongPassword):
        door.recover(old)
    door.recover(code).close()


def test_leaving_says_that_the_old_code_stays(
    qtbot: QtBot, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = opened(qtbot, head)
    asked = answer(monkeypatch, "cancel")
    assert not page.may_leave()
    assert "De oude herstelcode blijft gelden" in asked[0]
    answer(monkeypatch, "action")
    assert page.may_leave()
    assert page.sheet is None


def test_after_the_recovery_code_the_window_asks_for_a_new_one_first(
    qtbot: QtBot, head: Desk, school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = head.staffing.new_recovery_code()
    head.close()
    window = MainWindow(school.path)
    qtbot.addWidget(window)
    window.show()
    click(qtbot, window.page.recovery_button)
    qtbot.keyClicks(window.page._code, code)
    qtbot.keyClick(window.page._code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, Workspace), timeout=20_000)
    settle(qtbot)
    work = window.page
    assert isinstance(work, Workspace)
    page = work.pages.currentWidget()
    assert isinstance(page, RecoveryPage)
    assert page.must
    assert work.sidebar.current() == "staff"
    asked = answer(monkeypatch, "cancel")
    work.sidebar.place_button("pupils").click()
    assert work.pages.currentWidget() is page
    assert "blijft erom vragen" in asked[0]
    answer(monkeypatch, "action")
    click(qtbot, page.later_button)
    settle(qtbot)
    today = work.pages.currentWidget()
    assert isinstance(today, TodayPage)
    assert today.keys_to_do is not None
    click(qtbot, today.keys_to_do.buttons[About.NEW_CODE])
    settle(qtbot)
    assert work.pages.currentWidget() is page
    type_back(qtbot, page)
    click(qtbot, page.save_button)
    settle(qtbot)
    work.go(Target("today"))
    settle(qtbot)
    assert About.NEW_CODE not in today.keys_to_do.buttons
    assert work.close_now()


def test_today_leads_to_what_is_to_be_done(qtbot: QtBot, head: Desk) -> None:
    teacher = next(one for one in head.staff.all() if one.sign_in_name == "leerkracht8")
    head.staffing.remove(teacher.id)
    shown = Shown(head)
    page = show(qtbot, TodayPage(shown.context()))
    page.show_target(Target("today"))
    settle(qtbot)
    card = page.keys_to_do
    assert card is not None
    assert card.isVisible()
    assert set(card.buttons) == {About.ROTATION, About.HEADS}
    for about in (About.ROTATION, About.HEADS):
        click(qtbot, card.buttons[about])
    assert shown.went == [Target("staff", part=About.ROTATION), Target("staff", part=About.HEADS)]


def test_nobody_else_is_asked_about_keys(qtbot: QtBot, school: TransferSchool) -> None:
    desk = school.desk("ib")
    page = show(qtbot, TodayPage(Shown(desk).context()))
    page.show_target(Target("today"))
    settle(qtbot)
    assert page.keys_to_do is None
    work = Workspace(desk, desk.school.settings())
    qtbot.addWidget(work)
    settle(qtbot)
    assert {"staff", "recovery"}.isdisjoint(one.place.key for one in work._offered)
    desk.close()
