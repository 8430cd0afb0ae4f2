"""What the school has now, as far as an import needs to know; the desk fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from app.access.pupil_data import PupilData
from app.dossier.kinds import Value
from app.exchange.edexml.names import fold, full_name


@dataclass(frozen=True)
class ExistingGroup:
    """A group of one school year."""

    id: str
    name: str
    school_year: str


@dataclass(frozen=True)
class ExistingEnrolment:
    """From the first day at this school until the last; None is open or unknown."""

    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True)
class ExistingPlacement:
    """A place in a group (or in none: "") in one school year."""

    school_year: str
    group_id: str = ""
    year_group: str = ""


@dataclass(frozen=True)
class ExistingPupil(PupilData):
    """A pupil or former pupil of the school.

    `values` holds the fields named in `values.PUPIL_FIELDS`; a field that is absent is empty.
    `source_key` and `source_school` are what an earlier import stored. Of `placements` in one
    school year the last in the tuple is the present one. `home` is the home address: what is filled
    in of the fields named in `values.HOME_FIELDS`.
    """

    id: str
    number: str
    source_key: str = ""
    source_school: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    home: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    enrolments: tuple[ExistingEnrolment, ...] = ()
    placements: tuple[ExistingPlacement, ...] = ()
    former: bool = False

    def text(self, name: str) -> str:
        """The text of a field, "" when it is empty."""
        return str(self.values.get(name) or "")

    @property
    def birth_date(self) -> date | None:
        """The date of birth, None when unknown."""
        value = self.values.get("birth_date")
        return value if isinstance(value, date) else None

    @property
    def label(self) -> str:
        """How the preview names this pupil: name and number."""
        name = full_name(
            self.text("call_name"),
            self.text("prefix"),
            self.text("surname"),
            self.text("first_names"),
            self.text("initials"),
        )
        return f"{name} ({self.number})"

    def placement(self, school_year: str) -> ExistingPlacement | None:
        """The present place in this school year."""
        found = [one for one in self.placements if one.school_year == school_year]
        return found[-1] if found else None


@dataclass(frozen=True)
class ExistingStaff:
    """A member of staff, with the ids of the groups that he or she teaches."""

    id: str
    name: str
    source_key: str = ""
    source_school: str = ""
    group_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ExistingSchool:
    """The whole school folder, as an import sees it.

    `may_change_staff`: whether who imports may manage staff. Who teaches a group may see its
    pupils, so without that right a file changes nobody that the school has.
    """

    school_year: str
    brin: str = ""
    branch: str = ""
    groups: tuple[ExistingGroup, ...] = ()
    pupils: tuple[ExistingPupil, ...] = ()
    staff: tuple[ExistingStaff, ...] = ()
    may_change_staff: bool = True

    @property
    def source(self) -> str:
        """The same form as `EdexSchool.source`."""
        return self.brin + (self.branch or "00") if self.brin else ""

    def group(self, name: str, school_year: str) -> ExistingGroup | None:
        """The group of this name (case, marks and the word "groep" aside) in this school year."""
        for group in self.groups:
            if group.school_year == school_year and bare_group(group.name) == bare_group(name):
                return group
        return None


def bare_group(group_name: str) -> str:
    """The name of a group without case, marks and the word "groep", for finding likeness only."""
    folded = fold(group_name)
    return folded.removeprefix("groep") or folded
