"""What the operating system must bring, and getting it from apt on Debian and Ubuntu.

Windows and macOS bring everything. On Linux the Qt wheels expect a few libraries; whether they are
there is asked of the loader itself, so that nothing slow runs when all is well.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


@dataclass(frozen=True)
class Part:
    """One thing of the system: how to see that it is there, and which Debian package has it."""

    package: str
    is_there: Callable[[], bool]
    only_for_window: bool = False


def _library(soname: str, package: str, *, only_for_window: bool = False) -> Part:
    def is_there() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Part(package, is_there, only_for_window)


QT = (
    _library("libglib-2.0.so.0", "libglib2.0-0"),
    _library("libGL.so.1", "libgl1"),
    _library("libEGL.so.1", "libegl1"),
    _library("libfontconfig.so.1", "libfontconfig1"),
    _library("libdbus-1.so.3", "libdbus-1-3"),
    _library("libxkbcommon.so.0", "libxkbcommon0"),
    _library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0", only_for_window=True),
    _library("libxcb-icccm.so.4", "libxcb-icccm4", only_for_window=True),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1", only_for_window=True),
    _library("libxcb-shape.so.0", "libxcb-shape0", only_for_window=True),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", only_for_window=True),
    _library("libcups.so.2", "libcups2", only_for_window=True),
)

# Debian leaves `ensurepip` out of its Python, and lets pip trust the system's certificates.
INSTALLING = (
    Part(f"python{PYTHON}-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    Part("ca-certificates", lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists()),
)

PACKAGING = (
    Part("binutils", lambda: shutil.which("objdump") is not None),
    _library(f"libpython{PYTHON}.so.1.0", f"libpython{PYTHON}"),
)


def missing(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Those of `parts` that this computer lacks; none on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return ()
    importlib.invalidate_caches()
    return tuple(part for part in parts if not part.is_there())


def request(parts: Sequence[Part], *, has_apt: bool) -> str:
    """What to ask of whoever looks after the computer, as one line."""
    names = " ".join(part.package for part in parts)
    if has_apt:
        return f"Hier ontbreken systeempakketten; laat eerst dit doen: sudo apt-get install {names}"
    return f"Hier ontbreken systeembibliotheken; installeer wat op Debian zo heet: {names}"


def current_names(packages: Iterable[str], known: Collection[str]) -> list[str]:
    """The names this release uses: newer ones say `t64` where 64-bit time changed a library."""
    return [f"{name}t64" if f"{name}t64" in known else name for name in packages]


def has_apt() -> bool:
    """Whether this is a Debian, an Ubuntu or one of their kin."""
    return shutil.which("apt-get") is not None


def apt_command() -> list[str] | None:
    """How this user may run apt-get without being asked anything, or None."""
    if not has_apt():
        return None
    # A fresh computer often updates itself just now: wait for it instead of failing.
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo") and _run_quietly(["sudo", "-n", "true"]) == 0:
        return ["sudo", "-n", *apt]
    return None


def install(apt: Sequence[str], parts: Sequence[Part]) -> None:
    """Let apt install `parts`. Whether that went well shows in asking `missing` again."""
    # Without a network an older list of packages may still do, so a failed update does not stop.
    _run_quietly([*apt, "update", "-qq"])
    packages = [part.package for part in parts]
    listing = [shutil.which("apt-cache") or "apt-cache", "pkgnames"]
    known = subprocess.run(listing, capture_output=True, text=True, check=False).stdout.split()
    names = current_names(packages, set(known))
    _run_quietly([*apt, "install", "-y", "-qq", "--no-install-recommends", *names])


def _run_quietly(command: Sequence[str]) -> int:
    """Run without questions, and without pages of output on the screen of an unsuspecting user."""
    nothing = subprocess.DEVNULL
    done = subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, check=False)
    return done.returncode
