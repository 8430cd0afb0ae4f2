"""Putting a backup back, from an open school or while the database cannot be opened.

Today's keys, staff and register of destroyed dossiers stay; only the database goes back. What
stood there is kept, log and all, and the restored log begins with an entry that says what was put
back, by whom, and which entries are no longer in it.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import Connection

from app.access.log import Event, LogEvent, head
from app.access.people import StaffMember
from app.access.session import Clock, Session, close_session, open_session
from app.access.signer import Signer
from app.desk.key_log import carried_over
from app.dossier import backup_contents, staff_carried
from app.dossier.destroying import destroy_rows
from app.dossier.digest import school_digest
from app.dossier.redigest import agreed, digest_events
from app.dossier.sealed import reseal_all
from app.errors import UserError
from app.vault import (
    CARE,
    TEACHING,
    Compartments,
    Database,
    Position,
    SchoolFolder,
    Unlocked,
    destroyed,
    read_sealed_register,
    write_seal,
)
from app.vault.backup_places import BackupInfo
from app.vault.check import Progress
from app.vault.destroyed import Register
from app.vault.migrate import upgrade_to_head
from app.vault.restore import Staged, put_in_place, stage
from app.vault.session_key import PURPOSE as SESSION_KEY
from app.vault.session_key import SessionKeyFile, mark_restored
from app.vault.slots import DATABASE_KEY

Keys: TypeAlias = Mapping[str, bytes]
"""School keys of one generation, by name."""

CarryStaff: TypeAlias = Callable[[Connection], None]
"""Makes today's staff that of a staged database."""


@dataclass(frozen=True)
class Restored:
    """What was done. `aside` holds what stood there; entries after `back_to` are only there."""

    backup: str
    aside: SchoolFolder
    back_to: int
    lost_to: int


def restore_open_school(
    session: Session,
    unlocked: Unlocked,
    backup: BackupInfo,
    *,
    opened: Keys,
    ground: str,
    progress: Progress,
    left: Callable[[], None],
) -> Restored:
    """Put `backup` back under the signed-in person. `opened` are the keys that open it.

    The session is closed and the folder given back at the end, whether it succeeds in the last
    step or not; `left` is called then. Raises UserError; before that step nothing is changed.
    """
    database = unlocked.database
    assert database is not None
    with session.transaction() as connection:
        logged = [backup_contents.newest_destruction(connection)]
        register = known_register(unlocked.folder, unlocked.school_id, database, logged)
        staff = _staff_of_today(connection, unlocked, session.today)
        more = carried_over(connection, unlocked)
        event = LogEvent(
            Event.RESTORE,
            object_kind="backup",
            object_id=backup.name,
            ground=ground,
            text={"begun": "begonnen; wat hierna komt staat in het log dat opzij is gezet"},
        )
        session.record(connection, event)

    def make_ready(staged: Database) -> None:
        progress(1, 3, "Terugbrengen naar de afspraken van vandaag")
        more.extend(bring_up_to_date(staged, register, opened, unlocked.school_keys, staff))
        progress(2, 3, "Terugzetten")  # the last moment at which it can be stopped

    progress(0, 3, "De reservekopie kopiëren en lezen")
    staged = stage(
        unlocked.folder,
        backup,
        source_key=opened[DATABASE_KEY],
        key=database.key(),
        make_ready=make_ready,
    )
    key = database.key()
    try:
        close_session(session, Event.SIGN_OUT)
        back_to, position = begin_restored(
            staged,
            key,
            unlocked.school_id,
            session.staff,
            session.clock,
            [restored_event(backup, ground, session.newest), *more],
            unlocked.compartments,
        )
        seal_staged(staged, database.key_for("seal"), unlocked.school_id, position, register)
        database.dispose()
        aside = put_in_place(staged, school_id=unlocked.school_id, now=session.clock())
        with contextlib.suppress(OSError):
            session.seal(position)  # for this PC's memory; the seal itself went in place already
    finally:
        staged.discard_unless_ready()
        left()
        unlocked.close()
    return Restored(backup.name, aside, back_to, session.newest.number)


