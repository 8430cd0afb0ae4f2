"""Opening a school for someone whose private key is known: under the lock, step by step.

Upgrading an old folder, settling a change of keys that was cut off, checking the roster and
migrating the database happen here and nowhere else, each only when this person's keys allow it.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nacl.public import PrivateKey

from app.errors import UserError
from app.vault import pending
from app.vault.backup import make_backup
from app.vault.compartments import CARE, TEACHING, Compartments, own_compartment
from app.vault.connection import DatabaseDamaged
from app.vault.database import Database
from app.vault.files import BACKUP_ADVICE, FileProblem
from app.vault.folder import School, SchoolFolder, read_school
from app.vault.keyfile import KIND_RECOVERY, KeyFile, read_key_file
from app.vault.known_keys import is_link, refuse_forged, remember_keys, remembered_keys
from app.vault.lock import HeldLock
from app.vault.migrate import upgrade_to_head
from app.vault.pending import PendingEvent, RememberedAttempts, Taken
from app.vault.restore import finish_restore
from app.vault.ring import Generations
from app.vault.roster import Roster, read_roster
from app.vault.roster_check import roster_problems
from app.vault.rotation import Rotation, SchoolKeys, settle
from app.vault.slots import (
    ADMIN_KEY,
    DATABASE_KEY,
    PENDING_BEFORE_KEY,
    PENDING_KEY,
    RECOVERY_ROLES,
    key_path,
    read_slots,
)
from app.vault.unlocked import Unlocked, cannot_write
from app.vault.upgrade import is_of_version_1, upgrade_keys

Improve = Callable[[KeyFile, School, bytes], KeyFile]
"""What becomes of the key file once the lock is held: the same, or one to be written. It is given
what `known` must be in it (`known_keys`)."""


@dataclass(frozen=True)
class Visitor:
    """Who proved to know the password of a slot."""

    slot: KeyFile
    private_key: bytes

    def __repr__(self) -> str:
        return "Visitor(…)"  # a key must not stand in a traceback


def open_school(
    folder: SchoolFolder,
    visitor: Visitor,
    *,
    workstation: str,
    now: Callable[[], datetime],
    remembered: RememberedAttempts,
    improve: Improve,
    must_improve: bool = False,
) -> Unlocked:
    """Lock the folder and open everything that the visitor's keys open.

    Unless it `must_improve`, a key file that cannot be written (a full disk) keeps nobody out.
    Raises FolderInUse, or UserError for damage; then the folder is given back.
    """
    lock = HeldLock.acquire(folder, who=visitor.slot.name, workstation=workstation, now=now())
    with contextlib.ExitStack() as undo:
        undo.callback(lock.release)
        _finish_restore(folder)
        school = read_school(folder)
        slot, keys = _own_keys(folder, school, visitor)
        created = False
        if DATABASE_KEY in keys[max(keys)] and is_of_version_1(school):
            number = max(keys)
            upgrade_keys(folder, school, slot, keys[number])
            school, created = read_school(folder), True
            slot, keys = _own_keys(folder, school, visitor)
        database, used = _open_database(folder, keys, lock)
        if database is not None:
            undo.callback(database.dispose)
            if lock.after_crash:
                database.check_pages()
        improved = improve(slot, school, _known(folder, slot, visitor, used, keys))
        if improved is not slot:
            try:
                improved.write(folder.keys)
            except OSError as error:
                if must_improve:
                    raise cannot_write(folder) from error
            else:
                slot = improved
        own = keys[used]
        compartments = Compartments(own)
        undo.callback(compartments.forget)
        rotation = Rotation.NONE
        if ADMIN_KEY in own:
            rotation = settle(folder, school.school_id, keys, used)
        if database is not None:
            _migrate(folder, database, compartments, now)
        is_recovery = slot.kind == KIND_RECOVERY
        taken = _take_pending(folder, school.school_id, keys, remembered)
        unlocked = Unlocked(
            folder=folder,
            school_id=school.school_id,
            slot_name=slot.name,
            slot_id=slot.slot_id,
            roles=RECOVERY_ROLES if is_recovery else slot.roles,
            database=database,
            pending=list(taken.events),
            lock=lock,
            school_keys={name: key for name, key in own.items() if not is_link(name)},
            compartments=compartments,
            own=own_compartment(visitor.private_key),
            taken=taken,
            generation=used,
            admin_keys={
                number: one[ADMIN_KEY]
                for number, one in keys.items()
                if ADMIN_KEY in one and (number == used or rotation is Rotation.HALF)
            },
            rotation=rotation,
            roster_created=created,
            remembered=remembered,
        )
        if ADMIN_KEY in own:
            unlocked.roster, unlocked.roster_problems = read_and_check(folder, unlocked)
        undo.pop_all()
    return unlocked


def read_and_check(
    folder: SchoolFolder, unlocked: Unlocked
) -> tuple[Roster | None, tuple[str, ...]]:
    """The roster if it is authentic, and what is wrong with it or with the key files."""
    slots = read_slots(folder, unlocked.school_id)
    try:
        roster = read_roster(
            folder.roster, unlocked.school_id, unlocked.generation, unlocked.school_keys[ADMIN_KEY]
        )
    except FileProblem as problem:
        return None, (str(problem), *(str(one) for one in slots.problems))
    return roster, roster_problems(roster, slots, unlocked.generation)


def _own_keys(
    folder: SchoolFolder, school: School, visitor: Visitor
) -> tuple[KeyFile, dict[int, dict[str, bytes]]]:
    """The visitor's key file as it is under the lock: another PC may just have changed it."""
    path = key_path(folder, visitor.slot.slot_id)
    try:
        slot = read_key_file(path, school.school_id)
    except FileNotFoundError as error:
        raise FileProblem(path, "ontbreekt.", BACKUP_ADVICE) from error
    if slot.public_key != visitor.slot.public_key:
        raise FileProblem(
            path,
            "is zojuist op een andere pc vervangen.",
            "Er is niets gewijzigd. Meld u opnieuw aan.",
        )
    keys = slot.open_all(visitor.private_key, path)
    for one in keys.values():
        if PENDING_KEY not in one:
            raise FileProblem(path, "is beschadigd (‘school_keys’).", BACKUP_ADVICE)
    refuse_forged(path, remembered_keys(path, visitor.private_key, slot.slot_id, slot.known), keys)
    public_keys = {
        bytes(PrivateKey(one[name]).public_key)
        for one in keys.values()
        for name in (PENDING_KEY, PENDING_BEFORE_KEY)
        if name in one
    }
    if school.pending_public_key not in public_keys:
        raise FileProblem(folder.school, "is buiten het programma om veranderd.", BACKUP_ADVICE)
    return slot, keys


