"""Corrections in the window: history, rectifying, statements, deleting with a reason, undo."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.access.categories import Category
from app.desk.drafts import DraftForm
from ui.drafts import Resumed
from ui.pages.dossier.deleted_view import DeletedView
from ui.pages.dossier.history_view import HistoryView
from ui.pages.pupil_tasks import LEAVE

CONTROL = Qt.KeyboardModifier.ControlModifier
TALK = {"held_on": date(2025, 9, 1), "subject": "Rekenen", "participants": "moeder"}
TALK |= {"report": "Besproken."}
HEALTH = {"noted_on": date(2025, 9, 1), "condition": "Astma", "measure": "Rustig aan"}
PARENT = ({"initials": "A.", "surname": "Hof"}, {"relationship": "mother", "custody": "yes"})


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press(opened, key: Qt.Key, held: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(QApplication.focusWidget() or opened.page, key, held)
    opened.settle()


def talk_chosen(opened, **more):
    """The page of talks with one talk, chosen."""
    anna = opened.id_of("Anna")
    opened.desk.entries.add_guardian(anna, *PARENT)
    opened.desk.entries.add(anna, "talk", {**TALK, **more})
    opened.open("Anna")
    page = opened.tab("talk")
    choose(page)
    return page


def choose(page):
    view = page.cards["talk"].table.view
    view.setFocus()
    view.selectRow(0)
    return page.cards["talk"].details


def from_menu(page, opened, label: str) -> None:
    """Choose from the menu of the chosen row, as the menu key opens it."""
    table = page.cards["talk"].table
    menu = table.menu_for(table.current())
    [action] = [one for one in menu.actions() if one.text().replace("&", "").startswith(label)]
    action.trigger()
    opened.settle()


def choose_name(page, name: str) -> None:
    [made] = [
        one
        for one in page.sheet.findChildren(QPushButton)
        if one.accessibleName() == f"Kies {name}"
    ]
    click(made)


def test_a_rectification_says_what_at_whose_request_and_shows_in_list_and_history(open_as) -> None:
    opened = open_as("directeur")
    page = talk_chosen(opened)
    assert page.cards["talk"].table.view.isColumnHidden(1)
    from_menu(page, opened, "Rectificeren")
    form = page.sheet.form("rectification")
    assert form.isAncestorOf(QApplication.focusWidget())
    QTest.keyClicks(form.input("wrong").text, "De moeder heet anders.")
    choose_name(page, "A. Hof (moeder)")
    page.sheet.form("talk").input("participants").line.setText("A. Hof")
    press(opened, Qt.Key.Key_S)
    assert page.sheet is None
    details = choose(page)
    [said] = details.beside.texts()
    assert "op verzoek van A. Hof (moeder)" in said
    card = page.cards["talk"]
    shown = {one.key: one.of(card.table.current()) for one in card.table.model.columns}
    assert shown["beside"] == "gerectificeerd"
    assert not card.table.view.isColumnHidden(1)
    click(details.buttons.history_button)
    opened.settle()
    assert isinstance(page.face, HistoryView)
    assert [one.split(",")[0] for one in page.face.texts()] == ["gerectificeerd", "toegevoegd"]
    click(page.face.back_button)
    assert page.face is page.list


def test_a_statement_is_added_and_taken_away_with_a_reason_and_control_z_brings_it_back(
    open_as,
) -> None:
    opened = open_as("directeur")
    page = talk_chosen(opened)
    from_menu(page, opened, "Verklaring")
    form = page.sheet.form("statement")
    choose_name(page, "A. Hof (moeder)")
    QTest.keyClicks(form.input("text").text, "Ik zie dit <b>anders</b>.")
    click(page.sheet.submit_button)
    opened.settle()
    details = choose(page)
    [said] = details.beside.texts()
    assert said.startswith("Verklaring van A. Hof (moeder)")
    assert said.endswith("Ik zie dit <b>anders</b>.")
    [remove] = details.beside.findChildren(QPushButton)
    click(remove)
    opened.settle()
    assert not page.sheet.submit()  # without a reason it stays
    QTest.keyClicks(QApplication.focusWidget(), "De moeder trok haar in.")
    click(page.sheet.submit_button)
    opened.settle()
    assert choose(page).beside.texts() == ()
    press(opened, Qt.Key.Key_Z)
    assert opened.page.message_bar.text() == "Ongedaan gemaakt: Verklaring verwijderd."
    assert choose(page).beside.texts() == (said,)


def test_what_was_deleted_with_a_reason_stands_in_a_list_and_comes_back(open_as) -> None:
    opened = open_as("directeur")
    page = talk_chosen(opened)
    press(opened, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert page.sheet.title == "Gespreksverslag verwijderen"
    assert "AVG art. 5" in page.cards["talk"].kind.delete_reason
    QTest.keyClicks(QApplication.focusWidget(), "Bij het verkeerde kind.")
    press(opened, Qt.Key.Key_S)
    assert page.deleted_button.text() == "1 verwijderd gegeven bekijken"
    click(page.deleted_button)
    opened.settle()
    view = page.face
    assert isinstance(view, DeletedView)
    [row] = view.table.rows()
    assert (row.title, row.reason) == ("Rekenen", "Bij het verkeerde kind.")
    click(view.restore_button)
    opened.settle()
    assert page.face is view
    assert view.table.rows() == ()
    click(view.back_button)
    assert [one.title for one in page.cards["talk"].table.rows()] == ["Rekenen"]


def test_control_z_takes_back_step_by_step_also_from_another_tab_but_not_under_a_form(
    open_as,
) -> None:
    opened = open_as("directeur")
    page = talk_chosen(opened)
    anna = opened.id_of("Anna")

    def subject() -> list[object]:
        found = opened.desk.entries.page(anna, Category.TALK).entries["talk"]
        return [one.values["subject"] for one in found]

    for word in ("Taal", "Lezen"):
        page.edit(page.page.kinds[0], page.page.entries["talk"][0])
        opened.settle()
        page.sheet.form("talk").input("subject").line.setText(word)
        press(opened, Qt.Key.Key_S)
    assert opened.page.message_bar.text() == "Gespreksverslag gewijzigd."
    page.edit(page.page.kinds[0], page.page.entries["talk"][0])
    opened.settle()
    page.sheet.cancel_button.setFocus()
    press(opened, Qt.Key.Key_Z)
    assert subject() == ["Lezen"]
    page.sheet.cancel()
    opened.tab("absence")
    opened.page.view.tabs.setFocus()
    press(opened, Qt.Key.Key_Z)
    assert subject() == ["Taal"]
    press(opened, Qt.Key.Key_Z)
    assert subject() == ["Rekenen"]
    press(opened, Qt.Key.Key_Y)
    assert subject() == ["Taal"]


def test_a_parent_changed_in_one_form_is_undone_as_one(open_as) -> None:
    opened = open_as("directeur")
    opened.desk.entries.add_guardian(opened.id_of("Anna"), *PARENT)
    opened.open("Anna")
    page = opened.tab("contact")
    [row] = page.cards["guardian_of_pupil"].table.rows()
    page.edit_guardian(row.id)
    opened.settle()
    page.sheet.form("guardianship").input("custody").set_value("no")
    page.sheet.form("guardian").input("phone").line.setText("038-1234567")
    click(page.sheet.submit_button)
    opened.settle()
    click(page.message_bar._action)
    opened.settle()
    [row] = page.cards["guardian_of_pupil"].table.rows()
    assert (row.display["custody"], row.display["phone"]) == ("ja", "")


def test_an_enrolment_and_a_disenrolment_are_undone_from_their_message(open_as) -> None:
    opened = open_as("directeur")
    page = opened.page
    page.enrol()
    opened.settle()
    sheet = page._right.currentWidget()
    QTest.keyClicks(sheet.form("pupil").input("call_name").line, "Fien")
    sheet.form("placement").input("group_id").set_value(opened.desk.groups.all()[0].id)
    sheet.form("placement").input("year_group").set_value("7")
    click(sheet.submit_button)
    opened.settle()
    assert page.view.pupil.display_name == "Fien"
    page.view.start(LEAVE)
    opened.settle()
    page.view.page.form("leave").input("reason_out").set_value("abroad")
    click(page.view.page.submit_button)
    opened.settle()
    click(page.message_bar._action)
    opened.settle()
    assert page.message_bar.text() == "Ongedaan gemaakt: Leerling uitgeschreven."
    page.view.tabs.setFocus()
    press(opened, Qt.Key.Key_Z)
    assert page._right.currentWidget() is page.nobody
    assert not any("Fien" in one.display_name for one in opened.desk.pupils.all())


def test_of_what_is_only_shared_with_the_group_no_history_is_offered(open_as) -> None:
    head = open_as("directeur")
    shared = {**HEALTH, "shared_with_group": True}
    head.desk.entries.add(head.id_of("Anna"), "health", shared, "Nodig in de klas.")
    head.desk.close()
    opened = open_as("leerkracht8")
    opened.open("Anna")
    card = opened.tab("health").cards["health"]
    card.table.view.setFocus()
    card.table.view.selectRow(0)
    assert card.details.isVisible()
    assert not card.details.buttons.history_button.isVisible()
    offered = [one.text() for one in card.table.menu_for(card.table.current()).actions()]
    assert offered == ["Kolomme&n", "Lijst af&drukken…"], "what may be done with the list only"


def test_a_half_written_statement_and_rectification_go_on_in_their_own_form(open_as) -> None:
    opened = open_as("directeur")
    page = talk_chosen(opened)
    [entry] = page.page.entries["talk"]
    form = DraftForm("entry", "x", "Anna", page.pupil.id, "talk", "talk", entry.id, entry.version)
    for section, typed in (
        ("statement", {"text": "Half"}),
        ("rectification", {"wrong": "Half"}),
    ):
        opened.desk.drafts.save("", form, {section: typed})
        [note] = opened.desk.drafts.notes().notes
        page.resume(Resumed(note, {section: typed}))
        page.load()
        opened.settle()
        assert page.sheet.form(section).raw()[next(iter(typed))] == "Half"
        page.sheet.form(section).mark_saved()
        page.sheet.cancel()
        opened.settle()
