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
from app.vault.connection import KEY_LENGTH
from app.vault.database import Database
from app.vault.files import fsync_folder, write_atomically
from app.vault.folder import School, SchoolFolder
from app.vault.kdf import KdfParameters, fold_name
from app.vault.migrate import upgrade_to_head
from app.vault.recovery import RecoveryCode
from app.vault.slots import (
    ADMIN_KEY,
    CARE_KEY,
    DATABASE_KEY,
    PENDING_KEY,
    TEACHING_KEY,
    NewSlot,
    SlotInfo,
    check_new_slot,
    make_recovery_slot,
    make_staff_slot,
    name_taken,
)

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
        _build(SchoolFolder(temporary), slots, code, kdf or KdfParameters.measure(), fill)
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
    kdf: KdfParameters,
    fill: Fill | None,
) -> None:
    folder.path.mkdir(parents=True, mode=0o770)
    folder.keys.mkdir()
    folder.backups.mkdir()
    pending = PrivateKey.generate()
    school = School(uuid.uuid4().hex, bytes(pending.public_key))
    database_key = secrets.token_bytes(KEY_LENGTH)
    keys = {
        DATABASE_KEY: database_key,
        PENDING_KEY: bytes(pending),
        **{name: secrets.token_bytes(KEY_LENGTH) for name in (CARE_KEY, TEACHING_KEY, ADMIN_KEY)},
    }
    write_atomically(folder.school, school.to_json())
    infos = []
    for slot in slots:
        made = make_staff_slot(slot, school_id=school.school_id, keys=keys, kdf=kdf)
        made.write(folder.keys)
        infos.append(SlotInfo(made.slot_id, made.name, made.roles))
    recovery = make_recovery_slot(code.secret(), school_id=school.school_id, keys=keys, kdf=kdf)
    recovery.write(folder.keys)
    database = Database(folder.database, database_key, new=True)
    try:
        upgrade_to_head(database)
        if fill is not None:
            fill(database, infos)
    finally:
        database.dispose()
    # Left by the exclusive journal; empty.
    folder.database.with_name("school.db-journal").unlink(missing_ok=True)
