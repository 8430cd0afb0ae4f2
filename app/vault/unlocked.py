"""A school that someone is signed in to: its database, its lock, its keys."""

from dataclasses import dataclass, field
from typing import Self

from app.errors import UserError
from app.vault import pending as pending_file
from app.vault.compartments import Compartment, Compartments
from app.vault.database import Database
from app.vault.files import BACKUP_ADVICE, FileProblem
from app.vault.folder import SchoolFolder
from app.vault.kdf import KdfParameters
from app.vault.keyfile import KeyFile, WrongSecret, read_key_file
from app.vault.lock import HeldLock
from app.vault.pending import PendingEvent, Taken
from app.vault.slots import (
    ADMIN_KEY,
    DATABASE_KEY,
    NewSlot,
    SlotInfo,
    check_new_slot,
    check_password,
    key_path,
    make_staff_slot,
    name_taken,
    read_slots,
)


@dataclass(eq=False)
class Unlocked:
    """An open school folder; holds the operating-system lock until `close()`."""

    folder: SchoolFolder
    school_id: str
    slot_name: str
    slot_id: str
    roles: tuple[str, ...]
    database: Database | None
    """None for who only does IT: that slot has no database key."""
    pending: list[PendingEvent]
    """What happened before sign-in; call `clear_pending()` after it was written in the log."""
    lock: HeldLock = field(repr=False)
    school_keys: dict[str, bytes] = field(repr=False)
    compartments: Compartments = field(repr=False)
    own: Compartment = field(repr=False)
    """Opens with this person's key pair only: for drafts. A new password does not change it."""
    taken: Taken = field(repr=False)

    @property
    def is_admin(self) -> bool:
        """Whether these keys are those of a headteacher, or the recovery code's."""
        return ADMIN_KEY in self.school_keys

    def clear_pending(self) -> None:
        """Remove from `keys/pending` what stands in `pending`. Raises UserError."""
        try:
            pending_file.clear(self.folder.pending, self.taken)
        except OSError as error:
            raise _cannot_write(self.folder) from error
        self.pending = []

    def slots(self) -> tuple[SlotInfo, ...]:
        """Who can sign in, the recovery code included."""
        found = read_slots(self.folder, self.school_id)
        return tuple(SlotInfo(slot.slot_id, slot.name, slot.roles) for slot in found.key_files)

    def add_slot(self, slot: NewSlot, *, kdf: KdfParameters | None = None) -> SlotInfo:
        """Let one more person sign in; whether you may is for the caller to ask.

        `kdf` None takes the parameters most slots have. Raises UserError when the name exists.
        """
        check_new_slot(slot)
        if DATABASE_KEY not in self.school_keys:
            raise UserError(
                "Met deze aanmelding kan niemand toegang krijgen: zij heeft zelf geen sleutel van "
                "de database. Er is niets gewijzigd. Vraag de directeur."
            )
        existing = read_slots(self.folder, self.school_id)
        if existing.named(slot.name) is not None:
            raise name_taken(slot.name)
        made = make_staff_slot(
            slot,
            school_id=self.school_id,
            keys=self.school_keys,
            kdf=kdf or existing.usual_kdf(),
        )
        self._write(made)
        return SlotInfo(made.slot_id, made.name, made.roles)

    def change_password(self, old: str, new: str, *, kdf: KdfParameters | None = None) -> None:
        """Change one's own password. Raises UserError; the old one then still works."""
        check_password(new)
        path = key_path(self.folder, self.slot_id)
        try:
            slot = read_key_file(path, self.school_id)
        except FileNotFoundError as error:
            raise FileProblem(path, "ontbreekt.", BACKUP_ADVICE) from error
        try:
            private_key = slot.unwrap(old)
        except WrongSecret:
            raise UserError(
                "Het oude wachtwoord klopt niet. Er is niets gewijzigd. Typ het opnieuw."
            ) from None
        self._write(slot.wrapped_again(private_key, new, kdf))

    def close(self) -> None:
        """Close the database, forget the keys and give the folder back. Safe to call twice."""
        try:
            if self.database is not None:
                self.database.dispose()
        finally:
            self.school_keys.clear()
            self.compartments.forget()
            self.own.forget()
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _write(self, slot: KeyFile) -> None:
        try:
            slot.write(self.folder.keys)
        except OSError as error:
            raise _cannot_write(self.folder) from error


def _cannot_write(folder: SchoolFolder) -> UserError:
    return UserError(
        f"In de map ‘{folder.keys}’ kan niet worden geschreven. Wat er stond is bewaard. Kijk of "
        "de schijf vol is en of u er mag schrijven, en probeer het opnieuw."
    )
