"""The values in which pupil data leaves this room. All are frozen; none is tied to the database."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.categories import Category, Role
from app.access.pupil_data import PupilData
from app.access.retention import DEFAULT_YEARS
from app.dossier import names
from app.dossier.kinds import Kind, Value
from app.vault.schema import Row

__all__ = [
    "Applicants",
    "CategoryPage",
    "DeletedEntry",
    "Entry",
    "EntryHistory",
    "FieldChange",
    "FiledDocument",
    "GroupSummary",
    "GuardianContact",
    "KeptRemark",
    "PupilData",
    "PupilHead",
    "PupilSummary",
    "PupilsToChoose",
    "Rectification",
    "SavedEntry",
    "SchoolSettings",
    "StaffRecord",
    "Statement",
    "Step",
    "Version",
    "VersionEvent",
    "named",
    "summary_of",
]

SUMMARY_COLUMNS = ("id", "number", "call_name", "first_names", "initials", "prefix", "surname")
"""What `summary_of` needs of a pupil's row."""


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


def named(pupils: Iterable[PupilSummary], typed: str) -> list[PupilSummary]:
    """Search-as-you-type: those whose name or number holds what was typed, in the same order."""
    fits = names.matcher(typed)
    return [one for one in pupils if fits(one.search_key)]


def summary_of(
    row: Row,
    placement: Row | None,
    group_names: Mapping[str, str],
    own_groups: Container[str],
    former: bool,
) -> PupilSummary:
    """The summary of a pupil's row and the placement that counts today."""
    group_id = placement["group_id"] if placement and not former else None
    search_key, sort_key = names.keys(row)
    return PupilSummary(
        id=row["id"],
        number=row["number"],
        display_name=names.display_name(row),
        list_name=names.list_name(row),
        search_key=search_key,
        sort_key=sort_key,
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
class Rectification(PupilData):
    """That an entry was put right, when, by whom and at whose request (AVG art. 16)."""

    at: str
    by: str
    requested_by: str
    requested_on: date | None


@dataclass(frozen=True)
class Statement(PupilData):
    """What a parent or pupil wants said beside an entry (AVG art. 16)."""

    id: str
    entry_id: str
    given_on: date
    given_by: str
    text: str
    created_at: str
    created_by: str


@dataclass(frozen=True)
class Applicants(PupilData):
    """Who may ask for a rectification or give a statement, to choose from."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class PupilsToChoose(PupilData):
    """Every present pupil, in the order of a class list, and the ids of those opened last."""

    pupils: tuple[PupilSummary, ...]
    recent: tuple[str, ...]


@dataclass(frozen=True)
class Entry(PupilData):
    """One entry of a dossier, cut to the fields that the reader may see.

    `values` holds what is stored, `display` the same as Dutch text with references resolved.
    `rectified` and `statements` go with it wherever it is shown or printed.
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
    rectified: tuple[Rectification, ...] = ()
    statements: tuple[Statement, ...] = ()


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


class VersionEvent(StrEnum):
    """How a version of an entry came to be, or what happened beside it."""

    CREATED = "created"
    CHANGED = "changed"
    RECTIFIED = "rectified"
    UNDONE = "undone"
    DELETED = "deleted"
    TAKEN_BACK = "taken_back"
    RESTORED = "restored"
    STATEMENT = "statement"
    STATEMENT_GONE = "statement_gone"


@dataclass(frozen=True)
class FieldChange(PupilData):
    """One field of a version against the version before it, as Dutch text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version(PupilData):
    """One version of an entry. `hidden`: it also differs in what this reader may not see.

    Why and at whose request are left out then: they could be about just that.
    """

    number: int
    event: VersionEvent
    at: str
    by: str
    changes: tuple[FieldChange, ...]
    hidden: bool = False
    reason: str = ""
    requested_by: str = ""
    requested_on: date | None = None


@dataclass(frozen=True)
class EntryHistory(PupilData):
    """Every version of one entry, the newest first; `gone`: it is deleted now."""

    kind: Kind
    entry_id: str
    title: str
    versions: tuple[Version, ...]
    gone: bool


@dataclass(frozen=True)
class DeletedEntry(PupilData):
    """An entry that was deleted and can be brought back."""

    id: str
    kind: Kind
    title: str
    at: str
    by: str
    reason: str
    taken_back: bool


@dataclass(frozen=True)
class CategoryPage(PupilData):
    """One category of one pupil's dossier as this reader may see it.

    `deleted`: how many entries were deleted, for who may bring them back.
    """

    pupil: PupilSummary
    category: Category
    ground: str
    may_write: bool
    kinds: tuple[Kind, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    filed: tuple[FiledDocument, ...]
    deleted: int = 0


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
class Step(PupilData):
    """One row that a write touched, and the number of the version that it left."""

    kind: str
    entry_id: str
    version: int


@dataclass(frozen=True)
class SavedEntry(PupilData):
    """What a write changed, so that open views can refresh.

    `steps` is what `Entries.undo` takes back, in the order in which it was done; without any there
    is nothing to take back.
    """

    pupil_id: str
    kind: str
    entry_id: str
    category: Category
    steps: tuple[Step, ...] = ()


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
