"""From any page in at most four key presses: the report of a talk; and opening a pupil."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.window import Driver
from tests.ui.pages.pupils.conftest import PASSWORD, pupils_template
from ui import task
from ui.pages.dossier.overview import OverviewPage
from ui.pages.form_sheet import FormSheet
from ui.pupil_chooser import PupilChooser
from ui.theme import Theme
from ui.window import MainWindow
from ui.workspace import Workspace

__all__ = ["pupils_template"]
CONTROL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@dataclass
class Hand:
    """Presses keys where the focus is, and counts them: Ctrl+G is one press, as one chord."""

    driver: Driver
    presses: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
        if QApplication.activeModalWidget() is None:
            self.driver.window.activateWindow()
        self.driver.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.presses += 1
        QTest.keyClick(QApplication.focusWidget(), key, held)


@pytest.fixture
def driver(
    qapp: QApplication,
    qtbot: QtBot,
    pupils_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Driver]:
    Theme.install(qapp, "light")
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Proef.school"
    shutil.copytree(pupils_template, path)
    window = MainWindow(path)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Driver(qtbot, window)
    task.wait()
    if isinstance(window.page, Workspace):
        window.page.desk.close()


def chooser(driver: Driver) -> PupilChooser:
    driver.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PupilChooser))
    found = QApplication.activeModalWidget()
    assert isinstance(found, PupilChooser)
    driver.qtbot.waitUntil(found.search.hasFocus)
    return found


def test_a_talk_report_begins_from_every_place_in_three_key_presses(driver: Driver) -> None:
    driver.sign_in("leerkracht8", PASSWORD)
    for place in ("today", "letters", "pupils"):
        page = driver.place(place)
        assert driver.work.pages.currentWidget() is page
        hand = Hand(driver)
        hand.press(Qt.Key.Key_G, CONTROL)
        chooser(driver)
        hand.press(Qt.Key.Key_A)
        hand.press(Qt.Key.Key_Return)
        driver.settle()
        view = driver.work.page("pupils").view
        assert view.pupil.display_name == "Anna van 't Hof"
        sheet = view.page.sheet
        assert isinstance(sheet, FormSheet)
        driver.window.activateWindow()  # what a real desktop does when a dialog closes
        driver.qtbot.waitUntil(sheet.form("talk").input("subject").widget.hasFocus)
        assert hand.presses <= 4
        sheet.cancel()
        driver.settle()


def test_only_own_pupils_are_offered_for_a_talk_and_all_for_opening(driver: Driver) -> None:
    driver.sign_in("leerkracht8", PASSWORD)
    hand = Hand(driver)
    hand.press(Qt.Key.Key_G, CONTROL)
    driver.settle()
    assert len(chooser(driver).list.keys()) == 2
    hand.press(Qt.Key.Key_Escape)
    driver.settle()
    hand.press(Qt.Key.Key_O, CONTROL)
    driver.settle()
    assert len(chooser(driver).list.keys()) == 4
    for key in (Qt.Key.Key_S, Qt.Key.Key_I, Qt.Key.Key_Return):
        hand.press(key)
    driver.settle()
    view = driver.work.page("pupils").view
    assert view.pupil.display_name == "Sita"
    assert isinstance(view.page, OverviewPage)
    hand.press(Qt.Key.Key_O, CONTROL)
    driver.settle()
    assert chooser(driver).list.keys()[0] == view.pupil.id, "whom one opened last is on top"
    hand.press(Qt.Key.Key_Escape)
    driver.settle()
