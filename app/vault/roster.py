"""`keys/roster.json`: who the slots are, so that nobody receives a key who was not given one.

School keys are sealed to public keys, and whoever can write in the folder could put a key file of
their own there, or exchange the public key in another. So the list of public keys and roles is
authenticated under the `admin` key, which only headteachers and the recovery code hold, and
nothing is ever sealed to a public key that is not on it.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.vault.derived import derived_key
from app.vault.encoding import decode_bytes, encode_bytes, field_number, field_text
from app.vault.files import BACKUP_ADVICE, FileProblem, canonical_json, read_json, write_atomically
from app.vault.keyfile import KIND_RECOVERY, KIND_STAFF, MAX_NAME_LENGTH, KeyFile, is_slot_id
from app.vault.slots import HEAD_ROLE

FORMAT = "leerlingdossier-roster"
VERSION = 1
PURPOSE = "roster"
_MAX_MEMBERS = 200
"""More would not fit in the 64 KiB that a reader takes."""

_ADVICE = (
    "Er worden geen sleutels uitgedeeld tot dit is opgelost. Ga na wie in deze map kan schrijven. "
    "Zet het bestand terug uit een reservekopie, of stel de lijst opnieuw vast."
)


@dataclass(frozen=True)
class Member:
    """One slot as the headteacher made it."""

    slot_id: str
    kind: str
    """`staff` or `recovery`; a slot that still has its start code is `staff` here."""
    name: str
    roles: tuple[str, ...]
    public_key: bytes

    @classmethod
    def of(cls, slot: KeyFile) -> "Member":
        """What the roster says of this slot."""
        kind = KIND_RECOVERY if slot.kind == KIND_RECOVERY else KIND_STAFF
        return cls(slot.slot_id, kind, slot.name, tuple(slot.roles), slot.public_key)

    def content(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "slot": self.slot_id,
            "kind": self.kind,
            "name": self.name,
            "roles": list(self.roles),
            "public_key": encode_bytes(self.public_key),
        }


@dataclass(frozen=True)
class Roster:
    """Everyone who holds keys. `counter` goes up by one at every change."""

    school_id: str
    counter: int
    members: tuple[Member, ...]

    @classmethod
    def of(cls, school_id: str, slots: Iterable[KeyFile], counter: int = 1) -> "Roster":
        """The roster of these slots as they are: at the making of a school, or on trust."""
        return cls(school_id, counter, _sorted(Member.of(slot) for slot in slots))

    def member(self, slot_id: str) -> Member | None:
        """What is known of this slot."""
        return next((one for one in self.members if one.slot_id == slot_id), None)

    def knows(self, slot: KeyFile) -> bool:
        """Whether a key may be sealed to the public key of this slot."""
        member = self.member(slot.slot_id)
        own = Member.of(slot)
        return member is not None and replace(own, roles=member.roles) == member

    def staff(self) -> tuple[Member, ...]:
        """Everyone but the recovery code."""
        return tuple(one for one in self.members if one.kind == KIND_STAFF)

    def heads(self) -> tuple[Member, ...]:
        """The headteachers; the recovery code is none."""
        return tuple(one for one in self.staff() if HEAD_ROLE in one.roles)

    def with_member(self, member: Member) -> "Roster":
        """The next roster, with this member added or replaced."""
        others = [one for one in self.members if one.slot_id != member.slot_id]
        return Roster(self.school_id, self.counter + 1, _sorted([*others, member]))

    def without(self, slot_id: str) -> "Roster":
        """The next roster, without this member."""
        others = [one for one in self.members if one.slot_id != slot_id]
        return Roster(self.school_id, self.counter + 1, _sorted(others))

    def digest(self) -> bytes:
        """SHA-256 of what is authenticated: for the access log."""
        return hashlib.sha256(self._authenticated()).digest()

    def write(self, path: Path, admin_keys: Mapping[int, bytes]) -> None:
        """Write it, authenticated under the admin key of each of these generations."""
        macs = {str(number): encode_bytes(self._mac(key)) for number, key in admin_keys.items()}
        write_atomically(path, canonical_json({**self._content(), "macs": macs}))

    def is_authentic(self, mac: bytes, admin_key: bytes) -> bool:
        """Whether `mac` was made with this admin key over this roster."""
        return hmac.compare_digest(mac, self._mac(admin_key))

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "school": self.school_id,
            "counter": self.counter,
            "members": [one.content() for one in self.members],
        }

    def _authenticated(self) -> bytes:
        return canonical_json(self._content())

    def _mac(self, admin_key: bytes) -> bytes:
        return hmac.digest(derived_key(admin_key, PURPOSE), self._authenticated(), "sha256")


def read_roster(path: Path, school_id: str, generation: int, admin_key: bytes) -> Roster:
    """The roster, proven with the admin key of `generation`.

    Raises FileProblem when it is missing, damaged, of another school or was altered.
    """
    try:
        content = read_json(path)
    except FileNotFoundError as error:
        raise FileProblem(
            path, "ontbreekt: het is buiten het programma om verwijderd.", _ADVICE
        ) from error
    if content.get("format") != FORMAT or content.get("version") != VERSION:
        raise FileProblem(path, "is beschadigd (‘format’).", _ADVICE)
    if content.get("school") != school_id:
        raise FileProblem(path, "hoort bij een andere school.", _ADVICE)
    macs = content.get("macs")
    listed = content.get("members")
    if not isinstance(macs, dict) or not isinstance(listed, list) or len(listed) > _MAX_MEMBERS:
        raise FileProblem(path, "is beschadigd (‘members’).", _ADVICE)
    counter = field_number(path, content, "counter", 1, 2**63 - 1)
    members = _sorted(_read_member(path, one) for one in listed)
    roster = Roster(school_id, counter, members)
    if str(generation) not in macs or not roster.is_authentic(
        decode_bytes(path, macs, str(generation), 32), admin_key
    ):
        raise FileProblem(
            path,
            "is veranderd buiten het programma om, of het is van vóór de laatste sleutelwissel.",
            _ADVICE,
        )
    return roster


def _read_member(path: Path, content: object) -> Member:
    wrong = FileProblem(path, "is beschadigd (‘members’).", BACKUP_ADVICE)
    if not isinstance(content, dict):
        raise wrong
    roles = content.get("roles")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise wrong
    member = Member(
        field_text(path, content, "slot", 64),
        field_text(path, content, "kind", 20),
        field_text(path, content, "name", MAX_NAME_LENGTH),
        tuple(roles),
        decode_bytes(path, content, "public_key", 32),
    )
    if not is_slot_id(member.slot_id) or member.kind not in (KIND_STAFF, KIND_RECOVERY):
        raise wrong
    return member


def _sorted(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda one: one.slot_id))
