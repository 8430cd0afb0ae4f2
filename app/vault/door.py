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

from app.errors import UserError
from app.vault import pending
from app.vault.files import BACKUP_ADVICE, FileProblem
from app.vault.folder import School, SchoolFolder, read_school
from app.vault.kdf import MAX_PASSWORD_LENGTH, SALT_LENGTH, normalise
from app.vault.keyfile import KIND_START, RECOVERY_SLOT, KeyFile, WrongSecret, read_key_file
from app.vault.known_keys import refuse_forged, remembered_keys
from app.vault.lock import this_workstation
from app.vault.opening import Improve, Visitor, open_school
from app.vault.pending import RememberedAttempts
from app.vault.recovery import RecoveryCode, RecoveryCodeError, StartCode
from app.vault.restore import settle_restore
from app.vault.ring import Generations
from app.vault.slots import RECOVERY_NAME, Slots, check_password, key_path, read_slots
from app.vault.typed_name import name_to_keep
from app.vault.unlocked import Unlocked

FORGET_AFTER = 15 * 60.0
"""Seconds without a failure after which the wait starts small again."""

LONGEST_WAIT = 30.0
LONGEST_KDF = 1.0
"""Seconds that raising the cost of a password may at most make a sign-in take."""


_WRONG_CODE = (
    "Deze herstelcode hoort niet bij deze school, of is vervangen door een nieuwere. Er is niets "
    "gewijzigd. Kijk of u het nieuwste papier hebt."
)


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
        stopwatch: Callable[[], float] = time.perf_counter,
        remembered: RememberedAttempts | None = None,
    ) -> None:
        """Raises UserError when `folder` is no school folder. `now` gives an aware time."""
        self.folder = folder
        settle_restore(folder)
        self.school: School = read_school(folder)
        self._workstation = workstation or this_workstation()
        self._now = now
        self._sleep = sleep
        self._stopwatch = stopwatch
        self._remembered = remembered or RememberedAttempts()
        self._failed = _failures.setdefault(folder.path.resolve(), _Failures())

    def sign_in(self, name: str, password: str) -> "Unlocked | FirstSignIn":
        """Open the school for the member of staff `name`.

        With a start code nothing is opened yet: `FirstSignIn.choose` takes an own password first.
        Raises WrongPassword (recorded, and after a wait), FolderInUse, or UserError for damage.
        """
        self.school = read_school(self.folder)
        slots = read_slots(self.folder, self.school.school_id)
        slot = slots.named(name)
        secret = _secret(slot, password)
        began = self._stopwatch()
        try:
            if slot is None:
                # An unknown name costs the same calculation.
                slots.kdf_for_unknown(name).derive(secret, bytes(SALT_LENGTH))
                raise WrongSecret
            private_key = slot.unwrap(secret)
        except WrongSecret:
            self._refuse(_kept(name, slots), _wrong_password(slots))
        seconds = self._stopwatch() - began
        visitor = Visitor(slot, private_key)
        if slot.kind == KIND_START:
            return FirstSignIn(self, visitor)

        def improve(own: KeyFile, school: School, known: bytes) -> KeyFile:
            if own.salt != slot.salt:
                return own  # the password was changed on another PC just now
            return self._raised(_with_known(own, visitor, secret, known), school, visitor,
                                secret, seconds)  # fmt: skip

        return self._open(visitor, improve)

    def recover(self, code: str) -> Unlocked:
        """Open the school with the recovery code.

        Raises RecoveryCodeError for a typing error (says which group), WrongPassword when it is
        the code of another school or an older one, FolderInUse, or UserError for damage.
        """
        secret = RecoveryCode.parse(code).secret()
        self.school = read_school(self.folder)
        path = key_path(self.folder, RECOVERY_SLOT)
        try:
            slot = read_key_file(path, self.school.school_id)
        except FileNotFoundError as error:
            raise FileProblem(path, "ontbreekt.", BACKUP_ADVICE) from error
        try:
            private_key = slot.unwrap(secret)
        except WrongSecret:
            self._refuse(RECOVERY_NAME, _WRONG_CODE)
        visitor = Visitor(slot, private_key)
        return self._open(visitor, lambda own, _, known: _with_known(own, visitor, secret, known))

    def first_password(self, visitor: Visitor, password: str) -> Unlocked:
        """Put an own password in the place of the start code, and open the school.

        Raises UserError for an unusable password or damage, FolderInUse; the start code then
        still serves, unless the password was written already.
        """
        check_password(password)
        return self._open(
            visitor,
            lambda own, _, known: own.with_own_password(visitor.private_key, password, known),
            must_improve=True,
        )

    def _open(self, visitor: Visitor, improve: Improve, *, must_improve: bool = False) -> Unlocked:
        self._failed.count = 0
        return open_school(
            self.folder,
            visitor,
            workstation=self._workstation,
            now=self._now,
            remembered=self._remembered,
            improve=improve,
            must_improve=must_improve,
        )

    def _raised(
        self, own: KeyFile, school: School, visitor: Visitor, secret: str, seconds: float
    ) -> KeyFile:
        """The slot with costlier parameters when they fall behind on this PC, else as it is."""
        kdf = own.kdf.raised(seconds, school.kdf_milliseconds / 1000)
        if kdf is None:
            return own
        began = self._stopwatch()
        raised = own.wrapped_again(visitor.private_key, secret, kdf=kdf)
        # The first measurement may have been a lucky one; nobody should wait this long each day.
        return raised if self._stopwatch() - began <= LONGEST_KDF else own

    def keys_of(self, name: str, secret: str) -> tuple[KeyFile, Generations]:
        """The slot and school keys of who signs in, without opening the school.

        For putting a backup back while the database cannot be opened. An empty `name` means that
        `secret` is the recovery code. Raises as `sign_in` and `recover` do.
        """
        slots = read_slots(self.folder, self.school.school_id)
        if name.strip():
            slot, said = slots.named(name), _wrong_password(slots)
            secret = _secret(slot, secret)
        else:
            slot, said = slots.with_id(RECOVERY_SLOT), _WRONG_CODE
            secret = RecoveryCode.parse(secret).secret()
        try:
            if slot is None:
                slots.kdf_for_unknown(name).derive(secret, bytes(SALT_LENGTH))
                raise WrongSecret
            private_key = slot.unwrap(secret)
        except WrongSecret:
            self._refuse(_kept(name, slots) if name.strip() else RECOVERY_NAME, said)
        path = key_path(self.folder, slot.slot_id)
        keys = slot.open_all(private_key, path)
        refuse_forged(path, remembered_keys(path, private_key, slot.slot_id, slot.known), keys)
        return slot, keys

    def note(self, kind: str, name: str) -> str:
        """Keep for the log that someone was refused; what to add to the refusal, mostly nothing."""
        try:
            number = pending.append(
                self.folder.pending,
                self.school.pending_public_key,
                at=self._now(),
                kind=kind,
                name=name,
                workstation=self._workstation,
            )
        except (OSError, FileProblem):
            # The refusal must not become an acceptance or a crash; reading the file at the next
            # sign-in reports what is wrong with it.
            return " Deze poging kon niet worden vastgelegd."
        with contextlib.suppress(OSError):  # a second witness: the file itself is the first
            self._remembered.remember(self.school.school_id, number)
        return ""

    def _refuse(self, name: str, message: str) -> NoReturn:
        message += self.note(pending.FAILED_SIGN_IN, name)
        self._sleep(self._failed.add())
        raise WrongPassword(message)


