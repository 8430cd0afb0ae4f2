"""The program locks itself when nobody touches it, and not a moment earlier."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.idle import IdleWatch


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watched(qtbot):
    steady, wall = Clock(), Clock()
    watch = IdleWatch(60, steady, wall)
    due: list[bool] = []
    left: list[int] = []
    watch.due.connect(lambda: due.append(True))
    watch.left.connect(left.append)
    yield watch, steady, wall, due, left
    watch.stop()


def test_it_is_due_after_the_set_time_and_says_so_once(watched) -> None:
    watch, steady, _, due, left = watched
    steady.now = 59.0
    watch.tick()
    assert (due, left) == ([], [1])
    steady.now = 60.0
    watch.tick()
    assert due == [True]
    assert not watch._timer.isActive()


def test_a_key_or_the_mouse_begins_the_time_again(qtbot, watched) -> None:
    watch, steady, _, due, left = watched
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    steady.now = 59.0
    qtbot.keyClick(field, Qt.Key.Key_A)
    steady.now = 100.0
    watch.tick()
    assert due == []
    assert left == [19]


def test_a_pc_that_slept_shows_on_the_clock_of_the_wall(watched) -> None:
    watch, _, wall, due, _ = watched
    wall.now = 3600.0
    watch.tick()
    assert due == [True]


def test_another_limit_counts_at_once(watched) -> None:
    watch, steady, _, due, left = watched
    steady.now = 59.0
    watch.set_seconds(120 * 60)
    watch.tick()
    assert (due, left) == ([], [120 * 60 - 59])
    watch.set_seconds(30)
    watch.tick()
    assert due == [True]
