"""What an import would do, as values: the preview shows them, the desk carries them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.pupil_data import PupilData
from app.dossier.kinds import Value
from app.exchange.edexml.school import ExistingPupil, ExistingStaff
from app.exchange.edexml.values import HOME_FIELDS, PUPIL_FIELDS, EdexPupil, EdexStaff


@dataclass(frozen=True)
class FieldChange(PupilData):
    """One field that gets another value; the texts are what the preview shows ("" for empty)."""

    field: str
    label: str
    old: Value
    new: Value
    old_text: str
    new_text: str


@dataclass(frozen=True)
class PlannedGroup:
    """A group after joining. `existing_id` is "" when it must be added."""

    name: str
    school_year: str
    year_groups: tuple[str, ...]
    keys: tuple[str, ...]
    existing_id: str = ""


@dataclass(frozen=True)
class PlannedEnrolment:
    """An enrolment to add, or the one of `replaces_from` to change.

    `estimated` is set when the file has no date of enrolment and the first day of the school year
    stands in for it.
    """

    from_date: date
    until_date: date | None = None
    adds: bool = True
    replaces_from: date | None = None
    estimated: bool = False


@dataclass(frozen=True)
class PlannedPlacement:
    """A place in a group. `replaces` when the pupil has another place in this school year already.

    `group` is None when the file names no group; then the present group, if any, stays.
    `moves` tells a move to another group, from `from_date`, from a mere correction of the year
    group.
    """

    school_year: str
    group: PlannedGroup | None
    year_group: str
    from_date: date
    replaces: bool = False
    moves: bool = False


@dataclass(frozen=True)
class NewPupil:
    """A pupil to add, with the leerlingnummer that it gets."""

    pupil: EdexPupil
    number: str
    source_school: str
    enrolment: PlannedEnrolment
    placement: PlannedPlacement | None
    former: bool = False

    @property
    def values(self) -> Mapping[str, Value]:
        """The fields of the kind `pupil`, ready to store; empty ones are left out."""
        filled = {name: getattr(self.pupil, name) for name in PUPIL_FIELDS}
        kept: dict[str, Value] = {name: value for name, value in filled.items() if value}
        return {"number": self.number, "sex": "unknown", "surname": "", **kept}


@dataclass(frozen=True)
class ChangedPupil:
    """An existing pupil with what would change; nothing is ever emptied."""

    pupil: EdexPupil
    existing: ExistingPupil
    changes: tuple[FieldChange, ...]
    source_school: str
    enrolment: PlannedEnrolment | None = None
    placement: PlannedPlacement | None = None
    former: bool = False

    @property
    def values(self) -> Mapping[str, Value]:
        """The changed fields of the kind `pupil`."""
        return {one.field: one.new for one in self.changes if one.field in PUPIL_FIELDS}

    @property
    def new_home(self) -> Mapping[str, Value]:
        """What is added to the home address."""
        return {one.field: one.new for one in self.changes if one.field in HOME_FIELDS}

    @property
    def new_source_key(self) -> str:
        """The key to store from now on, with `source_school`; "" when it stays."""
        return next((str(one.new) for one in self.changes if one.field == "source_key"), "")


@dataclass(frozen=True)
class UnchangedPupil:
    """An existing pupil that the file agrees with."""

    pupil: EdexPupil
    existing: ExistingPupil


@dataclass(frozen=True)
class NewStaff:
    """A member of staff to add; no account and no role comes with it."""

    member: EdexStaff
    source_school: str
    groups: tuple[PlannedGroup, ...]


@dataclass(frozen=True)
class ChangedStaff:
    """An existing member of staff: another name, key, or more groups (never fewer)."""

    member: EdexStaff
    existing: ExistingStaff
    changes: tuple[FieldChange, ...]
    source_school: str
    new_groups: tuple[PlannedGroup, ...] = ()


@dataclass(frozen=True)
class UnchangedStaff:
    """An existing member of staff that the file agrees with."""

    member: EdexStaff
    existing: ExistingStaff


class Subject(StrEnum):
    """Of whom a question is."""

    PUPIL = "pupil"
    STAFF = "staff"


@dataclass(frozen=True)
class Candidate(PupilData):
    """Somebody the school has who may be the one in the file, and why.

    `available` is False when another person in the file is already matched to this one.
    """

    id: str
    label: str
    reason: str
    differences: tuple[FieldChange, ...] = ()
    available: bool = True


@dataclass(frozen=True)
class Question(PupilData):
    """Somebody in the file who may be known already. Nothing happens without an answer."""

    id: str
    subject: Subject
    label: str
    sentence: str
    candidates: tuple[Candidate, ...] = ()


class Decision(StrEnum):
    """`same` needs the id of a candidate."""

    ADD = "add"
    SAME = "same"
    SKIP = "skip"


@dataclass(frozen=True)
class Answer:
    """The user's answer to one question."""

    decision: Decision
    existing_id: str = ""