class FirstSignIn:
    """The start code was right; the school opens once an own password is chosen."""

    def __init__(self, door: Door, visitor: Visitor) -> None:
        self._door = door
        self._visitor = visitor

    @property
    def name(self) -> str:
        """The sign-in name."""
        return self._visitor.slot.name

    def choose(self, password: str) -> Unlocked:
        """Take this password. Raises as `Door.first_password`."""
        return self._door.first_password(self._visitor, password)


def _with_known(own: KeyFile, visitor: Visitor, secret: str, known: bytes) -> KeyFile:
    """The key file with the owner's keys of today bound into it, if it had not."""
    if known == own.known:
        return own
    return own.wrapped_again(visitor.private_key, secret, known=known)


def _secret(slot: KeyFile | None, password: str) -> str:
    """What goes into the calculation; it costs the same whatever was typed."""
    if len(password) > MAX_PASSWORD_LENGTH or not normalise(password).strip():
        return ""  # no slot has an empty password
    if slot is not None and slot.kind == KIND_START:
        with contextlib.suppress(RecoveryCodeError):
            return StartCode.parse(password).secret()
    return password


def _kept(name: str, slots: Slots) -> str:
    return name_to_keep(name, [slot.name for slot in slots.key_files])


def _wrong_password(slots: Slots) -> str:
    message = (
        "De naam of het wachtwoord klopt niet. Er is niets gewijzigd. Kijk of Caps Lock uit staat "
        "en probeer het opnieuw; weet u het wachtwoord niet meer, vraag dan de directeur."
    )
    # Said for every name alike: the damaged file may be that of the person who is typing.
    for problem in slots.problems:
        message += f" Let op: {problem}"
    return message