def _staff_of_today(connection: Connection, unlocked: Unlocked, today: date) -> CarryStaff:
    """Today's rows, or by the roster when these were altered outside the program.

    Raises UserError when there is no roster to go by; nothing was changed then.
    """
    rows = staff_carried.trusted_rows(connection)
    if rows is not None:
        return lambda staged: staff_carried.carry_over(staged, rows)
    roster = unlocked.roster
    if roster is None:
        raise UserError(
            "De medewerkers en rollen van nu zijn buiten het programma om veranderd, en de lijst "
            "van medewerkers (‘roster.json’) is niet te gebruiken om ze na te gaan. Er is niets "
            "gewijzigd. Laat de directeur eerst bij Medewerkers de lijst opnieuw vaststellen, en "
            "zet daarna de reservekopie terug."
        )
    return lambda staged: staff_carried.follow_roster(staged, roster, today)


def known_register(
    folder: SchoolFolder, school_id: str, database: Database, witnesses: Sequence[str]
) -> Register:
    """Today's register, checked against the seal and what else remembers its newest hash.

    `witnesses`: by the log, or by the backups when the log cannot be read. Raises RegisterBroken:
    then nothing may be put back, for a destroyed dossier could come back.
    """
    known = [read_sealed_register(folder.seal, database.key_for("seal"), school_id), *witnesses]
    return destroyed.read_register(folder.destroyed, database.key_for(destroyed.PURPOSE), known)


def bring_up_to_date(
    database: Database,
    register: Register,
    opened: Keys,
    keys: Keys,
    staff: CarryStaff,
) -> list[LogEvent]:
    """What a staged database needs before it may take the place of today's.

    A backup from before there were compartments holds nothing sealed; the migration seals it.
    Gives the entries with the new digests of what was changed.
    """
    compartments = Compartments(keys)
    try:
        upgrade_to_head(database, compartments=compartments)
    finally:
        compartments.forget()
    with database.transaction() as connection:
        before = agreed(connection)
    if any(name in opened and opened[name] != keys.get(name) for name in (CARE, TEACHING)):
        old, new = Compartments(opened), Compartments(keys)
        try:
            with database.transaction() as connection:
                reseal_all(connection, old, new)
        finally:
            old.forget()
            new.forget()
    with database.transaction() as connection:
        destroy_rows(connection, register.pupil_ids)
        staff(connection)
        return digest_events(connection, before, "reservekopie teruggezet")


def restored_event(backup: BackupInfo, ground: str, lost_to: Position) -> LogEvent:
    """The entry with which a restored log goes on."""
    made = backup.made_at.astimezone()
    return LogEvent(
        Event.RESTORE,
        object_kind="backup",
        object_id=backup.name,
        ground=ground,
        text={
            "restored": (
                f"teruggezet: de reservekopie van {made:%d-%m-%Y %H:%M}; het log dat er stond ging "
                f"tot regel {lost_to.number} en is bewaard in de map ‘backups’"
            )
        },
    )


def begin_restored(
    staged: Staged,
    key: bytes,
    school_id: str,
    staff: StaffMember,
    clock: Clock,
    events: Sequence[LogEvent],
    compartments: Compartments,
) -> tuple[int, Position]:
    """Log the restore in the staged database, in a session that begins a new line of signatures.

    Gives the number of the newest entry that the backup held, and the newest position now.
    """
    database = staged.open(key)
    try:
        with database.transaction() as connection:
            before = head(connection).number
        _mark(staged)
        keys = SessionKeyFile(staged.staging.session, database.key_for(SESSION_KEY), school_id)
        signer = Signer(keys, school_id)
        session = open_session(
            database, staff, clock, _no_seal, compartments, school_digest, signer
        )
        with session.transaction() as connection:
            session.record(connection, *events)
        close_session(session, Event.SIGN_OUT)
        return before, session.newest
    finally:
        database.dispose()


def seal_staged(
    staged: Staged, key: bytes, school_id: str, position: Position, register: Register
) -> None:
    """The seal that goes in place with the database, under the key `seal`. Raises UserError."""
    try:
        write_seal(
            staged.staging.seal,
            key,
            school_id,
            position,
            destroyed=register.newest,
        )
    except OSError as error:
        raise _not_written("Het zegel") from error


def _mark(staged: Staged) -> None:
    try:
        mark_restored(staged.staging.session)
    except OSError as error:
        raise _not_written("De sleutel van het toegangslog") from error


def _not_written(what: str) -> UserError:
    return UserError(
        f"{what} van de teruggezette school kon niet worden geschreven. Er is niets gewijzigd. "
        "Kijk of de schijf vol is en probeer het opnieuw."
    )


def _no_seal(_position: Position) -> None:
    """A staged database is sealed once, at its end."""
