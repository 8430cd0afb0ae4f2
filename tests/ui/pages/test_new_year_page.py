"""Nieuw schooljaar: looking, choosing and carrying it out, by clicking and typing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk import Desk, SchoolDoor
from tests.transfer_school import GROUP_7, PASSWORD, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.context import Target
from ui.pages.new_year_page import NewYearPage
from ui.pages.school_page import SchoolPage
from ui.pages.today_page import TodayPage
from ui.workspace import Workspace

JUNE = date(2027, 6, 1)


def signed_in(school: TransferSchool, who: str, day: date = JUNE) -> Desk:
    moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    desk = SchoolDoor(school.path, clock=lambda: moment).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = signed_in(school, "directeur")
    yield desk
    desk.close()


@pytest.fixture
def shown(head: Desk) -> Shown:
    return Shown(head)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> NewYearPage:
    page = show(qtbot, NewYearPage(shown.context()))
    page.show_target(Target("new-year"))
    settle(qtbot)
    return page


def test_everyone_stands_on_the_page_and_nothing_is_changed_yet(page: NewYearPage, head: Desk):
    rows = [(one.group_name, one.new_group, len(one.pupils)) for one in page.moves.table.rows()]
    assert rows == [("7", "8", 1), ("8", "", 4)]
    assert [one.name for one in page.groups.table.rows()] == ["8"]
    assert page.rest.isVisible()
    assert "1 augustus 2027" in page.heading.facts.text()
    assert head.groups.all("2027-2028") == ()


def test_it_is_carried_out_after_a_question_in_numbers_and_can_be_undone(
    qtbot: QtBot, page: NewYearPage, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "action")
    click(qtbot, page.go_button)
    settle(qtbot)
    assert "1 leerling krijgt vanaf 1 augustus 2027" in asked[0]
    assert "4 leerlingen van groep 8 blijven ingeschreven" in asked[0]
    assert [one.name for one in head.groups.all("2027-2028")] == ["8"]
    assert "1 leerling heeft een plaats in 2027-2028" in page.message_bar.text()
    assert page.go_button.isHidden()
    page.message_bar._action.click()
    settle(qtbot)
    assert head.groups.all("2027-2028") == ()
    assert "Alles staat weer" in page.message_bar.text()
    assert page.go_button.isVisible()


def test_saying_no_changes_nothing(
    qtbot: QtBot, page: NewYearPage, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "cancel")
    click(qtbot, page.go_button)
    settle(qtbot)
    assert head.groups.all("2027-2028") == ()


def test_a_pupil_who_does_the_year_again_is_ticked_with_the_space_bar(
    qtbot: QtBot, page: NewYearPage, head: Desk
) -> None:
    page.staying.table.select(pupil_id(head, GROUP_7))
    qtbot.keyClick(page.staying.table.view, Qt.Key.Key_Space)
    assert page.plan is not None
    assert [(move.group, move.stays) for move in page.plan.moves] == [("7", True)]
    assert page.staying.aside.text() == "1 leerling"
    assert [one.name for one in page.groups.table.rows()] == ["7"]
    qtbot.keyClick(page.staying.table.view, Qt.Key.Key_Space)
    assert page.staying.aside.text() == "niemand"


def test_another_group_is_chosen_by_typing_its_name(qtbot: QtBot, page: NewYearPage) -> None:
    page.moves.table.focus_list()
    qtbot.keyClick(page.moves.table.view, Qt.Key.Key_Return)
    assert page.moves.name.isVisible()
    qtbot.keyClicks(page.moves.name.lineEdit(), "8 Zonnebloem")
    qtbot.keyClick(page.moves.name.lineEdit(), Qt.Key.Key_Return)
    assert not page.moves.name.isVisible()
    assert [one.new_group for one in page.moves.table.rows()] == ["8 Zonnebloem", ""]
    assert [one.name for one in page.groups.table.rows()] == ["8 Zonnebloem"]


def test_the_teachers_of_a_new_group_are_ticked(
    qtbot: QtBot, page: NewYearPage, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.groups.table.focus_list()
    qtbot.keyClick(page.groups.table.view, Qt.Key.Key_Return)
    choice = page.groups.teachers
    assert [one.name for one in choice.table.model.ticked_rows()] == ["Juf Acht"]
    ada = next(one for one in choice.table.rows() if one.name == "Ada Min")
    choice.table.model.tick([ada])
    click(qtbot, choice.save_button)
    assert choice.isHidden()
    answer(monkeypatch, "action")
    click(qtbot, page.go_button)
    settle(qtbot)
    [group] = head.groups.all("2027-2028")
    taught = {one.name for one in head.staff.all() if group.id in one.group_ids}
    assert taught == {"Juf Acht", "Ada Min"}


def test_what_was_chosen_stays_when_the_page_comes_back(
    qtbot: QtBot, page: NewYearPage, head: Desk
) -> None:
    page.staying.table.select(pupil_id(head, GROUP_7))
    qtbot.keyClick(page.staying.table.view, Qt.Key.Key_Space)
    page.show_target(Target("new-year"))
    settle(qtbot)
    assert page.staying.aside.text() == "1 leerling"


@pytest.mark.parametrize(("day", "offered"), [(date(2027, 5, 31), False), (JUNE, True)])
def test_today_offers_it_to_the_headteacher_from_june(
    qtbot: QtBot, school: TransferSchool, day: date, offered: bool
) -> None:
    desk = signed_in(school, "directeur", day)
    shown = Shown(desk)
    today = show(qtbot, TodayPage(shown.context()))
    today.show_target(Target("today"))
    settle(qtbot)
    assert today.new_year is not None
    assert today.new_year.isVisible() is offered
    if offered:
        click(qtbot, today.new_year.go_button)
        assert shown.went == [Target("new-year")]
    desk.close()


def test_nobody_else_is_offered_it(qtbot: QtBot, school: TransferSchool) -> None:
    desk = signed_in(school, "ib")
    today = show(qtbot, TodayPage(Shown(desk).context()))
    assert today.new_year is None
    settle(qtbot)
    desk.close()


def test_the_settings_lead_there(qtbot: QtBot, shown: Shown) -> None:
    settings = show(qtbot, SchoolPage(shown.context()))
    settings.show_target(Target("school"))
    settle(qtbot)
    click(qtbot, settings.new_year_button)
    assert shown.went == [Target("new-year")]


def test_the_teachers_of_a_present_group_are_set_in_the_settings(
    qtbot: QtBot, shown: Shown, head: Desk
) -> None:
    settings = show(qtbot, SchoolPage(shown.context()))
    settings.show_target(Target("school"))
    settle(qtbot)
    seven = next(one for one in settings.groups.rows() if one.name == "7")
    settings.groups.opened.emit(seven)
    choice = settings._teachers
    choice.table.model.tick([one for one in choice.table.rows() if one.name == "Juf Acht"])
    click(qtbot, choice.save_button)
    settle(qtbot)
    taught = [one for one in head.staff.all() if seven.id in one.group_ids]
    assert [one.name for one in taught] == ["Juf Acht"]


def test_the_window_opens_it_under_the_settings(qtbot: QtBot, head: Desk) -> None:
    workspace = Workspace(head, head.school.settings())
    qtbot.addWidget(workspace)
    workspace.show()
    workspace.go(Target("new-year"))
    settle(qtbot)
    assert isinstance(workspace.pages.currentWidget(), NewYearPage)
    assert workspace.sidebar.current() == "school"
