"""The dossier in the window: reading, adding, changing, deleting, undoing, per category."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.dossier.kinds import CATEGORY_TEXTS, FieldType, Kind, entry_kinds
from ui.pages.dossier import PAGES
from ui.pages.dossier.overview import OverviewPage
from ui.widgets.confirm import ConfirmDialog
from ui.widgets.empty_state import EmptyState


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(form, kind: Kind) -> None:
    """Type or choose something right in every required field, and in the first text."""
    for field in kind.fields:
        # A talk of the past asks for its report; one that still comes does not.
        asked = field.required or (kind.code, field.name) == ("talk", "report")
        if not asked or field.own_act:
            continue
        given = form.input(field.name)
        if field.type is FieldType.DATE:
            given.day.line.clear()
            QTest.keyClicks(given.day.line, "01092025")
        elif field.choices:
            given.set_value("yes" if "yes" in field.choices else next(iter(field.choices)))
        elif field.type is FieldType.LONG_TEXT:
            QTest.keyClicks(given.text, "Werkt <b>graag</b> samen")
        elif field.type is FieldType.SCHOOL_YEAR:
            QTest.keyClicks(given.line, "2025-2026")
        elif field.type is FieldType.PHONE:
            QTest.keyClicks(given.widget, "06-12345678")
        elif field.type is FieldType.YEAR_GROUP:
            given.set_value("7")
        elif isinstance(given.widget, QLineEdit):
            QTest.keyClicks(given.widget, "Voorbeeld & <i>meer</i>")
    if kind.code == "result":
        form.input("level").set_value("II")
    if kind.necessity:
        QTest.keyClicks(form.input("reason").text, "Nodig voor begeleiding")


def give_reason(opened, page) -> None:
    """Answer the question why something is deleted."""
    QTest.keyClicks(QApplication.focusWidget(), "Bij het verkeerde kind")
    click(page.sheet.submit_button)
    opened.settle()


ADDED = [
    (category, kind)
    for category in DOSSIER_CATEGORIES
    for kind in entry_kinds(category)
    if kind.code not in ("guardianship", "enrolment")
]


@pytest.mark.parametrize(("category", "kind"), ADDED, ids=lambda one: getattr(one, "code", one))
def test_an_entry_of_every_kind_can_be_added_seen_deleted_and_brought_back(
    open_as, category: Category, kind: Kind
) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab(category.value)
    before = len(page.page.entries[kind.code])
    card = page.cards[kind.code]
    if card.isVisible():
        click(card.add_button)
    else:
        click(page.empty.action)
    opened.settle()
    sheet = page.sheet
    assert sheet.isAncestorOf(QApplication.focusWidget())
    fill(sheet.form(kind.code), kind)
    click(sheet.submit_button)
    opened.settle()
    assert page.sheet is None, sheet.form(kind.code).problems()
    assert page.message_bar.text() == f"{kind.singular} toegevoegd."
    table = page.cards[kind.code].table
    assert len(table.rows()) == before + 1
    table.view.setFocus()
    table.view.selectRow(0)
    details = page.cards[kind.code].details
    assert "Directeur" in details.signed.text()
    if kind.necessity:
        assert "Nodig voor begeleiding" in details.facts.texts()
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    opened.settle()
    if kind.delete_reason:
        give_reason(opened, page)
    assert len(opened.page.view.page.page.entries[kind.code]) == before
    assert page.message_bar.text() == f"{kind.singular} verwijderd."
    click(page.message_bar._action)
    opened.settle()
    assert len(page.page.entries[kind.code]) == before + 1


def test_there_is_a_page_for_each_of_the_nine_categories_in_their_order() -> None:
    assert tuple(one.category for one in PAGES) == DOSSIER_CATEGORIES


def test_enter_opens_the_form_with_the_entry_and_saving_changes_it(open_as) -> None:
    opened = open_as("directeur")
    anna = opened.id_of("Anna")
    opened.desk.entries.add(
        anna, "absence", {"from_date": date(2025, 9, 1), "half_day": "whole", "sort": "ill"}
    )
    opened.open("Anna")
    page = opened.tab("absence")
    view = page.cards["absence"].table.view
    view.setFocus()
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Return)
    opened.settle()
    form = page.sheet.form("absence")
    assert form.values()["sort"] == "ill"
    form.input("sort").set_value("unauthorised")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert page.page.entries["absence"][0].values["sort"] == "unauthorised"


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("enrolment")
    click(page.change_button)
    opened.settle()
    form = page.sheet.form("pupil")
    QTest.keyClicks(form.input("personal_number").line, "123456789")
    QTest.keyClicks(form.input("first_names").line, "Anna Maria")
    click(page.sheet.submit_button)
    opened.settle()
    assert "elfproef" in form.message("personal_number")
    assert form.values()["first_names"] == "Anna Maria"
    form.input("personal_number").line.clear()
    QTest.keyClicks(form.input("personal_number").line, "123456782")
    click(page.sheet.submit_button)
    opened.settle()
    assert page.sheet is None
    assert "123456782" in page.facts.texts()


def test_a_number_of_someone_else_is_refused_at_its_field_and_the_form_stays(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("enrolment")
    click(page.change_button)
    opened.settle()
    form = page.sheet.form("pupil")
    form.input("number").line.clear()
    QTest.keyClicks(form.input("number").line, "1002")
    click(page.sheet.submit_button)
    opened.settle()
    assert "al van een andere leerling" in form.message("number")
    assert form.isEnabled()


def add_guardian(opened, page, surname: str, custody: str, *, secret: bool = False) -> None:
    click(page.cards["guardian_of_pupil"].add_button)
    opened.settle()
    person, link = page.sheet.form("guardian"), page.sheet.form("guardianship")
    for name, text in (
        ("surname", surname), ("street", "Dorpsstraat"), ("house_number", "1"),
        ("postcode", "1234ab"), ("city", "Zwolle"), ("phone", "06-12345678"),
    ):  # fmt: skip
        QTest.keyClicks(person.input(name).line, text)
    person.input("address_secret").set_value(secret)
    link.input("relationship").set_value("mother")
    link.input("custody").set_value(custody)
    click(page.sheet.submit_button)
    opened.settle()


def test_a_guardian_is_added_with_custody_in_one_form_and_a_secret_address_shows(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("contact")
    add_guardian(opened, page, "Jansen", "yes", secret=True)
    [row] = page.cards["guardian_of_pupil"].table.rows()
    shown = {one.key: one.of(row) for one in page.cards["guardian_of_pupil"].table.model.columns}
    assert shown["title"] == "Jansen"
    assert shown["custody"] == "ja"
    assert shown["relationship"] == "moeder"
    assert shown["notice"] == "adres geheim"
    assert shown["address"] == "Dorpsstraat 1, 1234 AB Zwolle"
    chips = opened.desk.pupils.head(opened.id_of("Anna")).chips
    assert ("waiting", "Geheim adres") in chips


def test_a_change_of_custody_and_of_telephone_is_saved_from_the_same_form(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("contact")
    add_guardian(opened, page, "Jansen", "unknown")
    [row] = page.cards["guardian_of_pupil"].table.rows()
    page.edit_guardian(row.id)
    opened.settle()
    page.sheet.form("guardianship").input("custody").set_value("yes")
    page.sheet.form("guardian").input("phone").line.setText("038-1234567")
    click(page.sheet.submit_button)
    opened.settle()
    [row] = page.cards["guardian_of_pupil"].table.rows()
    assert (row.display["custody"], row.display["phone"]) == ("ja", "038-1234567")


def test_a_deleted_guardian_comes_back_whole(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("contact")
    add_guardian(opened, page, "Jansen", "yes")
    table = page.cards["guardian_of_pupil"].table
    table.view.setFocus()
    table.view.selectRow(0)
    click(page.cards["guardian_of_pupil"].details.buttons.delete_button)
    opened.settle()
    assert table.rows() == ()
    click(page.message_bar._action)
    opened.settle()
    assert [one.display["city"] for one in table.rows()] == ["Zwolle"]


def test_a_talk_lets_one_choose_from_the_pupils_own_guardians(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    add_guardian(opened, opened.tab("contact"), "Jansen", "yes")
    page = opened.tab("talk")
    click(page.empty.action)
    opened.settle()
    choice = page.sheet.form("talk").input("informed_guardian").choice
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "Niet ingevuld",
        "Jansen (moeder)",
    ]


def test_a_category_that_is_not_for_this_role_says_who_may(open_as) -> None:
    opened = open_as("leerkracht8")
    opened.open("Anna")
    page = opened.tab("research")
    assert isinstance(page.face, EmptyState)
    assert "intern begeleider, directeur" in page.face.why.text()
    assert opened.grounds[-1] == "Inzage geweigerd en vastgelegd"


def test_a_teacher_reads_absence_of_the_own_group_on_that_ground_and_of_no_other(open_as) -> None:
    opened = open_as("leerkracht8")
    opened.open("Anna")
    opened.tab("absence")
    assert opened.grounds[-1] == "Inzage vastgelegd: groepsleerkracht 8"
    opened.open("Sita")
    assert isinstance(opened.page.view.page, OverviewPage)
    assert isinstance(opened.tab("absence").face, EmptyState)


def test_an_empty_category_teaches_what_belongs_there_and_what_does_not(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("funding")
    said = CATEGORY_TEXTS[Category.FUNDING]
    assert said.purpose in page.empty.why.text()
    assert page.empty.not_here.text() == said.not_here


def test_control_and_a_digit_open_the_tabs(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    for key, tab in (
        (Qt.Key.Key_3, "absence"),
        (Qt.Key.Key_0, "research"),
        (Qt.Key.Key_1, "overview"),
    ):
        QTest.keyClick(opened.page, key, Qt.KeyboardModifier.ControlModifier)
        opened.settle()
        assert opened.page.view.tabs.current() == tab


def answer(button: str) -> None:
    """Press a button of the question that is about to be asked."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ConfirmDialog)
        click(getattr(dialog, button))

    QTimer.singleShot(100, press)


