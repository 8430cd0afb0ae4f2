"""Where the facts that are data stand: `resources/`, beside the code or in an installed program."""

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def folder() -> Path:
    """The `resources` folder of a checkout, or of the folder that PyInstaller made."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


@cache
def load(name: str) -> dict[str, Any]:
    """Read `resources/<name>` (TOML) once."""
    return tomllib.loads((folder() / name).read_text(encoding="utf-8"))
