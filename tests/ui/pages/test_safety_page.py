"""Reservekopieën en controle, through real clicks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.desk import Desk, SchoolDoor
from tests.transfer_school import COMPLETE, PASSWORD, TODAY, TransferSchool, clock, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.changes import DeskClosed
from ui.context import Target
from ui.pages.safety_page import SafetyPage
from ui.theme import Tone


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = SchoolDoor(school.path, clock=clock).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    yield desk
    desk.close()


@pytest.fixture
def shown(head: Desk) -> Shown:
    return Shown(head)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> SafetyPage:
    page = show(qtbot, SafetyPage(shown.context()))
    page.show_target(Target("backups"))
    settle(qtbot)
    return page


def change_something(desk: Desk) -> None:
    values = {"observed_on": TODAY, "aspect": "independence", "source": "teacher", "text": "x"}
    desk.entries.add(pupil_id(desk, COMPLETE), "observation", values)


def test_without_a_backup_it_says_so(page: SafetyPage) -> None:
    assert page.state.here.text() == "nog geen"
    assert page.state.here.tone is Tone.MUST
    assert page.table.rows() == ()


def test_a_backup_is_made_and_listed(qtbot: QtBot, page: SafetyPage) -> None:
    click(qtbot, page.make_button)
    settle(qtbot)
    assert "gemaakt en nagelezen" in page.message_bar.text()
    assert page.state.here.text() == "de laatste vandaag"
    assert page.state.here.tone is Tone.DONE
    assert len(page.table.rows()) == 1


def test_a_backup_is_looked_into_and_put_back_after_a_question_with_numbers(
    qtbot: QtBot, page: SafetyPage, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, page.make_button)
    settle(qtbot)
    change_something(shown.desk)
    change_something(shown.desk)
    page.table.focus_list()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    settle(qtbot)
    assert "5 leerlingen" in page.card.text.text()
    assert page.card.lost.text().startswith("2 wijzigingen op 1 dag gaan verloren.")
    asked = answer(monkeypatch, "cancel")
    click(qtbot, page.card.restore_button)
    assert "2 wijzigingen op 1 dag" in asked[0]
    settle(qtbot)
    assert not shown.desk.closed
    answer(monkeypatch, "action")
    click(qtbot, page.card.restore_button)
    settle(qtbot)
    assert shown.desk.closed
    told = shown.told[-1]
    assert isinstance(told, DeskClosed)
    assert told.done
    assert "voor-terugzetten" in told.text


def test_a_restore_that_is_refused_leaves_everything(
    qtbot: QtBot, page: SafetyPage, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, page.make_button)
    settle(qtbot)
    page.look_at(page.table.rows()[0])
    settle(qtbot)
    database = page.table.rows()[0].info.folder.database
    content = bytearray(database.read_bytes())
    content[9000] ^= 1
    database.write_bytes(content)
    answer(monkeypatch, "action")
    click(qtbot, page.card.restore_button)
    settle(qtbot)
    assert "beschadigd" in page.message_bar.text()
    assert not shown.desk.closed


def test_the_check_shows_its_three_lines(qtbot: QtBot, page: SafetyPage) -> None:
    click(qtbot, page.check_card.check_button)
    settle(qtbot)
    assert [chip.text() for chip in page.check_card.chips] == ["in orde", "in orde", "niet in orde"]
    assert page.check_card.advice.text() == "Maak nu een nieuwe reservekopie."
    click(qtbot, page.make_button)
    settle(qtbot)
    click(qtbot, page.check_card.check_button)
    settle(qtbot)
    assert {chip.tone for chip in page.check_card.chips} == {Tone.DONE}
    assert page.check_card.advice.isHidden()


def test_a_second_place_is_chosen_and_left(
    qtbot: QtBot, page: SafetyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    click(qtbot, page.make_button)
    settle(qtbot)
    click(qtbot, page.state.choose_button)
    settle(qtbot)
    assert page.state.second.text() == "de laatste vandaag"
    assert [row.places for row in page.table.rows()] == ["in de schoolmap en tweede plaats"]
    stick.rename(tmp_path / "weg")
    page.refresh()
    settle(qtbot)
    assert page.state.second.text() == "niet aangesloten; de laatste vandaag"
    assert page.state.second.tone is Tone.WAITING
    click(qtbot, page.state.forget_button)
    settle(qtbot)
    assert page.state.second.text() == "geen"
    assert page.state.forget_button.isHidden()


def test_old_backups_are_said_in_days(qtbot: QtBot, school: TransferSchool) -> None:
    desk = school.desk("directeur")
    desk.safety.daily_if_due()
    desk.close()
    later = clock() + timedelta(days=12)
    old = SchoolDoor(school.path, clock=lambda: later).sign_in("directeur", PASSWORD)
    assert isinstance(old, Desk)
    page = show(qtbot, SafetyPage(Shown(old).context()))
    page.show_target(Target("backups"))
    settle(qtbot)
    assert page.state.here.text() == "de laatste 12 dagen geleden"
    assert page.state.here.tone is Tone.MUST
    old.close()
