"""The place *Resultaten*: grid, pasting, the group drawn, advices, norms; and a pupil's page."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages.dossier.results import ResultsPage
from ui.pages.results_page import ADVICES, ENTER, LOOK, NORMS, GroupResultsPage
from ui.widgets.chart_view import ChartView
from ui.widgets.message_bar import MessageBar


@pytest.fixture
def teacher(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("leerkracht8")
    yield desk
    desk.close()


def opened(qtbot: QtBot, desk: Desk, tab: str = ENTER) -> tuple[GroupResultsPage, Shown]:
    shown = Shown(desk)
    page = show(qtbot, GroupResultsPage(shown.context()))
    page.activateWindow()
    page.show_target(Target("results"))
    settle(qtbot)
    page.group.setCurrentIndex(page.group.findText("groep 8"))
    page.tabs._choose(page.tabs.keys().index(tab))
    settle(qtbot)
    return page, shown


def ready(qtbot: QtBot, page: GroupResultsPage, moment: str = "B8") -> None:
    choice = page.enter.choice
    choice.domain.set_code("reading")
    choice.test.setEditText("LVS")
    choice.moment.setEditText(moment)
    choice.taken_on.set_day(TODAY)
    click(qtbot, choice.show_button)
    settle(qtbot)


def press(*keys: Qt.Key | str) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def test_a_teacher_has_the_own_groups_and_no_norms(qtbot: QtBot, teacher: Desk) -> None:
    page, _ = opened(qtbot, teacher)
    assert [page.group.itemText(n) for n in range(page.group.count())] == ["groep 8"]
    assert page.tabs.keys() == (ENTER, LOOK, ADVICES)


def test_tab_goes_over_the_columns_and_a_wrong_cell_is_told_in_its_row(
    qtbot: QtBot, teacher: Desk
) -> None:
    page, _ = opened(qtbot, teacher)
    ready(qtbot, page)
    grid, view = page.enter.grid, page.enter.view
    assert not page.group.isHidden()
    press("1", "8", "0", Qt.Key.Key_Tab, "z", Qt.Key.Key_Tab)
    assert view.at() == (1, 0), "Tab past the last column is the next pupil"
    first = grid.rows[0]
    assert grid.text(first, "level") == "z"
    assert grid.remark(first).startswith("Niveau is I, II")
    assert "1 vakje klopt nog niet" in page.enter.state.text()
    assert not page.group.isEnabled(), "another group would lose what is typed"
    press(Qt.Key.Key_Backtab, "i", "i", Qt.Key.Key_Return)
    assert view.at() == (1, 1)
    press(Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert grid.text(first, "level") == ""
    assert not grid.problems()
    for _ in range(2 * len(grid.rows)):
        press(Qt.Key.Key_Tab)
    assert not view.hasFocus(), "the keyboard is not caught in the grid"
    click(qtbot, page.enter.drop_button)
    settle(qtbot)
    assert page.group.isEnabled()
    assert page.enter.grid.without() == 4


def test_the_level_follows_the_norms_until_somebody_types_another(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("ib")
    desk.norms.paste("B8;200;190;180;170", "LVS", "reading")
    page, _ = opened(qtbot, desk)
    ready(qtbot, page)
    grid = page.enter.grid
    press("1", "9", "5", Qt.Key.Key_Return)
    assert grid.text(grid.rows[0], "level") == "II"
    assert "voorgesteld" in grid.remark(grid.rows[0])
    press(Qt.Key.Key_Up, Qt.Key.Key_Tab, "v", Qt.Key.Key_Backtab, "2", "1", "0", Qt.Key.Key_Return)
    assert grid.text(grid.rows[0], "level") == "v"
    page.enter.save()
    settle(qtbot)
    assert grid.rows[0].values["level"] == "V"
    desk.close()


def test_pasting_by_name_tells_what_did_not_match(qtbot: QtBot, teacher: Desk) -> None:
    page, shown = opened(qtbot, teacher)
    ready(qtbot, page)
    grid = page.enter.grid
    names = {row.display_name: row for row in grid.rows}
    cem, bram = names["Cem Yılmaz"], names["Bram de Wit"]
    lines = "Naam\tScore\nCem Yilmaz\t150\nWit, Bram de\t160,5\nOnbekend Kind\t170"
    QGuiApplication.clipboard().setText(lines)
    press_paste(page)
    assert grid.text(cem, "ability") == "150"
    assert grid.text(bram, "ability") == "160,5"
    assert "“Onbekend Kind” staat niet in deze groep" in page.message_bar.text()
    assert page.enter.grid.without() == 2
    click(qtbot, page.enter.save_button)
    settle(qtbot)
    assert len(shown.told) == 1
    assert "2 resultaten toegevoegd" in page.message_bar.text()


def press_paste(page: GroupResultsPage) -> None:
    QTest.keyClick(page.enter.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def advise(desk: Desk) -> str:
    pupil = pupil_id(desk, COMPLETE)
    for sort, advice, day in (("definitive", "vmbo_kb", 2), ("test", "havo", 3)):
        values = {"given_on": date(2027, 2, day), "sort": sort, "advice": advice}
        desk.entries.add(pupil, "advice", values)
    return pupil


def test_the_group_is_drawn_and_an_advice_that_must_go_up_stands_out(
    qtbot: QtBot, teacher: Desk
) -> None:
    pupil = advise(teacher)
    page, shown = opened(qtbot, teacher, LOOK)
    charts = [one.accessibleName() for one in page.look.findChildren(ChartView)]
    assert [one.startswith("begrijpend lezen · LVS.") for one in charts] == [True, True]
    page.tabs._choose(page.tabs.keys().index(ADVICES))
    settle(qtbot)
    before = len(shown.grounds)
    assert len(page.advices.table.rows()) == 4
    assert page.advices.table.select(pupil)
    assert "Het advies moet omhoog" in page.advices._story.text()
    page.advices.table.open_current()
    assert shown.went[-1] == Target("pupils", pupil, Category.RESULTS)
    assert len(shown.grounds) == before, "what was read is not read again for another tab"


def test_norms_are_typed_and_taken_away_and_brought_back(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("directeur")
    page, _ = opened(qtbot, desk, NORMS)
    pane = page.norms
    assert pane is not None
    given = {"test": "LVS", "domain": "reading", "moment": "M8", "lowest_1": 10, "lowest_2": 9}
    pane.form.set_values({**given, "lowest_3": 9, "lowest_4": 7})
    click(qtbot, pane.form.submit_button)
    assert "lager dan die ervoor" in pane.form.message("lowest_2")
    pane.form.input("lowest_3").set_value(8)
    click(qtbot, pane.form.submit_button)
    settle(qtbot)
    [norm] = pane.table.rows()
    assert pane.form.values()["test"] == "LVS", "the next norm is mostly of the same test"
    pane.remove(norm)
    settle(qtbot)
    assert pane.table.rows() == ()
    click(qtbot, page.message_bar._action)
    settle(qtbot)
    assert [one.lowest for one in pane.table.rows()] == [(10.0, 9.0, 8.0, 7.0)]
    desk.close()


def test_a_pupils_page_tells_sorts_apart_and_what_the_advice_asks(
    qtbot: QtBot, teacher: Desk
) -> None:
    pupil = advise(teacher)
    for sort, values in (("method", {"mark": "7½"}), ("report_mark", {"mark": "G"})):
        base = {"taken_on": TODAY, "sort": sort, "domain": "arithmetic"}
        teacher.entries.add(pupil, "result", {**base, **values})
    summary = next(one for one in teacher.pupils.all() if one.id == pupil)
    page = ResultsPage(Shown(teacher).context(), summary, MessageBar())
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle(qtbot)
    assert list(page.cards) == [
        "result",
        "result:method",
        "result:report_mark",
        "advice",
        "observation",
    ]
    assert (
        "Het advies moet omhoog"
        in page.findChild(type(page.list))
        .widget()
        .layout()
        .itemAt(0)
        .widget()
        .findChildren(type(page.cards["result"].nothing))[-1]
        .text()
    )
    page.domain.set_code("arithmetic")
    assert page.cards["result"].isHidden()
    assert [one.display["mark"] for one in page.cards["result:method"].table.rows()] == ["7,5"]
    click(qtbot, page.cards["result:method"].add_button)
    settle(qtbot)
    assert page.sheet.form("result").values()["sort"] == "method"
