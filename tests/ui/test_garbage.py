"""Cycles of widgets and closures are collected where the windows live, and nowhere else."""

import gc
import threading

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui import task


class Cycle:
    """Refers to itself, as a page does through the closures of its signals."""

    def __init__(self, died_in: list[int]) -> None:
        self.self = self
        self.died_in = died_in

    def __del__(self) -> None:
        self.died_in.append(threading.get_ident())


def test_garbage_of_the_windows_never_dies_on_a_thread_of_the_pool(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    died_in: list[int] = []
    done: list[int] = []

    def work() -> int:
        # Far more new objects than it takes to set off the automatic collector.
        return len([[number] for number in range(200_000)])

    task.run(owner, work, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    for _ in range(50):
        Cycle(died_in)
    task.run(owner, work, done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=20_000)
    assert not gc.isenabled()
    task.wait()
    gc.collect()  # what the timer has not come to yet; here, in the thread of the windows
    assert len(died_in) == 50
    assert set(died_in) == {threading.get_ident()}
