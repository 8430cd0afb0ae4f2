"""Afwezigheid: marking by keyboard, free days, undo, leave, the signal, the year drawn."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from app.dossier.calendar import FreeDays, SchoolCalendar
from app.dossier.half_days import Mark, piece_of
from app.dossier.register import Marking
from app.errors import UserError
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages.absence.register_grid import RegisterGrid
from ui.pages.absence.register_view import last_school_day
from ui.pages.absence.saving import RegisterSaver
from ui.pages.absence.year_card import TotalsCard, YearCard, shown_day
from ui.pages.absence_page import AbsencePage
from ui.pages.calendar_page import CalendarPage, unknown_years
from ui.pages.dossier.absence import AbsencePage as AbsenceTab
from ui.pages.today_page import TodayPage
from ui.widgets.message_bar import MessageBar
from ui.widgets.year_calendar import DayShown, HalfShown, YearCalendar

WEEK = timedelta(days=7)
ILL, LATE = Mark("ill"), Mark("late")


def opened(qtbot: QtBot, desk: Desk, part: str = "") -> tuple[AbsencePage, Shown]:
    shown = Shown(desk)
    page = show(qtbot, AbsencePage(shown.context()))
    page.activateWindow()
    page.show_target(Target("absence", part=part))
    settle(qtbot)
    return page, shown


def keys(qtbot: QtBot, grid: RegisterGrid, typed: str) -> None:
    QTest.keyClicks(grid, typed)
    settle(qtbot)


def marks_of(desk: Desk, pupil: str) -> list[tuple[str, str, object]]:
    entries = desk.entries.page(pupil, Category.ABSENCE).entries["absence"]
    return [
        (str(one.values["sort"]), str(one.values["half_day"]), one.values["hours"])
        for one in entries
    ]


def test_a_number_and_a_letter_mark_a_whole_day_and_space_repeats(
    qtbot: QtBot, school: TransferSchool
) -> None:
    page, shown = opened(qtbot, school.desk("leerkracht8"))
    grid, desk = page.register.grid, shown.desk
    pupils = [line.id for line in grid.rows.lines]
    keys(qtbot, grid, "2z4 3l++")
    assert marks_of(desk, pupils[1]) == [("ill", "whole", None)]
    assert marks_of(desk, pupils[3]) == [("ill", "whole", None)]
    assert marks_of(desk, pupils[2]) == [("late", "morning", 10 / 60)]
    assert page.register.saved.text() == "Opgeslagen"
    assert "1 aanwezig, 2 ziek, 1 te laat" in page.register.status.text()
    assert shown.grounds[-1] == "Inzage vastgelegd: groepsleerkracht 8"
    keys(qtbot, grid, "2a")
    assert marks_of(desk, pupils[1]) == []
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    assert marks_of(desk, pupils[1]) == [("ill", "whole", None)]
    desk.close()


def test_several_cells_are_marked_as_one_act_and_undone_as_one(
    qtbot: QtBot, school: TransferSchool
) -> None:
    page, shown = opened(qtbot, school.desk("leerkracht8"))
    grid, desk = page.register.grid, shown.desk
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert grid.hasFocus()
    for _ in range(2):
        QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys(qtbot, grid, "g")
    chosen = [line.id for line in grid.rows.lines[:3]]
    assert [marks_of(desk, one) for one in chosen] == [[("authorised", "morning", None)]] * 3
    page.register._save(())
    settle(qtbot)
    assert [marks_of(desk, one) for one in chosen] == [[]] * 3
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert not grid.hasFocus(), "at the end of the row Tab leaves the list"
    desk.close()


def test_what_is_typed_while_saving_runs_is_saved_in_order(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("leerkracht8")
    pupil = pupil_id(desk, COMPLETE)
    saver = RegisterSaver(desk.register, TODAY, TODAY)
    half_day = (TODAY, "morning")
    assert saver.put([Marking(pupil, {half_day: ILL})])
    assert not saver.put([Marking(pupil, {half_day: LATE})])
    assert len(saver.waiting()) == 2
    lines, undone = saver.work()
    assert (dict(lines[0].marks), undone, saver.is_busy) == ({half_day: LATE}, False, False)
    assert saver.put(())
    assert saver.work()[1]
    assert [sort for sort, _, _ in marks_of(desk, pupil)] == ["ill"]
    saver.put([Marking(pupil, {(TODAY - timedelta(days=1), "morning"): ILL})])  # a Sunday
    saver.put([Marking(pupil, {half_day: None})])
    with pytest.raises(UserError, match="geen les"):
        saver.work()
    assert (saver.waiting(), saver.is_busy) == ((), False)
    desk.close()


def test_a_free_day_says_so_and_takes_nothing(qtbot: QtBot, school: TransferSchool) -> None:
    head = school.desk("directeur")
    head.calendar.add(FreeDays(TODAY, TODAY, "study_day", "Studiedag team"))
    page, shown = opened(qtbot, head)
    # The page opens on the last school day; the free day is one step away by its date.
    assert page.register.day.day() == TODAY - timedelta(days=3)
    page.register._ask(day=TODAY)
    settle(qtbot)
    keys(qtbot, page.register.grid, "1z")
    assert "Studiedag team" in page.message_bar.text()
    assert "niets in te vullen" in page.register.status.text()
    page.register.step(1)
    settle(qtbot)
    assert page.register.day.day() == TODAY + timedelta(days=1)
    shown.desk.close()


def test_the_group_that_was_shown_last_shows_again(qtbot: QtBot, school: TransferSchool) -> None:
    head = school.desk("directeur")
    page, _ = opened(qtbot, head)
    assert page.register.group.currentText() == "Groep 7"
    page.register.show_group(page.register.group.itemData(1))
    settle(qtbot)
    again, _ = opened(qtbot, head)
    assert again.register.group.currentText() == "Groep 8"
    head.close()


def test_slash_searches_by_name_and_f2_opens_the_dossier(
    qtbot: QtBot, school: TransferSchool
) -> None:
    page, shown = opened(qtbot, school.desk("leerkracht8"))
    QTest.keyClick(page.register.grid, "/")
    assert page.register.search.hasFocus()
    QTest.keyClicks(page.register.search, "yil")
    QTest.keyClick(page.register.search, Qt.Key.Key_Return)
    grid = page.register.grid
    assert grid.hasFocus()
    there = grid.rows.lines[grid.currentIndex().row()]
    assert there.pupil.display_name == "Cem Yılmaz"
    QTest.keyClick(grid, Qt.Key.Key_F2)
    assert shown.went == [Target("pupils", there.id, Category.ABSENCE)]
    assert [page.register.group.itemText(0)] == ["Groep 8 (mijn groep)"]
    assert page.register.group.count() == 1, "a teacher is offered the own groups only"
    shown.desk.close()


def test_a_week_shows_what_lasts_and_one_half_day_of_it_can_be_taken_out(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("leerkracht8")
    pupil = pupil_id(desk, COMPLETE)
    long = {"from_date": TODAY, "until_date": TODAY + timedelta(days=4), "sort": "ill"}
    desk.entries.add(pupil, "absence", {**long, "half_day": "whole"})
    page, _ = opened(qtbot, desk)
    page.register.switch_span()
    settle(qtbot)
    grid = page.register.grid
    assert len(grid.rows.slots) == 10
    grid.go_to_pupil(pupil)
    row = grid.currentIndex().row()
    words = [grid.rows.index(row, column).data() for column in range(10)]
    assert words == ["Z"] * 5 + [""] + ["Z"] * 4  # no lessons on Wednesday afternoon
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    settle(qtbot)
    assert sorted(marks_of(desk, pupil)) == [("ill", "morning", None), ("ill", "whole", None)]
    spoken = grid.rows.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("maandag 01-03-2027, middag: aanwezig")
    desk.close()


def test_the_headteacher_decides_on_leave_and_can_take_it_back(
    qtbot: QtBot, school: TransferSchool
) -> None:
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    asked = {"requested_on": TODAY, "from_date": TODAY + WEEK, "until_date": TODAY + 4 * WEEK}
    head.entries.add(pupil, "leave_request", {**asked, "ground": "holiday"})
    page, shown = opened(qtbot, head, "leave")
    (card,) = page.leave.cards
    click(qtbot, card.buttons["refused"])
    settle(qtbot)
    assert "waarom" in card.problem.text()
    click(qtbot, card.buttons["granted"])
    settle(qtbot)
    assert page.leave.cards == []
    assert marks_of(head, pupil) == [("authorised", "whole", None)]
    assert "toegestaan" in page.message_bar.text()
    page.message_bar._act()
    settle(qtbot)
    assert len(page.leave.cards) == 1
    assert marks_of(head, pupil) == []
    shown.desk.close()


def test_the_signal_stands_on_vandaag_and_leads_to_the_report(
    qtbot: QtBot, school: TransferSchool
) -> None:
    head = school.desk("directeur")
    pupil = head.pupils.by_number(COMPLETE)
    away = {"from_date": TODAY - WEEK, "until_date": TODAY - timedelta(days=3)}
    head.entries.add(pupil.id, "absence", {**away, "half_day": "whole", "sort": "unauthorised"})
    shown = Shown(head)
    today = show(qtbot, TodayPage(shown.context()))
    today.show_target(Target("today"))
    settle(qtbot)
    assert today.signals is not None
    (go,) = today.signals.buttons.values()
    click(qtbot, go)
    assert shown.went == [Target("pupils", pupil.id, Category.ABSENCE)]
    tab = AbsenceTab(shown.context(), pupil, MessageBar())
    qtbot.addWidget(tab)
    tab.load()
    settle(qtbot)
    tab.edit(tab.cards["absence_report"].kind, None)
    settle(qtbot)
    assert tab.sheet is not None
    form = tab.sheet.form("absence_report")
    assert (form.values()["hours"], form.values()["sort"]) == (25.5, "sixteen_hours")
    tab.sheet.submit()
    settle(qtbot)
    assert head.absences.signals() == ()
    tab.edit(tab.cards["leave_request"].kind, None)
    settle(qtbot)
    asked = set(tab.sheet.form("leave_request").values())
    assert "ground" in asked
    assert not asked & {"decision", "decided_on", "decision_reason"}
    head.close()


def test_a_year_is_drawn_told_and_counted(qtbot: QtBot, school: TransferSchool) -> None:
    desk = school.desk("leerkracht8")
    pupil = pupil_id(desk, COMPLETE)
    desk.register.mark([Marking(pupil, {(TODAY, "morning"): ILL})], TODAY, TODAY)
    entries = desk.entries.page(pupil, Category.ABSENCE).entries["absence"]
    card = YearCard(entries, SchoolCalendar(), TODAY)
    qtbot.addWidget(card)
    card.resize(900, 400)
    card.show()
    assert "2026-2027: ziek 1 dagdeel, 3,5 uur" in card.year.accessibleName()
    year = card.year
    QTest.mouseClick(year, Qt.MouseButton.LeftButton, pos=year.cell(TODAY).center().toPoint())
    assert card.told.text() == "maandag 01-03-2027: ochtend ziek, middag aanwezig"
    QTest.keyClick(year, Qt.Key.Key_Left)
    assert card.told.text() == "zondag 28-02-2027: geen les"
    QTest.keyClick(year, Qt.Key.Key_Down)
    assert year.here() == date(2027, 3, 28)
    click(qtbot, card.earlier)
    assert card.title.text() == "Kalender 2025-2026"
    totals = TotalsCard(entries, desk.absences.of_pupil(pupil), TODAY)
    qtbot.addWidget(totals)
    totals.since.set_day(TODAY)
    assert totals.cells["ill"].text() == "1 dagdeel, 3,5 uur"
    desk.close()


def test_a_day_with_one_half_of_lessons_is_drawn_whole_and_a_free_one_hatched() -> None:
    calendar = SchoolCalendar(free=(FreeDays(TODAY, TODAY, "study_day", "Studiedag"),))
    wednesday = TODAY + timedelta(days=2)
    ill = {"id": "x", "from_date": wednesday, "until_date": None, "half_day": "whole"}
    row = {**ill, "sort": "ill", "half_days": None, "hours": None, "ground": None}
    row |= {"reported_by": None, "note": None}
    drawn = shown_day(wednesday, [piece_of(row)], calendar)
    assert isinstance(drawn.morning, HalfShown)
    assert drawn.morning == drawn.afternoon
    assert shown_day(TODAY, [piece_of(row)], calendar) == DayShown(
        "maandag 01-03-2027: Studiedag", free=True
    )


def test_every_day_of_the_year_has_its_place(qtbot: QtBot) -> None:
    year = YearCalendar()
    qtbot.addWidget(year)
    year.resize(700, 260)
    year.set_days(date(2027, 8, 1), {}, "leeg")
    day = date(2027, 8, 1)
    while day < date(2028, 8, 1):
        assert year.day_at(year.cell(day).center()) == day
        day += timedelta(days=1)


def test_the_register_opens_on_the_last_day_with_lessons() -> None:
    assert last_school_day(SchoolCalendar(), TODAY) == TODAY
    assert last_school_day(SchoolCalendar(), TODAY - timedelta(days=1)) == TODAY - timedelta(days=3)


def test_the_calendar_takes_holidays_over_and_gives_free_days_back(
    qtbot: QtBot, school: TransferSchool
) -> None:
    head = school.desk("directeur")
    page = show(qtbot, CalendarPage(Shown(head).context()))
    page.show_target(Target("calendar"))
    settle(qtbot)
    click(qtbot, page.take_button)
    settle(qtbot)
    assert "Kies eerst de vakantieregio" in page.message_bar.text()
    page.region.set_code("south")
    click(qtbot, page.take_button)
    settle(qtbot)
    assert len(page.free.rows()) == 10
    spring = next(one for one in page.free.rows() if one.name == "Voorjaarsvakantie")
    page.delete(spring)
    settle(qtbot)
    page.message_bar._act()
    settle(qtbot)
    assert sum(one.name == "Voorjaarsvakantie" for one in head.calendar.read().free) == 1
    form = page.form
    QTest.keyClicks(form.input("name").widget, "Studiedag")
    QTest.keyClicks(form.input("from_date").day.line, "12-3-2027")
    assert form.submit()
    settle(qtbot)
    assert head.calendar.read().free_on(date(2027, 3, 12)) is not None
    page.hours[3][1].setText("1,75")
    click(qtbot, page.hours_button)
    settle(qtbot)
    assert head.calendar.read().hours[3] == (3.5, 1.75)
    assert unknown_years(TODAY) == ("2027-2028",)
    head.close()
