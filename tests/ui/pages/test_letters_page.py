"""Brieven: choosing, who gets it and why, the preview, making, marking; by clicking and typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from app.dossier.letter_copies import LetterState
from tests import transfer_school
from tests.transfer_school import TransferSchool, begun, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.context import Target
from ui.pages.letters_page import LettersPage


@pytest.fixture
def shown(desk: Desk) -> Shown:
    return Shown(desk)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> LettersPage:
    return show(qtbot, LettersPage(shown.context()))


def arrive(
    qtbot: QtBot, page: LettersPage, number: str = "", category: Category | None = None
) -> None:
    pupil = pupil_id(page.context.desk, number) if number else ""
    page.show_target(Target("letters", pupil, category))
    settle(qtbot)
    qtbot.wait(350)  # the pause before it is asked who gets the letter
    settle(qtbot)


def write_free(qtbot: QtBot, page: LettersPage, numbers: tuple[str, ...]) -> list[str]:
    arrive(qtbot, page)
    page.letter.choice.setCurrentIndex(page.letter.choice.findData("free"))
    qtbot.keyClicks(page.letter.form.input("subject").widget, "Musical")
    qtbot.keyClicks(page.letter.form.input("text").widget, "Komt u <b>kijken</b>?")
    ids = [pupil_id(page.context.desk, one) for one in numbers]
    page.pupils.choose(ids)
    qtbot.wait(350)
    settle(qtbot)
    return ids


def test_coming_from_a_report_its_pupil_and_letter_are_chosen_and_it_says_who_gets_it(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    begun(desk)
    arrive(qtbot, page, transfer_school.COMPLETE, Category.OKR)
    assert page.letter.code() == "okr"
    assert [one.number for one in page.pupils.pupils()] == [transfer_school.COMPLETE]
    rows = [(row.outcome, row.name, row.why, row.address) for row in page.who.table.rows()]
    assert rows == [
        ("brief", "De heer B. Hof", "heeft gezag", "Kade 22, 8011 AB  Zwolle"),
        ("brief", "Mevrouw A. Wiśniewska", "heeft gezag", "Laan 1, 8011 AB  Zwolle"),
        ("geen brief", "C. Zonder", "heeft geen gezag", ""),
    ]


def test_what_stands_in_the_way_is_said_and_can_be_left_out(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    begun(desk)
    arrive(qtbot, page, transfer_school.COMPLETE, Category.OKR)
    click(qtbot, page.pupils.all_button)
    qtbot.wait(350)
    settle(qtbot)
    assert "gezag onbekend" in page.who.problem.text()
    assert "nog geen onderwijskundig rapport" in page.who.problem.text()
    click(qtbot, page.make_button)
    settle(qtbot)
    assert "Er is geen brief gemaakt" in page.message_bar.text()
    click(qtbot, page.who.out_button)
    assert [one.number for one in page.pupils.pupils()] == [transfer_school.COMPLETE]


def test_ticks_survive_another_group_and_searching(qtbot: QtBot, page: LettersPage) -> None:
    arrive(qtbot, page)
    table = page.pupils.table
    table.focus_list()
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert [one.number for one in page.pupils.pupils()] == ["1005"]
    page.pupils.group.setCurrentIndex(page.pupils.group.findData("7"))
    click(qtbot, page.pupils.all_button)
    assert {one.number for one in page.pupils.pupils()} == {"1004", "1005"}
    qtbot.keyClicks(page.pupils.search, "hof")
    page.pupils.group.setCurrentIndex(0)
    assert {one.number for one in page.pupils.pupils()} == {"1004", "1005"}


def test_nothing_is_made_without_pupils_or_text(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    arrive(qtbot, page)
    click(qtbot, page.make_button)
    assert "Kies eerst" in page.message_bar.text()
    arrive(qtbot, page, transfer_school.COMPLETE)
    click(qtbot, page.make_button)
    assert page.letter.form.message("subject") == "Vul dit in."
    assert desk.letter_copies.of_pupil(pupil_id(desk, transfer_school.COMPLETE)) == ()


def test_a_preview_shows_the_letters_and_files_nothing(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    ids = write_free(qtbot, page, (transfer_school.COMPLETE, transfer_school.TWO_MOTHERS))
    click(qtbot, page.preview_button)
    settle(qtbot)
    pdf = page.check.pdf
    qtbot.waitUntil(lambda: pdf.document.pageCount() == 4)
    assert "Komt u <b>kijken</b>?" in pdf.document.getAllText(0).text()
    assert pdf.print_button.isHidden()
    assert desk.letter_copies.of_pupils(ids) == ()
    qtbot.keyClicks(page.letter.form.input("subject").widget, "!")
    assert pdf.content == b""


def test_letters_are_made_filed_and_marked_and_printing_takes_nothing_back(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    ids = write_free(qtbot, page, (transfer_school.COMPLETE, transfer_school.TWO_MOTHERS))
    click(qtbot, page.make_button)
    settle(qtbot)
    assert page.made.isVisible()
    assert "4 brieven gemaakt" in page.message_bar.text()
    assert len(page.made.letters()) == 4
    click(qtbot, page.made.buttons[LetterState.SENT])
    settle(qtbot)
    assert {one.state for one in desk.letter_copies.of_pupils(ids)} == {LetterState.SENT}
    click(qtbot, page.made.buttons[LetterState.PRINTED])
    assert "al meegegeven of verstuurd" in page.message_bar.text()
    click(qtbot, page.back_button)
    assert page.letter.values() == {"subject": "", "text": ""}


def test_a_mark_can_be_undone(qtbot: QtBot, page: LettersPage, desk: Desk) -> None:
    ids = write_free(qtbot, page, (transfer_school.COMPLETE,))
    click(qtbot, page.make_button)
    settle(qtbot)
    click(qtbot, page.made.buttons[LetterState.HANDED])
    settle(qtbot)
    assert {one.state for one in desk.letter_copies.of_pupils(ids)} == {LetterState.HANDED}
    click(qtbot, page.message_bar._action)
    settle(qtbot)
    assert {one.state for one in desk.letter_copies.of_pupils(ids)} == {LetterState.MADE}


def test_printing_offers_to_note_it(
    qtbot: QtBot, page: LettersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = write_free(qtbot, page, (transfer_school.COMPLETE,))
    click(qtbot, page.make_button)
    settle(qtbot)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(page.made.pdf, "print_to", lambda _printer: 2)
    qtbot.waitUntil(page.made.pdf.print_button.isEnabled)
    click(qtbot, page.made.pdf.print_button)
    assert "uit de printer" in page.message_bar.text()
    click(qtbot, page.message_bar._action)
    settle(qtbot)
    assert {one.state for one in desk.letter_copies.of_pupils(ids)} == {LetterState.PRINTED}


def test_a_second_letter_about_the_same_report_is_warned_of_and_asked(
    qtbot: QtBot, page: LettersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = begun(desk)
    desk.letters.make([report.pupil.id], "okr")
    arrive(qtbot, page, transfer_school.COMPLETE, Category.OKR)
    assert "al een brief gemaakt voor: " in page.message_bar.text()
    asked = answer(monkeypatch, "cancel")
    click(qtbot, page.make_button)
    settle(qtbot)
    assert len(asked) == 1
    assert len(desk.letter_copies.of_pupil(report.pupil.id)) == 2


def test_earlier_letters_open_from_the_dossier(qtbot: QtBot, page: LettersPage, desk: Desk) -> None:
    report = begun(desk)
    desk.letters.make([report.pupil.id], "okr")
    arrive(qtbot, page, transfer_school.COMPLETE)
    click(qtbot, page.pupils.earlier_button)
    settle(qtbot)
    assert len(page.made.table.rows()) == 2
    qtbot.waitUntil(lambda: page.made.pdf.document.pageCount() == 1)


def test_typed_text_is_not_left_without_a_question(
    qtbot: QtBot, page: LettersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_free(qtbot, page, (transfer_school.COMPLETE,))
    asked = answer(monkeypatch, "cancel")
    assert not page.may_leave()
    assert len(asked) == 1


def test_a_teacher_writes_free_letters_about_the_own_group_only(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("leerkracht8")
    page = show(qtbot, LettersPage(Shown(desk).context()))
    page.show_target(Target("letters"))
    settle(qtbot)
    assert page.letter.choice.count() == 1
    assert page.letter.code() == "free"
    assert {one.number for one in page.pupils.table.rows()} == {"1001", "1002", "1003", "1005"}
    desk.close()


def test_the_office_makes_the_letter_about_the_report(qtbot: QtBot, school: TransferSchool) -> None:
    supervisor = school.desk("ib")
    begun(supervisor)
    supervisor.close()
    desk = school.desk("administratie")
    page = show(qtbot, LettersPage(Shown(desk).context()))
    arrive(qtbot, page, transfer_school.COMPLETE, Category.OKR)
    click(qtbot, page.make_button)
    settle(qtbot)
    assert len(page.made.letters()) == 2
    desk.close()
