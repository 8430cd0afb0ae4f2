"""The door of a school folder: sign-in with a password, or with the recovery code.

Nothing here tells a stranger whether a name exists: an unknown name costs the same calculation,
gets the same words and the same wait. Against somebody who has taken the folder away only
Argon2id and the quality of the passwords help; the wait is for the keyboard.
"""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from nacl.public import PrivateKey

from app.errors import UserError
from app.vault import pending
from app.vault.backup import make_backup
from app.vault.compartments import Compartments, own_compartment
from app.vault.database import Database
from app.vault.files import BACKUP_ADVICE, FileProblem
from app.vault.folder import School, SchoolFolder, read_school
from app.vault.kdf import MAX_PASSWORD_LENGTH, normalise
from app.vault.keyfile import RECOVERY_SLOT, KeyFile, WrongSecret, read_key_file
from app.vault.lock import HeldLock, this_workstation
from app.vault.migrate import upgrade_to_head
from app.vault.recovery import RecoveryCode
from app.vault.slots import (
    DATABASE_KEY,
    PENDING_KEY,
    RECOVERY_NAME,
    RECOVERY_ROLES,
    Slots,
    key_path,
    read_slots,
)
from app.vault.unlocked import Unlocked

FORGET_AFTER = 15 * 60.0
"""Seconds without a failure after which the wait starts small again."""

LONGEST_WAIT = 30.0


class WrongPassword(UserError):
    """The name does not exist or the password is wrong: the same words for both."""


class _Failures:
    """How often sign-in to one folder failed lately in this process."""

    def __init__(self) -> None:
        self.count = 0
        self.newest = 0.0

    def add(self) -> float:
        """Count one; the seconds to wait: 0.5, 1, 2, 4 … 30."""
        now = time.monotonic()
        if now - self.newest > FORGET_AFTER:
            self.count = 0
        self.count += 1
        self.newest = now
        return min(0.5 * 2.0 ** min(self.count - 1, 10), LONGEST_WAIT)


# Per folder and not per Door: closing the window and opening it again must not end the wait.
_failures: dict[Path, _Failures] = {}


class Door:
    """A school folder that is known but not signed in to; holds no lock."""

    def __init__(
        self,
        folder: SchoolFolder,
        *,
        workstation: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises UserError when `folder` is no school folder. `now` gives an aware time."""
        self.folder = folder
        self.school: School = read_school(folder)
        self._workstation = workstation or this_workstation()
        self._now = now
        self._sleep = sleep
        self._failed = _failures.setdefault(folder.path.resolve(), _Failures())

    def sign_in(self, name: str, password: str) -> Unlocked:
        """Open the school for the member of staff `name`.

        Raises WrongPassword (recorded, and after a wait), FolderInUse, or UserError for damage.
        """
        slots = read_slots(self.folder, self.school.school_id)
        slot = slots.named(name)
        try:
            private_key = _unwrap_or_pretend(slot, slots, password)
        except WrongSecret:
            self._refuse(name, _wrong_password(slots))
        if slot is None:
            raise AssertionError("unreachable: an unknown name never unwraps")
        return self._open(slot, private_key)

    def recover(self, code: str) -> Unlocked:
        """Open the school with the recovery code.

        Raises RecoveryCodeError for a typing error (says which group), WrongPassword when it is
        the code of another school or an older one, FolderInUse, or UserError for damage.
        """
        secret = RecoveryCode.parse(code).secret()
        path = key_path(self.folder, RECOVERY_SLOT)
        try:
            slot = read_key_file(path, self.school.school_id)
        except FileNotFoundError as error:
            raise FileProblem(path, "ontbreekt.", BACKUP_ADVICE) from error
        try:
            private_key = slot.unwrap(secret)
        except WrongSecret:
            self._refuse(
                RECOVERY_NAME,
                "Deze herstelcode hoort niet bij deze school, of is vervangen door een nieuwere. "
                "Er is niets gewijzigd. Kijk of u het nieuwste papier hebt.",
            )
        return self._open(slot, private_key)

    def _refuse(self, name: str, message: str) -> NoReturn:
        try:
            pending.append(
                self.folder.pending,
                self.school.pending_public_key,
                at=self._now(),
                kind=pending.FAILED_SIGN_IN,
                name=name,
                workstation=self._workstation,
            )
        except (OSError, FileProblem):
            # The refusal must not become an acceptance or a crash; reading the file at the next
            # sign-in reports what is wrong with it.
            message += " Deze poging kon niet worden vastgelegd."
        self._sleep(self._failed.add())
        raise WrongPassword(message)

    def _open(self, slot: KeyFile, private_key: bytes) -> Unlocked:
        self._failed.count = 0
        path = key_path(self.folder, slot.slot_id)
        generation = max(slot.school_keys)
        keys = slot.open_school_keys(private_key, generation, path)
        pending_key = keys.get(PENDING_KEY)
        if pending_key is None:
            raise FileProblem(path, "is beschadigd (‘school_keys’).", BACKUP_ADVICE)
        if bytes(PrivateKey(pending_key).public_key) != self.school.pending_public_key:
            raise FileProblem(
                self.folder.school, "is buiten het programma om veranderd.", BACKUP_ADVICE
            )
        is_recovery = slot.slot_id == RECOVERY_SLOT
        lock = HeldLock.acquire(
            self.folder, who=slot.name, workstation=self._workstation, now=self._now()
        )
        with contextlib.ExitStack() as undo:
            undo.callback(lock.release)
            database = None
            if DATABASE_KEY in keys:
                database = Database(self.folder.database, keys[DATABASE_KEY])
                undo.callback(database.dispose)
                self._migrate(database)
            taken = self._take_pending(pending_key)
            unlocked = Unlocked(
                folder=self.folder,
                school_id=self.school.school_id,
                slot_name=slot.name,
                slot_id=slot.slot_id,
                roles=RECOVERY_ROLES if is_recovery else slot.roles,
                database=database,
                pending=list(taken.events),
                lock=lock,
                school_keys=keys,
                compartments=Compartments(keys),
                own=own_compartment(private_key),
                taken=taken,
            )
            undo.pop_all()
        return unlocked

    def _take_pending(self, private_key: bytes) -> pending.Taken:
        try:
            return pending.take(self.folder.pending, private_key)
        except FileProblem:
            # Whoever spoils this file must not keep the school shut; but it is reported.
            unreadable = pending.PendingEvent(0, None, "", "", "", readable=False, follows=False)
            return pending.Taken((unreadable,), b"")

    def _migrate(self, database: Database) -> None:
        upgrade_to_head(
            database,
            before=lambda: make_backup(
                self.folder, database, why="voor-bijwerken", now=self._now()
            ),
        )


def _unwrap_or_pretend(slot: KeyFile | None, slots: Slots, password: str) -> bytes:
    if len(password) > MAX_PASSWORD_LENGTH or not normalise(password).strip():
        password = ""  # no slot has an empty password; the calculation costs the same
    if slot is not None:
        return slot.unwrap(password)
    pretend = KeyFile.make(
        school_id="0",
        slot_id="0",
        kind="staff",
        name="0",
        password="",
        roles=(),
        kdf=slots.usual_kdf(),
    )
    del pretend
    raise WrongSecret


def _wrong_password(slots: Slots) -> str:
    message = (
        "De naam of het wachtwoord klopt niet. Er is niets gewijzigd. Kijk of Caps Lock uit staat "
        "en probeer het opnieuw; weet u het wachtwoord niet meer, vraag dan de directeur."
    )
    # Said for every name alike: the damaged file may be that of the person who is typing.
    for problem in slots.problems:
        message += f" Let op: {problem}"
    return message
