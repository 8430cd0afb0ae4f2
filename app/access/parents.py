"""One pupil's log in the language of parents: by day, who by role did what, and how often."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app import resources
from app.access.categories import ROLE_NAMES
from app.access.journal import LogLine
from app.access.pupil_data import PupilData

_WORDS: Mapping[str, Mapping[str, str]] = resources.load("log.toml")["parents"]
_OWN = "groepsleerkracht"
_ROLE_OF = {name: role.value for role, name in ROLE_NAMES.items()}


@dataclass(frozen=True)
class Day(PupilData):
    """One day: sentences in the order in which they first happened."""

    day: date
    sentences: tuple[str, ...]


def days(lines: Iterable[LogLine], *, with_names: bool = False) -> tuple[Day, ...]:
    """The lines of one pupil grouped by day, newest day first; equal lines are counted.

    A member of staff is called by role; with `with_names` the name follows in brackets.
    """
    found: dict[date, Counter[str]] = {}
    for line in sorted(lines, key=lambda one: one.number):
        if line.codes.event in _WORDS["silent"]:
            continue
        day = line.at.astimezone().date()
        found.setdefault(day, Counter())[_sentence(line, with_names=with_names)] += 1
    return tuple(
        Day(day, tuple(_counted(sentence, count) for sentence, count in found[day].items()))
        for day in sorted(found, reverse=True)
    )


def _sentence(line: LogLine, *, with_names: bool) -> str:
    who = _who(line)
    if with_names and line.staff_id:
        who = f"{who} ({line.staff})"
    templates = _WORDS["refused" if line.refused else "done"]
    template = templates.get(line.codes.event) or templates["other"]
    return template.format(who=who, what=_what(line))


def _who(line: LogLine) -> str:
    """By the ground on which access was given; for want of one, by the first role."""
    names = _WORDS["who"]
    if line.ground.startswith(_OWN):
        return names["own"]
    for said in (line.ground, line.role):
        role = _ROLE_OF.get(said.split(",")[0].strip())
        if role is not None:
            return names[role]
    return names["other"]


def _what(line: LogLine) -> str:
    objects = _WORDS["object"]
    by_category = _WORDS["what"].get(line.codes.category)
    return by_category or objects.get(line.codes.object_kind) or objects["other"]


def _counted(sentence: str, count: int) -> str:
    return sentence if count == 1 else f"{sentence} ({count} keer)"
