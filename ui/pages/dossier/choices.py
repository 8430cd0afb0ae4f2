"""What only the school knows: its groups, this pupil's guardians and talks, for choice fields."""

from collections.abc import Mapping, Sequence

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.kinds import REFERENCES, FieldType, Kind
from app.dossier.values import Entry

Choice = tuple[str, str]
Given = Mapping[FieldType, Sequence[Choice]]


def wanted(kind: Kind) -> frozenset[FieldType]:
    """The sorts of reference in this kind's form."""
    return frozenset(one.type for one in kind.fields if one.type in REFERENCES)


def read(desk: Desk, pupil_id: str, types: frozenset[FieldType]) -> Given:
    """Ask the desk for the choices; runs in the background."""
    found: dict[FieldType, Sequence[Choice]] = {}
    if FieldType.GROUP in types:
        found[FieldType.GROUP] = [(one.id, one.name) for one in desk.groups.all()]
    if FieldType.GUARDIAN in types:
        found[FieldType.GUARDIAN] = _guardians(desk, pupil_id)
    if FieldType.TALK in types:
        found[FieldType.TALK] = _talks(desk, pupil_id)
    return found


def _talks(desk: Desk, pupil_id: str) -> list[Choice]:
    page = desk.entries.page(pupil_id, Category.TALK, "keuze van een gesprek")
    return [
        (one.id, f"{one.display['held_on']} {one.title}") for one in page.entries.get("talk", ())
    ]


def _guardians(desk: Desk, pupil_id: str) -> list[Choice]:
    try:
        page = desk.entries.page(pupil_id, Category.CONTACT, "keuze van een verzorger")
    except Refused:
        return []
    return [
        (str(one.values["guardian_id"]), one.title) for one in page.entries.get("guardianship", ())
    ]


def with_present(given: Given, kind: Kind, entry: Entry | None) -> Given:
    """With what the entry refers to now, such as a group of an earlier school year."""
    if entry is None:
        return given
    full = {sort: list(known) for sort, known in given.items()}
    for field in kind.fields:
        value = entry.values.get(field.name)
        if field.type in full and value and value not in {code for code, _ in full[field.type]}:
            full[field.type].append((str(value), entry.display[field.name]))
    return full
