"""Driving the page of importing as a person does, and reading what its preview shows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.exchange.helpers import HEAD, SAMPLES, pupil
from tests.ui.pages.desk_page import click, settle
from ui.pages.import_page import ImportPage
from ui.pages.importing import parts

SAMPLE = SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"
OWN = HEAD.replace("99ZZ", "12AB")
ALIKE = pupil(
    "#1",
    roepnaam="Dana",
    achternaam="Boer",
    voorvoegsel="",
    geboortedatum="2015-03-17",
    geslacht="2",
)


def written(folder: Path, xml: str | bytes, name: str = "export.xml") -> Path:
    path = folder / name
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    return path


def choose(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch, path: Path | None
) -> None:
    """By the button, as a person does."""
    chosen = (str(path) if path else "", "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    start = page.drop_zone.choose_button
    click(qtbot, start if start.isVisible() else page.other_button)
    settle(qtbot)


def opened(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    page.open_file(path)
    settle(qtbot)


def drag(page: ImportPage, *paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    return data


def drop(qtbot: QtBot, page: ImportPage, *paths: Path) -> None:
    data = drag(page, *paths)
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, event)
    settle(qtbot)


def rows(page: ImportPage, part: parts.Part) -> list[tuple[str, ...]]:
    """What a card of the preview shows, as texts; nothing when the card is not there."""
    card = page.preview.cards[part.title]
    model = card.table.model
    if card.isHidden() or card.table.isHidden():
        return []
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def give(qtbot: QtBot, page: ImportPage, question: int, words: str) -> None:
    box = list(page.preview.questions.boxes.values())[question]
    choice = next(one for one, _ in box.choices if words in one.text())
    page.preview.ensureWidgetVisible(choice)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    settle(qtbot)


def names(desk: Desk) -> set[str]:
    return {one.display_name for one in desk.pupils.all() + desk.pupils.former()}
