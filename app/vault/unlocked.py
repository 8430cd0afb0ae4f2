"""A school that someone is signed in to: its database, its lock, its keys."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from app.errors import UserError
from app.vault import pending as pending_file
from app.vault.compartments import Compartment, Compartments
from app.vault.database import Database
from app.vault.files import BACKUP_ADVICE, FileProblem
from app.vault.folder import SchoolFolder
from app.vault.kdf import KdfParameters
from app.vault.keyfile import RECOVERY_SLOT, KeyFile, WrongSecret, read_key_file
from app.vault.lock import HeldLock
from app.vault.pending import PendingEvent, RememberedAttempts, Taken
from app.vault.ring import Generations, read_ring
from app.vault.roster import Roster
from app.vault.rotation import Rotation
from app.vault.slots import ADMIN_KEY, DATABASE_KEY, SlotInfo, check_password, key_path, read_slots


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
    generation: int
    """Of the school keys that the database is in."""
    admin_keys: dict[int, bytes] = field(repr=False)
    """Per generation in this person's key file; empty for who is no headteacher."""
    rotation: Rotation
    """What this sign-in found of a change of keys that was cut off."""
    roster_created: bool
    """The roster was made at this sign-in, from the key files as they were found."""
    remembered: RememberedAttempts
    roster: Roster | None = None
    """Who the slots are; None without the admin key, or when it is missing or altered."""
    roster_problems: tuple[str, ...] = ()
    """What is wrong with the roster or the key files, in Dutch; for the log and the screen."""

    @property
    def is_admin(self) -> bool:
        """Whether these keys are those of a headteacher, or the recovery code's."""
        return ADMIN_KEY in self.school_keys

    @property
    def lost(self) -> bool:
        """Whether the folder turned out to be no longer ours: closing then writes nothing."""
        return self.database is not None and self.database.lost is not None

    def clear_pending(self) -> bool:
        """Remove from `keys/pending` what stands in `pending`; False when it cannot be written.

        That keeps nobody out: the log then remembers how far it took the lines.
        """
        self.pending = []
        with contextlib.suppress(OSError):  # a second witness: the file itself is the first
            self.remembered.remember(self.school_id, self.taken.number)
        try:
            pending_file.clear(self.folder.pending, self.taken)
        except (OSError, FileProblem):
            return False
        return True

    def slots(self) -> tuple[SlotInfo, ...]:
        """Who can sign in, the recovery code included."""
        found = read_slots(self.folder, self.school_id)
        return tuple(SlotInfo.of(slot) for slot in found.key_files)

    @property
    def roster_digest(self) -> bytes:
        """SHA-256 of the roster, for the access log; empty without one."""
        return self.roster.digest() if self.roster else b""

    @property
    def roster_counter(self) -> int:
        """How often the roster was changed; 0 without one."""
        return self.roster.counter if self.roster else 0

    def older_keys(self) -> Generations:
        """The school keys of older generations, for backups from before a change of keys.

        Empty for who does not hold the admin key. Raises FileProblem when the ring is damaged.
        """
        if not self.is_admin:
            return {}
        return read_ring(self.folder.ring, self.school_id, self.admin_keys)

    def change_password(self, old: str, new: str, *, kdf: KdfParameters | None = None) -> None:
        """Change one's own password. Raises UserError; the old one then still works."""
        if self.slot_id == RECOVERY_SLOT:
            raise UserError(
                "U bent aangemeld met de herstelcode; die heeft geen wachtwoord. Er is niets "
                "gewijzigd. Maak een nieuwe herstelcode."
            )
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
        self.write(slot.wrapped_again(private_key, new, kdf=kdf))

    def take_keys(self, generation: int, keys: Mapping[str, bytes]) -> None:
        """Go on with the keys of a new generation, after a change of keys."""
        self.compartments.forget()
        database = Database(self.folder.database, keys[DATABASE_KEY], guards=[self.lock.check])
        if self.database is not None:
            database.guards = self.database.guards  # whoever watches goes on watching
        self.database = database
        self.compartments = Compartments(keys)
        self.school_keys = dict(keys)
        self.generation = generation
        self.admin_keys = {generation: keys[ADMIN_KEY]}

    def close(self) -> None:
        """Close the database, forget the keys and give the folder back. Safe to call twice."""
        try:
            if self.database is not None:
                self.database.dispose()
        finally:
            self.school_keys.clear()
            self.admin_keys.clear()
            self.compartments.forget()
            self.own.forget()
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def write(self, slot: KeyFile) -> None:
        """Write a key file. Raises UserError."""
        self.lock.check()
        try:
            slot.write(self.folder.keys)
        except OSError as error:
            raise cannot_write(self.folder) from error


def cannot_write(folder: SchoolFolder) -> UserError:
    """Said when a file in `keys` cannot be written."""
    return UserError(
        f"In de map ‘{folder.keys}’ kan niet worden geschreven. Wat er stond is bewaard. Kijk of "
        "de schijf vol is en of u er mag schrijven, en probeer het opnieuw."
    )
