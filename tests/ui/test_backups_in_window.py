"""The window and backups: the daily one at sign-in, the foot, and the way back from damage."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.access.categories import Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from tests.ui.pages.desk_page import answer, click, settle
from ui.entrance.it_page import ItPage
from ui.entrance.restore_page import RestorePage
from ui.entrance.sign_in import SignInPage
from ui.window import MainWindow
from ui.workspace import Workspace

PASSWORD = "regenboog"
STAFF = (
    NewStaff("directeur", "Dirk Baas", PASSWORD, (Role.HEAD,)),
    NewStaff("juf", "Juf Acht", PASSWORD, (Role.TEACHER,)),
    NewStaff("ict", "Ilse", PASSWORD, (Role.IT,)),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "De Regenboog.school"
    settings = SchoolSettings("", "De Regenboog", "12AB", "00", True)
    create_school(path, settings, STAFF, kdf=KdfParameters.fastest(), check_passwords=False)
    return path


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> MainWindow:
    window = MainWindow(folder)
    qtbot.addWidget(window)
    window.show()
    return window


def sign_in(qtbot: QtBot, window: MainWindow, who: str) -> None:
    page = window.page
    assert isinstance(page, SignInPage)
    page.name.setText(who)
    qtbot.keyClicks(page.password.line, PASSWORD)
    click(qtbot, page.sign_in_button)
    settle(qtbot)


def test_the_first_who_signs_in_makes_the_backup_and_the_foot_says_so(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    sign_in(qtbot, window, "juf")
    assert isinstance(window.page, Workspace)
    assert window.page.foot.saved.text() == "Alles opgeslagen · reservekopie vandaag"
    (made,) = (folder / "backups").iterdir()
    assert made.name.endswith("-dagelijks")
    window.close()


def test_a_backup_that_cannot_be_made_is_said_and_the_foot_warns(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.vault.backup.fsync_file", full)
    sign_in(qtbot, window, "juf")
    assert isinstance(window.page, Workspace)
    assert "schijf vol" in window.page.message_bar.text()
    assert window.page.foot.saved.text() == "Let op: alles opgeslagen · nog geen reservekopie"
    window.close()


def test_a_clock_that_cannot_be_right_is_said(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    desk = SchoolDoor(folder).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    made = desk.safety.backup_now()
    desk.close()
    ahead = made.folder.path.rename(folder / "backups" / "20990101-080000-dagelijks")
    manifest = json.loads((ahead / "manifest").read_text())
    manifest["made_at"] = "2099-01-01T08:00:00+00:00"
    (ahead / "manifest").write_text(json.dumps(manifest))
    sign_in(qtbot, window, "directeur")
    assert isinstance(window.page, Workspace)
    assert "klok van deze pc" in window.page.message_bar.text()
    said = window.page.foot.saved.text()
    assert said.startswith("Let op")
    assert said.endswith("reservekopie vandaag, kijk de klok van deze pc na")
    window.close()


def test_a_damaged_database_offers_the_way_back(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(qtbot, window, "directeur")
    assert isinstance(window.page, Workspace)
    window.page._chosen("sign-out")
    settle(qtbot)
    content = bytearray((folder / "school.db").read_bytes())
    content[100] ^= 1
    (folder / "school.db").write_bytes(content)
    sign_in(qtbot, window, "directeur")
    page = window.page
    assert isinstance(page, SignInPage)
    assert "beschadigd" in page.message_bar.text()
    click(qtbot, page.message_bar._action)
    restore = window.page
    assert isinstance(restore, RestorePage)
    assert restore.list.current().endswith("-dagelijks")
    answer(monkeypatch, "action")
    restore.ask()
    assert "vul uw wachtwoord in" in restore.message_bar.text()
    qtbot.keyClicks(restore.secret.line, "fout")
    monkeypatch.setattr("app.vault.door._Failures.add", lambda _self: 0.0)
    click(qtbot, restore.restore_button)
    settle(qtbot)
    assert "klopt niet" in restore.message_bar.text()
    qtbot.keyClicks(restore.secret.line, PASSWORD)
    click(qtbot, restore.restore_button)
    settle(qtbot)
    page = window.page
    assert isinstance(page, SignInPage)
    assert "teruggezet" in page.message_bar.text()
    sign_in(qtbot, window, "directeur")
    assert isinstance(window.page, Workspace)
    window.close()


def test_who_only_does_it_makes_a_copy_and_checks(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    sign_in(qtbot, window, "juf")
    assert isinstance(window.page, Workspace)
    window.page._chosen("sign-out")
    settle(qtbot)
    sign_in(qtbot, window, "ict")
    page = window.page
    assert isinstance(page, ItPage)
    click(qtbot, page.make_button)
    settle(qtbot)
    assert "gemaakt en vergeleken" in page.message_bar.text()
    click(qtbot, page.check_card.check_button)
    settle(qtbot)
    assert [chip.text() for chip in page.check_card.chips] == [
        "in orde",
        "niet nagelopen",
        "in orde",
    ]
    assert len(list((folder / "backups").iterdir())) == 2
    window.close()
