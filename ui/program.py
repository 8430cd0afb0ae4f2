"""Starting the window, and taking a picture of it without a screen."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.errors import UserError
from ui import task
from ui.context import Target
from ui.entrance.sign_in import SignInPage
from ui.theme import Mode, Theme
from ui.window import MainWindow
from ui.workspace import Workspace

_PATIENCE_SECONDS = 60.0


def _application() -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Leerlingdossier")
    application.setDesktopFileName("leerlingdossier")
    Theme.install(application)
    return application


def start(folder: Path | None = None) -> int:
    """Open the window and stay until it is closed; the exit code."""
    application = _application()
    window = MainWindow(folder)
    task.install_excepthook(lambda: window)
    window.show()
    return application.exec()


def picture(
    folder: Path, name: str, password: str, target: Path, number: str, *, dark: bool = False
) -> None:
    """Sign in, open the pupil with this leerlingnummer, and save what the window shows as PNG."""
    application = _application()
    Theme.instance().set_mode(Mode.DARK if dark else Mode.LIGHT)
    window = MainWindow(folder)
    window.show()
    page = window.page
    if not isinstance(page, SignInPage):
        raise UserError("Deze school kan niet worden geopend.")
    page.name.setText(name)
    page.password.line.setText(password)
    page.sign_in()
    _until(application, lambda: isinstance(window.page, Workspace))
    workspace = window.page
    assert isinstance(workspace, Workspace)
    pupil = workspace.desk.pupils.by_number(number)
    workspace.go(Target("pupils", pupil_id=pupil.id))
    _settle(application)
    target.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(target), "PNG")
    window.close()


def _until(application: QApplication, reached: Callable[[], bool]) -> None:
    last = time.monotonic() + _PATIENCE_SECONDS
    while not reached():
        if time.monotonic() > last:
            raise UserError("Het venster reageert niet op tijd. Probeer het opnieuw.")
        application.processEvents()
        time.sleep(0.01)


def _settle(application: QApplication) -> None:
    """Until all work has been delivered and drawn."""
    quiet = 0
    while quiet < 20:
        application.processEvents()
        quiet = quiet + 1 if task.is_idle() else 0
        time.sleep(0.01)