def _known(
    folder: SchoolFolder, slot: KeyFile, visitor: Visitor, used: int, keys: Generations
) -> bytes:
    """What `known` must be in the key file: as it is, when it says the same."""
    path = key_path(folder, slot.slot_id)
    said = remembered_keys(path, visitor.private_key, slot.slot_id, slot.known)
    fresh = remember_keys(visitor.private_key, slot.slot_id, used, keys)
    now = remembered_keys(path, visitor.private_key, slot.slot_id, fresh)
    return slot.known if said == now else fresh


def _open_database(
    folder: SchoolFolder, keys: Mapping[int, SchoolKeys], lock: HeldLock
) -> tuple[Database | None, int]:
    """The database and the generation it is in: while keys are being changed there are two."""
    holding = [number for number in sorted(keys, reverse=True) if DATABASE_KEY in keys[number]]
    if not holding:
        return None, max(keys)

    def opened(number: int) -> Database:
        return Database(folder.database, keys[number][DATABASE_KEY], guards=[lock.check])

    for number in holding[:-1]:
        with contextlib.suppress(DatabaseDamaged):
            return opened(number), number
    return opened(holding[-1]), holding[-1]


def _finish_restore(folder: SchoolFolder) -> None:
    try:
        finish_restore(folder)
    except OSError as error:
        raise UserError(
            f"In de schoolmap ‘{folder.path}’ is het terugzetten van een reservekopie nog niet af, "
            "en het kan nu niet worden afgemaakt. Er is niets verloren. Kijk of de schijf "
            "bereikbaar is en of u er mag schrijven."
        ) from error


def _migrate(
    folder: SchoolFolder,
    database: Database,
    compartments: Compartments,
    now: Callable[[], datetime],
) -> None:
    def before() -> None:
        if CARE not in compartments or TEACHING not in compartments:
            raise UserError(
                "De database moet eerst worden bijgewerkt voor deze versie van het programma. Dat "
                "gebeurt als de directeur zich aanmeldt. Er is niets gewijzigd. Vraag de directeur "
                "om zich aan te melden, en probeer het daarna opnieuw."
            )
        make_backup(folder, database, why="voor-bijwerken", now=now())

    upgrade_to_head(database, before=before, compartments=compartments)


def _take_pending(
    folder: SchoolFolder,
    school_id: str,
    keys: Mapping[int, SchoolKeys],
    remembered: RememberedAttempts,
) -> Taken:
    private_keys = [
        one[name]
        for number, one in sorted(keys.items(), reverse=True)
        for name in (PENDING_KEY, PENDING_BEFORE_KEY)
        if name in one
    ]
    try:
        taken = pending.take(folder.pending, private_keys)
    except FileProblem:
        # Whoever spoils this file must not keep the school shut; but it is reported.
        unreadable = PendingEvent(0, None, "", "", "", readable=False, follows=False)
        return Taken((unreadable,), b"")
    if remembered.newest(school_id) > taken.number:
        gone = PendingEvent(taken.number, None, pending.SHORTENED, "", "", follows=False)
        taken = replace(taken, events=(*taken.events, gone))
    return taken
