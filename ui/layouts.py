"""How somebody likes a list: which columns, how wide, in which order. Kept on this PC per person.

Names of lists and columns and the random id of who is signed in: nothing of a pupil. What cannot be
read or written is no fault: the list is as the program makes it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from app.desk import state_folder


@dataclass(frozen=True)
class Layout:
    """`widths` in pixels by column key; `order` holds every column's key; `sort` may be empty."""

    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False


class Layouts:
    """One for the whole program; remembers nothing until somebody is signed in."""

    _instance: ClassVar["Layouts | None"] = None

    def __init__(self) -> None:
        self._person = ""

    @classmethod
    def instance(cls) -> "Layouts":
        """The program's own."""
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def begin(self, person_id: str) -> None:
        """From now on it is this person's lists."""
        self._person = person_id

    def end(self) -> None:
        """Nobody is signed in any more."""
        self._person = ""

    def of(self, name: str) -> Layout:
        """How this person left the list with this name."""
        if not self._person:
            return Layout()
        try:
            return _layout(self._read()[self._person][name])
        except (KeyError, TypeError, ValueError, AttributeError):
            return Layout()

    def keep(self, name: str, layout: Layout) -> None:
        """Remember it; the usual layout is forgotten instead."""
        if not self._person:
            return
        everyone = self._read()
        own = everyone.get(self._person)
        own = dict(own) if isinstance(own, dict) else {}
        own.pop(name, None)
        if layout != Layout():
            own[name] = asdict(layout)
        try:
            _file().parent.mkdir(parents=True, exist_ok=True)
            _file().write_text(json.dumps(everyone | {self._person: own}), encoding="utf-8")
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(_file().read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _file() -> Path:
    return state_folder() / "lists.json"


def _layout(found: Any) -> Layout:
    """Raises one of several errors for what is no layout."""
    return Layout(
        hidden=tuple(str(one) for one in found["hidden"]),
        widths={str(key): int(width) for key, width in found["widths"].items()},
        order=tuple(str(one) for one in found["order"]),
        sort=str(found["sort"]),
        descending=bool(found["descending"]),
    )
