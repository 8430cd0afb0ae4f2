"""The theme stands before any widget of a test is made; nothing stays under way after it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui import task
from ui.theme import Theme


@pytest.fixture(autouse=True)
def _theme(qapp: QApplication) -> Iterator[None]:
    Theme.install(qapp, "light")
    yield
    task.wait()
