"""The values in which pupil data leaves this room. All are frozen; none is tied to the database."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from app.access.categories import Category, Role
from app.access.pupil_data import PupilData
from app.access.retention import DEFAULT_YEARS
from app.dossier import names
from app.dossier.kinds import Kind, Value
from app.vault.schema import Row

__all__ = [
    "CategoryPage",
    "Entry",
    "FiledDocument",
    "GroupSummary",
    "GuardianContact",
    "KeptRemark",
    "PupilData",
    "PupilHead",
    "PupilSummary",
    "PupilsToChoose",
    "SavedEntry",
    "SchoolSettings",
    "StaffRecord",
    "summary_of",
]


@dataclass(frozen=True)
class PupilSummary(PupilData):
    """What every member of staff may know of a pupil: name and group."""

    id: str
    number: str
    display_name: str
    list_name: str
    search_key: str
    sort_key: tuple[str, str, str]
    group_id: str | None
    group_name: str
    year_group: str
    own: bool
    former: bool

    def matches(self, typed: str) -> bool:
        """Search-as-you-type over the name and the number."""
        return names.matches(self.search_key, typed)


def summary_of(
    row: Row,
    placement: Row | None,
    group_names: Mapping[str, str],
    own_groups: Container[str],
    former: bool,
) -> PupilSummary:
    """The summary of a pupil's row and the placement that counts today."""
    group_id = placement["group_id"] if placement and not former else None
    return PupilSummary(
        id=row["id"],
        number=row["number"],
        display_name=names.display_name(row),
        list_name=names.list_name(row),
        search_key=names.search_key(row),
        sort_key=names.sort_key(row),
        group_id=group_id,
        group_name=group_names.get(group_id, "") if group_id else "",
        year_group=placement["year_group"] if placement and not former else "",
        own=group_id is not None and group_id in own_groups,
        former=former,
    )


@dataclass(frozen=True)
class KeptRemark(PupilData):
    """Why a field keeps what a rule of `text_hints` pointed out."""

    field: str
    rule: str
    reason: str


@dataclass(frozen=True)
class PupilsToChoose(PupilData):
    """Every present pupil, in the order of a class list, and the ids of those opened last."""

    pupils: tuple[PupilSummary, ...]
    recent: tuple[str, ...]


@dataclass(frozen=True)
class Entry(PupilData):
    """One entry of a dossier, cut to the fields that the reader may see.

    `values` holds what is stored, `display` the same as Dutch text with references resolved.
    """

    id: str
    kind: Kind
    pupil_id: str
    values: Mapping[str, Value]
    display: Mapping[str, str]
    title: str
    reason: str
    version: int
    created_at: str
    created_by: str
    changed_at: str
    changed_by: str
    kept: tuple[KeptRemark, ...] = ()


@dataclass(frozen=True)
class FiledDocument(PupilData):
    """A file kept in the dossier, without its content.

    `entry_kind` and `entry_id` name the entry that it is attached to; empty where it is of the
    category as a whole.
    """

    id: str
    pupil_id: str
    category: Category
    sort: str
    title: str
    media_type: str
    made_at: str
    made_by: str
    size: int
    entry_kind: str = ""
    entry_id: str = ""


@dataclass(frozen=True)
class CategoryPage(PupilData):
    """One category of one pupil's dossier as this reader may see it."""

    pupil: PupilSummary
    category: Category
    ground: str
    may_write: bool
    kinds: tuple[Kind, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    filed: tuple[FiledDocument, ...]


@dataclass(frozen=True)
class PupilHead(PupilData):
    """The head of a pupil's page: who it is, and what must not be missed.

    `todo` names what the record still lacks, each with the category where it belongs.
    """

    summary: PupilSummary
    facts: tuple[str, ...]
    chips: tuple[tuple[str, str], ...]
    ground: str
    todo: tuple[tuple[Category, str], ...] = ()


@dataclass(frozen=True)
class GuardianContact(PupilData):
    """A guardian of one pupil, with what is needed to write to that person."""

    id: str
    name: str
    family_name: str
    salutation: str
    relationship: str
    custody: str
    deceased: bool
    lives_with: bool
    address: tuple[str, ...]
    address_secret: bool
    phone: str
    email: str
    phone_secret: bool


@dataclass(frozen=True)
class GroupSummary:
    """A group of a school year."""

    id: str
    name: str
    school_year: str
    year_groups: tuple[str, ...]
    pupil_count: int
    own: bool


@dataclass(frozen=True)
class SavedEntry(PupilData):
    """What a write changed, so that open views can refresh."""

    pupil_id: str
    kind: str
    entry_id: str
    category: Category


@dataclass(frozen=True)
class SchoolSettings:
    """The school itself."""

    id: str
    name: str
    brin: str
    branch: str
    public_authority: bool
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    contact_person: str = ""
    lock_minutes: int = 10
    address_right: bool = False
    log_years: int = DEFAULT_YEARS


@dataclass(frozen=True)
class StaffRecord:
    """A member of staff as the headteacher sees one.

    `groups` are the names of those taught this school year, `group_ids` the ids of all years'.
    `slot_id` is that of the key file, empty for who cannot sign in.
    """

    id: str
    name: str
    sign_in_name: str
    roles: tuple[str, ...]
    until: date | None
    groups: tuple[str, ...]
    group_ids: tuple[str, ...] = ()
    slot_id: str = ""

    @property
    def is_it_only(self) -> bool:
        """Someone who only looks after the PC teaches no group."""
        return self.roles == (Role.IT.value,)
