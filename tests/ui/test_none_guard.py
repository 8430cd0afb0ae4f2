"""A window that is painted for hours must not end the program."""

import sys

from PySide6.QtWidgets import QWidget


def test_painting_cannot_use_none_up(qtbot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for number in range(200):
        widget.resize(100 + number % 3, 100)
        widget.grab()
    used = before - sys.getrefcount(None)
    hours_of_painting = 1_000_000 * max(used, 1)
    assert sys.getrefcount(None) > hours_of_painting
