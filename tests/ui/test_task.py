"""Work runs beside the window, and its outcome arrives in the window or nowhere."""

import sys
import threading

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserError
from ui import task
from ui.faults import Fault
from ui.widgets.busy_strip import BusyStrip
from ui.widgets.message_bar import MessageBar


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.message_bar = MessageBar()
        self.button = QPushButton("x")
        layout.addWidget(self.message_bar)
        layout.addWidget(self.button)
        self.resize(400, 200)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_result_arrives_in_the_thread_of_the_windows(qtbot: QtBot, page: Page) -> None:
    seen: list[object] = []
    task.run(
        page,
        threading.get_ident,
        lambda ident: seen.extend([ident, threading.get_ident()]),
        busy=page.button,
    )
    assert not page.button.isEnabled()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] != seen[1] == threading.get_ident()
    assert page.button.isEnabled()


def test_a_user_error_becomes_a_message_as_plain_text(qtbot: QtBot, page: Page) -> None:
    def work() -> None:
        raise UserError("De map <b>is</b> in gebruik.")

    task.run(page.button, work)
    qtbot.waitUntil(lambda: page.message_bar.text() == "De map <b>is</b> in gebruik.")


def test_a_bug_becomes_a_calm_sentence_without_what_was_typed(
    qtbot: QtBot, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        raise KeyError("Anna de Vries")

    task.run(page, work)
    qtbot.waitUntil(lambda: "foutcode" in page.message_bar.text())
    written = capsys.readouterr().err
    assert "Anna" not in page.message_bar.text() + written
    assert "KeyError" in written
    assert "test_task.py" in written


def test_the_same_bug_has_the_same_code(qtbot: QtBot, page: Page) -> None:
    found: list[Fault] = []

    def work() -> None:
        raise ValueError(len(found))

    for number in (1, 2):
        task.run(page, work, failed=found.append)
        qtbot.waitUntil(lambda number=number: len(found) == number)
    assert found[0].code == found[1].code != ""


def test_a_page_that_is_gone_gets_no_result(qtbot: QtBot) -> None:
    page = Page()
    go, seen = threading.Event(), []
    work = task.run(page, lambda: go.wait(5), seen.append, busy=page.button)
    page.deleteLater()
    qtbot.wait(20)
    with qtbot.waitSignal(work.finished):
        go.set()
    assert seen == []
    assert task.is_idle()


def test_progress_shows_after_a_moment_and_can_be_stopped(qtbot: QtBot, page: Page) -> None:
    seen: list[object] = []

    def work(progress: task.Progress) -> None:
        for number in range(10_000):
            progress.step(number, 10_000, f"Stap {number}")
            threading.Event().wait(0.01)

    under_way = task.run_with_progress(page, work, seen.append, seen.append, message="Bezig…")
    assert page.findChild(BusyStrip) is None
    qtbot.waitUntil(lambda: page.findChild(BusyStrip) is not None)
    strip = page.findChild(BusyStrip)
    with qtbot.waitSignal(under_way.finished):
        strip._stop.click()
    assert seen == []


def test_only_the_newest_search_is_delivered(qtbot: QtBot, page: Page) -> None:
    go, seen = threading.Event(), []
    task.run(page, lambda: go.wait(5) and "old", seen.append, newest="search")
    task.run(page, lambda: "new", seen.append, newest="search")
    qtbot.waitUntil(lambda: seen == ["new"])
    go.set()
    qtbot.waitUntil(task.is_idle)
    assert seen == ["new"]


def test_the_focus_comes_back_to_a_button_that_was_busy(qtbot: QtBot, page: Page) -> None:
    page.activateWindow()
    page.button.setFocus()
    qtbot.waitUntil(page.button.hasFocus)
    task.run(page, lambda: None, busy=page.button)
    qtbot.waitUntil(task.is_idle)
    qtbot.waitUntil(page.button.hasFocus)


def test_what_nobody_caught_shows_in_the_window(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    task.install_excepthook(lambda: page)
    try:
        raise RuntimeError("Anna")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "foutcode" in page.message_bar.text()
