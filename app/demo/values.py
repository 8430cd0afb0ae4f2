"""What the demo school will hold, before any of it has an id in a database.

References to groups and guardians are keys of the plan; `school` exchanges them for ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.dossier.kinds import Value

Values = Mapping[str, Value]
OFFICE, SUPERVISOR, HEAD = "administratie", "ib", "directeur"


@dataclass(frozen=True)
class EntryPlan:
    """One entry of a dossier. `by` is the sign-in name of who wrote it, on the day `on`.

    `key` is what later entries of the plan call it.
    """

    kind: str
    values: Values
    on: date
    by: str
    reason: str = ""
    key: str = ""


@dataclass(frozen=True)
class GroupPlan:
    """A group of a school year and the sign-in names of its teachers."""

    key: str
    name: str
    school_year: str
    year_groups: tuple[str, ...]
    teachers: tuple[str, ...]


@dataclass(frozen=True)
class GuardianPlan:
    """A guardian; brothers and sisters share one."""

    key: str
    values: Values
    on: date


@dataclass(frozen=True)
class PupilPlan:
    """One pupil with everything in the dossier."""

    values: Values
    on: date
    entries: tuple[EntryPlan, ...]

    @property
    def number(self) -> str:
        """The leerlingnummer."""
        return str(self.values["number"])


@dataclass(frozen=True)
class SchoolPlan:
    """The whole school. `kinds` names, for each sort of family, the number of a pupil with it."""

    groups: tuple[GroupPlan, ...]
    guardians: tuple[GuardianPlan, ...]
    pupils: tuple[PupilPlan, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)
