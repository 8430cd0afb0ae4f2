"""What stands out in the access log: a pure function over its lines, with the school's hours.

It accuses nobody. It is where a headteacher looks first.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app import resources
from app.access.categories import ROLE_NAMES, Category, Role
from app.access.journal import LogLine
from app.access.log import Event
from app.access.pupil_data import PupilData

FACTS: Mapping[str, Any] = resources.load("log.toml")["unusual"]
_TEACHING = {ROLE_NAMES[Role.TEACHER], ROLE_NAMES[Role.SUBSTITUTE]}
_OWN_GROUND = "groepsleerkracht"


@dataclass(frozen=True)
class Unusual(PupilData):
    """A line of the log and why it stands out, in words."""

    line: LogLine
    reasons: tuple[str, ...]


def unusual(lines: Iterable[LogLine], facts: Mapping[str, Any] = FACTS) -> tuple[Unusual, ...]:
    """The lines that stand out, newest first."""
    names = facts["names"]
    many = _Many(facts)
    found = []
    for line in sorted(lines, key=lambda one: one.number):
        reasons = {
            "emergency": line.codes.event == Event.EMERGENCY,
            "refused": line.refused,
            "many": many.is_first_of_too_many(line),
            "other_groups": _is_of_another_group(line),
            "hours": bool(line.staff_id) and _is_outside_hours(line.at, facts),
        }
        said = tuple(names[reason] for reason, holds in reasons.items() if holds)
        if said:
            found.append(Unusual(line, said))
    return tuple(reversed(found))


def _is_outside_hours(at: datetime, facts: Mapping[str, Any]) -> bool:
    local = at.astimezone()
    in_hours = facts["first_hour"] <= local.hour < facts["last_hour"]
    return local.weekday() not in facts["weekdays"] or not in_hours


def _is_of_another_group(line: LogLine) -> bool:
    """Somebody who only teaches, with more than the name of a pupil of another group."""
    roles = {role.strip() for role in line.role.split(",")}
    return bool(
        line.pupil_id
        and roles <= _TEACHING
        and not line.ground.startswith(_OWN_GROUND)
        and line.codes.category != Category.NAME
        and line.codes.event != Event.EMERGENCY
    )


class _Many:
    """Counts how many dossiers each member of staff opened in the last minutes."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._most: int = facts["dossiers"]
        self._span = timedelta(minutes=facts["minutes"])
        self._opened: dict[str, deque[tuple[datetime, str]]] = {}
        self._said: set[str] = set()

    def is_first_of_too_many(self, line: LogLine) -> bool:
        """Whether this line makes it too many; said once, until it has been calm again."""
        if line.codes.event != Event.VIEW or not line.pupil_id:
            return False
        opened = self._opened.setdefault(line.staff_id, deque())
        opened.append((line.at, line.pupil_id))
        while opened[0][0] < line.at - self._span:
            opened.popleft()
        if len({pupil_id for _, pupil_id in opened}) <= self._most:
            self._said.discard(line.staff_id)
            return False
        first = line.staff_id not in self._said
        self._said.add(line.staff_id)
        return first
