"""What is asked of the operating system, and in which words."""

import os
import sys

import pytest

from installer import system_packages
from installer.system_packages import Part, apt_command, current_names, missing, request

HERE = Part("here", lambda: True)
AWAY = Part("away", lambda: False)
ELSEWHERE = Part("elsewhere", lambda: False, only_for_window=True)


def test_only_what_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert missing([HERE, AWAY, ELSEWHERE]) == (AWAY, ELSEWHERE)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_bring_everything(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert missing([AWAY]) == ()


def test_the_request_can_be_typed_as_it_is_on_debian() -> None:
    line = request([AWAY, ELSEWHERE], has_apt=True)
    assert line.endswith(": sudo apt-get install away elsewhere")
    assert "\n" not in line


def test_the_request_names_no_apt_where_there_is_none() -> None:
    line = request([AWAY], has_apt=False)
    assert "apt" not in line
    assert line.endswith(": away")


def test_a_release_with_64_bit_time_gets_its_own_names() -> None:
    known = {"libglib2.0-0t64", "libgl1"}
    assert current_names(["libglib2.0-0", "libgl1"], known) == ["libglib2.0-0t64", "libgl1"]


@pytest.mark.skipif(os.name == "nt", reason="no apt on Windows")
@pytest.mark.parametrize(
    ("user", "programs", "sudo_answers", "expected"),
    [
        (0, {"apt-get"}, 1, "env"),
        (1000, {"apt-get", "sudo"}, 0, "sudo"),
        (1000, {"apt-get", "sudo"}, 1, None),
        (1000, {"apt-get"}, 0, None),
        (0, set(), 0, None),
    ],
)
def test_apt_is_used_by_root_or_by_sudo_without_a_password(
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    programs: set[str],
    sudo_answers: int,
    expected: str | None,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(
        system_packages.shutil, "which", lambda name: name if name in programs else None
    )
    monkeypatch.setattr(system_packages, "_run_quietly", lambda _: sudo_answers)
    command = apt_command()
    assert (command[0] if command else None) == expected
