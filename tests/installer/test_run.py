"""`run.py`, the one door: what it says, what it refuses, what it hands on."""

import ast
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import run
from installer.environment import Environment, digest
from installer.system_packages import PYTHON, QT

ROOT = Path(run.__file__).parent
COMMANDS = (
    "demo",
    "test",
    "torture",
    "bench",
    "lint",
    "package",
    "new",
    "import",
    "okr",
    "letters",
    "log",
    "pupils",
)


def old_pythons() -> list[Path]:
    """Every Python 3.6–3.10 that this computer happens to have."""
    found = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    versions = Path.home() / ".pyenv" / "versions"
    for minor in range(6, 11):
        found += [str(path) for path in versions.glob(f"3.{minor}.*/bin/python")]
    return [Path(path) for path in found if path and "shims" not in path]


def test_an_old_python_can_read_the_whole_file() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.skipif(not old_pythons(), reason="no Python older than 3.11 on this computer")
def test_an_old_python_is_refused_with_one_dutch_sentence() -> None:
    for python in old_pythons():
        done = subprocess.run(
            [python, ROOT / "run.py", "test"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("Leerlingdossier heeft Python 3.11 of nieuwer nodig")
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_command(command: str) -> None:
    assert f"\n  {command} " in run.HELP


def test_help_fits_an_ordinary_terminal() -> None:
    assert max(map(len, run.HELP.splitlines())) <= 100


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A set-up project with nothing in it but a program that tells how it was started."""
    root = tmp_path / "het project"
    (root / "requirements").mkdir(parents=True)
    for name in ("run.lock", "dev.lock"):
        (root / "requirements" / name).write_text("", encoding="utf-8")
    shutil.copy(ROOT / "run.py", root)
    shutil.copytree(ROOT / "installer", root / "installer")
    (root / "ui").mkdir()
    (root / "ui" / "main.py").write_text(
        "import os\ndef main(arguments):\n    print(arguments, os.getcwd())\n    return 3\n",
        encoding="utf-8",
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    environment = Environment(root)
    environment.write_stamp(
        python=PYTHON,
        libraries=[part.package for part in QT],
        **{"run.lock": digest(environment.lock("run.lock"))},
    )
    return root


def start(project: Path, *arguments: str, place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, project / "run.py", *arguments],
        cwd=place,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_gets_the_arguments_and_stays_where_the_user_is(
    project: Path, tmp_path: Path
) -> None:
    place = tmp_path / "elders"
    (place / "ui").mkdir(parents=True)
    (place / "ui" / "__init__.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    done = start(project, "pupils", "Mijn school", "--group", "é", place=place)
    assert done.stdout == f"{['pupils', 'Mijn school', '--group', 'é']} {place}\n"
    assert done.returncode == 3


def test_without_a_command_the_program_starts(project: Path, tmp_path: Path) -> None:
    assert start(project, place=tmp_path).stdout == f"[] {tmp_path}\n"


def test_help_sets_nothing_up(project: Path, tmp_path: Path) -> None:
    shutil.rmtree(project / ".venv")
    done = start(project, "--help", place=tmp_path)
    assert done.returncode == 0
    assert done.stdout == run.HELP
    assert not (project / ".venv").exists()


def test_lint_runs_every_linter_and_fails_if_one_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []

    def answer(self: Environment, arguments: list[str], *, folder: Path | None = None) -> int:
        ran.append(arguments)
        return 1 if len(ran) == 2 else 0

    monkeypatch.setattr(Environment, "run", answer)
    assert run.lint(Environment(tmp_path)) == 1
    assert ran == [arguments for _, arguments in run.LINTERS]
    assert run.lint(Environment(tmp_path)) == 0


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
    ],
)
def test_a_display_is_an_x_or_a_wayland_one(variables: dict[str, str], expected: bool) -> None:
    assert run.has_display(variables) is expected


@pytest.mark.skipif(os.name == "nt", reason="a script for bash")
@pytest.mark.parametrize(("lint", "test"), [(0, 0), (1, 0), (0, 1), (1, 2)])
def test_ci_runs_linters_and_tests_and_fails_if_either_fails(
    tmp_path: Path, lint: int, test: int
) -> None:
    fake = tmp_path / "python3"
    fake.write_text(
        f'#!/bin/sh\necho "$@"\n[ "$2" = lint ] && exit {lint}\nexit {test}\n', encoding="utf-8"
    )
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(
        ["bash", ROOT / ".ci" / "run"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["run.py lint", "run.py test"]
    assert done.returncode == (1 if lint or test else 0)
