"""What is typed into: passwords, dates, lines, texts and choices, through real keys."""

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.date_field import DateField
from ui.widgets.inputs import TEXT_MOST, ChoiceInput, LineInput, TextInput
from ui.widgets.password_field import PasswordField

NASTY = '<b>Anna</b> & <img src="/etc/passwd">'
W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W, width: int = 400, height: int = 300) -> W:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_a_password_shows_only_when_asked_and_is_weighed(qtbot: QtBot) -> None:
    field = PasswordField(strength=lambda typed: (len(typed) // 4, "Langer is beter."))
    shown(qtbot, field)
    qtbot.keyClicks(field.line, "vierkant")
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    assert field.score() == 2
    assert "matig" in field.verdict.text()
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Wachtwoord verbergen"
    field.clear()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("typed", ["17-3-2015", "17032015", "17 maart 2015"])
def test_a_date_is_written_out_when_the_field_is_left(qtbot: QtBot, typed: str) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    field, other = DateField(name="Geboortedatum"), QLineEdit()
    layout.addWidget(field)
    layout.addWidget(other)
    shown(qtbot, page)
    field.line.setFocus()
    qtbot.keyClicks(field.line, typed)
    other.setFocus()
    qtbot.waitUntil(lambda: field.line.text() == "17-03-2015")
    assert field.day() == date(2015, 3, 17)


def test_a_date_that_does_not_exist_stays_as_it_was_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField())
    qtbot.keyClicks(field.line, "29-02-2023")
    assert field.day() is None
    assert "28 dagen" in field.problem()
    field.line.clear()
    assert field.problem() == ""
    assert field.day() is None


def test_a_day_is_chosen_from_the_calendar(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(date(2015, 3, 17)))
    qtbot.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.calendar()
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2015, 3, 17)
    calendar.activated.emit(QDate(2015, 3, 20))
    assert field.day() == date(2015, 3, 20)
    qtbot.waitUntil(lambda: field.calendar() is None)


def test_five_megabytes_pasted_are_cut_kindly_and_nothing_typed_is_lost(qtbot: QtBot) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText("regel\x00 " * 700_000)
    text, line = shown(qtbot, TextInput("wat er stond. ")), shown(qtbot, LineInput())
    text.to_end()
    with qtbot.waitSignal(text.refused) as told:
        text.paste()
    assert "20.000" in told.args[0]
    assert text.toPlainText().startswith("wat er stond")
    assert len(text.toPlainText()) == TEXT_MOST
    assert "\x00" not in text.text_value()
    with qtbot.waitSignal(text.refused):
        qtbot.keyClicks(text, "x")
    with qtbot.waitSignal(line.refused):
        line.paste()
    assert len(line.text()) == 1000
    clipboard.clear()


def test_a_stored_text_that_is_too_long_is_not_cut(qtbot: QtBot) -> None:
    line, text = LineInput("é" * 5000, most=100), TextInput("é" * 30_000)
    qtbot.addWidget(line)
    qtbot.addWidget(text)
    assert len(line.text_value()) == 5000
    assert len(text.text_value()) == 30_000


def test_a_long_text_grows_and_then_scrolls(qtbot: QtBot) -> None:
    text = shown(qtbot, TextInput(), 300, 60)
    small = text.height()
    text.setPlainText("regel\n" * 6)
    qtbot.waitUntil(lambda: text.height() > small)
    text.setPlainText("regel\n" * 100)
    assert text.height() < 300


def test_a_choice_that_is_no_longer_in_the_list_is_kept(qtbot: QtBot) -> None:
    choice = ChoiceInput([("a", "A")], "oud", empty="Kies…")
    qtbot.addWidget(choice)
    assert choice.code() == "oud"
    choice.set_code(None)
    assert choice.code() is None
