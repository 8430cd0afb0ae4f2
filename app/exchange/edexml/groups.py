"""From the `groep` elements of a file to groups as a school knows them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from app.exchange.edexml.names import fold
from app.exchange.edexml.plan_values import PlannedGroup
from app.exchange.edexml.school import ExistingSchool
from app.exchange.edexml.values import (
    COMBINATION,
    YEAR_GROUPS,
    EdexFile,
    EdexGroup,
    GroupKind,
)


@dataclass
class _Joined:
    name: str
    keys: list[str] = field(default_factory=list)
    year_groups: set[str] = field(default_factory=set)


def joinable(file: EdexFile) -> tuple[str, ...]:
    """The names that several own groups share: a combination group in as many elements."""
    names: dict[str, list[str]] = {}
    for group in file.groups:
        if group.kind is GroupKind.GROUP:
            names.setdefault(fold(group.name), []).append(group.name)
    return tuple(found[0] for found in names.values() if len(found) > 1)


def plan_groups(
    file: EdexFile,
    school: ExistingSchool,
    school_year: str,
    separate: AbstractSet[str] = frozenset(),
) -> tuple[PlannedGroup, ...]:
    """The own groups of the file, joined on equal name but for the names in `separate`.

    A composed group (samengestelde groep) is left out: a pupil is in one group here.
    """
    kept_apart = {fold(name) for name in separate}
    joined: dict[str, _Joined] = {}
    for group in file.groups:
        if group.kind is not GroupKind.GROUP:
            continue
        name = _apart(group) if fold(group.name) in kept_apart else group.name
        one = joined.setdefault(fold(name) or name, _Joined(name))
        one.keys.append(group.key)
        if group.year_group and group.year_group != COMBINATION:
            one.year_groups.add(group.year_group)
        one.year_groups.update(group.spans)
    of_key = {key: one for one in joined.values() for key in one.keys}
    for pupil in file.pupils:
        if pupil.group_key in of_key and pupil.year_group:
            of_key[pupil.group_key].year_groups.add(pupil.year_group)
    planned = []
    for one in joined.values():
        existing = school.group(one.name, school_year)
        planned.append(
            PlannedGroup(
                name=one.name,
                school_year=school_year,
                year_groups=tuple(sorted(one.year_groups, key=YEAR_GROUPS.index)),
                keys=tuple(one.keys),
                existing_id=existing.id if existing is not None else "",
            )
        )
    return tuple(planned)


def _apart(group: EdexGroup) -> str:
    return f"{group.name} (jaargroep {group.year_group or 'onbekend'})"
