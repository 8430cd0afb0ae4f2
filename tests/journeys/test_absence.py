"""The absence of a group of 30, typed by its teacher: three absentees in at most 12 key presses."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.access.categories import Category, Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from tests.journeys.window import Driver
from ui.pages.absence_page import AbsencePage
from ui.window import MainWindow

PASSWORD = "regenboog"
PUPILS, MOST_KEYS = 30, 12
# By the number in the list, so that the farthest are among them, and what their day is.
ABSENT = {4: ("z", "ill"), 17: ("z", "ill"), 30: ("l", "late")}


class Presses(QObject):
    """Counts the keys that go down, as the program gets them."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self.count += 1
        return False


@pytest.fixture
def school_of_thirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Dertig.school"
    create_school(
        path,
        SchoolSettings("", "Dertig", "12AB", "00", True),
        [
            NewStaff("directeur", "Dirk Baas", PASSWORD, (Role.HEAD,)),
            NewStaff("juf", "Juf Zes", PASSWORD, (Role.TEACHER,)),
        ],
        kdf=KdfParameters.fastest(),
        check_passwords=False,
    )
    desk = SchoolDoor(path).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    group = desk.groups.add("6", ["6"])
    teacher = next(one.id for one in desk.staff.all() if one.sign_in_name == "juf")
    desk.groups.set_teachers(group, [teacher])
    for number in range(1, PUPILS + 1):
        desk.pupils.enrol(
            {
                "number": str(2000 + number),
                "call_name": f"Kind{number:02}",
                "surname": f"Naam{number:02}",
                "birth_date": date(2017, 5, 1),
            },
            {"from_date": date(2022, 8, 1)},
            {"group_id": group, "year_group": "6"},
        )
    desk.close()
    return path


def test_three_absentees_of_thirty_take_at_most_twelve_key_presses(
    driver: Driver, school_of_thirty: Path, qapp: QApplication
) -> None:
    driver.window.close()
    window = MainWindow(school_of_thirty)
    driver.qtbot.addWidget(window)
    driver.window = window
    window.show()
    window.activateWindow()
    driver.qtbot.waitUntil(window.isActiveWindow)
    driver.sign_in("juf", PASSWORD)
    page = driver.place("absence")
    assert isinstance(page, AbsencePage)
    driver.qtbot.waitUntil(page.register.grid.hasFocus)
    assert len(page.register.grid.rows.lines) == PUPILS

    presses = Presses()
    qapp.installEventFilter(presses)
    for number, (letter, _) in ABSENT.items():
        for key in f"{number}{letter}":
            QTest.keyClick(QApplication.focusWidget(), key)
    qapp.removeEventFilter(presses)
    assert 0 < presses.count <= MOST_KEYS, presses.count
    driver.settle()
    assert page.register.saved.text() == "Opgeslagen"
    assert "27 aanwezig, 2 ziek, 1 te laat" in page.register.status.text()

    lines = page.register.grid.rows.lines
    for number, (_, sort) in ABSENT.items():
        pupil = lines[number - 1].pupil
        (entry,) = driver.work.desk.entries.page(pupil.id, Category.ABSENCE).entries["absence"]
        assert entry.values["sort"] == sort
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    assert "28 aanwezig, 2 ziek;" in f"{page.register.status.text()};"
