"""A member of staff as the list shows one: who it is, and whether that person gets in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.access.categories import ROLE_NAMES, Role
from app.dossier.values import StaffRecord
from app.vault import SlotInfo
from ui.theme import Tone


class State(Enum):
    """Whether someone gets in: the words and their tone."""

    CAN = ("kan zich aanmelden", Tone.DONE)
    WAITS = ("startcode nog niet gebruikt", Tone.WAITING)
    OVER = ("laatste dag is voorbij", Tone.NEUTRAL)
    NO_FILE = ("sleutelbestand ontbreekt", Tone.MUST)
    NONE = ("geen aanmelding", Tone.NEUTRAL)

    @property
    def text(self) -> str:
        """In the list."""
        return self.value[0]

    @property
    def tone(self) -> Tone:
        """What its colour says."""
        return self.value[1]


@dataclass(frozen=True)
class Person:
    """One row."""

    record: StaffRecord
    state: State

    @property
    def id(self) -> str:
        """Of the member of staff."""
        return self.record.id

    @property
    def gets_in(self) -> bool:
        """Whether there is a key file that can be changed or taken away."""
        return bool(self.record.slot_id)

    @property
    def roles(self) -> tuple[Role, ...]:
        """In the order in which roles are always named."""
        return tuple(role for role in Role if role.value in self.record.roles)

    @property
    def role_names(self) -> str:
        """In Dutch."""
        return ", ".join(ROLE_NAMES[role] for role in self.roles)


def people_of(
    staff: Iterable[StaffRecord], key_files: Iterable[SlotInfo], today: date
) -> tuple[Person, ...]:
    """Everyone, with how it stands with the sign-in."""
    files = {one.slot_id: one for one in key_files}
    return tuple(Person(one, _state(one, files.get(one.slot_id), today)) for one in staff)


def _state(one: StaffRecord, key_file: SlotInfo | None, today: date) -> State:
    if not one.slot_id:
        return State.NONE
    if key_file is None:
        return State.NO_FILE
    if one.until is not None and one.until < today:
        return State.OVER
    return State.WAITS if key_file.waits else State.CAN