def begin_typing(opened):
    opened.open("Anna")
    page = opened.tab("talk")
    click(page.empty.action)
    opened.settle()
    QTest.keyClicks(page.sheet.form("talk").input("subject").line, "Rapport")
    return page


def test_unsaved_text_keeps_the_tab_and_the_pupil_when_the_user_goes_on_typing(open_as) -> None:
    opened = open_as("directeur")
    page = begin_typing(opened)
    answer("cancel_button")
    opened.page.view.go_to("absence")
    opened.settle()
    assert opened.page.view.page is page
    assert opened.page.view.tabs.current() == "talk"
    answer("cancel_button")
    opened.page.open(opened.id_of("Sita"))
    opened.settle()
    assert opened.page.view.pupil.display_name == "Anna van 't Hof"
    answer("extra_button")
    assert opened.page.may_leave()


def test_saving_when_asked_saves_before_the_other_tab_opens(open_as) -> None:
    opened = open_as("directeur")
    page = begin_typing(opened)
    fill(page.sheet.form("talk"), page.page.kinds[0])
    answer("action_button")
    opened.page.view.go_to("absence")
    opened.settle()
    assert opened.page.view.tabs.current() == "absence"
    saved = opened.desk.entries.page(opened.id_of("Anna"), Category.TALK).entries["talk"]
    assert len(saved) == 1


