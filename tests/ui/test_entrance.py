"""Before the workspace: choosing, the first run, signing in."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.desk import Desk, ItDesk, SchoolDoor
from app.vault import KdfParameters
from tests.documents.reading import everything
from tests.transfer_fixtures import built_school, school
from tests.transfer_school import PASSWORD, TransferSchool
from ui.entrance.first_run import FirstRunPage, Made
from ui.entrance.sign_in import SignInPage
from ui.entrance.welcome import WelcomePage

__all__ = ["built_school", "school"]
STRONG = "paard lantaarn kwartel trommel"


@pytest.fixture
def assistant(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(KdfParameters, "measure", lambda *_a, **_k: KdfParameters.fastest())
    made: list[Made] = []
    page = FirstRunPage(made.append, lambda: made.append(Made(Path(), "cancelled")))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.place.setText(str(tmp_path))
    return page, made


def type_in(qtbot, widget, text: str) -> None:
    qtbot.keyClicks(widget, text)


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill_school(qtbot, page: FirstRunPage) -> None:
    type_in(qtbot, page.school_form.input("name").widget, "De Linde")
    type_in(qtbot, page.school_form.input("brin").widget, "12ab")
    type_in(qtbot, page.school_form.input("branch").widget, "00")
    page.kind.setCurrentIndex(1)
    press(qtbot, page.next_button)


def fill_head(qtbot, page: FirstRunPage, password: str = STRONG, repeat: str = STRONG) -> None:
    for field, text in (
        (page.head_name, "Dirk Baas"),
        (page.sign_in_name, "directeur"),
        (page.password.line, password),
        (page.repeat.line, repeat),
    ):
        field.clear()
        type_in(qtbot, field, text)
    press(qtbot, page.next_button)


def test_the_assistant_makes_a_school_that_opens(qtbot, assistant) -> None:
    page, made = assistant
    fill_school(qtbot, page)
    fill_head(qtbot, page)
    assert page.step == 2
    press(qtbot, page.next_button)
    code = page._code.split("-")
    for index, field in zip(page.typed_back.asked, page.typed_back.typed, strict=True):
        type_in(qtbot, field, code[index].lower())
    press(qtbot, page.next_button)
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    assert made[0].folder.name == "De Linde.school"
    desk = SchoolDoor(made[0].folder).sign_in("directeur", STRONG)
    assert isinstance(desk, Desk)
    assert desk.school.settings().brin == "12AB"
    desk.close()


def test_the_sheet_has_the_code_and_the_fingerprint_of_the_log(assistant) -> None:
    page, _ = assistant
    text = everything(page.sheet._sheet()())
    assert all(group in text for group in page._code.split("-"))
    assert page._log_key.fingerprint in text


def test_the_assistant_does_not_end_without_the_code_from_paper(qtbot, assistant) -> None:
    page, made = assistant
    fill_school(qtbot, page)
    fill_head(qtbot, page)
    press(qtbot, page.next_button)
    type_in(qtbot, page.typed_back.typed[0], page._code.split("-")[page.typed_back.asked[0]])
    type_in(qtbot, page.typed_back.typed[1], "AAAAA")
    press(qtbot, page.next_button)
    assert f"Groep {page.typed_back.asked[1] + 1} klopt niet" in page.message_bar.text()
    assert not made
    assert not page.folder.exists()


def test_a_guessable_password_does_not_pass(qtbot, assistant) -> None:
    page, _ = assistant
    fill_school(qtbot, page)
    for weak in ("kort", "De Linde 12", "wachtwoord1"):
        fill_head(qtbot, page, weak, weak)
        assert page.step == 1
        assert "sterker" in page.message_bar.text()


def test_two_different_passwords_do_not_pass(qtbot, assistant) -> None:
    page, _ = assistant
    fill_school(qtbot, page)
    fill_head(qtbot, page, STRONG, STRONG + "x")
    assert page.step == 1
    assert "niet gelijk" in page.message_bar.text()


def test_going_back_loses_nothing(qtbot, assistant) -> None:
    page, made = assistant
    fill_school(qtbot, page)
    type_in(qtbot, page.head_name, "Dirk")
    press(qtbot, page.back_button)
    assert page.school_form.values()["name"] == "De Linde"
    press(qtbot, page.next_button)
    assert page.head_name.text() == "Dirk"
    press(qtbot, page.back_button)
    press(qtbot, page.back_button)
    assert made[0].sign_in_name == "cancelled"


def test_a_name_with_signs_of_the_file_system_stays_inside_its_folder(qtbot, assistant) -> None:
    page, _ = assistant
    type_in(qtbot, page.school_form.input("name").widget, "../../St. Jan/Oost")
    assert page.folder.parent == Path(page.place.text())
    assert "/" not in page.folder.name


def test_every_step_says_what_is_still_missing(qtbot, assistant) -> None:
    page, _ = assistant
    press(qtbot, page.next_button)
    assert page.message_bar.text()
    assert page.step == 0


@pytest.fixture
def sign_in(qtbot, school: TransferSchool):
    arrived: list[Desk | ItDesk] = []
    page = SignInPage(SchoolDoor(school.path, sleep=lambda _s: None), arrived.append, lambda: None)
    qtbot.addWidget(page)
    page.show()
    yield page, arrived
    for desk in arrived:
        desk.close()


def test_name_enter_password_enter_signs_in(qtbot, sign_in) -> None:
    page, arrived = sign_in
    type_in(qtbot, page.name, "ib")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    type_in(qtbot, page.password.line, PASSWORD)
    qtbot.keyClick(page.password.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(arrived), timeout=10_000)
    assert page.password.password() == ""


@pytest.mark.parametrize("name", ["ib", "bestaat niet"])
def test_a_wrong_name_and_a_wrong_password_say_the_same(qtbot, sign_in, name: str) -> None:
    page, arrived = sign_in
    type_in(qtbot, page.name, name)
    type_in(qtbot, page.password.line, "fout")
    press(qtbot, page.sign_in_button)
    qtbot.waitUntil(lambda: bool(page.message_bar.text()), timeout=10_000)
    first = page.message_bar.text()
    assert name not in first
    assert not arrived
    assert page.sign_in_button.isEnabled()


def test_nothing_typed_says_what_to_do(qtbot, sign_in) -> None:
    page, _ = sign_in
    press(qtbot, page.sign_in_button)
    assert "Vul" in page.message_bar.text()


def test_a_wrong_recovery_code_names_the_group(qtbot, sign_in) -> None:
    page, arrived = sign_in
    press(qtbot, page.recovery_button)
    type_in(qtbot, page._code, "AAAAA-BBBBB")
    qtbot.keyClick(page._code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.message_bar.text()), timeout=10_000)
    assert not arrived


def test_the_welcome_opens_the_folder_that_was_chosen(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    page = WelcomePage(lambda: None, opened.append, tmp_path / "A & B.school")
    qtbot.addWidget(page)
    page.show()
    press(qtbot, page.recent_button)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    press(qtbot, page.open_button)
    assert opened == [tmp_path / "A & B.school", tmp_path]
