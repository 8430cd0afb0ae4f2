"""The school folder on disk: key files, sign-in, the encrypted database, lock, seal and backups.

`create` makes a school, `Door` signs someone in and gives an `Unlocked`, whose `database` runs
transactions. The rooms above declare their tables on `schema.metadata`; what a password, a key or
a file is, only this room knows. It imports no other room but `app.errors`. `docs/FORMAT.md`
describes every file, byte by byte.
"""

from app.vault.backup import make_backup
from app.vault.changes import changes_so_far
from app.vault.compartments import CARE, TEACHING, Compartment, Compartments, KeyMissing, SealBroken
from app.vault.connection import CommitUncertain, DatabaseDamaged
from app.vault.copies import BackupFailed
from app.vault.database import Database
from app.vault.door import Door, FirstSignIn, WrongPassword
from app.vault.drafts import DraftFiles, SealedDraft, new_draft_id
from app.vault.files import FileProblem, FileUnreadable
from app.vault.folder import School, SchoolFolder, is_school, read_school
from app.vault.kdf import KdfParameters
from app.vault.keyfile import RECOVERY_SLOT
from app.vault.keys_put_back import keys_put_back
from app.vault.lock import FolderInUse, FolderLost, InUse, read_in_use, this_workstation
from app.vault.pending import (
    LAST_DAY_PASSED,
    ROLES_WITHOUT_KEYS,
    SHORTENED,
    STAFF_ALTERED,
    PendingEvent,
    RememberedAttempts,
)
from app.vault.recovery import (
    GROUP_COUNT,
    RecoveryCode,
    RecoveryCodeError,
    StartCode,
    generate_recovery_code,
    is_typed_back,
    parse_recovery_group,
)
from app.vault.roster import Roster
from app.vault.rotation import Rotation
from app.vault.savepoint import savepoint
from app.vault.school import create
from app.vault.seal import (
    LogState,
    Position,
    RememberedPositions,
    SealState,
    compare,
    read_seal,
    read_sealed_register,
    write_seal,
)
from app.vault.session_key import SessionKeyFile, mark_restored
from app.vault.slot_changes import (
    accept_roster,
    add_slot,
    add_with_start_code,
    change_roles,
    remove_slot,
    replace_recovery_code,
    reset_slot,
    rotate_keys,
    settled_heads,
    try_recovery_code,
)
from app.vault.slots import NewSlot, SlotInfo, missing_keys
from app.vault.state_folder import state_folder
from app.vault.unlocked import Unlocked

__all__ = [
    "CARE",
    "GROUP_COUNT",
    "LAST_DAY_PASSED",
    "RECOVERY_SLOT",
    "ROLES_WITHOUT_KEYS",
    "SHORTENED",
    "STAFF_ALTERED",
    "TEACHING",
    "BackupFailed",
    "CommitUncertain",
    "Compartment",
    "Compartments",
    "Database",
    "DatabaseDamaged",
    "Door",
    "DraftFiles",
    "FileProblem",
    "FileUnreadable",
    "FirstSignIn",
    "FolderInUse",
    "FolderLost",
    "InUse",
    "KdfParameters",
    "KeyMissing",
    "LogState",
    "NewSlot",
    "PendingEvent",
    "Position",
    "RecoveryCode",
    "RecoveryCodeError",
    "RememberedAttempts",
    "RememberedPositions",
    "Roster",
    "Rotation",
    "School",
    "SchoolFolder",
    "SealBroken",
    "SealState",
    "SealedDraft",
    "SessionKeyFile",
    "SlotInfo",
    "StartCode",
    "Unlocked",
    "WrongPassword",
    "accept_roster",
    "add_slot",
    "add_with_start_code",
    "change_roles",
    "changes_so_far",
    "compare",
    "create",
    "generate_recovery_code",
    "is_school",
    "is_typed_back",
    "keys_put_back",
    "make_backup",
    "mark_restored",
    "missing_keys",
    "new_draft_id",
    "parse_recovery_group",
    "read_in_use",
    "read_school",
    "read_seal",
    "read_sealed_register",
    "remove_slot",
    "replace_recovery_code",
    "reset_slot",
    "rotate_keys",
    "savepoint",
    "settled_heads",
    "state_folder",
    "this_workstation",
    "try_recovery_code",
    "write_seal",
]
