"""The program's own Python environment in `.venv`: made, filled, checked and entered.

A stamp in `.venv` says which lock files it was filled from and with which Python. It is taken away
before anything changes and written last, so an interrupted set-up leaves an environment without a
stamp, and that one is made again from nothing: pip itself cannot tell a half-written package from
a whole one. A set-up with a good stamp does nothing at all.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from installer import system_packages
from installer.one_at_a_time import one_at_a_time


class SetUpError(Exception):
    """Set-up cannot go on; the text is one Dutch sentence for whoever runs it."""


class Step(Enum):
    """What an environment needs before it can be used."""

    NOTHING = "nothing"
    INSTALL = "install"
    MAKE = "make"


def report(line: str) -> None:
    """Say something about the work itself: on standard error, standard output is for results."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Environment:
    """The environment of the project in `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        windows = os.name == "nt"
        return self.folder / ("Scripts/python.exe" if windows else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that says what it was filled from."""
        return self.folder / "leerlingdossier-stamp.json"

    def lock(self, name: str) -> Path:
        """The list of packages `name`, with versions and hashes."""
        return self.root / "requirements" / name

    def read_stamp(self) -> dict[str, Any]:
        """What the stamp says; empty where it is missing or cannot be read."""
        try:
            content = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write_stamp(self, **changes: object) -> None:
        """Add `changes` to the stamp."""
        content = json.dumps({**self.read_stamp(), **changes}, indent=1)
        self.stamp.write_text(content, encoding="utf-8")

    def next_step(self, lock_name: str) -> Step:
        """What must happen before the packages of `lock_name` can be used. Starts no process."""
        stamp = self.read_stamp()
        if stamp.get("python") != system_packages.PYTHON or not self._has_python():
            return Step.MAKE
        filled = stamp.get(lock_name) == digest(self.lock(lock_name))
        return Step.NOTHING if filled else Step.INSTALL

    def _has_python(self) -> bool:
        """Whether the interpreter, and the Python it was made from, are still there."""
        with suppress(OSError):
            for line in (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
                key, _, value = line.partition("=")
                if key.strip() == "home":
                    # `exists` follows links; on Windows python.exe is a copy and `home` decides.
                    return self.python.exists() and Path(value.strip()).is_dir()
        return False

    def variables(self) -> dict[str, str]:
        """The variables for a process inside: it finds this project and no other packages."""
        shielded = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
        kept = {name: value for name, value in os.environ.items() if name not in shielded}
        return {**kept, "PYTHONPATH": str(self.root), "PYTHONUTF8": "1"}

    def command(self, arguments: Sequence[str]) -> list[str]:
        """The command line; `-P` keeps folders at the user's place from hiding our modules."""
        return [str(self.python), "-P", *arguments]

    def run(self, arguments: Sequence[str], *, folder: Path | None = None) -> int:
        """Run its Python and wait; returns the exit code."""
        command = self.command(arguments)
        return subprocess.run(command, cwd=folder, env=self.variables(), check=False).returncode

    def become(self, arguments: Sequence[str], *, folder: Path | None = None) -> int:
        """Run its Python as the last thing this process does; returns the exit code, if at all."""
        if os.name == "nt":  # there `exec` would return to the prompt before the program is done
            return self.run(arguments, folder=folder)
        if folder is not None:
            os.chdir(folder)
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(self.python, self.command(arguments), self.variables())  # noqa: S606 - no shell


def digest(path: Path) -> str:
    """SHA-256 of a file; line ends do not count, a checkout on Windows may have changed them."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def prepare(root: Path, lock_name: str, *, packaging: bool = False) -> Environment:
    """Bring the environment to where `lock_name` is installed, and the system's libraries too.

    Raises SetUpError.
    """
    environment = Environment(root)
    libraries = [part.package for part in system_packages.QT]
    complete = environment.read_stamp().get("libraries") == libraries and not packaging
    if complete and environment.next_step(lock_name) is Step.NOTHING:
        return environment
    waiting = "Er wordt al iets klaargezet; even wachten ..."
    with one_at_a_time(root / "build" / "set-up.lock", lambda: report(waiting)) as held:
        step = environment.next_step(lock_name)
        complete = bring_system_packages(installing=step is not Step.NOTHING, packaging=packaging)
        if step is not Step.NOTHING:
            _fill(environment, lock_name, step, held)
        if complete:
            environment.write_stamp(libraries=libraries)
    return environment


def bring_system_packages(*, installing: bool, packaging: bool) -> bool:
    """Install what the system lacks; False if only libraries for a window stay away.

    Raises SetUpError when the program cannot run without.
    """
    parts = [*system_packages.QT]
    parts += system_packages.INSTALLING if installing else ()
    parts += system_packages.PACKAGING if packaging else ()
    lacking = system_packages.missing(parts)
    if lacking and (apt := system_packages.apt_command()):
        report(f"Systeempakketten worden geïnstalleerd: {len(lacking)} ...")
        system_packages.install(apt, lacking)
        lacking = system_packages.missing(parts)
    if not lacking:
        return True
    line = system_packages.request(lacking, has_apt=system_packages.has_apt())
    if not all(part.only_for_window for part in lacking):
        raise SetUpError(line)
    if os.environ.get("DISPLAY"):
        report(line)
    return False


def _fill(environment: Environment, lock_name: str, step: Step, held: int) -> None:
    began = time.monotonic()
    environment.stamp.unlink(missing_ok=True)
    if step is Step.MAKE:
        report("Er wordt een eigen Python-omgeving gemaakt (.venv) ...")
        # The Python below a virtual environment: `.venv` cannot be made anew by the one inside it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        making = [base, "-m", "venv", "--clear", str(environment.folder)]
        _follow(making, environment.variables(), held, "De Python-omgeving maken is niet gelukt")
    report("Pakketten worden opgehaald en geïnstalleerd; dit kan een paar minuten duren ...")
    options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--progress-bar", "off"]
    lock = environment.lock(lock_name)
    installing = environment.command(["-m", "pip", "install", *options, "-r", str(lock)])
    _follow(installing, environment.variables(), held, "De pakketten installeren is niet gelukt")
    # dev.lock holds all of run.lock in the same versions, so it fills the program's needs as well.
    names = {lock_name, "run.lock"}
    digests = {name: digest(environment.lock(name)) for name in names}
    environment.write_stamp(python=system_packages.PYTHON, **digests)
    report(f"Klaargezet in {time.monotonic() - began:.0f} seconden.")


def _follow(command: Sequence[str], variables: dict[str, str], held: int, failure: str) -> None:
    """Run `command` quietly; raises SetUpError and shows its last lines when it fails."""
    last_lines: deque[str] = deque(maxlen=6)
    # The child keeps the lock as well: should this process be killed, the next set-up waits for it.
    shared: dict[str, Any] = {} if os.name == "nt" else {"pass_fds": (held,)}
    output: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    text: dict[str, Any] = {"text": True, "encoding": "utf-8", "errors": "replace"}
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.DEVNULL, **shared, **output, **text
    ) as process:
        packages = 0
        for line in process.stdout or ():
            if not line.startswith("WARNING: Retrying"):
                last_lines.append(line.rstrip())
            if line.startswith("Collecting ") and sys.stderr.isatty():
                packages += 1
                print(f"\r  {packages} pakketten", end="", file=sys.stderr, flush=True)
        if packages:
            print(file=sys.stderr)
    if process.returncode != 0:
        report("\n".join(last_lines))
        raise SetUpError(
            f"{failure}; hierboven staat waarom. Is er internet en ruimte op de schijf?"
            " Dezelfde opdracht nog eens geven begint opnieuw."
        )
