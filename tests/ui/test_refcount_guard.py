"""A window that is painted and used for days must not end the program."""

import sys

import pytest
from PySide6.QtWidgets import QWidget


@pytest.mark.parametrize("one", [None, True, False])
def test_painting_cannot_use_up_what_python_has_one_of(qtbot, one: bool | None) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(one)
    for number in range(200):
        widget.resize(100 + number % 3, 100)
        widget.setEnabled(not widget.isEnabled())
        widget.grab()
    used = before - sys.getrefcount(one)
    days_of_work = 1_000_000 * max(used, 1)
    assert sys.getrefcount(one) > days_of_work
