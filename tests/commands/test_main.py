"""The door itself: which command opens a window, and the demo. The window is a stand-in here."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from app.vault import is_school
from tests.commands.conftest import Shell
from ui import main as door

OUT = ("okr.pdf", "brieven.pdf", "toegangslog.pdf")


@dataclass
class Window:
    """What was asked of `ui.program`."""

    started: list[Path | None] = field(default_factory=list)
    pictures: list[tuple[object, ...]] = field(default_factory=list)


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    window = Window()

    def start(folder: Path | None) -> int:
        window.started.append(folder)
        return 7

    program = ModuleType("ui.program")
    program.start = start  # type: ignore[attr-defined]
    program.picture = lambda *given: window.pictures.append(given)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ui.program", program)
    return window


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":7")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    # Set first: the demo sets it for good, and this way it is taken away again.
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo comes here, as if the program was packaged."""
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "leerlingdossier.exe"))
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("screen")
def test_without_a_command_the_window_opens(shell: Shell, window: Window) -> None:
    assert shell.run() == 7
    assert shell.run("open", "een map") == 7
    assert window.started == [None, Path("een map")]


@pytest.mark.usefixtures("no_screen")
def test_without_a_screen_there_is_a_sentence_and_no_window(shell: Shell, window: Window) -> None:
    assert shell.run() == 1
    assert "geen beeldscherm" in shell.err
    assert window.started == []


@pytest.mark.usefixtures("screen")
@pytest.mark.parametrize(
    ("name", "said"), [("PySide6.QtGui", "onderdelen van het systeem"), ("ui.x", "foutcode")]
)
def test_missing_libraries_are_not_taken_for_a_bug_nor_a_bug_for_them(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    class Refusing:
        @staticmethod
        def find_spec(wanted: str, *_: object) -> None:
            if wanted == "ui.program":
                raise ImportError("libEGL.so.1: cannot open shared object file", name=name)

    monkeypatch.delitem(sys.modules, "ui.program", raising=False)
    monkeypatch.setattr("sys.meta_path", [Refusing, *sys.meta_path])
    assert shell.run("open") == 1
    assert said in shell.err


@pytest.mark.usefixtures("no_screen")
def test_the_demo_does_the_main_job_and_takes_a_picture(
    shell: Shell, window: Window, root: Path
) -> None:
    assert shell.run("demo") == 0
    school, out = root / "demo" / "De Regenboog.school", root / "demo" / "out"
    assert is_school(school)
    assert all((out / name).read_bytes().startswith(b"%PDF") for name in OUT)
    assert window.pictures == [(school, "ib", "regenboog", out / "venster.png", "1001")]
    for name in ("leerkracht7", "leerkracht8", "ib", "directeur", "administratie", "ict"):
        assert f"  {name} " in shell.out
    assert "wachtwoord regenboog" in shell.out
    assert shell.err == ""

    school_id = (school / "keys" / "school.json").read_bytes()
    assert shell.run("demo") == 0, "a second time goes on with the same school"
    assert (school / "keys" / "school.json").read_bytes() == school_id


@pytest.mark.usefixtures("screen")
def test_with_a_screen_the_demo_opens_the_window(
    shell: Shell, window: Window, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = door.make_demo
    made: list[Path] = []

    def quick(place: Path, _: object) -> object:
        from ui.demo import Demo

        made.append(place)
        return Demo(place / "x.school", place / "out", "ib", "regenboog", "1001")

    assert callable(demo)
    monkeypatch.setattr(door, "make_demo", quick)
    assert shell.run("demo") == 7
    assert made == [root / "demo"]
    assert window.started == [root / "demo" / "x.school"]
    assert window.pictures == []


@pytest.mark.usefixtures("no_screen")
def test_what_a_killed_build_left_is_cleared_away(
    shell: Shell, window: Window, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []
    monkeypatch.setattr("app.demo.school.build", lambda path, **_: built.append(path))
    monkeypatch.setattr("app.demo.main_job.run", lambda *_, **__: None)
    left = root / "demo" / "..De Regenboog.school.0123.tmp.89ab.tmp"
    fresh = root / "demo" / ".De Regenboog.school.4567.tmp"
    for folder in (left, fresh):
        (folder / "keys").mkdir(parents=True)
    os.utime(left, (0, 0))
    assert shell.run("demo") == 0
    assert built == [root / "demo" / "De Regenboog.school"]
    assert not left.exists()
    assert fresh.exists(), "somebody may still be building that"


@pytest.mark.usefixtures("no_screen")
def test_something_else_in_the_place_of_the_demo_school_is_kept(
    shell: Shell, window: Window, root: Path
) -> None:
    (root / "demo" / "De Regenboog.school").mkdir(parents=True)
    assert shell.run("demo") == 1
    assert "bestaat al" in shell.err


@pytest.mark.usefixtures("no_screen")
def test_a_place_that_cannot_be_written_is_said(shell: Shell, window: Window, root: Path) -> None:
    (root / "demo").write_text("een bestand", encoding="utf-8")
    assert shell.run("demo") == 1
    assert "kan niet worden geschreven" in shell.err
    assert "foutcode" not in shell.err
