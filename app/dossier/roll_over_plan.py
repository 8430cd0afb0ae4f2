"""Who goes to which group in a new school year, as a proposal that a person changes. Pure.

The names of groups tell most: a class moves up as a whole (3A becomes 4A), a combination keeps its
name and takes the next children in (7/8B). Nobody is disenrolled: pupils of group 8 are listed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.dossier.checks import YEAR_GROUPS
from app.dossier.school_year import first_day
from app.dossier.values import PupilData, PupilSummary

LAST_YEAR_GROUP = "8"
_NEXT = {str(year): str(year + 1) for year in range(8)}
# New children keep coming here, so these groups are made again even when nobody moves up to them.
_FIRST_YEARS = {"0", "1"}


@dataclass(frozen=True)
class GroupNow:
    """A group as it stands."""

    id: str
    name: str
    year_groups: tuple[str, ...]
    teacher_ids: tuple[str, ...]


@dataclass(frozen=True)
class PupilNow(PupilData):
    """A pupil with what matters for the new year.

    `leaves`: the enrolment ends before it; `placed`: there is a place in it already.
    """

    pupil: PupilSummary
    leaves: bool = False
    placed: bool = False


@dataclass(frozen=True)
class SchoolNow(PupilData):
    """What a plan for `school_year` is made of: the groups before it and those that are there."""

    school_year: str
    groups: tuple[GroupNow, ...]
    made: tuple[GroupNow, ...]
    pupils: tuple[PupilNow, ...]


@dataclass(frozen=True)
class Choices:
    """What the headteacher chose in the place of what the names suggest.

    `groups`: by (id of the old group, old year group) the name of the new group. `staying`: the
    ids of pupils who do their year again. `teachers`: by the name of the new group, ids of staff.
    """

    groups: Mapping[tuple[str, str], str] = field(default_factory=dict)
    staying: frozenset[str] = frozenset()
    teachers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cohort(PupilData):
    """The pupils of one year group in one group, who move up together to `new_group`."""

    group_id: str
    group_name: str
    year_group: str
    new_year_group: str
    new_group: str
    pupils: tuple[PupilSummary, ...]

    @property
    def id(self) -> tuple[str, str]:
        """The key under which `Choices.groups` knows it."""
        return self.group_id, self.year_group


@dataclass(frozen=True)
class Move(PupilData):
    """One pupil's place in the new year."""

    pupil: PupilSummary
    year_group: str
    group: str
    stays: bool


@dataclass(frozen=True)
class PlannedGroup:
    """A group of the new year; `made_id` when it is there already."""

    name: str
    year_groups: tuple[str, ...]
    teacher_ids: tuple[str, ...]
    pupil_count: int
    made_id: str | None = None


@dataclass(frozen=True)
class RollOverPlan(PupilData):
    """What rolling over would do. Whoever is not in `moves` is left alone, and listed.

    `leaving`: pupils of group 8, who must still be disenrolled by hand. `going`: whose enrolment
    ends before the new year. `placed`: with a place in it already. `groupless`: without a group.
    """

    now: SchoolNow
    choices: Choices
    cohorts: tuple[Cohort, ...]
    moves: tuple[Move, ...]
    groups: tuple[PlannedGroup, ...]
    leaving: tuple[PupilSummary, ...]
    going: tuple[PupilSummary, ...]
    placed: tuple[PupilSummary, ...]
    groupless: tuple[PupilSummary, ...]

    @property
    def school_year(self) -> str:
        """The new school year."""
        return self.now.school_year

    @property
    def first_day(self) -> date:
        """From when the new places count."""
        return first_day(self.now.school_year)


def plan_of(now: SchoolNow, choices: Choices | None = None) -> RollOverPlan:
    """The plan for this school with these choices."""
    choices = choices or Choices()
    groups = {group.id: group for group in now.groups}
    moving: list[PupilSummary] = []
    going: list[PupilSummary] = []
    placed: list[PupilSummary] = []
    groupless: list[PupilSummary] = []
    for one in now.pupils:
        if one.leaves:
            going.append(one.pupil)
        elif one.placed:
            placed.append(one.pupil)
        elif one.pupil.group_id not in groups or not one.pupil.year_group:
            groupless.append(one.pupil)
        else:
            moving.append(one.pupil)
    cohorts = _cohorts(moving, groups, choices)
    moves = tuple(move for cohort in cohorts for move in _moves(cohort, choices))
    placed_now = {move.pupil.id for move in moves}
    return RollOverPlan(
        now=now,
        choices=choices,
        cohorts=cohorts,
        moves=moves,
        groups=_planned_groups(now, moves, choices),
        leaving=tuple(pupil for pupil in moving if pupil.id not in placed_now),
        going=tuple(going),
        placed=tuple(placed),
        groupless=tuple(groupless),
    )


