"""The one window: welcome, first run, signing in, and the workspace."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.access.log import Event
from app.access.policy import Action
from app.desk import Desk, ItDesk, MustChoosePassword, SchoolDoor
from app.desk.restoring import Restored
from app.dossier.values import SchoolSettings
from app.errors import UserError
from ui import clipboard, curtain, garbage, task
from ui.context import Target
from ui.entrance.first_run import FirstRunPage, Made
from ui.entrance.it_page import ItPage
from ui.entrance.new_password import NewPasswordPage
from ui.entrance.restore_page import RestorePage
from ui.entrance.sign_in import SignInPage
from ui.entrance.welcome import WelcomePage
from ui.recent import recent_school, remember_school
from ui.system_lock import SystemLock
from ui.workspace import Leaving, Workspace

_WIDTH, _HEIGHT = 1366, 768


class MainWindow(QMainWindow):
    """Holds one page at a time; a page that is gone is deleted with everything it showed."""

    def __init__(self, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Leerlingdossier")
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumSize(640, 420)
        self._stack = QStackedWidget()
        self._stack.setProperty("role", "page")
        self.setCentralWidget(self._stack)
        self._door: SchoolDoor | None = None
        self._name = ""
        self._it_desk: ItDesk | None = None
        self._system = SystemLock(self)
        self._system.locking.connect(self.lock)
        clipboard.instance()
        if folder is None:
            self.show_welcome()
        else:
            self.open_school(folder)

    @property
    def page(self) -> QWidget:
        """What the window shows now."""
        return self._stack.currentWidget()

    def show_welcome(self) -> WelcomePage:
        """Choose a school or make one."""
        page = WelcomePage(self.show_first_run, self.open_school, recent_school())
        self._replace(page)
        return page

    def show_first_run(self) -> None:
        """The assistant."""
        self._replace(FirstRunPage(self._school_made, self.show_welcome))

    def open_school(self, folder: Path) -> None:
        """Go to the sign-in of this school; a folder that is none is said on the welcome page."""
        try:
            self._door = SchoolDoor(folder)
        except UserError as error:
            self.show_welcome().message_bar.must(str(error))
            return
        remember_school(folder)
        self._name = ""
        self.show_sign_in()

    def lock(self) -> None:
        """Lock, when someone is signed in: a key, the clock, or the computer itself asks for it."""
        page = self.page
        if isinstance(page, Workspace):
            page.leave(Event.LOCK)
        elif isinstance(page, SignInPage):
            page.lock()

    def show_sign_in(self, *, locked: bool = False) -> SignInPage:
        """Ask who it is."""
        assert self._door is not None
        state = "vergrendeld" if locked else self._door.school_name
        self.setWindowTitle(f"{state} – Leerlingdossier")
        page = SignInPage(
            self._door,
            self._signed_in,
            self.show_welcome,
            self._name,
            locked,
            restore=self.show_restore,
        )
        self._replace(page)
        return page

    def show_restore(self) -> None:
        """For a school whose database does not open."""
        assert self._door is not None
        self._replace(RestorePage(self._door.path, self._restored, self.show_sign_in, self._name))

    def _restored(self, done: Restored) -> None:
        page = self.show_sign_in()
        page.message_bar.done(
            "De reservekopie is teruggezet. Wat er stond is bewaard in "
            f"‘backups/{done.aside.path.name}’. Meld u opnieuw aan."
        )

    def _school_made(self, made: Made) -> None:
        self.open_school(made.folder)
        page = self.page
        if isinstance(page, SignInPage):
            page.name.setText(made.sign_in_name)
            page.message_bar.done(
                f"De school is gemaakt in {made.folder}. Meld u aan met het wachtwoord dat u koos."
            )
            page.password.setFocus()

    def _signed_in(self, desk: Desk | ItDesk | MustChoosePassword) -> None:
        page = self.page
        if isinstance(page, SignInPage):
            self._name = page.name.text()
        if isinstance(desk, MustChoosePassword):
            self._replace(NewPasswordPage(desk, self._signed_in, self.show_sign_in))
            return
        if isinstance(desk, ItDesk):
            self._it_desk = desk
            self._replace(ItPage(desk, self._it_signed_out))
            return
        task.run(
            page,
            lambda: (desk.school.settings(), _first_place(desk)),
            lambda found: self._work(desk, *found),
            busy=page,
        )

    def _work(self, desk: Desk, school: SchoolSettings, first: Target) -> None:
        page = self.page
        lock = isinstance(page, SignInPage) and page.lock_wanted
        workspace = Workspace(desk, school, first)
        workspace.left.connect(self._left_workspace)
        self._replace(workspace)
        if lock:
            workspace.leave(Event.LOCK)

    def _left_workspace(self, leaving: Leaving) -> None:
        # First what shows, then what takes time: nobody waits before an open dossier.
        curtain.close_everything_over(self)
        farewell = leaving.farewell
        page = self.show_sign_in(locked=leaving.locked and farewell is None)
        page.wait_for(leaving.close)
        if farewell is not None:
            (page.message_bar.done if farewell.done else page.message_bar.must)(farewell.text)

    def _it_signed_out(self) -> None:
        if self._it_desk is not None:
            self._it_desk.close()
            self._it_desk = None
        self.show_sign_in()

    def _replace(self, page: QWidget) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if isinstance(page, Workspace):
            # With the page that had the focus gone, keys would go nowhere.
            page.take_focus()
        if old is not None:
            self._stack.removeWidget(old)
            garbage.collect_after(old)
            old.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        if isinstance(page, Workspace) and not page.close_now():
            event.ignore()
            return
        task.wait()  # a desk that is being closed after locking
        if self._it_desk is not None:
            self._it_desk.close()
        clipboard.instance().clear()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._system.watch(int(self.winId()))


def _first_place(desk: Desk) -> Target:
    """*Vandaag*, unless the recovery code was used: who can must then make a new one first."""
    must = desk.may(Action.STAFF) and desk.must_renew_recovery
    return Target("recovery" if must else "today")
