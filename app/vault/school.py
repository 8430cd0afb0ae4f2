"""A new school folder: built beside its place and put there in one step."""

import os
import secrets
import shutil
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from nacl.public import PrivateKey

from app.errors import UserError
from app.vault.compartments import Compartments
from app.vault.database import Database
from app.vault.files import fsync_folder
from app.vault.folder import School, SchoolFolder
from app.vault.kdf import KdfParameters, fold_name
from app.vault.migrate import upgrade_to_head
from app.vault.recovery import RecoveryCode
from app.vault.roster import Roster
from app.vault.rotation import new_school_keys
from app.vault.slots import (
    ADMIN_KEY,
    DATABASE_KEY,
    FIRST_GENERATION,
    PENDING_KEY,
    NewSlot,
    SlotInfo,
    check_new_slot,
    keys_for_roles,
    make_recovery_slot,
    make_staff_slot,
    name_taken,
)
from app.vault.upgrade import USUAL_KDF_MILLISECONDS

Fill: TypeAlias = Callable[[Database, Sequence[SlotInfo]], None]


def create(
    path: Path,
    *,
    slots: Sequence[NewSlot],
    recovery_code: str,
    kdf: KdfParameters | None = None,
    fill: Fill | None = None,
) -> None:
    """Make the school folder `path` with its keys and its migrated database.

    `kdf` None measures this PC. `fill` writes the first rows before the folder gets its name, so
    that there never is a school without them. Raises UserError; then nothing stands at `path`.
    """
    if not slots:
        raise ValueError("a school needs someone who can sign in")
    names = set()
    for slot in slots:
        check_new_slot(slot)
        if fold_name(slot.name) in names:
            raise name_taken(slot.name)
        names.add(fold_name(slot.name))
    code = RecoveryCode.parse(recovery_code)
    path = path.absolute()
    _refuse_existing(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        _build(SchoolFolder(temporary), slots, code, kdf, fill)
        _refuse_existing(path)
        temporary.rename(path)
        fsync_folder(path.parent)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise UserError(
            f"De schoolmap ‘{path}’ kon niet worden gemaakt. Er is niets achtergebleven. Kijk of "
            "de schijf vol is en of u in die map mag schrijven, en probeer het opnieuw."
        ) from error
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise UserError(
            f"‘{path}’ bestaat al. Er is niets gewijzigd. Kies een andere plaats of naam voor de "
            "nieuwe schoolmap."
        )


def _build(
    folder: SchoolFolder,
    slots: Sequence[NewSlot],
    code: RecoveryCode,
    kdf: KdfParameters | None,
    fill: Fill | None,
) -> None:
    folder.path.mkdir(parents=True, mode=0o770)
    folder.keys.mkdir()
    folder.backups.mkdir()
    keys = new_school_keys()
    school = School(
        uuid.uuid4().hex,
        bytes(PrivateKey(keys[PENDING_KEY]).public_key),
        # Parameters that were chosen on purpose (the demo school) are left as they are.
        kdf_milliseconds=0 if kdf else USUAL_KDF_MILLISECONDS,
    )
    folder.write_school(school)
    kdf = kdf or KdfParameters.measure(USUAL_KDF_MILLISECONDS / 1000)
    made = [make_staff_slot(slot, school_id=school.school_id, kdf=kdf) for slot in slots]
    made.append(make_recovery_slot(code.secret(), school_id=school.school_id, kdf=kdf))
    roster = Roster.of(school.school_id, made)
    roster.write(folder.roster, {FIRST_GENERATION: keys[ADMIN_KEY]})
    for one in made:
        granted = keys_for_roles(keys, one.roles)
        one.with_school_keys(FIRST_GENERATION, granted).write(folder.keys)
    infos = [SlotInfo.of(one) for one in made[:-1]]
    compartments = Compartments(keys)
    database = Database(folder.database, keys[DATABASE_KEY], new=True)
    try:
        upgrade_to_head(database, compartments=compartments)
        if fill is not None:
            fill(database, infos)
    finally:
        compartments.forget()
        database.dispose()
    # Left by the exclusive journal; empty.
    folder.database.with_name("school.db-journal").unlink(missing_ok=True)
