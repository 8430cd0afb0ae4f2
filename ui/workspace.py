"""The window of someone who is signed in: sidebar, page, foot, and the lock."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.access.log import Event
from app.desk import Desk
from app.dossier.values import SchoolSettings
from ui import task
from ui.context import Context, Target
from ui.idle import IdleWatch
from ui.pages.page import Page
from ui.places import PLACES
from ui.widgets.message_bar import MessageBar
from ui.widgets.sidebar import Place, Sidebar
from ui.widgets.status_foot import StatusFoot

_COMPACT_BELOW = 1100
_WARN_SECONDS = 60
_WAYS_OUT = (
    Place("lock", "Ver&grendelen", "lock", at_foot=True),
    Place("sign-out", "&Afmelden", "sign-out", at_foot=True),
)


class Workspace(QWidget):
    """`left` says that the desk was closed: signed out, or locked (then with True)."""

    left = Signal(bool)

    def __init__(self, desk: Desk, school: SchoolSettings, parent: QWidget | None = None) -> None:
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
        self._build()
        self._idle = IdleWatch(school.lock_minutes * 60, parent=self)
        self._idle.due.connect(lambda: self.leave(Event.LOCK))
        self._idle.left.connect(self._count_down)
        self.context.changes.changed.connect(self._changed)
        if desk.alarms:
            self.message_bar.must(" ".join(desk.alarms))
        self.go(Target("today"))

    def _build(self) -> None:
        shown = (one.place for one in self._offered if not one.under)
        self.sidebar.set_places([*shown, *_WAYS_OUT])
        self.sidebar.set_who(f"{self.desk.person.name} · {self.desk.person.role_names}")
        self.sidebar.chosen.connect(self._chosen)
        self.foot.set_saved("Alles opgeslagen")
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
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

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

    def leave(self, event: Event) -> None:
        """Sign out or lock. Locking does not ask: nobody may be there; signing out does."""
        if self._closing:
            return
        present = self.pages.currentWidget()
        if event is Event.SIGN_OUT and isinstance(present, Page) and not present.may_leave():
            return
        self._closing = True
        self._idle.stop()
        self.hide()  # nothing of a pupil shows from here on
        task.run(
            self,
            lambda: self.desk.close(event),
            lambda _nothing: self.left.emit(event is Event.LOCK),
            lambda _fault: self.left.emit(event is Event.LOCK),
        )

    def take_focus(self) -> None:
        """Let the keyboard work from the sidebar on."""
        self.activateWindow()
        self.sidebar.place_button(self.sidebar.current()).setFocus()

    def close_now(self) -> bool:
        """For closing the window: ask about unsaved text, then sign out and wait. False: stay."""
        present = self.pages.currentWidget()
        if isinstance(present, Page) and not present.may_leave():
            return False
        self._closing = True
        self._idle.stop()
        task.wait()
        self.desk.close(Event.SIGN_OUT)
        return True

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
        if seconds <= _WARN_SECONDS:
            self.sidebar.set_countdown(f"Vergrendelt over {seconds} s")
        else:
            self.sidebar.set_countdown(f"Vergrendelt over {-(-seconds // 60)} min")

    def _changed(self, what: object) -> None:
        self.foot.set_saved("Alles opgeslagen")
        if isinstance(what, SchoolSettings):
            self.sidebar.set_title(what.name)
            self._idle.set_seconds(what.lock_minutes * 60)
