"""Where this PC keeps the little it remembers of a school: random ids, numbers, sealed drafts."""

import os
from pathlib import Path

import platformdirs

STATE_FOLDER_VARIABLE = "LEERLINGDOSSIER_STATE"


def state_folder(given: Path | None = None) -> Path:
    """`given` (tests), else $LEERLINGDOSSIER_STATE, else the user's state folder."""
    named = os.environ.get(STATE_FOLDER_VARIABLE)
    if given is not None:
        return given
    if named:
        return Path(named)
    return platformdirs.user_state_path("leerlingdossier", appauthor=False)


def state_file(folder: Path, kind: str, school_id: str) -> Path:
    """`<kind>-<school id>.json` in that folder."""
    if not school_id.isalnum():  # it comes from a file that others can write
        raise ValueError("not a school id")
    return folder / f"{kind}-{school_id}.json"