def test_saving_that_fails_keeps_the_user_with_the_text(open_as) -> None:
    opened = open_as("directeur")
    page = begin_typing(opened)
    answer("action_button")
    opened.page.view.go_to("absence")
    opened.settle()
    assert opened.page.view.page is page
    assert page.sheet.form("talk").values()["subject"] == "Rapport"


def test_the_overview_names_what_is_missing_and_leads_there(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    todo = [text for _category, text in opened.page.view.head.todo]
    assert todo == ["BSN of onderwijsnummer invullen", "Een verzorger toevoegen"]
    links = [
        one
        for one in opened.page.view.page.findChildren(QPushButton)
        if one.accessibleName() == "Een verzorger toevoegen: naar Adressen"
    ]
    click(links[0])
    opened.settle()
    assert opened.page.view.tabs.current() == "contact"


def test_the_two_actions_go_to_transfer_and_letters_for_who_may(open_as) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    click(opened.page.view.report_button)
    click(opened.page.view.letter_button)
    anna = opened.id_of("Anna")
    assert [(one.place, one.pupil_id) for one in opened.went] == [
        ("transfer", anna),
        ("letters", anna),
    ]


def test_the_office_has_no_button_for_reports_it_may_not_read(open_as) -> None:
    opened = open_as("administratie")
    opened.open("Anna")
    assert not opened.page.view.report_button.isVisible()
    assert opened.page.view.more_button.isVisible()


def test_a_filed_letter_opens_in_the_window_and_printing_it_is_logged(open_as, monkeypatch) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    add_guardian(opened, opened.tab("contact"), "Jansen", "yes")
    anna = opened.id_of("Anna")
    opened.desk.reports.begin(anna, "po_vo", "12ab", "00", "Het Lyceum")
    opened.desk.letters.make([anna], "okr")
    page = opened.tab("okr")
    assert len(page.letters.rows()) == 1
    page.letters.view.setFocus()
    page.letters.view.selectRow(0)
    QTest.keyClick(page.letters.view, Qt.Key.Key_Return)
    opened.settle()
    view = page.face
    opened.qtbot.waitUntil(lambda: view.pdf.page() == 1, timeout=10_000)
    printed = []
    monkeypatch.setattr(view.pdf, "print_dialog", lambda: printed.append(True))
    asked = []
    content = opened.desk.filed.content
    monkeypatch.setattr(
        opened.desk.filed, "content", lambda *a, **k: asked.append(k) or content(*a, **k)
    )
    click(view.pdf.print_button)
    opened.settle()
    assert printed == [True]
    assert asked == [{"printing": True}]
    click(view.back_button)
    assert page.face is page.list


def test_results_measured_more_than_once_are_drawn(open_as) -> None:
    opened = open_as("directeur")
    anna = opened.id_of("Anna")
    for moment, day, level in (("M6", 1, "III"), ("E6", 2, "II"), ("M7", 3, "I")):
        values = {
            "taken_on": date(2025, day, 20),
            "sort": "monitoring",
            "domain": "reading",
            "moment": moment,
            "level": level,
        }
        opened.desk.entries.add(anna, "result", values)
    opened.open("Anna")
    opened.tab("results")
    from ui.widgets.chart_view import ChartView

    [chart] = opened.page.view.page.findChildren(ChartView)
    said = "begrijpend lezen: M6 niveau III, E6 niveau II, M7 niveau I"
    assert chart.accessibleName().startswith(said)
    heights = [one.y for one in chart.shapes().markers]
    assert heights == sorted(heights, reverse=True)


def test_while_a_form_is_open_saving_is_the_one_thing_to_do(open_as) -> None:
    opened = open_as("directeur")
    page = begin_typing(opened)
    assert not opened.page.view.report_button.isVisible()
    page.sheet.form("talk").mark_saved()
    click(page.sheet.cancel_button)
    opened.settle()
    assert opened.page.view.report_button.isVisible()


def test_no_two_buttons_in_sight_share_a_mnemonic_with_each_other_or_the_sidebar(open_as) -> None:
    from ui.places import PLACES

    opened = open_as("directeur")
    opened.open("Anna")
    sidebar = [one.place.label for one in PLACES]
    for category in DOSSIER_CATEGORIES:
        page = opened.tab(category.value)
        for edits in (False, True):
            if edits and page.cards:
                page.edit(*[next(iter(page.cards.values())).kind, None]) if (
                    category is not Category.CONTACT
                ) else page.edit_guardian(None)
                opened.settle()
            shown = [one.text() for one in opened.page.findChildren(QPushButton) if one.isVisible()]
            letters = [
                text.replace("&&", "")[text.replace("&&", "").index("&") + 1].lower()
                for text in (*sidebar, *shown)
                if "&" in text.replace("&&", "")
            ]
            double = {one for one in letters if letters.count(one) > 1}
            assert not double, (category, shown)
