"""The column of pupils: finding, opening, and who may do what."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.access.journal import LogFilter
from app.dossier.names import fold
from app.dossier.values import GroupSummary, PupilSummary
from ui.pages.pupil_list import PupilList, rows_of
from ui.widgets.row_list import ListRow


def labels(opened) -> list[str]:
    rows: list[ListRow] = opened.page.list.list._rows.rows
    return [one.label for one in rows]


def pupil(number: int, group: str = "g8", year: str = "8", **more) -> PupilSummary:
    name = f"Leerling {number:05}"
    return PupilSummary(
        id=f"id{number}",
        number=str(number),
        display_name=name,
        list_name=name,
        search_key=fold(f"{name} {number}"),
        sort_key=(fold(name), "", ""),
        group_id=group,
        group_name=group,
        year_group=year,
        own=False,
        former=False,
        **more,
    )


def test_groups_stand_with_their_number_and_a_combination_group_shows_the_year(open_as) -> None:
    opened = open_as("directeur")
    assert labels(opened) == [
        "Groep 6/7", "Adem & Zn, <b>Bo</b>", "Sita", "Groep 8", "Hof, Anna van 't",
        "Wiśniewski, Łukasz",
    ]  # fmt: skip
    rows = opened.page.list.list._rows.rows
    assert [one.aside for one in rows[:3]] == ["2 leerlingen", "gr. 7", "gr. 6"]


def test_a_teacher_sees_the_own_group_first_and_may_not_enrol_or_see_former_pupils(open_as) -> None:
    opened = open_as("leerkracht8")
    assert labels(opened)[0] == "Groep 8"
    assert not opened.page.list.enrol_button.isVisible()
    assert not opened.page.list.switch.isVisible()


def test_typing_finds_without_accents_and_enter_opens_the_one_found(open_as) -> None:
    opened = open_as("directeur")
    assert not opened.page.find(), "there already: Ctrl+F goes on to the texts of dossiers"
    opened.page.list.enrol_button.setFocus()
    assert opened.page.find()
    assert QApplication.focusWidget() is opened.page.list.search
    QTest.keyClicks(opened.page.list.search, "wisni")
    QTest.keyClick(opened.page.list.search, Qt.Key.Key_Return)
    opened.settle()
    assert labels(opened) == ["Groep 8", "Wiśniewski, Łukasz"]
    assert opened.page.view.heading.name.text() == "Łukasz Wiśniewski"


def test_walking_with_the_arrows_opens_nobody_and_so_logs_nothing(open_as) -> None:
    opened = open_as("directeur")
    before = len(opened.desk.log.read(LogFilter()))
    QTest.keyClick(opened.page.list.search, Qt.Key.Key_Down)
    view = opened.page.list.list
    assert QApplication.focusWidget() is view
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down)
    opened.settle()
    assert opened.page.view.pupil is None
    after = len(opened.desk.log.read(LogFilter()))
    assert after - before <= 1  # reading the log is itself in the log
    QTest.keyClick(view, Qt.Key.Key_Return)
    opened.settle()
    assert opened.page.view.heading.name.text() == "Łukasz Wiśniewski"


def test_a_click_opens_and_a_click_on_a_group_does_not(open_as) -> None:
    opened = open_as("directeur")
    view = opened.page.list.list
    for row, opens in ((0, False), (4, True)):
        where = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        opened.settle()
        assert (opened.page.view.pupil is not None) is opens


def test_what_is_not_found_is_said_in_words(open_as) -> None:
    opened = open_as("directeur")
    QTest.keyClicks(opened.page.list.search, "zzz")
    QTest.keyClick(opened.page.list.search, Qt.Key.Key_Return)
    opened.settle()
    assert opened.page.list.nothing.isVisible()
    assert "Geen leerling gevonden" in opened.page.list.nothing.text()


def test_mark_up_in_a_name_shows_literally(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Bo")
    assert opened.page.view.heading.name.text() == "<b>Bo</b> Adem & Zn"


def test_ten_thousand_pupils_cost_no_widget_each_and_filter_like_a_fraction_of_building(
    qtbot,
) -> None:
    groups = [GroupSummary(f"g{n}", str(n), "", ("8",), 100, False) for n in range(100)]
    many = [pupil(n, group=f"g{n % 100}") for n in range(10_000)]
    column = PupilList(former=False, enrols=False)
    qtbot.addWidget(column)
    column.show()
    widgets = len(column.findChildren(object))
    start = time.perf_counter()
    column.set_pupils(many, groups)
    built = time.perf_counter() - start
    column.search.setText("09999")
    start = time.perf_counter()
    column._fill()
    filtered = time.perf_counter() - start
    assert len(column.findChildren(object)) <= widgets + 5
    assert column.list.keys() == ("id9999",)
    assert len(rows_of(many, groups, former=False)) == 10_100
    assert filtered < built * 3  # matching all costs about what showing all costs
