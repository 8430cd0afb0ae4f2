"""New school keys for everyone, without anybody else's password; and what to do after a crash.

The keys of generation n+1 are sealed to the public keys on the roster. The order makes that the
folder opens after a crash at any moment, and that new keys never exist in memory only while the
database needs them:

1. every key file gets n+1 beside n; the roster is authenticated under both admin keys;
2. a copy of the database under n+1, re-sealed and verified, takes its place in one rename;
3. what was kept under n follows (ring, seal, `school.json`, roster), then n leaves the key files.

So before the rename the database is n's and everything of n is still there: `take_back`. After it
everyone has n+1: `finish`. Both may themselves be cut off anywhere and begun again.
"""

import contextlib
import enum
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from nacl.public import PrivateKey
from sqlalchemy import Connection

from app.errors import UserError
from app.vault import destroyed
from app.vault.compartments import Compartments
from app.vault.connection import connect
from app.vault.copies import count_rows, verified_rows
from app.vault.database import Database
from app.vault.derived import KEY_LENGTH, derived_key
from app.vault.files import fsync_folder
from app.vault.folder import SchoolFolder, read_school
from app.vault.known_keys import links, links_for
from app.vault.ring import read_ring, write_ring
from app.vault.roster import Roster, read_roster
from app.vault.seal import PURPOSE as SEAL_PURPOSE
from app.vault.seal import Position, read_seal, read_sealed_register, write_seal
from app.vault.session_key import PURPOSE as SESSION_PURPOSE
from app.vault.session_key import SessionKeyFile
from app.vault.slots import (
    ADMIN_KEY,
    CARE_KEY,
    DATABASE_KEY,
    PENDING_BEFORE_KEY,
    PENDING_KEY,
    TEACHING_KEY,
    Slots,
    keys_for_roles,
    read_slots,
)

SchoolKeys: TypeAlias = Mapping[str, bytes]
Reseal: TypeAlias = Callable[[Connection, Compartments, Compartments], None]
"""Opens every sealed column with the old compartments and seals it with the new."""

Progress: TypeAlias = Callable[[str], None]
"""Told, in Dutch, what is being done."""

Carry: TypeAlias = Callable[[SchoolFolder, str, bytes, bytes], None]
"""(folder, school id, old database key, new database key): renews what was authenticated under a
key derived from the database key. Does nothing when that was done already."""


class Rotation(enum.Enum):
    """What a sign-in found, and did, of a change of keys that was cut off."""

    NONE = "none"
    FINISHED = "finished"
    TAKEN_BACK = "taken_back"
    HALF = "half"
    """It could not be finished now; everything opens, and the next sign-in tries again."""


@dataclass(frozen=True)
class InUse:
    """The generation that the database is in, and its keys."""

    number: int
    keys: SchoolKeys = field(repr=False)


def new_school_keys(before: SchoolKeys | None = None) -> dict[str, bytes]:
    """Fresh keys of a whole generation, after those of `before`."""
    keys = {
        name: secrets.token_bytes(KEY_LENGTH)
        for name in (DATABASE_KEY, CARE_KEY, TEACHING_KEY, ADMIN_KEY)
    }
    keys[PENDING_KEY] = bytes(PrivateKey.generate())
    if before is not None:
        keys[PENDING_BEFORE_KEY] = before[PENDING_KEY]
    return keys


def rotate(
    folder: SchoolFolder,
    roster: Roster,
    old: InUse,
    database: Database,
    reseal: Reseal,
    progress: Progress,
) -> InUse:
    """Change all keys; the new ones. `database` is closed by it once the new one is made.

    Raises UserError or OSError. While `database` is still open nothing was changed; else the
    folder opens as before or with the new keys, as the next sign-in finds.
    """
    school_id = roster.school_id
    slots = read_slots(folder, school_id)
    _refuse_unless_complete(roster, slots)
    older = {
        **read_ring(folder.ring, school_id, {old.number: old.keys[ADMIN_KEY]}),
        old.number: old.keys,
    }
    new = InUse(old.number + 1, new_school_keys(old.keys))
    made = links(older, new.number, new.keys)
    try:
        progress("Nieuwe sleutels worden uitgedeeld …")
        for slot in slots.key_files:
            member = roster.member(slot.slot_id)
            if member is not None:
                granted = keys_for_roles(new.keys, member.roles)
                granted |= links_for(granted, made)
                slot.with_school_keys(new.number, granted).write(folder.keys)
        next_roster = replace(roster, counter=roster.counter + 1)
        next_roster.write(folder.roster, {one.number: one.keys[ADMIN_KEY] for one in (old, new)})
        progress("De gegevens worden opnieuw versleuteld …")
        copy = _new_database(folder, database, old, new, reseal)
    except BaseException:
        # What cannot be done now (a full disk) the next sign-in does.
        with contextlib.suppress(OSError, UserError):
            take_back(folder, school_id, old)
        raise
    database.dispose()
    _put_in_place(folder, copy)
    progress("De oude sleutels worden opgeruimd …")
    finish(folder, school_id, old, new)
    return new


def settle(
    folder: SchoolFolder, school_id: str, keys: Mapping[int, SchoolKeys], used: int
) -> Rotation:
    """Finish or take back a change of keys that was cut off; for who holds the admin key.

    `keys` are this person's, per generation; `used` is that of the database. A file that cannot
    be written or is damaged leaves it HALF: nobody is kept out by it.
    """
    slots = read_slots(folder, school_id)
    others = {number for slot in slots.key_files for number in slot.school_keys} - {used}
    own = InUse(used, keys[used])
    try:
        # What a crash left beside a key file may be an older one, with keys since taken away.
        for path in (*folder.keys.glob(".*.json.*.tmp"), *folder.path.glob(".*.tmp")):
            if path.is_file():
                path.unlink()
        if others and max(others) > used:
            take_back(folder, school_id, own)
            return Rotation.TAKEN_BACK
        if used - 1 in others:
            before = InUse(used - 1, keys[used - 1]) if used - 1 in keys else None
            finish(folder, school_id, before, own)
            return Rotation.FINISHED
    except (OSError, UserError):
        return Rotation.HALF
    return Rotation.NONE


