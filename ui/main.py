"""The program's door: the window, or one of the commands of `app.commands`.

Qt is loaded only when a window or a picture of one is wanted: the commands must also work on a
server, and must not wait for it.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.bench import bench_command
from app.commands.command import Command, World
from app.commands.program import run
from app.errors import UserError
from ui.demo import make_demo
from ui.faults import fault_of

if TYPE_CHECKING:
    from app.bench.run import WindowRows

_PLATFORM = "QT_QPA_PLATFORM"
_UNSEEN = ("offscreen", "minimal")


def main(argv: list[str], world: World | None = None) -> int:
    """Start the window, or do the command in `argv`; the exit code."""
    return run(
        argv or ["open"],
        more=(_OPEN, _DEMO, bench_command(_window_rows)),
        explain=lambda error: fault_of(error).text,
        world=world,
    )


def _open_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar="MAP",
        help="de map van de school; zonder map kiest u er een in het venster",
    )


def _open(arguments: Namespace, _world: World) -> int:
    if not _has_screen() and os.environ.get(_PLATFORM) is None:
        raise UserError(
            "Er is hier geen beeldscherm, dus het venster kan niet open. De opdrachten werken wel: "
            "--help noemt ze."
        )
    return _start(arguments.folder)


def _demo(_arguments: Namespace, world: World) -> int:
    frozen = getattr(sys, "frozen", False)
    root = Path.cwd() if frozen else Path(__file__).resolve().parent.parent
    demo = make_demo(root / "demo", world)
    if _has_screen():
        return _start(demo.folder)
    os.environ.setdefault(_PLATFORM, "offscreen")
    target = demo.out / "venster.png"
    with _qt_needed():
        from ui.program import picture  # noqa: PLC0415 - see the docstring
    picture(demo.folder, demo.sign_in_name, demo.password, target, demo.number)
    console.say(f"Er is geen beeldscherm; een afbeelding van het venster: {target}")
    return 0


def _window_rows() -> "WindowRows":
    """For `bench`, which measures the window too. Never on a screen: drawing there waits for it."""
    os.environ[_PLATFORM] = "offscreen"
    with _qt_needed():
        from ui.bench import window_rows  # noqa: PLC0415 - see the docstring
    return window_rows


def _start(folder: Path | None) -> int:
    with _qt_needed():
        from ui.program import start  # noqa: PLC0415 - see the docstring
    return start(folder)


@contextmanager
def _qt_needed() -> Iterator[None]:
    """Qt itself comes with the program; what can be missing are libraries of a Linux system."""
    try:
        yield
    except ImportError as error:
        if (error.name or "PySide6").partition(".")[0] not in ("PySide6", "shiboken6"):
            raise
        raise UserError(
            "Het venster kan niet open: er ontbreken onderdelen van het systeem voor Qt. Start het "
            "programma met python3 run.py; dat installeert of noemt ze."
        ) from error


def _has_screen() -> bool:
    """Whether somebody would see a window."""
    if os.environ.get(_PLATFORM, "").partition(":")[0] in _UNSEEN:
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


_OPEN = Command(
    "open",
    "start het programma, zo mogelijk met deze school",
    "Start het programma. Met een map erbij begint het bij het aanmelden van die school.",
    _open,
    _open_arguments,
    ('"De Regenboog.school"',),
)
_DEMO = Command(
    "demo",
    "maakt een oefenschool en doet daarop het hoofdwerk",
    "Maakt de oefenschool demo/De Regenboog.school als die er nog niet is, en doet daarop het\n"
    "hoofdwerk: het overdrachtsrapport, de brieven aan de ouders en het toegangslog van één\n"
    "leerling, als pdf in demo/out. Opent daarna het venster op de oefenschool; zonder\n"
    "beeldscherm komt er een afbeelding van het venster in demo/out.",
    _demo,
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
