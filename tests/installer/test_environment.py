"""The `.venv`: when it is made, filled or left alone, and how a failed set-up is repaired."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from installer import environment as environment_module
from installer import system_packages
from installer.environment import Environment, SetUpError, Step, _follow, digest, prepare
from installer.one_at_a_time import one_at_a_time
from installer.system_packages import PYTHON, QT

ROOT = Path(environment_module.__file__).parent.parent


@pytest.fixture
def made(tmp_path: Path) -> Environment:
    """An environment whose run.lock is installed."""
    made = Environment(tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("run.lock", "dev.lock"):
        made.lock(name).write_text(f"# {name}\n", encoding="utf-8")
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    (made.folder / "pyvenv.cfg").write_text(f"home = {tmp_path}\n", encoding="utf-8")
    made.write_stamp(python=PYTHON, **{"run.lock": digest(made.lock("run.lock"))})
    return made


def test_a_good_stamp_means_nothing_to_do(made: Environment) -> None:
    assert made.next_step("run.lock") is Step.NOTHING


def test_a_lock_file_never_installed_is_installed(made: Environment) -> None:
    assert made.next_step("dev.lock") is Step.INSTALL


def test_a_changed_lock_file_is_installed(made: Environment) -> None:
    made.lock("run.lock").write_text("# newer\n", encoding="utf-8")
    assert made.next_step("run.lock") is Step.INSTALL


def test_other_line_ends_are_no_change(made: Environment) -> None:
    made.lock("run.lock").write_bytes(b"# run.lock\r\n")
    assert made.next_step("run.lock") is Step.NOTHING


def test_an_interrupted_set_up_is_done_again_from_nothing(made: Environment) -> None:
    made.stamp.unlink()
    assert made.next_step("run.lock") is Step.MAKE


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"python": "3.6"}', "\x00"])
def test_a_stamp_that_says_nothing_sensible_counts_as_none(made: Environment, content: str) -> None:
    made.stamp.write_text(content, encoding="utf-8")
    assert made.next_step("run.lock") is Step.MAKE


def test_an_environment_that_lost_its_python_is_made_again(made: Environment) -> None:
    made.python.unlink()
    assert made.next_step("run.lock") is Step.MAKE


def test_an_environment_of_a_removed_python_is_made_again(made: Environment) -> None:
    gone = f"home = {made.root / 'gone'}\n"
    (made.folder / "pyvenv.cfg").write_text(gone, encoding="utf-8")
    assert made.next_step("run.lock") is Step.MAKE


def test_a_failed_set_up_leaves_no_stamp_and_the_next_one_starts_anew(
    made: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []
    broken = True

    def follow(command: list[str], *_: object) -> None:
        followed.append("pip" if "pip" in command else "venv")
        if broken and followed[-1] == "pip":
            raise SetUpError

    monkeypatch.setattr(environment_module, "_follow", follow)
    monkeypatch.setattr(environment_module, "bring_system_packages", lambda **_: True)
    with pytest.raises(SetUpError):
        prepare(made.root, "dev.lock")
    assert made.next_step("run.lock") is Step.MAKE

    broken = False
    prepare(made.root, "dev.lock")
    assert made.next_step("dev.lock") is Step.NOTHING
    assert made.next_step("run.lock") is Step.NOTHING

    prepare(made.root, "dev.lock")
    assert followed == ["pip", "venv", "pip"]


def test_what_fails_is_shown_by_its_last_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "print(*range(100), 'waarom', sep='\\n'); raise SystemExit(1)"
    with one_at_a_time(tmp_path / "lock", lambda: None) as held:
        with pytest.raises(SetUpError, match=r"^Dit is niet gelukt; "):
            _follow([sys.executable, "-c", code], dict(os.environ), held, "Dit is niet gelukt")
        assert capsys.readouterr().err.splitlines()[-2:] == ["99", "waarom"]
        _follow([sys.executable, "-c", "print('veel')"], dict(os.environ), held, "Niet gelukt")
    assert capsys.readouterr().err == ""


def lacking(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    monkeypatch.setattr(system_packages, "apt_command", lambda: None)
    parts = tuple(part for part in QT if part.package in packages)
    monkeypatch.setattr(system_packages, "missing", lambda _: parts)


def test_a_missing_library_of_the_program_stops_the_set_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacking(monkeypatch, "libegl1", "libxcb-cursor0")
    with pytest.raises(SetUpError, match="libegl1 libxcb-cursor0"):
        environment_module.bring_system_packages(installing=False, packaging=False)


@pytest.mark.parametrize(("display", "says"), [(None, False), (":0", True)])
def test_a_missing_library_of_the_window_matters_only_with_a_display(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    display: str | None,
    says: bool,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    lacking(monkeypatch, "libxcb-cursor0")
    assert not environment_module.bring_system_packages(installing=False, packaging=False)
    assert ("libxcb-cursor0" in capsys.readouterr().err) is says


def test_what_apt_can_install_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, "libegl1")
    monkeypatch.setattr(system_packages, "apt_command", lambda: ["apt-get"])

    def install(apt: list[str], parts: tuple[system_packages.Part, ...]) -> None:
        assert [part.package for part in parts] == ["libegl1"]
        lacking(monkeypatch)

    monkeypatch.setattr(system_packages, "install", install)
    assert environment_module.bring_system_packages(installing=False, packaging=False)


def test_a_second_set_up_waits_for_the_first_and_for_what_the_first_started(
    tmp_path: Path,
) -> None:
    path = tmp_path / "build" / "set-up.lock"
    waited: list[bool] = []
    with one_at_a_time(path, lambda: waited.append(True)) as held:
        shared = {} if sys.platform == "win32" else {"pass_fds": (held,)}
        child = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True, **shared
        )
    if sys.platform == "win32":
        child.kill()
        pytest.skip("a lock on Windows stays with its own process")

    def release() -> None:
        waited.append(True)
        child.communicate("\n")

    with one_at_a_time(path, release):
        assert child.returncode == 0
    assert waited == [True]


def pins(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+==[^ ;\\]+)", text, flags=re.MULTILINE))


def test_whoever_installs_the_developers_packages_has_the_programs_packages() -> None:
    assert pins("run.lock")
    assert pins("run.lock") < pins("dev.lock")


@pytest.mark.parametrize("name", ["run.lock", "dev.lock"])
def test_lock_files_name_no_server(name: str) -> None:
    assert "://" not in (ROOT / "requirements" / name).read_text(encoding="utf-8")
