"""The list of what can be taken back: per place, in order, and done again."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserError
from ui import task
from ui.undo import Act, Undo
from ui.widgets.message_bar import MessageBar


@dataclass
class Counter:
    """A place with a number that acts change; `told` is what the open views were told."""

    qtbot: QtBot
    page: QWidget
    bar: MessageBar
    line: QLineEdit
    number: int = 0
    told: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.undo = Undo(self.told.append)

    def add(self, number: int) -> int:
        self.number += number
        return number

    def did(self, number: int, where: str = "hier") -> None:
        """Add, and offer to subtract: what that returns says how to add again."""

        def turn(changed: int) -> Act:
            return lambda: self.add(-changed)

        self.add(number)
        self.undo.say(self.bar, self.undo.offer(f"{number} erbij.", turn(number), where, turn))

    def settle(self) -> None:
        self.qtbot.waitUntil(task.is_idle, timeout=10_000)


@pytest.fixture
def counter(qtbot: QtBot) -> Counter:
    page = QWidget()
    bar, line = MessageBar(), QLineEdit()
    layout = QVBoxLayout(page)
    layout.addWidget(bar)
    layout.addWidget(line)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return Counter(qtbot, page, bar, line)


def test_acts_are_taken_back_one_by_one_and_done_again_per_place(counter: Counter) -> None:
    undo, bar = counter.undo, counter.bar
    counter.did(1)
    counter.did(10)
    counter.did(100, "elders")
    seen = []
    for act in (undo.undo, undo.undo, undo.undo, undo.redo, undo.redo, undo.redo, undo.undo):
        act(bar, "hier")
        counter.settle()
        seen.append((counter.number, bar.text()))
    nothing = "Hier is in deze sessie niets gedaan dat nog ongedaan kan worden gemaakt."
    again = "Hier is niets ongedaan gemaakt dat nog opnieuw kan worden gedaan."
    assert seen == [
        (101, "Ongedaan gemaakt: 10 erbij."),
        (100, "Ongedaan gemaakt: 1 erbij."),
        (100, nothing),
        (101, "Opnieuw gedaan: 1 erbij."),
        (111, "Opnieuw gedaan: 10 erbij."),
        (111, again),
        (101, "Ongedaan gemaakt: 10 erbij."),
    ]
    assert counter.told == [-10, -1, 1, 10, -10]


def test_a_new_act_ends_what_could_be_done_again(counter: Counter) -> None:
    counter.did(1)
    counter.undo.undo(counter.bar, "hier")
    counter.settle()
    counter.did(5)
    counter.undo.redo(counter.bar, "hier")
    counter.settle()
    assert counter.number == 5


def test_what_can_no_longer_be_taken_back_is_said_and_makes_way(counter: Counter) -> None:
    def refused() -> None:
        raise UserError("Intussen gewijzigd.")

    counter.did(1)
    counter.undo.offer("Iets.", refused, "hier")
    counter.undo.undo(counter.bar, "hier")
    counter.settle()
    assert counter.bar.text() == "Intussen gewijzigd."
    counter.undo.undo(counter.bar, "hier")
    counter.settle()
    assert counter.number == 0


def test_the_button_of_an_old_message_does_nothing_twice(counter: Counter) -> None:
    offer = counter.undo.offer("Eén.", lambda: counter.add(-1), "hier")
    counter.undo.undo(counter.bar, "hier")
    counter.settle()
    counter.undo.say(counter.bar, offer)
    counter.bar._action.click()
    counter.settle()
    assert counter.number == -1


def test_the_keys_are_about_the_place_and_a_text_field_keeps_them(counter: Counter) -> None:
    where: list[str | None] = ["hier"]
    counter.undo.add_keys(counter.page, counter.bar, lambda: where[0])
    counter.did(1)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = control) -> int:
        widget.setFocus()
        QTest.keyClick(widget, key, held)
        counter.settle()
        return counter.number

    QTest.keyClicks(counter.line, "tekst")
    assert press(counter.line, Qt.Key.Key_Z) == 1
    assert counter.line.text() == ""
    where[0] = None
    assert press(counter.page, Qt.Key.Key_Z) == 1
    where[0] = "hier"
    assert press(counter.page, Qt.Key.Key_Z) == 0
    assert press(counter.page, Qt.Key.Key_Y) == 1
    assert press(counter.page, Qt.Key.Key_Z) == 0
    assert press(counter.page, Qt.Key.Key_Z, control | shift) == 1
