"""Zoeken: names while typing, texts after a reason, and the way to what was found."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from app.dossier.searching import Snippet
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, settle, show
from ui import task
from ui.context import Target
from ui.pages.pupils_page import PupilsPage
from ui.pages.search.rows import pieces
from ui.pages.search_page import SearchPage
from ui.places import PLACES
from ui.workspace import Workspace

WHY = "Voorbereiden van het gesprek met de ouders."
TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "moeder"}


@pytest.fixture
def open_as(school: TransferSchool, qtbot: QtBot) -> Iterator[Callable[[str], Any]]:
    desks: list[Desk] = []

    def sign_in(who: str) -> tuple[SearchPage, Shown]:
        head = school.desk("directeur")
        pupil = pupil_id(head, COMPLETE)
        head.entries.add(pupil, "talk", {**TALK, "report": "Vertelde over een <b>zebravink</b>."})
        health = {"noted_on": TODAY, "condition": "Zebravinkallergie", "measure": "Rust"}
        head.entries.add(pupil, "health", health, "Nodig in de klas.")
        head.close()
        desks.append(school.desk(who))
        shown = Shown(desks[0])
        page = show(qtbot, SearchPage(shown.context()))
        page.show_target(Target("search"))
        settle(qtbot)
        return page, shown

    yield sign_in
    task.wait()
    for desk in desks:
        desk.close()


def type_and_enter(widget: Any, text: str) -> None:
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def test_a_name_is_found_while_typing_and_enter_opens_the_only_one(
    open_as: Callable[[str], Any], qtbot: QtBot
) -> None:
    page, shown = open_as("leerkracht8")
    assert page.empty.isVisible()
    QTest.keyClicks(page.words, "yilm")
    qtbot.waitUntil(lambda: len(page.names.rows) == 1)
    assert page.names.rows[0].label == "Yılmaz, Cem · groep 8"
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    assert [one.place for one in shown.went] == ["pupils"]


def test_texts_ask_a_reason_and_lead_to_the_entry_by_keyboard(
    open_as: Callable[[str], Any], qtbot: QtBot
) -> None:
    page, shown = open_as("ib")
    type_and_enter(page.words, "zebra")
    assert QApplication.focusWidget() is page.reason
    type_and_enter(page.reason, "om")
    settle(qtbot)
    assert page.message_bar.isVisible()
    page.reason.clear()
    type_and_enter(page.reason, WHY)
    settle(qtbot)
    head, talk, health = sorted(page.texts.rows, key=lambda row: row.label.startswith("Gezond"))
    assert (head.pieces, head.label.endswith("groep 8")) == ((), True)
    assert [piece for piece, searched in talk.pieces if searched] == ["zebravink"]
    assert "<b>" in talk.spoken
    assert health.label.startswith("Gezondheid")
    assert QApplication.focusWidget() is page.texts
    while page.texts.current() != talk.key:
        QTest.keyClick(page.texts, Qt.Key.Key_Down)
    QTest.keyClick(page.texts, Qt.Key.Key_Return)
    (target,) = shown.went
    assert (target.place, target.category, target.part) == ("pupils", Category.TALK, "talk")

    pupils = show(qtbot, PupilsPage(shown.context()))
    pupils.show_target(target)
    settle(qtbot)
    qtbot.waitUntil(lambda: bool(getattr(pupils.view.page, "cards", None)))
    assert pupils.view.page.cards["talk"].table.current().id == target.entry_id  # type: ignore[union-attr]


def test_nothing_found_is_said_in_words(open_as: Callable[[str], Any], qtbot: QtBot) -> None:
    page, _ = open_as("administratie")
    page.reason.setText(WHY)
    type_and_enter(page.words, "zebravink")
    settle(qtbot)
    assert "Niets gevonden" in page.nothing.text()
    assert page.nothing.isVisible()


def test_ctrl_f_leads_here_from_anywhere_but_the_list_of_pupils(
    school: TransferSchool, qtbot: QtBot
) -> None:
    desk = school.desk("ib")
    workspace = Workspace(desk, desk.school.settings())
    qtbot.addWidget(workspace)
    with qtbot.waitExposed(workspace):
        workspace.show()
    workspace.activateWindow()

    def ctrl_f() -> object:
        settle(qtbot)
        QTest.keyClick(workspace, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        return workspace.pages.currentWidget()

    assert isinstance(ctrl_f(), SearchPage)
    workspace.go(Target("pupils"))
    workspace.sidebar.setFocus()
    assert isinstance(ctrl_f(), PupilsPage)
    settle(qtbot)
    desk.close()


def test_marks_cut_the_text_without_losing_a_letter() -> None:
    cut = list(pieces(Snippet("x", "een twee drie", ((0, 3), (9, 13)))))
    assert cut == [("een", True), (" twee ", False), ("drie", True)]


def test_no_two_mnemonics_are_the_same(open_as: Callable[[str], Any]) -> None:
    page, _ = open_as("directeur")
    labels = [one.place.label for one in PLACES]
    labels += [page.search_button.text(), page.stop_button.text(), page.more_button.text()]
    labels += ["Zoek o&p", "&Uw reden (voor dossiers)"]
    used = [one[one.index("&") + 1].casefold() for one in labels if "&" in one]
    assert len(used) == len(set(used))
