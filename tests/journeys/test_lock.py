"""Locking: nothing of a pupil is left in the window or in memory, and no text is lost."""

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.access.categories import Category
from app.access.log import Event
from app.dossier.values import PupilSummary
from app.vault import FolderLost
from tests.journeys.window import Driver
from tests.transfer_fixtures import built_school, school
from tests.transfer_school import PASSWORD, TransferSchool
from ui import clipboard, task
from ui.entrance.sign_in import SignInPage
from ui.widgets.confirm import ConfirmDialog, confirm
from ui.workspace import Workspace

__all__ = ["built_school", "school"]
NAME = "Hof"
TYPED = "Moeder vertelt dat hij slecht slaapt."


@dataclass
class Signed:
    """The window, and who is signed in to it."""

    driver: Driver

    @property
    def window(self) -> Any:
        return self.driver.window

    def lock(self) -> SignInPage:
        """Ctrl+L, as somebody who walks away."""
        QTest.keyClick(self.driver.work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.driver.settle()
        page = self.window.page
        assert isinstance(page, SignInPage)
        return page

    def begin_talk(self, text: str = TYPED) -> Any:
        """Open the form for a talk with the pupil and type in it."""
        page = self.driver.open_pupil(NAME)
        page.view.go_to(Category.TALK.value)
        self.driver.settle()
        talk = page.view.page
        card = talk.cards.get("talk")
        shown = card is not None and card.add_button.isVisible()
        self.driver.press(card.add_button if shown else talk.empty.action)
        QTest.keyClicks(talk.sheet.form("talk").input("report").text, text)
        return talk


@pytest.fixture
def signed(driver: Driver, school: TransferSchool) -> Signed:
    driver.window.open_school(school.path)
    driver.sign_in("leerkracht8", PASSWORD)
    return Signed(driver)


def words_of(widget: QWidget) -> str:
    """Every text of a widget that a person or a screen reader could get at."""
    found = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    found += [widget.windowTitle(), widget.statusTip(), widget.whatsThis()]
    for name in ("text", "toPlainText", "currentText", "placeholderText", "title"):
        getter = getattr(widget, name, None)
        if callable(getter):
            found.append(str(getter()))
    return " ".join(found)


def test_at_once_only_the_lock_page_is_there(signed: Signed) -> None:
    signed.begin_talk()
    QTest.keyClick(signed.driver.work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = signed.window.page  # nothing was waited for: the desk may still be closing
    assert isinstance(page, SignInPage)
    assert "vergrendeld" in page.title.text()
    assert signed.window.windowTitle() == "vergrendeld – Leerlingdossier"
    signed.driver.settle()


def test_no_widget_and_no_object_knows_the_pupil_any_more(signed: Signed) -> None:
    page = signed.driver.open_pupil(NAME)
    pupil = page.view.pupil
    assert pupil is not None
    number, name = pupil.id, pupil.display_name
    assert any(name in words_of(one) for one in QApplication.allWidgets())
    del page, pupil
    signed.lock()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    gc.collect()
    assert [one for one in QApplication.allWidgets() if name in words_of(one)] == []
    kept = [one for one in gc.get_objects() if isinstance(one, PupilSummary) and one.id == number]
    assert kept == []
    assert [one for one in gc.get_objects() if isinstance(one, Workspace)] == []


def test_the_keys_are_overwritten_and_the_folder_is_free(signed: Signed) -> None:
    unlocked = signed.driver.work.desk._unlocked
    database = unlocked.database
    assert database is not None
    held = [database._key, unlocked.own._key]
    held += [one._key for one in unlocked.compartments._open.values()]
    before = [bytes(one) for one in held]
    assert all(before)
    signed.lock()
    assert [bytes(one) for one in held] == [b""] * len(held)
    assert unlocked.school_keys == {}
    assert not unlocked.lock._lock.is_locked


def test_half_written_text_comes_back_to_its_author_in_the_form(
    signed: Signed, school: TransferSchool
) -> None:
    signed.begin_talk()
    signed.lock()
    raw = b"".join(path.read_bytes() for path in school.path.rglob("*") if path.is_file())
    assert TYPED.encode() not in raw
    signed.driver.sign_in("leerkracht8", PASSWORD)
    offer = signed.driver.work.pages.currentWidget().drafts
    assert offer.isVisible()
    assert "Gespreksverslag toevoegen" in words_in(offer)
    assert NAME in words_in(offer)
    signed.driver.press(button_of(offer, "Verder schrijven"))
    talk = signed.driver.work.pages.currentWidget().view.page
    assert talk.sheet.form("talk").raw()["report"] == TYPED
    assert talk.sheet.is_dirty()
    assert not signed.driver.work.pages.currentWidget().view.drafts.isVisible()
    signed.lock()  # else closing the window would ask about what was typed


def test_who_signs_in_instead_sees_nothing_of_it(signed: Signed) -> None:
    signed.begin_talk()
    page = signed.lock()
    page.name.clear()
    signed.driver.sign_in("directeur", PASSWORD)
    assert not signed.driver.work.pages.currentWidget().drafts.isVisible()


def test_saving_the_form_takes_the_draft_away(signed: Signed, school: TransferSchool) -> None:
    signed.begin_talk()
    signed.driver.work.context.drafting.tick()
    signed.driver.settle()
    (kept,) = (path for path in (school.path / "drafts").rglob("*") if path.is_file())
    talk = signed.driver.work.pages.currentWidget().view.page
    form = talk.sheet.form("talk")
    for name, value in (("kind", "parent"), ("subject", "Slapen"), ("occasion", "parent")):
        if name in form.raw():
            form.input(name).set_value(value)
    for field in form.kind.fields:
        given = form.input(field.name)
        if field.required and given.is_empty():
            given.set_value(next(iter(field.choices)) if field.choices else "03-11-2026")
    signed.driver.press(talk.sheet.submit_button)
    assert talk.sheet is None
    assert not kept.exists()


def test_throwing_a_draft_away_is_final(signed: Signed, school: TransferSchool) -> None:
    signed.begin_talk()
    signed.lock()
    signed.driver.sign_in("leerkracht8", PASSWORD)
    offer = signed.driver.work.pages.currentWidget().drafts
    signed.driver.press(button_of(offer, "Weggooien"))
    assert not offer.isVisible()
    assert [path for path in (school.path / "drafts").rglob("*") if path.is_file()] == []


def test_a_dialog_a_menu_and_the_clipboard_go_as_well(signed: Signed) -> None:
    work = signed.driver.work
    answers: list[bool] = []
    menu = QMenu(work)
    menu.addAction(NAME)
    clipboard.instance().put("999000019")

    def lock_while_asking() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ConfirmDialog)
        menu.popup(work.mapToGlobal(work.rect().center()))
        signed.window.lock()

    QTimer.singleShot(0, lock_while_asking)
    answers.append(confirm(work, f"{NAME} uitschrijven?"))
    signed.driver.settle()
    assert answers == [False]
    assert isinstance(signed.window.page, SignInPage)
    visible = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert [one for one in visible if isinstance(one, (QDialog, QMenu))] == []
    assert QGuiApplication.clipboard().text() == ""


def test_the_lock_of_the_computer_locks_the_window(signed: Signed) -> None:
    signed.window._system.locking.emit()
    signed.window._system.locking.emit()
    signed.driver.settle()
    assert isinstance(signed.window.page, SignInPage)


def test_a_lock_while_someone_is_signing_in_counts_when_they_are_in(signed: Signed) -> None:
    page = signed.lock()
    page.password.line.setText(PASSWORD)
    page.sign_in()
    signed.window.lock()
    signed.driver.settle()
    again = signed.window.page
    assert isinstance(again, SignInPage)
    assert again is not page
    signed.driver.sign_in("leerkracht8", PASSWORD)  # this one stays


@pytest.mark.parametrize("fails", [False, True])
def test_work_under_way_at_the_lock_keeps_no_workspace_alive(signed: Signed, fails: bool) -> None:
    work = signed.driver.work
    going = threading.Event()
    arrived: list[object] = []

    def slow() -> str:
        going.wait()
        if fails:
            raise RuntimeError("after the lock")
        return NAME

    begun = task.run(work, slow, arrived.append, arrived.append, message="Bezig…")
    signed.window.lock()
    assert isinstance(signed.window.page, SignInPage)
    assert begun._owner is None
    del work, begun
    going.set()
    signed.driver.settle()
    QApplication.sendPostedEvents(None, 52)
    gc.collect()
    assert arrived == []
    assert [one for one in gc.get_objects() if isinstance(one, Workspace)] == []


def test_closing_the_window_right_after_locking_loses_no_text(
    signed: Signed, school: TransferSchool
) -> None:
    signed.begin_talk()
    signed.window.lock()
    signed.window.close()
    desk = school.desk("leerkracht8")
    (note,) = desk.drafts.notes().notes
    assert desk.drafts.open(note.id)["talk"]["report"] == TYPED
    desk.close(Event.SIGN_OUT)


def words_in(widget: QWidget) -> str:
    """The texts of everything in a widget."""
    return " ".join(words_of(one) for one in widget.findChildren(QWidget))


def button_of(widget: QWidget, label: str) -> Any:
    """The first button with this label."""
    found: Callable[[Any], bool] = lambda one: getattr(one, "text", str)() == label  # noqa: E731
    return next(one for one in widget.findChildren(QWidget) if found(one))


def test_when_another_pc_came_in_between_the_text_is_kept_and_the_window_asks_to_sign_in(
    signed: Signed, school: TransferSchool
) -> None:
    signed.begin_talk()
    desk = signed.driver.work.desk
    held = school.path / "in-use"
    held.write_text(held.read_text().replace('"token":"', '"token":"anders'))
    with pytest.raises(FolderLost):
        desk.pupils.all()
    signed.driver.qtbot.waitUntil(
        lambda: isinstance(signed.window.page, SignInPage), timeout=10_000
    )
    signed.driver.settle()
    assert "andere pc" in signed.window.page.message_bar.text()
    signed.driver.sign_in("leerkracht8", PASSWORD)
    assert [note.form.title for note in signed.driver.work.desk.drafts.notes().notes]
