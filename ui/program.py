"""Starting the window, and taking a picture of it without a screen."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.errors import UserError
from ui import task
from ui.context import Target
from ui.entrance.sign_in import SignInPage
from ui.theme import Mode, Theme
from ui.window import MainWindow
from ui.workspace import Workspace

_PATIENCE_SECONDS = 60.0
_HEARTBEAT_MILLISECONDS = 50


def application() -> QApplication:
    """The one application, with the theme."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Leerlingdossier")
    application.setDesktopFileName("leerlingdossier")
    Theme.install(application)
    return application


def start(folder: Path | None = None) -> int:
    """Open the window and stay until it is closed; the exit code."""
    app = application()
    window = MainWindow(folder)
    task.install_excepthook(lambda: window)
    window.show()
    return app.exec()


def picture(
    folder: Path, name: str, password: str, target: Path, number: str, *, dark: bool = False
) -> None:
    """Sign in, open the pupil with this leerlingnummer, and save what the window shows as PNG."""
    app = application()
    Theme.instance().set_mode(Mode.DARK if dark else Mode.LIGHT)
    window, workspace = sign_in(app, folder, name, password)
    pupil = workspace.desk.pupils.by_number(number)
    workspace.go(Target("pupils", pupil_id=pupil.id))
    settle(app)
    target.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(target), "PNG")
    window.close()


def sign_in(
    app: QApplication, folder: Path, name: str, password: str
) -> tuple[MainWindow, Workspace]:
    """A window in which somebody signed in as if by typing."""
    window = MainWindow(folder)
    window.show()
    page = window.page
    if not isinstance(page, SignInPage):
        raise UserError("Deze school kan niet worden geopend.")
    page.name.setText(name)
    page.password.line.setText(password)
    page.sign_in()
    until(app, lambda: isinstance(window.page, Workspace))
    workspace = window.page
    assert isinstance(workspace, Workspace)
    return window, workspace


def until(app: QApplication, reached: Callable[[], bool]) -> None:
    """Let the window work until this is so. Raises UserError when it takes too long."""
    last = time.monotonic() + _PATIENCE_SECONDS
    heartbeat = QTimer(interval=_HEARTBEAT_MILLISECONDS)  # so that waiting for events ends
    heartbeat.start()
    while not reached():
        if time.monotonic() > last:
            raise UserError("Het venster reageert niet op tijd. Probeer het opnieuw.")
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle(app: QApplication) -> None:
    """Until all work has been delivered and drawn."""
    quiet = 0
    while quiet < 20:
        app.processEvents()
        quiet = quiet + 1 if task.is_idle() else 0
        time.sleep(0.01)
