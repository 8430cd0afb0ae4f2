"""A BSN does not stay on the clipboard; what it did not put there stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from app.dossier.kinds import KINDS
from ui import clipboard
from ui.clipboard import ClipboardGuard, NumberLine, holds_personal_number
from ui.form_fields import input_for

BSN = "999000019"


@pytest.fixture
def board() -> Iterator[object]:
    guard = clipboard.instance()
    QGuiApplication.clipboard().clear()
    yield QGuiApplication.clipboard()
    guard.clear()


@pytest.fixture
def line(qtbot: QtBot) -> NumberLine:
    made = NumberLine(BSN)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (BSN, True),
        (f"Sita, BSN {BSN}, groep 8", True),
        ("9990.00.019", True),
        ("999 000 019", True),
        ("999000018", False),
        (f"1{BSN}", False),
        (f"{BSN}1", False),
        ("", False),
        ("038-1234567", False),
        ("Dorpsstraat 1", False),
    ],
)
def test_a_number_is_known_by_its_test_of_eleven_wherever_it_stands(text: str, holds: bool) -> None:
    assert holds_personal_number(text) is holds


def test_a_copied_number_is_gone_when_the_time_is_over(qtbot: QtBot, board, line) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == BSN
    assert clipboard.instance()._timer.isActive()
    clipboard.instance()._timer.timeout.emit()
    assert board.text() == ""


def test_windows_and_kde_are_asked_not_to_keep_it(qtbot: QtBot, board, line) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    formats = " ".join(board.mimeData().formats())
    for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory"):
        assert name in formats
    assert bytes(board.mimeData().data("x-kde-passwordManagerHint")) == b"secret"


def test_a_part_of_a_number_cut_from_its_field_goes_too(qtbot: QtBot, board, line) -> None:
    line.setSelection(0, 6)
    qtbot.keyClick(line, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert (board.text(), line.text()) == (BSN[:6], BSN[6:])
    clipboard.instance().clear()
    assert board.text() == ""


def test_the_menu_of_the_field_copies_the_guarded_way(qtbot: QtBot, board, line) -> None:
    line.selectAll()
    at = line.rect().center()
    mouse = QContextMenuEvent.Reason.Mouse
    line.contextMenuEvent(QContextMenuEvent(mouse, at, line.mapToGlobal(at)))
    menu = next(one for one in line.findChildren(QMenu) if one.isVisible())
    copy = next(one for one in menu.actions() if one.objectName() == "edit-copy")
    copy.trigger()
    menu.close()
    assert board.text() == BSN
    assert "x-kde-passwordManagerHint" in board.mimeData().formats()


def test_what_was_copied_since_is_left_alone(qtbot: QtBot, board, line) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    board.setText("boodschappen")
    clipboard.instance().clear()
    assert board.text() == "boodschappen"


def test_a_number_copied_from_a_text_on_a_page_is_guarded_as_well(
    qtbot: QtBot, board, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen platform says of nothing that it is ours.
    monkeypatch.setattr(ClipboardGuard, "_is_ours", lambda *_arguments: True)
    shown = QLabel(f"BSN {BSN}")
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    qtbot.addWidget(shown)
    shown.show()
    shown.setSelection(0, len(shown.text()))
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert BSN in board.text()
    assert "x-kde-passwordManagerHint" in board.mimeData().formats()
    clipboard.instance().clear()
    assert board.text() == ""


def test_a_text_without_a_number_stays(board) -> None:
    board.setText("gymles op dinsdag")
    clipboard.instance().clear()
    assert board.text() == "gymles op dinsdag"


def test_the_field_for_a_bsn_is_such_a_line(qtbot: QtBot) -> None:
    made = input_for(KINDS["pupil"].field("personal_number"), {})
    qtbot.addWidget(made.widget)
    assert isinstance(made.widget, NumberLine)
