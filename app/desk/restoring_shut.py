"""Putting a backup back while the database cannot be opened, so that nobody can sign in.

Who does it proves to be a headteacher (or to have the recovery code) with today's key files; these
stay. Only when today's key files cannot be read any more, those of the backup come back with it,
and then the password of that day counts.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from app.access.categories import Role
from app.access.log import EMPTY, LogEvent
from app.access.people import StaffMember
from app.access.session import Clock, utc_now
from app.desk.destroyed_witnesses import hashes_known
from app.desk.restoring import (
    Keys,
    Restored,
    begin_restored,
    bring_up_to_date,
    known_register,
    restored_event,
    seal_staged,
)
from app.dossier.staff import insert_staff, staff_of_slot
from app.dossier.staff_carried import follow_roster
from app.errors import UserError
from app.vault import (
    RECOVERY_SLOT,
    Compartments,
    Database,
    Door,
    Position,
    RememberedPositions,
    SchoolFolder,
    read_seal,
    this_workstation,
)
from app.vault.backup_places import BackupInfo, Where, list_backups
from app.vault.copies import opens_with
from app.vault.destroyed import Register
from app.vault.folder import read_school
from app.vault.keyfile import KeyFile
from app.vault.lock import HeldLock
from app.vault.restore import finish_restore, put_in_place, stage
from app.vault.ring import Generations, read_ring
from app.vault.roster import Roster, read_roster
from app.vault.slots import ADMIN_KEY, DATABASE_KEY, read_slots
from app.vault.upgrade import is_of_version_1

GROUND = "directeur, terwijl de database niet openging"


def restorable(path: Path) -> tuple[BackupInfo, ...]:
    """The backups in the school folder `path`, newest first, without signing in."""
    return list_backups(SchoolFolder(path).backups, Where.HERE)


def restore_without_desk(
    path: Path,
    backup: BackupInfo,
    name: str,
    secret: str,
    *,
    clock: Clock = utc_now,
    remembered: RememberedPositions | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Restored:
    """Put `backup` back in the school folder `path`.

    An empty `name` means that `secret` is the recovery code. Raises WrongPassword (recorded, after
    a wait), FolderInUse, RegisterBroken or another UserError; then nothing is changed.
    """
    folder = SchoolFolder(path)
    with_todays = keys_can_be_read(folder)
    door = Door(folder if with_todays else backup.folder, now=clock, sleep=sleep)
    slot, generations = door.keys_of(name, secret)
    generation = shared_generation(door.folder, slot)
    keys = generations[generation]
    _require_head(door.folder, slot, keys)
    roster = _roster(door.folder, slot, generation, keys)
    known = (keys, *older_generations(door.folder, slot.school_id, generations))
    opened = next((one for one in known if _opens(backup, one)), None)
    if opened is None:
        raise _does_not_open(backup)
    with_keys = None if with_todays else backup.folder
    work = _Restoring(folder, backup, slot, roster, keys, opened, known, with_keys, clock)
    lock = HeldLock.acquire(folder, who=slot.name, workstation=this_workstation(), now=clock())
    try:
        finish_restore(folder)
        restored, position = work.carry_out()
    finally:
        lock.release()
    with contextlib.suppress(OSError):
        # If it fails only this PC's memory lags: an alarm at the next sign-in, which is safe.
        (remembered or RememberedPositions()).remember(slot.school_id, position)
    return restored


def shared_generation(folder: SchoolFolder, slot: KeyFile) -> int:
    """The newest generation that every key file holds: with it nobody is shut out.

    While keys are being changed there are two, and the database cannot say which it is in.
    """
    shared = set(slot.school_keys)
    for other in read_slots(folder, slot.school_id).key_files:
        shared &= set(other.school_keys)
    return max(shared or slot.school_keys)


def older_generations(
    folder: SchoolFolder, school_id: str, generations: Generations
) -> Sequence[Keys]:
    """All keys that may open a backup: in the own key file, then in the ring, newest first.

    Raises FileProblem when the ring is damaged.
    """
    admin = {number: one[ADMIN_KEY] for number, one in generations.items() if ADMIN_KEY in one}
    ring = read_ring(folder.ring, school_id, admin) if admin else {}
    return [one for _number, one in sorted({**ring, **generations}.items(), reverse=True)]


def keys_can_be_read(folder: SchoolFolder) -> bool:
    """Whether somebody who may put a backup back can still prove it with today's key files."""
    try:
        slots = read_slots(folder, read_school(folder).school_id)
    except UserError:
        return False
    return any(
        ADMIN_KEY in keys or slot.slot_id == RECOVERY_SLOT
        for slot in slots.key_files
        for keys in slot.school_keys.values()
    )


@dataclass(frozen=True)
class _Ready:
    """What making the staged database ready told."""

    register: Register
    lost_to: Position
    seal_key: bytes = field(repr=False)
    person: StaffMember
    events: list[LogEvent]


