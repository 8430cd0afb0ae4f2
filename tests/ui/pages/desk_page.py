"""A page in a plain window, for tests that click: a context that notes where it was sent."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from ui import task
from ui.context import Context, Target
from ui.pages.page import Page
from ui.widgets.confirm import ConfirmDialog

P = TypeVar("P", bound=Page)


@dataclass
class Shown:
    """A desk's context, and what the page asked of the window."""

    desk: Desk
    went: list[Target] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    def context(self) -> Context:
        context = Context(self.desk, self.went.append, self.grounds.append)
        context.changes.changed.connect(self.told.append)
        return context


def show(qtbot: QtBot, page: P, size: tuple[int, int] = (1160, 700)) -> P:
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    return page


def settle(qtbot: QtBot) -> None:
    """Wait until nothing is under way any more."""
    qtbot.waitUntil(task.is_idle, timeout=15_000)
    QApplication.processEvents()


def click(qtbot: QtBot, widget: QWidget) -> None:
    assert widget.isEnabled()
    assert not widget.isHidden()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def answer(monkeypatch: Any, choose: str) -> list[str]:
    """Answer every question with `action` or `cancel`; gives the questions that were asked."""
    asked: list[str] = []

    def exec_(dialog: ConfirmDialog) -> int:
        asked.append(dialog.accessibleName() + " " + dialog.accessibleDescription())
        (dialog.action_button if choose == "action" else dialog.cancel_button).click()
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(ConfirmDialog, "exec", exec_)
    return asked
