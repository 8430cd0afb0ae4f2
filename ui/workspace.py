"""The window of someone who is signed in: sidebar, page, foot, and the lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.access.log import Event
from app.desk import Desk
from app.desk.backup_state import BackupState
from app.dossier.values import SchoolSettings
from app.errors import UserError
from ui import background_check, clipboard, from_anywhere, task
from ui.changes import DeskClosed
from ui.context import Context, Target
from ui.faults import Fault
from ui.idle import IdleWatch
from ui.layouts import Layouts
from ui.pages.page import Page
from ui.pages.safety.words import foot_line
from ui.places import PLACES
from ui.widgets.message_bar import MessageBar
from ui.widgets.sidebar import Place, Sidebar
from ui.widgets.status_foot import StatusFoot

_COMPACT_BELOW = 1100
_WARN_SECONDS = 60
_SAVED = "Alles opgeslagen"
_TODAY = Target("today")
_WAYS_OUT = (
    Place("lock", "Ver&grendelen", "lock", at_foot=True),
    Place("sign-out", "&Afmelden", "sign-out", at_foot=True),
)


@dataclass(frozen=True)
class Leaving:
    """Someone leaves. `close` keeps their drafts and closes the desk: to be run in the background.

    It holds nothing of the window, so that the window can go at once.
    """

    locked: bool
    close: Callable[[], None]
    farewell: DeskClosed | None = None
    """What to say on the sign-in page when the desk was closed by what was done at it."""


class Workspace(QWidget):
    """`left` carries a `Leaving`: whoever shows the workspace takes it away and runs `close`."""

    left = Signal(object)

    def __init__(
        self,
        desk: Desk,
        school: SchoolSettings,
        first: Target = _TODAY,
        parent: QWidget | None = None,
    ) -> None:
        """`first` is shown before anything else."""
        super().__init__(parent)
        self.desk = desk
        self.context = Context(desk, self.go, self._show_ground)
        self.sidebar = Sidebar(school.name)
        self.pages = QStackedWidget()
        self.foot = StatusFoot()
        self.message_bar = MessageBar()
        self._offered = [one for one in PLACES if one.offered(desk)]
        self._made: dict[str, Page] = {}
        self._closing = False
        Layouts.instance().begin(desk.person.id)
        self._build()
        self._idle = IdleWatch(school.lock_minutes * 60, parent=self)
        self._idle.due.connect(lambda: self.leave(Event.LOCK))
        self._idle.left.connect(self._count_down)
        self.context.changes.changed.connect(self._changed)
        self.context.drafting.load(self)
        if desk.alarms:
            self.message_bar.alarm(" ".join(desk.alarms))
        self.go(first)
        self.make_daily_backup()
        background_check.start(self, self.context, self.foot, self.message_bar)

    def _build(self) -> None:
        shown = (one.place for one in self._offered if not one.under)
        self.sidebar.set_places([*shown, *_WAYS_OUT])
        self.sidebar.set_who(f"{self.desk.person.name} · {self.desk.person.role_names}")
        self.sidebar.chosen.connect(self._chosen)
        self.foot.set_saved(_SAVED)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.message_bar)
        right.addWidget(self.pages, 1)
        right.addWidget(self.foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addLayout(right, 1)
        for keys, act in (
            ("Ctrl+L", lambda: self.leave(Event.LOCK)),
            ("Ctrl+Shift+Q", lambda: self.leave(Event.SIGN_OUT)),
            ("F1", lambda: self.go(Target("help"))),
            ("Ctrl+F", self._find),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        from_anywhere.install(self, self.context)

    def _chosen(self, key: str) -> None:
        if key == "lock":
            self.leave(Event.LOCK)
        elif key == "sign-out":
            self.leave(Event.SIGN_OUT)
        else:
            self.go(Target(key))

    def page(self, key: str) -> Page:
        """The page of a place, made when it is first needed."""
        if key not in self._made:
            offered = next(one for one in self._offered if one.place.key == key)
            page = offered.page(self.context)
            self._made[key] = page
            self.pages.addWidget(page)
        return self._made[key]

    def go(self, target: Target) -> None:
        """Show another place, unless the page in front is not to be left."""
        if target.place not in {one.place.key for one in self._offered}:
            return
        page = self.page(target.place)
        present = self.pages.currentWidget()
        if isinstance(present, Page) and present is not page and not present.may_leave():
            self._light_up(self._key_of(present))
            return
        self._light_up(target.place)
        self._show_ground("")
        self.pages.setCurrentWidget(page)
        page.show_target(target)

    def _find(self) -> None:
        present = self.pages.currentWidget()
        if not (isinstance(present, Page) and present.find()):
            self.go(Target("search"))

    def leave(self, event: Event) -> None:
        """Sign out or lock. Locking does not ask: nobody may be there; signing out does."""
        if self._closing:
            return
        present = self.pages.currentWidget()
        if event is Event.SIGN_OUT and isinstance(present, Page) and not present.may_leave():
            return
        self._leave(event, None)

    def _leave(self, event: Event, farewell: DeskClosed | None) -> None:
        close = self._end(event)
        self.left.emit(Leaving(event is Event.LOCK, close, farewell))

    def take_focus(self) -> None:
        """Let the keyboard work from the sidebar on."""
        self.activateWindow()
        self.sidebar.place_button(self.sidebar.current()).setFocus()

    def close_now(self) -> bool:
        """For closing the window: ask about unsaved text, then sign out and wait. False: stay."""
        present = self.pages.currentWidget()
        if isinstance(present, Page) and not present.may_leave():
            return False
        close = self._end(Event.SIGN_OUT)
        task.wait()
        close()
        return True

    def _end(self, event: Event) -> Callable[[], None]:
        """From here on nothing more is asked of the desk; what is left to do, holding no widget."""
        self._closing = True
        Layouts.instance().end()
        self._idle.stop()
        saves, desk = self.context.drafting.stop(), self.desk
        task.abandon(self)
        clipboard.instance().clear()
        clipboard.instance().drop_selection()
        return lambda: _close(desk, saves, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_compact(self.width() < _COMPACT_BELOW)

    def _light_up(self, key: str) -> None:
        offered = next(one for one in self._offered if one.place.key == key)
        self.sidebar.set_current(offered.under or key)

    def _key_of(self, page: Page) -> str:
        return next(key for key, one in self._made.items() if one is page)

    def _show_ground(self, text: str) -> None:
        self.foot.set_ground(text)

    def _count_down(self, seconds: int) -> None:
        if self.desk.lost and not self._closing:
            # What is being typed is kept as a draft; the page asks to sign in anew.
            self._leave(Event.LOCK, DeskClosed(self.desk.lost, done=False))
            return
        if seconds <= _WARN_SECONDS:
            self.sidebar.set_countdown(f"Vergrendelt over {seconds} s")
        else:
            self.sidebar.set_countdown(f"Vergrendelt over {-(-seconds // 60)} min")

    def make_daily_backup(self) -> None:
        """Today's backup when there is none yet, behind the work."""
        task.run(self, self.desk.safety.daily_if_due, self._backup_made, self._no_backup)

    def _backup_made(self, state: BackupState) -> None:
        self._show_backups(state)
        if state.clock and self.message_bar.isHidden():
            self.message_bar.waiting(state.clock)

    def _no_backup(self, fault: Fault) -> None:
        if not self._closing:
            self.message_bar.waiting(fault.text)
            task.run(self, self.desk.safety.state, self._show_backups, lambda _fault: None)

    def _show_backups(self, state: BackupState) -> None:
        self.foot.set_saved(foot_line(state, self.desk.today), warns=state.warns)

    def _changed(self, what: object) -> None:
        if isinstance(what, BackupState):
            self._show_backups(what)
        if isinstance(what, DeskClosed):
            self._leave(Event.LOCK, what)
        if isinstance(what, SchoolSettings):
            self.sidebar.set_title(what.name)
            self._idle.set_seconds(what.lock_minutes * 60)


def _close(desk: Desk, saves: Sequence[Callable[[], object]], event: Event) -> None:
    """Keep the drafts, then close the desk, whatever becomes of the drafts. Raises UserError."""
    lost = 0
    try:
        for save in saves:
            try:
                save()
            except UserError:
                lost += 1
    finally:
        desk.close(event)
    if lost:
        raise UserError(
            "Wat u het laatst typte, kon niet als concept worden bewaard: de schoolmap en deze "
            "computer lieten het niet toe. Wat eerder was opgeslagen, is bewaard. Kijk of de "
            "schijf vol is en of de netwerkmap bereikbaar is."
        )
