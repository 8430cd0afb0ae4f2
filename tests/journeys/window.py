"""Driving the whole window as a person does: by its buttons, fields and keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.dossier.kinds import FieldType, Value
from ui import task
from ui.entrance.first_run import FirstRunPage
from ui.entrance.sign_in import SignInPage
from ui.entrance.welcome import WelcomePage
from ui.window import MainWindow
from ui.workspace import Workspace

STRONG = "paard lantaarn kwartel trommel"


@dataclass
class Driver:
    """The window and the hand at the keyboard."""

    qtbot: QtBot
    window: MainWindow

    def settle(self) -> None:
        """Until all work is done and shown."""
        for _ in range(2):
            self.qtbot.waitUntil(task.is_idle, timeout=60_000)
            self.qtbot.wait(30)

    def press(self, widget: QPushButton | QWidget) -> None:
        """Click something that is there and may be clicked."""
        assert widget.isEnabled(), widget.accessibleName()
        assert not widget.isHidden(), widget.accessibleName()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def work(self) -> Workspace:
        """The workspace of who is signed in."""
        self.qtbot.waitUntil(lambda: isinstance(self.window.page, Workspace), timeout=20_000)
        page = self.window.page
        assert isinstance(page, Workspace)
        return page

    def place(self, key: str) -> Any:
        """Go to a place by the sidebar and give its page."""
        self.press(self.work.sidebar.place_button(key))
        return self.work.pages.currentWidget()

    def first_run(self, folder: Path, name: str, brin: str, branch: str) -> None:
        """Make a school with the assistant."""
        page = self.window.page
        assert isinstance(page, WelcomePage)
        self.press(page.new_button)
        run = self.window.page
        assert isinstance(run, FirstRunPage)
        run.place.setText(str(folder))
        for field, text in (("name", name), ("brin", brin), ("branch", branch)):
            QTest.keyClicks(run.school_form.input(field).widget, text)
        run.kind.setCurrentIndex(1)
        self.press(run.next_button)
        for line, text in (
            (run.head_name, "Dirk Baas"),
            (run.sign_in_name, "directeur"),
            (run.password.line, STRONG),
            (run.repeat.line, STRONG),
        ):
            QTest.keyClicks(line, text)
        self.press(run.next_button)
        self.press(run.next_button)
        code = run._code.split("-")
        for index, line in zip(run.typed_back.asked, run.typed_back.typed, strict=True):
            QTest.keyClicks(line, code[index])
        self.press(run.next_button)
        self.qtbot.waitUntil(lambda: isinstance(self.window.page, SignInPage), timeout=30_000)

    def sign_in(self, name: str, password: str) -> None:
        """Type name and password and wait for the workspace."""
        page = self.window.page
        assert isinstance(page, SignInPage)
        page.name.setText(name)
        QTest.keyClicks(page.password.line, password)
        QTest.keyClick(page.password.line, Qt.Key.Key_Return)
        assert self.work
        self.settle()

    def open_pupil(self, name: str) -> Any:
        """Search as one types, Enter."""
        page = self.place("pupils")
        page.list.search.clear()
        QTest.keyClicks(page.list.search, name)
        QTest.keyClick(page.list.search, Qt.Key.Key_Return)
        self.settle()
        return page

    def add(self, category: Category, kind_code: str, values: Mapping[str, Value]) -> None:
        """Add an entry on a tab of the pupil that is open."""
        view = self.work.pages.currentWidget().view
        view.go_to(category.value)
        self.settle()
        page = view.page
        card = page.cards.get(kind_code)
        if card is not None and card.add_button.isVisible():
            self.press(card.add_button)
        else:
            self.press(page.empty.action)
        self.fill(page.sheet.form(kind_code), values)
        self.press(page.sheet.submit_button)
        assert page.sheet is None, page.sheet.form(kind_code).problems()
        assert "toegevoegd" in page.message_bar.text()

    def fill(self, form: Any, values: Mapping[str, Value]) -> None:
        """Type or choose; dates and texts by key."""
        for name, value in values.items():
            given = form.input(name)
            if isinstance(value, date):
                given.day.line.clear()
                QTest.keyClicks(given.day.line, f"{value:%d-%m-%Y}")
            elif given.field.type is FieldType.LONG_TEXT:
                QTest.keyClicks(given.text, str(value))
            elif given.field.choices or isinstance(value, bool):
                given.set_value(value)
            else:
                given.widget.setFocus()
                QTest.keyClicks(given.widget, str(value))
