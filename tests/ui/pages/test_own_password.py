"""Changing one's own password, through the keys and against real key files."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desk import Desk, SchoolDoor
from app.vault import WrongPassword
from tests.transfer_school import PASSWORD, TransferSchool
from tests.ui.pages.desk_page import click, settle
from ui.pages.own_password import OwnPasswordCard

STRONG = "paard lantaarn kwartel trommel"
NAMES = ("De Regenboog", "Ineke Bos")


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> Iterator[OwnPasswordCard]:
    made = OwnPasswordCard(desk.staffing.change_own_password, lambda: NAMES)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    yield made
    settle(qtbot)


def fill(qtbot: QtBot, card: OwnPasswordCard, old: str, new: str, again: str) -> None:
    for field, text in ((card.old, old), (card.new, new), (card.again, again)):
        field.clear()
        qtbot.keyClicks(field.line, text)


def test_from_then_on_only_the_new_one_opens_the_school(
    qtbot: QtBot, card: OwnPasswordCard, desk: Desk, school: TransferSchool
) -> None:
    fill(qtbot, card, PASSWORD, STRONG, STRONG)
    with qtbot.waitSignal(card.changed, timeout=20_000):
        qtbot.keyClick(card.again.line, Qt.Key.Key_Return)
    assert "is gewijzigd" in card.message_bar.text()
    assert not card.is_dirty()
    desk.close()
    door = SchoolDoor(school.path, sleep=lambda _seconds: None)
    with pytest.raises(WrongPassword):
        door.sign_in("ib", PASSWORD)
    again = door.sign_in("ib", STRONG)
    again.close()


def test_two_different_new_ones_change_nothing(qtbot: QtBot, card: OwnPasswordCard) -> None:
    fill(qtbot, card, PASSWORD, STRONG, STRONG + "x")
    click(qtbot, card.button)
    assert "niet gelijk" in card.message_bar.text()
    assert card.again.password() == ""
    assert card.new.password() == STRONG


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("een ander", STRONG, "oude wachtwoord klopt niet"),
        (PASSWORD, "regenboog8", "niet gewijzigd"),
        (PASSWORD, "kort", "Te kort"),
        ("", STRONG, "Vul"),
    ],
)
def test_a_wrong_or_weak_one_says_why_and_keeps_what_was_typed(
    qtbot: QtBot, card: OwnPasswordCard, old: str, new: str, said: str
) -> None:
    fill(qtbot, card, old, new, new)
    click(qtbot, card.button)
    settle(qtbot)
    assert said in card.message_bar.text()
    assert card.new.password() == new


def test_the_meter_speaks_while_typing_and_pasting_is_allowed(
    qtbot: QtBot, card: OwnPasswordCard
) -> None:
    QGuiApplication.clipboard().setText(STRONG)
    card.new.setFocus()
    qtbot.keyClick(card.new.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert card.new.password() == STRONG
    assert card.new.score() >= 3
    assert "sterk" in card.new.verdict.text()
    assert card.new.line.echoMode() is QLineEdit.EchoMode.Password
    card.new.eye.click()
    assert card.new.line.echoMode() is QLineEdit.EchoMode.Normal