def next_year_group(year_group: str) -> str:
    """The year group after this one; empty after group 8. Others (special education) stay."""
    return "" if year_group == LAST_YEAR_GROUP else _NEXT.get(year_group, year_group)


def proposed_name(group: GroupNow, old: str, new: str, groups: Sequence[GroupNow]) -> str:
    """The name of the group to which pupils of `group` in year group `old` move up.

    `groups` are all groups of the year that ends.
    """
    if new in group.year_groups:
        return group.name
    taking = [one for one in groups if new in one.year_groups]
    renamed = _renamed(group.name, old, new) if len(group.year_groups) == 1 else ""
    combined = any(len(one.year_groups) > 1 for one in taking)
    if renamed and (not combined or renamed in {one.name for one in taking}):
        return renamed
    letter = _letter(group.name)
    alike = [one for one in taking if _letter(one.name) == letter]
    found = [one.name for one in (*alike, *taking)]
    return found[0] if found else renamed or f"{new}{letter}"


def _renamed(name: str, old: str, new: str) -> str:
    """3A → 4A; empty when the name does not hold the year group."""
    renamed, count = re.subn(rf"(?<!\d){old}(?!\d)", new, name, count=1)
    return renamed if count else ""


def _letter(name: str) -> str:
    """The letter that tells parallel classes apart: the B of 7/8B."""
    found = re.search(r"\d\s*([A-Za-z])$", name)
    return found[1].upper() if found else ""


def _cohorts(
    pupils: Iterable[PupilSummary], groups: Mapping[str, GroupNow], choices: Choices
) -> tuple[Cohort, ...]:
    together: dict[tuple[str, str], list[PupilSummary]] = {}
    for pupil in pupils:
        together.setdefault((pupil.group_id or "", pupil.year_group), []).append(pupil)
    cohorts = []
    for (group_id, old), members in together.items():
        group, new = groups[group_id], next_year_group(old)
        chosen = choices.groups.get((group_id, old), "")
        proposed = proposed_name(group, old, new, list(groups.values())) if new else ""
        name = (chosen or proposed) if new else ""
        cohorts.append(Cohort(group_id, group.name, old, new, name, tuple(members)))
    return tuple(sorted(cohorts, key=lambda one: (_order(one.year_group), one.group_name)))


def _moves(cohort: Cohort, choices: Choices) -> Iterable[Move]:
    for pupil in cohort.pupils:
        if pupil.id in choices.staying:
            yield Move(pupil, cohort.year_group, cohort.group_name, stays=True)
        elif cohort.new_group:
            yield Move(pupil, cohort.new_year_group, cohort.new_group, stays=False)


def _planned_groups(
    now: SchoolNow, moves: Sequence[Move], choices: Choices
) -> tuple[PlannedGroup, ...]:
    made = {group.name: group for group in now.made}
    before = {group.name: group for group in now.groups}
    years: dict[str, set[str]] = {name: set(group.year_groups) for name, group in made.items()}
    for name, group in before.items():
        if _FIRST_YEARS & set(group.year_groups):
            years.setdefault(name, set())
    counts: dict[str, int] = {}
    for move in moves:
        years.setdefault(move.group, set()).add(move.year_group)
        counts[move.group] = counts.get(move.group, 0) + 1
    planned = []
    for name, taking in years.items():
        there, same = made.get(name), before.get(name)
        wanted = set(there.year_groups) if there else taking | set(same.year_groups if same else ())
        proposed = (there.teacher_ids if there else ()) or (same.teacher_ids if same else ())
        planned.append(
            PlannedGroup(
                name=name,
                year_groups=tuple(sorted(wanted, key=_order)),
                teacher_ids=tuple(choices.teachers.get(name, proposed)),
                pupil_count=counts.get(name, 0),
                made_id=there.id if there else None,
            )
        )
    return tuple(sorted(planned, key=lambda one: ([_order(y) for y in one.year_groups], one.name)))


def _order(year_group: str) -> int:
    return YEAR_GROUPS.index(year_group)
