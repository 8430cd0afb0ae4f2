"""Says when the computer locks its screen, switches user or goes to sleep, so that we lock as well.

A backend per system, each a QObject with the signal `locking`. macOS has none: it tells such things
to Objective-C only, and a bridge to that is not among our packages. What none of them says is
caught by `ui.idle`: a PC that slept shows on the clock of the wall within a second after it wakes.
"""

import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

if sys.platform == "win32":
    import ctypes
elif sys.platform != "darwin":
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
# (path of the object, or any; interface; signal; our slot). GNOME and KDE differ in the first two.
_ON_SYSTEM_BUS = (
    ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", "1switched(bool)"),
    ("", f"{_LOGIN}.Session", "Lock", "1locked()"),
)
_ON_SESSION_BUS = (
    ("", "org.freedesktop.ScreenSaver", "ActiveChanged", "1switched(bool)"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "1switched(bool)"),
)

WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_SUSPEND = 0x0004
_SESSION_GOES = frozenset({0x2, 0x4, 0x6, 0x7})
"""Console or remote session disconnected, signed out of Windows, session locked."""


class SystemLock(QObject):
    """One per window. `locking` comes at each of these moments, perhaps twice for the same one."""

    locking = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend: QObject | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        # The end of the session at the PC: nobody is there to answer a question about a form.
        application.commitDataRequest.connect(self.locking)

    def watch(self, window_id: int) -> None:
        """Begin, once; `window_id` is the window that Windows sends its messages to."""
        if self._backend is not None:
            return
        if sys.platform == "win32":
            self._backend = WindowsSession(window_id, self)
            self._backend.locking.connect(self.locking)
        elif sys.platform != "darwin":
            self._backend = FreedesktopSession(parent=self)
            self._backend.locking.connect(self.locking)


def is_going(message: int, parameter: int) -> bool:
    """Whether this message of Windows says that the session locks or the PC goes to sleep."""
    if message == WM_POWERBROADCAST:
        return parameter == _SUSPEND
    return message == WM_WTSSESSION_CHANGE and parameter in _SESSION_GOES


class WindowsMessages(QAbstractNativeEventFilter):
    """Looks through the messages of Windows for those that say `is_going`."""

    def __init__(self, going: Callable[[], object]) -> None:
        super().__init__()
        self._going = going

    def nativeEventFilter(self, kind: QByteArray, address: int) -> tuple[bool, int]:
        if bytes(kind.data()).startswith(b"windows_"):
            message = wintypes.MSG.from_address(int(address))
            if is_going(message.message, message.wParam):
                self._going()
        return False, 0


if sys.platform == "win32":

    class WindowsSession(QObject):
        """Windows: WTS session notifications and power broadcasts.

        Written from Microsoft's documentation. `WindowsMessages` is tested with messages of our
        own; that Windows sends them here was not tried, as no Windows PC was at hand.
        """

        locking = Signal()

        def __init__(self, window_id: int, parent: QObject | None = None) -> None:
            super().__init__(parent)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(window_id), 0)
            self._messages = WindowsMessages(self.locking.emit)
            application = QGuiApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._messages)

elif sys.platform != "darwin":

    class FreedesktopSession(QObject):
        """Linux: systemd-logind (sleep, `loginctl lock-session`) and the desktop's screen saver.

        Tested against a private D-Bus daemon that sends these signals; not on a real desktop. A
        desktop without any of them gives no signal: then `ui.idle` is what there is. The PC may
        suspend before our keys have left memory: the window is empty by then, the memory is not.
        """

        locking = Signal()

        def __init__(
            self,
            system: "QDBusConnection | None" = None,
            session: "QDBusConnection | None" = None,
            parent: QObject | None = None,
        ) -> None:
            super().__init__(parent)
            system = system or QDBusConnection.systemBus()
            session = session or QDBusConnection.sessionBus()
            self.heard = [
                bus.connect("", path, interface, name, self, slot)
                for bus, signals in ((system, _ON_SYSTEM_BUS), (session, _ON_SESSION_BUS))
                for path, interface, name, slot in signals
            ]

        @Slot(bool)
        def switched(self, on: bool) -> None:
            """The screen saver came on, or sleep begins; `False` is the end of either."""
            if on:
                self.locking.emit()

        @Slot()
        def locked(self) -> None:
            """The session was locked."""
            self.locking.emit()
