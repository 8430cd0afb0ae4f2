"""What the backups know of destroyed dossiers, while the database itself cannot be asked.

The register, the seal and the log each hold the newest hash, and who spoils all three in the school
folder would bring a dossier back. Every later backup holds them too, under a key of the school.
"""

from collections.abc import Sequence

from app.dossier.backup_contents import newest_destruction
from app.errors import UserError
from app.vault import destroyed, read_sealed_register
from app.vault.backup_places import BackupInfo
from app.vault.backup_scheme import Sort
from app.vault.copies import opens_with, read_copy
from app.vault.derived import derived_key
from app.vault.destroyed import RegisterBroken
from app.vault.seal import PURPOSE as SEAL


def hashes_known(
    chosen: BackupInfo,
    backups: Sequence[BackupInfo],
    keys: Sequence[bytes],
    school_id: str,
    *,
    sealed: bool,
) -> tuple[str, ...]:
    """The newest hash of the register by each backup: in its log, its seal and its own register.

    `keys` are those of the database that may open one. Without a good seal (`sealed` False) the
    backups are the only witnesses: raises UserError when one that is newer than the one `chosen`
    cannot be asked.
    """
    found: list[str] = []
    for one in backups:
        said = _said_by(one, keys, school_id)
        if said is None and not sealed and _is_newer(one, chosen):
            raise _not_asked(one)
        found += said or ()
    return tuple(found)


def _said_by(
    backup: BackupInfo, keys: Sequence[bytes], school_id: str
) -> tuple[str, str, str] | None:
    database = backup.folder.database
    key = next((one for one in keys if opens_with(database, one)), None)
    if key is None:
        return None
    try:
        with read_copy(database, key) as connection:
            logged = newest_destruction(connection)
        sealed = read_sealed_register(backup.folder.seal, derived_key(key, SEAL), school_id)
    except UserError:
        return None
    return logged, sealed, _register_of(backup, key)


def _register_of(backup: BackupInfo, key: bytes) -> str:
    """The log of the same backup vouches for it; one that was spoilt adds nothing."""
    own = derived_key(key, destroyed.PURPOSE)
    try:
        return destroyed.read_register(backup.folder.destroyed, own).newest
    except RegisterBroken:
        return ""


def _is_newer(backup: BackupInfo, chosen: BackupInfo) -> bool:
    """What a restore set aside may well be damaged: that is why it was set aside."""
    return backup.why.sort is not Sort.ASIDE and backup.made_at > chosen.made_at


def _not_asked(backup: BackupInfo) -> UserError:
    return UserError(
        "De database gaat niet open en het zegel ontbreekt of is veranderd. Dan weten alleen de "
        f"reservekopieën nog wat er is vernietigd, en de nieuwere reservekopie ‘{backup.name}’ "
        "gaat niet open. Er is niets gewijzigd. Zet de nieuwste reservekopie terug die wel "
        "opengaat, en leg de mappen van nieuwere elders als u zeker weet dat er sindsdien "
        "geen dossier is vernietigd."
    )
