"""Which school folder this PC opened last: a path, nothing of a pupil."""

import json
from pathlib import Path

from app.desk import is_school, state_folder


def _file() -> Path:
    return state_folder() / "recent.json"


def recent_school() -> Path | None:
    """The folder, if it is still a school."""
    try:
        path = Path(json.loads(_file().read_text(encoding="utf-8"))["folder"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return path if is_school(path) else None


def remember_school(folder: Path) -> None:
    """Keep it; a PC that cannot simply asks again the next time."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps({"folder": str(folder)}), encoding="utf-8")
    except OSError:
        return


def _groups_file() -> Path:
    return _file().with_name("groups.json")


def recent_groups() -> dict[str, str]:
    """By school folder the id of the group whose register was shown last on this PC."""
    try:
        known = json.loads(_groups_file().read_text(encoding="utf-8"))
        return {str(folder): str(group) for folder, group in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def remember_group(folder: Path, group_id: str) -> None:
    """Keep it for the next time; a PC that cannot simply shows the first group again."""
    try:
        known = {**recent_groups(), str(folder): group_id}
        _groups_file().parent.mkdir(parents=True, exist_ok=True)
        _groups_file().write_text(json.dumps(known), encoding="utf-8")
    except OSError:
        return
