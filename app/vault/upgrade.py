"""A folder of version 1: its key files hold no compartments, and nobody authenticated them.

The first headteacher (or the recovery code) who signs in gives every slot the keys its roles may
hold, and vouches for the key files as they are: trust on first use, which the access log says.
Until `school.json` says 2 nothing is sealed under the new keys, so a crash simply starts again
with others; the migration that seals comes after that.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.errors import UserError
from app.vault.folder import School, SchoolFolder
from app.vault.keyfile import KIND_RECOVERY, KeyFile
from app.vault.roster import Roster
from app.vault.rotation import new_school_keys
from app.vault.slots import (
    ADMIN_KEY,
    CARE_KEY,
    FIRST_GENERATION,
    HEAD_ROLE,
    TEACHING_KEY,
    keys_for_roles,
    read_slots,
)

USUAL_KDF_MILLISECONDS = 500


def is_of_version_1(school: School) -> bool:
    """Whether a headteacher must sign in first."""
    return school.version == 1


def upgrade_keys(
    folder: SchoolFolder, school: School, by: KeyFile, keys: Mapping[str, bytes]
) -> None:
    """Make and deal out the keys that version 1 did not have; `keys` are those of `by`.

    Raises UserError when `by` is no headteacher, OSError.
    """
    if by.kind != KIND_RECOVERY and HEAD_ROLE not in by.roles:
        raise UserError(
            "Deze school is gemaakt met een oudere versie van dit programma. De directeur moet "
            "zich eerst een keer aanmelden om haar bij te werken. Er is niets gewijzigd. Vraag de "
            "directeur om zich aan te melden, en probeer het daarna opnieuw."
        )
    fresh = new_school_keys()
    added = {name: fresh[name] for name in (CARE_KEY, TEACHING_KEY, ADMIN_KEY)}
    everything = {**keys, **added}
    slots = read_slots(folder, school.school_id).key_files
    for slot in slots:
        granted = keys_for_roles(everything, slot.roles)
        slot.with_school_keys(FIRST_GENERATION, granted).write(folder.keys)
    roster = Roster.of(school.school_id, slots)
    roster.write(folder.roster, {FIRST_GENERATION: everything[ADMIN_KEY]})
    folder.write_school(replace(school, version=2, kdf_milliseconds=USUAL_KDF_MILLISECONDS))
