"""Making a school."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.access.categories import Role
from app.access.passwords import strength
from app.access.session import Clock, utc_now
from app.access.signing import fingerprint, new_seed, public_key
from app.dossier.checks import InvalidEntry
from app.dossier.school import checked_school, insert_school
from app.dossier.staff import insert_staff
from app.dossier.values import SchoolSettings
from app.vault import (
    Database,
    KdfParameters,
    NewSlot,
    SchoolFolder,
    SessionKeyFile,
    SlotInfo,
    create,
    generate_recovery_code,
    read_school,
)
from app.vault.session_key import PURPOSE as SESSION_KEY


@dataclass(frozen=True)
class LogKey:
    """The key that a school's access log begins with; its fingerprint stands on the sheet."""

    seed: bytes = field(default_factory=new_seed, repr=False)

    @property
    def fingerprint(self) -> str:
        """In four groups, for the sheet with the recovery code."""
        return fingerprint(public_key(self.seed))


@dataclass(frozen=True)
class NewStaff:
    """Someone who gets an own sign-in when a school is made."""

    sign_in_name: str
    name: str
    password: str
    roles: tuple[Role, ...]


def create_school(
    path: Path,
    school: SchoolSettings,
    staff: Sequence[NewStaff],
    *,
    recovery_code: str | None = None,
    kdf: KdfParameters | None = None,
    log_key: LogKey | None = None,
    check_passwords: bool = True,
    clock: Clock = utc_now,
) -> str:
    """Make a school folder with its first members of staff; returns the recovery code.

    Raises `InvalidEntry` for school data or a password that is too easy to guess, `UserError` when
    the folder cannot be made; then nothing stands at `path`.
    """
    today = clock().astimezone().date()
    school = checked_school(replace(school, id=secrets.token_hex(16)), today)
    if check_passwords:
        for one in staff:
            measured = strength(one.password, (school.name, one.name, one.sign_in_name))
            if not measured.good:
                raise InvalidEntry({"password": measured.sentence})
    by_name = {one.sign_in_name: one for one in staff}

    def fill(database: Database, slots: Sequence[SlotInfo]) -> None:
        with database.transaction() as connection:
            insert_school(connection, school)
            for slot in slots:
                one = by_name[slot.name]
                insert_staff(
                    connection,
                    name=one.name,
                    roles=tuple(role.value for role in one.roles),
                    sign_in_name=one.sign_in_name,
                    slot_id=slot.slot_id,
                )

        folder = SchoolFolder(database.path.parent)
        keys = SessionKeyFile(
            folder.session, database.key_for(SESSION_KEY), read_school(folder).school_id
        )
        keys.add((log_key or LogKey()).seed)

    code = recovery_code or generate_recovery_code()
    new_slots = [
        NewSlot(one.sign_in_name, one.password, tuple(role.value for role in one.roles))
        for one in staff
    ]
    create(path, slots=new_slots, recovery_code=code, kdf=kdf, fill=fill)
    return code
