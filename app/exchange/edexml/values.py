"""What an EDEXML file holds, as plain values: the outcome of `parse` and the food of `plan`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from app.dossier.kinds import KINDS

# Fields of a pupil that an import may fill, by their names in the declaration of the dossier.
PUPIL_FIELDS = (
    "call_name",
    "first_names",
    "initials",
    "prefix",
    "surname",
    "sex",
    "birth_date",
    "personal_number",
    "eckid",
    "year_group_3_start",
)

FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        **{field.name: field.label for field in KINDS["pupil"].fields},
        "postcode": KINDS["address"].field("postcode").label,
        "group": KINDS["placement"].field("group_id").label,
        "year_group": KINDS["placement"].field("year_group").label,
        "from_date": KINDS["enrolment"].field("from_date").label,
        "until_date": KINDS["enrolment"].field("until_date").label,
        **{name: KINDS["address"].field(name).label for name in ("street", "house_number", "city")},
        "source_key": "Sleutel in het andere programma",
        "school_year": KINDS["placement"].field("school_year").label,
        "name": "Naam",
        "email": "E-mail",
    }
)

HOME_FIELDS = ("street", "house_number", "postcode", "city")
"""Fields of the home address that an import may fill, and never changes."""

LIST_KEY = "lijst"
"""What stands in the place of a school for the leerlingnummers of lists."""

YEAR_GROUPS = (
    *("B", "D", "0", "1", "2", "3", "4", "5", "6", "7", "8"),
    *("11", "12", "13", "14", "15", "16", "S", "V", "C", "N", "H"),
)
COMBINATION = "C"


@dataclass(frozen=True)
class Problem:
    """Something in the file that was not taken over as it stands; the rest of the file goes on.

    `subject` says of whom or what ("Yağmur Şahin (20128)", "groep 3A", "het bestand"), `field` the
    Dutch label, `value` what stood there (shortened; a personal number masked).
    """

    subject: str
    field: str
    value: str
    sentence: str


@dataclass(frozen=True)
class NotTaken:
    """An element that is never taken over, and for how many pupils the file fills it."""

    element: str
    label: str
    reason: str
    count: int


@dataclass(frozen=True)
class EdexSchool:
    """The head of the file. Texts are "" where the file has none or an impossible one."""

    school_year: str = ""
    brin: str = ""
    branch: str = ""
    school_key: str = ""
    author: str = ""
    version: str = ""
    created: datetime | None = None

    @property
    def source(self) -> str:
        """Which school the keys in this file belong to; "" when the file does not say."""
        if self.brin:
            return self.brin + (self.branch or "00")
        return f"sleutel {self.school_key}" if self.school_key else ""


@dataclass(frozen=True)
class EdexBranch:
    """A branch (vestiging) that the file names."""

    key: str
    name: str


class GroupKind(StrEnum):
    """`composed` is a group beside the own group (samengestelde groep)."""

    GROUP = "group"
    COMPOSED = "composed"


@dataclass(frozen=True)
class EdexGroup:
    """One `groep` element; a combination group may take several of them.

    `spans` are the year groups that the name of a group in a list tells.
    """

    key: str
    name: str
    year_group: str
    kind: GroupKind = GroupKind.GROUP
    spans: tuple[str, ...] = ()


@dataclass(frozen=True)
class EdexPupil:
    """One pupil, cleaned. Empty texts and None mean that the file is silent.

    `source_key` is "" when the key cannot be used to find the pupil again (absent, double, or
    beginning with `#`). `year_group` is the pupil's own or else that of the group.
    """

    position: int
    label: str
    source_key: str = ""
    eckid: str = ""
    call_name: str = ""
    first_names: str = ""
    initials: str = ""
    prefix: str = ""
    surname: str = ""
    sex: str = ""
    birth_date: date | None = None
    personal_number: str = ""
    year_group_3_start: date | None = None
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    group_key: str = ""
    year_group: str = ""
    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True)
class EdexStaff:
    """One member of staff. `roles` are the Dutch names; they give no access to anything."""

    position: int
    name: str
    source_key: str = ""
    call_name: str = ""
    initials: str = ""
    prefix: str = ""
    surname: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    group_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class EdexFile:
    """Everything that was read, and everything that was wrong with it.

    `list_of` tells a list ("pupils" or "staff") from an EDEXML file (""): in a list the key of a
    pupil is the leerlingnummer, and a BSN points at a pupil as well.
    """

    school: EdexSchool
    branches: tuple[EdexBranch, ...] = ()
    groups: tuple[EdexGroup, ...] = ()
    pupils: tuple[EdexPupil, ...] = ()
    staff: tuple[EdexStaff, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    encoding: str = "utf-8"
    encoding_remark: str = ""
    list_of: str = ""
