"""A result for each of thirty pupils, by the keyboard, and nothing lost on the way."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.access.categories import Category, Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from tests.journeys.window import Driver
from ui.entrance.sign_in import SignInPage

PASSWORD = "regenboog"
PUPILS = 30
MOST_KEYS = 3
TODAY = date.today()  # noqa: DTZ011 - the program goes by the calendar on the wall


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with a group of thirty and its teacher, made once."""
    home = tmp_path_factory.mktemp("thirty")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(home / "state"))
        return build(home / "Dertig.school")


@pytest.fixture
def thirty(built: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    return Path(shutil.copytree(built, tmp_path / built.name))


def build(path: Path) -> Path:
    people = {"directeur": Role.HEAD, "leerkracht6": Role.TEACHER}
    create_school(
        path,
        SchoolSettings("", "Dertig", "12AB", "00", True),
        [NewStaff(name, name.title(), PASSWORD, (role,)) for name, role in people.items()],
        kdf=KdfParameters.fastest(),
        check_passwords=False,
    )
    desk = SchoolDoor(path).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    six = desk.groups.add("6", ["6"])
    teacher = next(one.id for one in desk.staff.all() if one.sign_in_name == "leerkracht6")
    desk.groups.set_teachers(six, [teacher])
    for number in range(PUPILS):
        desk.pupils.enrol(
            {
                "number": str(2_000 + number),
                "call_name": f"Kind{number:02}",
                "surname": f"Achternaam{number:02}",
                "birth_date": date(TODAY.year - 9, 3, 17),
            },
            {"from_date": TODAY},
            {"group_id": six, "year_group": "6"},
        )
    desk.close()
    return path


class Keys:
    """A hand at the keyboard that counts."""

    def __init__(self) -> None:
        self.pressed = 0

    def press(self, key: Qt.Key | str) -> None:
        self.pressed += 1
        QTest.keyClick(QApplication.focusWidget(), key)

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)


def stand_ready(driver: Driver) -> Any:
    """Choose a test once and let the group stand ready."""
    page = driver.place("results")
    pane = page.enter
    pane.choice.sort.set_code("method")
    QTest.keyClicks(pane.choice.test.lineEdit(), "Blok 3")
    driver.press(pane.choice.show_button)
    assert pane.view.hasFocus()
    return pane


def test_thirty_results_cost_at_most_three_keys_a_pupil(driver: Driver, thirty: Path) -> None:
    driver.window.open_school(thirty)
    driver.sign_in("leerkracht6", PASSWORD)
    pane = stand_ready(driver)
    keys = Keys()
    marks = ["10" if number % 7 == 0 else str(5 + number % 5) for number in range(PUPILS)]
    for number, mark in enumerate(marks, 1):
        before = keys.pressed
        keys.type(mark)
        if number < PUPILS:  # the last one is saved while it is being typed
            keys.press(Qt.Key.Key_Return)
        assert keys.pressed - before <= MOST_KEYS
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    assert pane.state.text().startswith("30 leerlingen · iedereen heeft een uitkomst")
    assert "30 resultaten toegevoegd" in pane._messages.text()
    assert [str(row.values["mark"]) for row in pane.grid.rows] == marks
    stored = driver.work.desk.entries.page(pane.grid.rows[7].pupil_id, Category.RESULTS)
    assert [one.values["mark"] for one in stored.entries["result"]] == ["10"]


def test_what_was_typed_survives_a_lock_and_is_saved_afterwards(
    driver: Driver, thirty: Path
) -> None:
    driver.window.open_school(thirty)
    driver.sign_in("leerkracht6", PASSWORD)
    stand_ready(driver)
    keys = Keys()
    for text in ("7,5", "zes", "-"):
        keys.type(text)
        keys.press(Qt.Key.Key_Return)
    QTest.keyClick(driver.work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    assert isinstance(driver.window.page, SignInPage)
    driver.sign_in("leerkracht6", PASSWORD)
    page = driver.place("results")
    [go_on] = [
        one
        for one in page.drafts.findChildren(QPushButton)
        if one.text() == "Verder schrijven" and not one.isHidden()
    ]
    assert "groep 6" in go_on.accessibleName()
    driver.press(go_on)
    pane = page.enter
    assert [pane.grid.text(row, "mark") for row in pane.grid.rows[:3]] == ["7,5", "zes", "-"]
    driver.press(pane.save_button)
    assert "Er is nog niets opgeslagen: 1 vakje klopt nog niet." in pane._messages.text()
    assert pane.view.at() == (1, 0)
    keys.type("6")
    keys.press(Qt.Key.Key_Return)
    driver.press(pane.save_button)
    assert "3 resultaten toegevoegd" in pane._messages.text()
    driver.press(pane._messages._action)
    assert "Teruggedraaid" in pane._messages.text()
    assert pane.grid.without() == PUPILS
    assert page.context.drafting.offered(form="results") == ()
