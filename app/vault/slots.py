"""The slots of a school: making them, finding the one that belongs to a sign-in name."""

import hashlib
import uuid
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.errors import UserError
from app.vault.compartments import CARE, TEACHING
from app.vault.files import FileProblem
from app.vault.folder import SchoolFolder
from app.vault.kdf import MAX_PASSWORD_LENGTH, KdfParameters, fold_name, normalise
from app.vault.keyfile import (
    KIND_RECOVERY,
    KIND_STAFF,
    KIND_START,
    MAX_NAME_LENGTH,
    RECOVERY_SLOT,
    KeyFile,
    is_slot_id,
    read_key_file,
)

RECOVERY_NAME = "herstelcode"
HEAD_ROLE = "head"
IT_ROLE = "it"
RECOVERY_ROLES = (HEAD_ROLE,)
DATABASE_KEY = "database"
PENDING_KEY = "pending"
PENDING_BEFORE_KEY = "pending_before"
"""The `pending` key of the generation before: for what another PC wrote during the change."""
CARE_KEY = CARE
TEACHING_KEY = TEACHING
ADMIN_KEY = "admin"
SCHOOL_KEYS = (DATABASE_KEY, PENDING_KEY, CARE_KEY, TEACHING_KEY, ADMIN_KEY)
"""Every school key of a generation."""

FIRST_GENERATION = 1

_HOLDERS = {
    CARE_KEY: frozenset({"supervisor", "head"}),
    TEACHING_KEY: frozenset({"teacher", "substitute", "supervisor", "head"}),
    ADMIN_KEY: frozenset({"head"}),
}
"""The roles that hold the keys which not everyone has (`docs/FORMAT.md`)."""


@dataclass(frozen=True)
class NewSlot:
    """Someone who will be able to sign in; `name` is the sign-in name."""

    name: str
    password: str
    roles: tuple[str, ...]

    def __repr__(self) -> str:
        return f"NewSlot(roles={self.roles!r})"  # a password must not stand in a traceback


@dataclass(frozen=True)
class SlotInfo:
    """What anyone with the folder can see of a slot."""

    slot_id: str
    name: str
    roles: tuple[str, ...]
    kind: str

    @property
    def is_staff(self) -> bool:
        """Whether it is of a member of staff; the recovery code is none."""
        return self.kind != KIND_RECOVERY

    @property
    def waits(self) -> bool:
        """Whether a start code was handed out and not used yet."""
        return self.kind == KIND_START

    @classmethod
    def of(cls, slot: KeyFile) -> Self:
        """Of this key file."""
        return cls(slot.slot_id, slot.name, slot.roles, slot.kind)


@dataclass(frozen=True)
class Slots:
    """All key files of a school: the readable ones, and what is wrong with the others."""

    key_files: tuple[KeyFile, ...]
    problems: tuple[FileProblem, ...]

    def named(self, name: str) -> KeyFile | None:
        """The slot of a member of staff. Raises UserError when two have the same name."""
        folded = fold_name(name)
        found = [
            slot
            for slot in self.key_files
            if slot.kind != KIND_RECOVERY and fold_name(slot.name) == folded
        ]
        if len(found) > 1:
            files = " en ".join(f"‘{slot.slot_id}.json’" for slot in found)
            raise UserError(
                f"In de map ‘keys’ hebben {files} dezelfde aanmeldnaam. Er is niets gewijzigd. "
                "Laat de directeur nagaan welk bestand er niet hoort en het weghalen."
            )
        return found[0] if found else None

    def with_id(self, slot_id: str) -> KeyFile | None:
        """The key file of this slot, if it is readable."""
        return next((slot for slot in self.key_files if slot.slot_id == slot_id), None)

    def kdf_for_unknown(self, name: str) -> KdfParameters:
        """What trying a name that does not exist must cost.

        Slots may differ in cost, so one is chosen by the name: always the same for one name, and
        over all names as the slots are spread. So the time that a name takes tells nothing.
        """
        used = [slot.kdf for slot in self.key_files if slot.kind != KIND_RECOVERY]
        if not used:
            return KdfParameters()
        chosen = hashlib.sha256(fold_name(name).encode("utf-8", "surrogatepass")).digest()
        return used[int.from_bytes(chosen[:8], "big") % len(used)]

    def costliest_kdf(self, slot_ids: Container[str]) -> KdfParameters:
        """The parameters of the costliest of these slots: what a new slot gets."""
        used = [slot.kdf for slot in self.key_files if slot.slot_id in slot_ids]
        return max(used, key=lambda kdf: kdf.cost, default=KdfParameters())