@dataclass(frozen=True)
class _Restoring:
    """One restore, of whom and with what; the caller holds the lock of the folder."""

    folder: SchoolFolder
    backup: BackupInfo
    slot: KeyFile
    roster: Roster | None
    keys: Keys = field(repr=False)
    opened: Keys = field(repr=False)
    known: Sequence[Keys] = field(repr=False)
    """All that may open a backup."""
    with_keys: SchoolFolder | None
    clock: Clock

    def carry_out(self) -> tuple[Restored, Position]:
        """Stage and swap; what was done, and the newest position of the log now."""
        found: list[_Ready] = []
        key = self.keys[DATABASE_KEY]
        staged = stage(
            self.folder,
            self.backup,
            source_key=self.opened[DATABASE_KEY],
            key=key,
            make_ready=lambda database: found.append(self._make_ready(database)),
        )
        (ready,) = found
        compartments = Compartments(self.keys)
        try:
            event = restored_event(self.backup, GROUND, ready.lost_to)
            back_to, position = begin_restored(
                staged,
                key,
                self.slot.school_id,
                ready.person,
                self.clock,
                [event, *ready.events],
                compartments,
            )
            seal_staged(staged, ready.seal_key, self.slot.school_id, position, ready.register)
            aside = put_in_place(
                staged, school_id=self.slot.school_id, now=self.clock(), keys=self.with_keys
            )
        finally:
            compartments.forget()
            staged.discard_unless_ready()
        return Restored(self.backup.name, aside, back_to, ready.lost_to.number), position

    def _make_ready(self, database: Database) -> _Ready:
        school_id = self.slot.school_id
        seal_key = database.key_for("seal")
        sealed = read_seal(self.folder.seal, seal_key, school_id)
        lost_to = sealed if isinstance(sealed, Position) else EMPTY
        witnesses = hashes_known(
            self.backup,
            self._backups(),
            [one[DATABASE_KEY] for one in self.known if DATABASE_KEY in one],
            school_id,
            sealed=isinstance(sealed, Position),
        )
        register = known_register(self.folder, school_id, database, witnesses)
        events = bring_up_to_date(database, register, self.opened, self.keys, self._staff)
        with database.transaction() as connection:
            person = staff_of_slot(connection, self.slot.slot_id) or StaffMember(
                self.slot.slot_id, "herstelcode", frozenset({Role.HEAD})
            )
        return _Ready(register, lost_to, seal_key, person, events)

    def _backups(self) -> tuple[BackupInfo, ...]:
        """All that can be found: here, and beside the one chosen (the second place)."""
        places = dict.fromkeys((self.folder.backups, self.backup.folder.path.parent))
        return tuple(
            one
            for place in places
            for one in list_backups(place, Where.ELSEWHERE, self.slot.school_id)
        )

    def _staff(self, connection: Connection) -> None:
        if self.roster is None:
            _let_in(connection, self.slot)
        else:
            follow_roster(connection, self.roster, self.clock().astimezone().date())


def _opens(backup: BackupInfo, keys: Keys) -> bool:
    return DATABASE_KEY in keys and opens_with(backup.folder.database, keys[DATABASE_KEY])


def _let_in(connection: Connection, slot: KeyFile) -> None:
    """In a folder without a roster: a headteacher who was added later must be able to sign in.

    The other roles in key files are not proven, so nobody else gets a role from there.
    """
    if slot.slot_id != RECOVERY_SLOT and staff_of_slot(connection, slot.slot_id) is None:
        insert_staff(
            connection,
            name=slot.name,
            roles=(Role.HEAD.value,),
            sign_in_name=slot.name,
            slot_id=slot.slot_id,
        )


def _require_head(folder: SchoolFolder, slot: KeyFile, keys: Keys) -> None:
    """The `admin` key proves it; folders of before that key had only the word in the file."""
    proven = ADMIN_KEY in keys or slot.slot_id == RECOVERY_SLOT
    if DATABASE_KEY in keys and (
        proven or (Role.HEAD.value in slot.roles and _has_no_admin_key(folder, slot.school_id))
    ):
        return
    raise UserError(
        "Een reservekopie terugzetten mag alleen een directeur, of wie de herstelcode heeft. Er is "
        "niets gewijzigd. Vraag het de directeur."
    )


def _has_no_admin_key(folder: SchoolFolder, school_id: str) -> bool:
    """Whether the folder is of version 1, by all that would have to be spoilt to pretend so."""
    return (
        is_of_version_1(read_school(folder))
        and not folder.roster.exists()
        and not any(
            ADMIN_KEY in keys
            for slot in read_slots(folder, school_id).key_files
            for keys in slot.school_keys.values()
        )
    )


def _roster(folder: SchoolFolder, slot: KeyFile, generation: int, keys: Keys) -> Roster | None:
    """Who works here, proven; None in a folder of before there was a roster.

    Raises UserError when it cannot be used, or does not know who asks.
    """
    if ADMIN_KEY not in keys:
        return None
    roster = read_roster(folder.roster, slot.school_id, generation, keys[ADMIN_KEY])
    if not roster.knows(slot):
        raise UserError(
            f"Het sleutelbestand van ‘{slot.name}’ staat zo niet op de lijst van medewerkers "
            "(‘roster.json’). Er is niets gewijzigd. Laat een andere directeur dit doen, of "
            "gebruik de herstelcode."
        )
    return roster


def _does_not_open(backup: BackupInfo) -> UserError:
    return UserError(
        f"De reservekopie ‘{backup.name}’ gaat niet open: zij is beschadigd, van een andere school "
        "of van vóór het vervangen van de sleutels. Er is niets gewijzigd. Kies een andere."
    )
