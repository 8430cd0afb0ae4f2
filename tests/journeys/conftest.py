"""A window, a state folder of its own, and the cheapest key derivation that is allowed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.vault import KdfParameters
from tests.journeys.window import Driver
from ui import task
from ui.theme import Theme
from ui.window import MainWindow
from ui.workspace import Workspace


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Driver]:
    Theme.install(qapp, "light")
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(KdfParameters, "measure", lambda *_a, **_k: KdfParameters.fastest())
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Driver(qtbot, window)
    task.wait()
    if isinstance(window.page, Workspace):
        window.page.desk.close()