def take_back(folder: SchoolFolder, school_id: str, old: InUse) -> None:
    """The database is still in `old`: drop whatever was made of a later generation."""
    for path in folder.path.glob(f".{folder.database.name}.*"):
        path.unlink()
    admin = {old.number: old.keys[ADMIN_KEY]}
    roster = read_roster(folder.roster, school_id, old.number, admin[old.number])
    roster.write(folder.roster, admin)
    for slot in read_slots(folder, school_id).key_files:
        later = {number for number in slot.school_keys if number > old.number}
        if later and old.number in slot.school_keys:
            slot.without_generations(later).write(folder.keys)


def finish(folder: SchoolFolder, school_id: str, old: InUse | None, new: InUse) -> None:
    """The database is in `new`: let everything else follow, then drop the older generation.

    `old` None: this person's own key file has lost it already, which is the last step.
    """
    roster = read_roster(folder.roster, school_id, new.number, new.keys[ADMIN_KEY])
    if old is not None:
        admin = {one.number: one.keys[ADMIN_KEY] for one in (old, new)}
        ring = {**read_ring(folder.ring, school_id, admin), old.number: old.keys}
        write_ring(folder.ring, school_id, new.number, new.keys[ADMIN_KEY], ring)
        for carry in CARRIED:
            carry(folder, school_id, old.keys[DATABASE_KEY], new.keys[DATABASE_KEY])
    school = read_school(folder)
    public_key = bytes(PrivateKey(new.keys[PENDING_KEY]).public_key)
    folder.write_school(replace(school, pending_public_key=public_key))
    roster.write(folder.roster, {new.number: new.keys[ADMIN_KEY]})
    for slot in read_slots(folder, school_id).key_files:
        older = {number for number in slot.school_keys if number < new.number}
        if older and new.number in slot.school_keys:
            slot.without_generations(older).write(folder.keys)


def _refuse_unless_complete(roster: Roster, slots: Slots) -> None:
    for member in roster.members:
        slot = slots.with_id(member.slot_id)
        if slot is None or not roster.knows(slot):
            raise UserError(
                f"Het sleutelbestand van ‘{member.name}’ ontbreekt of klopt niet, dus de sleutels "
                "kunnen niet worden vervangen. Er is niets gewijzigd. Geef deze medewerker eerst "
                "een nieuwe startcode, of verwijder de medewerker."
            )


def _new_database(
    folder: SchoolFolder, database: Database, old: InUse, new: InUse, reseal: Reseal
) -> Path:
    path = folder.path / f".{folder.database.name}.{secrets.token_hex(6)}.tmp"
    with database.raw_connection() as source:
        target = connect(path, new.keys[DATABASE_KEY], new=True)
        try:
            source.backup(target)
            expected = count_rows(source)
        finally:
            target.close()
    copy = Database(path, new.keys[DATABASE_KEY])
    old_compartments, new_compartments = Compartments(old.keys), Compartments(new.keys)
    try:
        with copy.transaction() as connection:
            reseal(connection, old_compartments, new_compartments)
        with copy.raw_connection() as raw:
            found = verified_rows(raw, path)
    finally:
        copy.dispose()
        old_compartments.forget()
        new_compartments.forget()
    # Sealing again may add entries to the log, but no row may be lost.
    if any(found.get(table, 0) < count for table, count in expected.items()):
        raise RuntimeError("the copy under the new keys has lost rows")
    return path


def _put_in_place(folder: SchoolFolder, copy: Path) -> None:
    # Closing leaves the journal empty. One with content would be played back into the new file.
    for path in (copy, folder.database):
        journal = path.with_name(path.name + "-journal")
        if journal.exists() and journal.stat().st_size:
            raise RuntimeError("a database was not closed well")
        journal.unlink(missing_ok=True)
    copy.replace(folder.database)
    fsync_folder(folder.path)


def _carry_seal(folder: SchoolFolder, school_id: str, old: bytes, new: bytes) -> None:
    position = read_seal(folder.seal, derived_key(old, SEAL_PURPOSE), school_id)
    if isinstance(position, Position):  # else it follows already, or is an alarm for the log
        register = read_sealed_register(folder.seal, derived_key(old, SEAL_PURPOSE), school_id)
        key = derived_key(new, SEAL_PURPOSE)
        write_seal(folder.seal, key, school_id, position, destroyed=register)


def _carry_session(folder: SchoolFolder, school_id: str, old: bytes, new: bytes) -> None:
    before, after = (
        SessionKeyFile(folder.session, derived_key(key, SESSION_PURPOSE), school_id)
        for key in (old, new)
    )
    if not after.seeds():
        before.add_under(derived_key(new, SESSION_PURPOSE), school_id)


def _carry_register(folder: SchoolFolder, _school_id: str, old: bytes, new: bytes) -> None:
    keys = (derived_key(one, destroyed.PURPOSE) for one in (old, new))
    with contextlib.suppress(destroyed.RegisterBroken):  # every sign-in says so, and so it stays
        destroyed.remac(folder.destroyed, *keys)


CARRIED: tuple[Carry, ...] = (_carry_seal, _carry_register, _carry_session)
"""Everything outside the database that is authenticated under a key derived from its key."""