def read_slots(folder: SchoolFolder, school_id: str) -> Slots:
    """Read all key files; a damaged one keeps nobody else out. Raises UserError without any."""
    key_files, problems = [], []
    for path in key_paths(folder):
        try:
            if not is_slot_id(path.stem):
                raise FileProblem(
                    path, "hoort hier niet.", "Er is niets gewijzigd. Haal het uit deze map weg."
                )
            key_files.append(read_key_file(path, school_id))
        except FileNotFoundError:
            continue  # removed while we were reading
        except FileProblem as problem:
            problems.append(problem)
    return Slots(tuple(key_files), tuple(problems))


def key_paths(folder: SchoolFolder) -> list[Path]:
    """The key files, and what passes for one, in order. Raises UserError."""
    try:
        paths = sorted(folder.keys.iterdir())
    except OSError as error:
        raise UserError(
            f"De map ‘{folder.keys}’ kan niet worden gelezen. Er is niets gewijzigd. Kijk of de "
            "schijf of netwerkmap bereikbaar is."
        ) from error
    others = (folder.school, folder.roster, folder.ring)
    return [path for path in paths if path.suffix == ".json" and path not in others]


def check_new_slot(slot: NewSlot) -> None:
    """Raises UserError when a slot cannot be made like this. Weak passwords are the caller's."""
    name = slot.name.strip()
    if not name or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        raise UserError(
            f"Een aanmeldnaam heeft 1 tot {MAX_NAME_LENGTH} gewone tekens. Er is niets gewijzigd. "
            "Kies een andere naam."
        )
    if fold_name(name) == RECOVERY_NAME:
        raise UserError(
            f"De aanmeldnaam ‘{RECOVERY_NAME}’ is van het programma zelf. Er is niets gewijzigd. "
            "Kies een andere naam."
        )
    if not slot.roles:
        raise ValueError("a slot needs a role")
    check_password(slot.password)


def check_password(password: str) -> None:
    """Raises UserError for an empty password or one of absurd length."""
    if not normalise(password).strip():
        raise UserError("Het wachtwoord is leeg. Er is niets gewijzigd. Kies een wachtwoord.")
    if len(password) > MAX_PASSWORD_LENGTH:
        raise UserError(
            f"Het wachtwoord is langer dan {MAX_PASSWORD_LENGTH} tekens. Er is niets gewijzigd. "
            "Kies een korter wachtwoord."
        )


def name_taken(name: str) -> UserError:
    """The refusal of a second slot with the same name."""
    return UserError(
        f"De aanmeldnaam ‘{name.strip()}’ bestaat al. Er is niets gewijzigd. Kies een andere naam."
    )


def make_staff_slot(
    slot: NewSlot, *, school_id: str, kdf: KdfParameters, kind: str = KIND_STAFF, slot_id: str = ""
) -> KeyFile:
    """A new key pair for a member of staff, without school keys yet; `slot_id` for a reset."""
    return KeyFile.make(
        school_id=school_id,
        slot_id=slot_id or uuid.uuid4().hex,  # never the name: it could be a path
        kind=kind,
        name=slot.name.strip(),
        password=slot.password,
        roles=slot.roles,
        kdf=kdf,
    )


def make_recovery_slot(secret: str, *, school_id: str, kdf: KdfParameters) -> KeyFile:
    """A new key pair for the recovery code, without school keys yet."""
    return KeyFile.make(
        school_id=school_id,
        slot_id=RECOVERY_SLOT,
        kind=KIND_RECOVERY,
        name=RECOVERY_NAME,
        password=secret,
        roles=RECOVERY_ROLES,
        kdf=kdf,
    )


def keys_for_roles(keys: Mapping[str, bytes], roles: tuple[str, ...]) -> dict[str, bytes]:
    """The school keys that someone with `roles` may hold; who only does IT reads no pupil."""
    held = {PENDING_KEY, PENDING_BEFORE_KEY}
    if not set(roles) <= {IT_ROLE}:
        held.add(DATABASE_KEY)
    for name, holders in _HOLDERS.items():
        if holders.intersection(roles):
            held.add(name)
    return {name: key for name, key in keys.items() if name in held}


def missing_keys(held: Container[str], roles: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the keys of these roles that are not among those held."""
    meant = keys_for_roles(dict.fromkeys(SCHOOL_KEYS, b""), roles)
    return tuple(name for name in meant if name not in held)


def key_path(folder: SchoolFolder, slot_id: str) -> Path:
    """Where the key file of a slot stands."""
    return folder.keys / f"{slot_id}.json"
