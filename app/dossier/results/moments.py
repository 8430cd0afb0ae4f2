"""The moments of a monitoring system: M6 is the middle of group 6, E6 its end.

Pure: the day of today comes in as an argument.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from app import resources
from app.dossier.school_year import first_day, last_day, school_year_of

_DATA: Mapping[str, Any] = resources.load("results.toml")["moment"]
LABELS: Mapping[str, str] = MappingProxyType({code: one["label"] for code, one in _DATA.items()})
_ORDER = tuple(_DATA)
_YEARLY = tuple(code for code, one in _DATA.items() if "due" in one)
_FIRST_GROUP, _LAST_GROUP = 1, 8
# A domain that was not tested for longer than this is no longer tested, and nothing is missing.
_MOST_SINCE = 2


@dataclass(frozen=True, order=True)
class Moment:
    """A moment in its order. `part` is the place of its letter in `LABELS`."""

    year_group: int
    part: int

    @property
    def code(self) -> str:
        """Such as M6."""
        return f"{_ORDER[self.part]}{self.year_group}"


def parse(text: str) -> Moment | None:
    """The moment that is meant; None for what is not one, such as the name of a block."""
    found = re.fullmatch(r"([A-Z])\s*([1-8])", text.strip().upper(), re.ASCII)
    if not found or found[1] not in _ORDER:
        return None
    return Moment(int(found[2]), _ORDER.index(found[1]))


def tidy(text: str) -> str:
    """As a moment is stored: `m 6` becomes `M6`, other words stay as they are."""
    moment = parse(text)
    return moment.code if moment else " ".join(text.split())


def for_pupil(typed: str, year_group: str) -> str:
    """The moment of one pupil: a letter alone gets the pupil's year group, as in a mixed group."""
    letter = typed.strip().upper()
    if letter in _ORDER:
        return f"{letter}{year_group}" if year_group else letter
    return tidy(typed)


def due(year_group: str, today: date) -> Moment | None:
    """The newest moment of which a pupil in this year group should have a result by now."""
    if not (year_group.isdigit() and _FIRST_GROUP <= int(year_group) <= _LAST_GROUP):
        return None
    school_year = school_year_of(today)
    group = int(year_group)
    for code in reversed(_YEARLY):
        month, day = map(int, _DATA[code]["due"].split("-"))
        begun, ends = first_day(school_year), last_day(school_year)
        if today >= date(ends.year if month < begun.month else begun.year, month, day):
            return Moment(group, _ORDER.index(code))
    if group == _FIRST_GROUP:
        return None
    return Moment(group - 1, _ORDER.index(_YEARLY[-1]))


def expected(found: Iterable[Moment], last: Moment | None) -> tuple[Moment, ...]:
    """Every moment of a line: those that were found, and those between that should have been.

    From the first that was found to the newest, and on to `last` when that is not long after.
    """
    known = set(found)
    if not known:
        return ()
    newest = max(known)
    end = last if last and newest < last and _since(newest, last) <= _MOST_SINCE else newest
    between = {
        Moment(group, _ORDER.index(code))
        for group in range(min(known).year_group, end.year_group + 1)
        for code in _YEARLY
    }
    return tuple(sorted(known | {one for one in between if min(known) < one <= end}))


def _since(newest: Moment, last: Moment) -> int:
    """How many yearly moments lie after `newest`, up to and with `last`."""
    places = [_ORDER.index(code) for code in _YEARLY]
    between = (
        Moment(group, part)
        for group in range(newest.year_group, last.year_group + 1)
        for part in places
    )
    return sum(1 for one in between if newest < one <= last)
