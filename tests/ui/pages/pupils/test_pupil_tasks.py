"""Enrolling, moving, disenrolling and returning, by hand, in the window."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.access.categories import Category
from ui.pages.form_sheet import FormSheet
from ui.pages.pupil_tasks import CHANGE, LEAVE, MOVE, RETURN, tasks_for


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(form, name: str, label: str) -> None:
    choice = form.input(name).choice
    choice.setCurrentIndex(choice.findText(label))


def test_a_new_pupil_is_enrolled_with_a_proposed_number_and_opened(open_as) -> None:
    opened = open_as("administratie")
    click(opened.page.list.enrol_button)
    opened.settle()
    sheet = opened.page._right.currentWidget()
    assert isinstance(sheet, FormSheet)
    assert sheet.isAncestorOf(QApplication.focusWidget())
    person = sheet.form("pupil")
    assert person.values()["number"] == "1005"
    person.input("call_name").line.insert("Thảo")  # key clicks know no such letters
    person.input("surname").line.insert("Nguyễn")
    choose(sheet.form("placement"), "group_id", "8")
    assert sheet.form("placement").values()["year_group"] == "8"
    assert "Groep 8 heeft nu 2 leerlingen en gaat naar 3." in sheet.effects.text()
    click(sheet.submit_button)
    opened.settle()
    assert opened.page.view.heading.name.text() == "Thảo Nguyễn"
    assert "Nguyễn, Thảo" in [one.list_name for one in opened.page.list._pupils]
    assert "ingeschreven" in opened.page.message_bar.text()


def test_an_enrolment_without_a_name_or_a_group_says_both_and_keeps_what_was_typed(open_as) -> None:
    opened = open_as("directeur")
    click(opened.page.list.enrol_button)
    opened.settle()
    sheet = opened.page._right.currentWidget()
    QTest.keyClicks(sheet.form("pupil").input("personal_number").line, "111")
    click(sheet.submit_button)
    opened.settle()
    assert "kloppen" in sheet.summary.text()
    assert sheet.form("placement").message("group_id")
    assert "negen cijfers" in sheet.form("pupil").message("personal_number")
    assert sheet.form("pupil").input("personal_number").line.text() == "111"
    assert len(opened.desk.pupils.all()) == 4


def start(opened, what) -> FormSheet:
    opened.page.view.start(what)
    opened.settle()
    sheet = opened.page.view.page
    assert isinstance(sheet, FormSheet)
    return sheet


def test_moving_to_another_group_says_in_numbers_what_happens_and_does_it(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    sheet = start(opened, MOVE)
    choose(sheet.form("move"), "group_id", "6/7")
    choose(sheet.form("move"), "year_group", "groep 7")
    said = sheet.effects.text()
    assert "Groep 6/7 heeft nu 2 leerlingen en gaat naar 3." in said
    assert "Groep 8 heeft nu 2 leerlingen en gaat naar 1." in said
    click(sheet.submit_button)
    opened.settle()
    moved = next(one for one in opened.desk.pupils.all() if "Anna" in one.display_name)
    assert (moved.group_name, moved.year_group) == ("6/7", "7")
    assert "Groep 6/7" in opened.page.view.heading.facts.text()


def test_a_move_before_the_present_placement_is_refused_and_the_form_stays(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    sheet = start(opened, MOVE)
    choose(sheet.form("move"), "group_id", "6/7")
    sheet.form("move").input("from_date").set_value(date(2019, 1, 1))
    click(sheet.submit_button)
    opened.settle()
    assert opened.page.view.page is sheet
    assert "Er is niets gewijzigd" in opened.page.message_bar.text()


def test_who_is_disenrolled_moves_to_the_former_pupils_and_can_return(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    sheet = start(opened, LEAVE)
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    sheet.form("leave").input("until_date").set_value(yesterday)
    sheet.form("leave").input("reason_out").set_value("primary")
    assert "Het dossier blijft bewaard" in sheet.effects.text()
    assert "onderwijskundig rapport" in sheet.effects.text()
    click(sheet.submit_button)
    opened.settle()
    assert [one.display_name for one in opened.desk.pupils.former()] == ["Anna van 't Hof"]
    assert opened.page.view.pupil.former
    assert opened.page.list.find(opened.page.view.pupil.id) is None

    opened.page.list.switch._choose(1)
    opened.settle()
    assert opened.page.list.find(opened.page.view.pupil.id) is not None
    sheet = start(opened, RETURN)
    choose(sheet.form("placement"), "group_id", "8")
    click(sheet.submit_button)
    opened.settle()
    assert opened.desk.pupils.former() == ()
    anna = opened.id_of("Anna")
    entries = opened.desk.entries.page(anna, Category.ENROLMENT).entries["enrolment"]
    assert len(entries) == 2


def test_disenrolling_without_a_reason_is_not_done(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    sheet = start(opened, LEAVE)
    click(sheet.submit_button)
    opened.settle()
    assert sheet.form("leave").message("reason_out")
    assert opened.desk.pupils.former() == ()


def test_cancelling_goes_back_to_the_tab_and_changes_nothing(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    sheet = start(opened, LEAVE)
    click(sheet.cancel_button)
    opened.settle()
    assert not isinstance(opened.page.view.page, FormSheet)
    assert len(opened.desk.pupils.all()) == 4


def test_a_teacher_gets_no_tasks_and_a_former_pupil_gets_other_ones(open_as) -> None:
    opened = open_as("leerkracht8")
    opened.open("Anna")
    (card,) = opened.page.view._menu.actions()
    assert "oodkaart" in card.text()
    pupil = opened.page.view.pupil
    assert tasks_for(pupil) == (CHANGE, MOVE, LEAVE)
