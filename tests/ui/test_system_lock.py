"""The computer says that it locks or goes to sleep, and we hear it."""

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from ctypes import wintypes
from shutil import which

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from ui.system_lock import (
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WindowsMessages,
    is_going,
)

LINUX = sys.platform.startswith("linux")


@pytest.mark.parametrize(
    ("message", "parameter", "going"),
    [
        (WM_WTSSESSION_CHANGE, 0x7, True),  # WTS_SESSION_LOCK
        (WM_WTSSESSION_CHANGE, 0x8, False),  # WTS_SESSION_UNLOCK
        (WM_WTSSESSION_CHANGE, 0x2, True),  # WTS_CONSOLE_DISCONNECT: another user
        (WM_WTSSESSION_CHANGE, 0x1, False),  # WTS_CONSOLE_CONNECT
        (WM_WTSSESSION_CHANGE, 0x4, True),  # WTS_REMOTE_DISCONNECT
        (WM_POWERBROADCAST, 0x4, True),  # PBT_APMSUSPEND
        (WM_POWERBROADCAST, 0x7, False),  # PBT_APMRESUMESUSPEND
        (WM_POWERBROADCAST, 0xA, False),  # PBT_APMPOWERSTATUSCHANGE
        (0x0100, 0x7, False),  # WM_KEYDOWN
    ],
)
def test_of_the_messages_of_windows_those_that_go_away_count(
    message: int, parameter: int, going: bool
) -> None:
    assert is_going(message, parameter) is going
    heard: list[bool] = []
    sent = wintypes.MSG()
    sent.message, sent.wParam = message, parameter
    messages = WindowsMessages(lambda: heard.append(True))
    kind = QByteArray(b"windows_generic_MSG")
    assert messages.nativeEventFilter(kind, ctypes.addressof(sent)) == (False, 0)
    assert heard == ([True] if going else [])


def test_events_of_another_system_are_not_looked_into() -> None:
    messages = WindowsMessages(lambda: pytest.fail("heard"))
    assert messages.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), 0) == (False, 0)


@pytest.fixture
def address() -> Iterator[str]:
    daemon = which("dbus-daemon")
    if not LINUX or daemon is None:
        pytest.skip("needs Linux with dbus-daemon")
    command = [daemon, "--session", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.mark.parametrize(
    ("path", "interface", "name", "arguments"),
    [
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", [True]),
        ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock", []),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [True]),
    ],
)
def test_linux_says_it_on_its_message_bus(
    qtbot: QtBot, address: str, path: str, interface: str, name: str, arguments: list[bool]
) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    from ui.system_lock import FreedesktopSession

    ours = QDBusConnection.connectToBus(address, f"ours {interface}")
    theirs = QDBusConnection.connectToBus(address, f"theirs {interface}")
    session = FreedesktopSession(ours, ours)
    assert session.heard == [True] * 4
    ours.interface().isServiceRegistered("none")  # the daemon has our wishes when it answers this
    heard: list[int] = []
    session.locking.connect(lambda: heard.append(1))
    if arguments:
        awake = QDBusMessage.createSignal(path, interface, name)
        awake.setArguments([False])
        assert theirs.send(awake)
    going = QDBusMessage.createSignal(path, interface, name)
    going.setArguments(arguments)
    assert theirs.send(going)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [1]
