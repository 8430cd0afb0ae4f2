"""A school folder that nobody is signed in to, and signing in to it."""

import time
from collections.abc import Callable
from pathlib import Path

from app.access.categories import Role
from app.access.log import Event, LogEvent
from app.access.people import StaffMember
from app.access.session import Clock, Session, open_session, utc_now
from app.access.signer import Signer
from app.desk.admission import SCHOOL_ALTERED, differences, not_admitted
from app.desk.desk import Desk
from app.desk.destroyed_again import destroy_again
from app.desk.first_password import MustChoosePassword
from app.desk.it_desk import ItDesk
from app.desk.key_log import not_logged_yet, sign_in_findings, taken_events
from app.desk.sealing import Sealer, look_at_log, remember_root, session_keys
from app.dossier.digest import first_digests, is_school_altered, school_digest
from app.dossier.staff import staff_of_slot
from app.errors import UserError
from app.vault import (
    LAST_DAY_PASSED,
    RECOVERY_SLOT,
    ROLES_WITHOUT_KEYS,
    SHORTENED,
    STAFF_ALTERED,
    Database,
    Door,
    FirstSignIn,
    PendingEvent,
    RememberedPositions,
    SchoolFolder,
    Unlocked,
    read_sealed_register,
)


class SchoolDoor:
    """A school folder nobody is signed in to."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock = utc_now,
        remembered: RememberedPositions | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises `UserError` when `path` is no school folder or a damaged one.

        `sleep` waits after a wrong password; tests hand in one that does not.
        """
        self.path = path
        self._clock = clock
        self._remembered = remembered or RememberedPositions()
        self._door = Door(SchoolFolder(path), now=clock, sleep=sleep)

    @property
    def school_name(self) -> str:
        """The folder's name, which is all that is known before sign-in."""
        return self.path.name.removesuffix(".school")

    def sign_in(self, name: str, password: str) -> Desk | ItDesk | MustChoosePassword:
        """Open the school for this person; after a start code, ask for a password first.

        Raises as `vault.Door.sign_in` does.
        """
        found = self._door.sign_in(name, password)
        if isinstance(found, FirstSignIn):
            return MustChoosePassword(found, self.school_name, self._opened)
        return self._opened(found)

    def recover(self, code: str) -> Desk | ItDesk:
        """Open the school with the recovery code, in the headteacher's place."""
        return self._opened(self._door.recover(code))

    def _opened(self, unlocked: Unlocked) -> Desk | ItDesk:
        if unlocked.database is None:
            return ItDesk(unlocked, self._clock)
        try:
            return self._desk(unlocked, unlocked.database)
        except BaseException:
            unlocked.close()
            raise

    def _desk(self, unlocked: Unlocked, database: Database) -> Desk:
        with database.transaction() as connection:
            staff = staff_of_slot(connection, unlocked.slot_id)
            altered = is_school_altered(connection)
        if staff is None and unlocked.slot_id == RECOVERY_SLOT:
            staff = StaffMember(unlocked.slot_id, "herstelcode", frozenset({Role.HEAD}))
        today = self._clock().astimezone().date()
        refused = not_admitted(staff, unlocked, today, altered=altered)
        if refused is not None or staff is None:
            assert refused is not None  # who is nobody is never admitted
            raise UserError(refused.text + self._door.note(refused.kind, unlocked.slot_name))
        at_sign_in = look_at_log(unlocked, database, self._remembered)
        alarms = [one for one in (at_sign_in.alarm, SCHOOL_ALTERED if altered else "") if one]
        with database.transaction() as connection:
            events = [_failed(one) for one in not_logged_yet(connection, unlocked)]
            said, key_events = sign_in_findings(connection, unlocked)
            alarms += [*said, *differences(connection, unlocked.roster)]
            first = first_digests(connection)
        events += key_events
        events += [LogEvent(Event.ALARM, object_kind="log", text={"alarm": one}) for one in alarms]
        events += first
        keys = session_keys(unlocked, database)
        signer = Signer(keys, unlocked.school_id, doubtful=bool(at_sign_in.alarm))
        session = open_session(
            database,
            staff,
            self._clock,
            self._sealer(unlocked, database),
            unlocked.compartments,
            school_digest,
            signer,
            events,
        )
        _clear_pending(session, unlocked)
        remember_root(session, unlocked, self._remembered)
        broken = destroy_again(session, unlocked.folder, unlocked.school_id, database)
        alarms += [one for one in (signer.alarm, broken) if one]
        return Desk(unlocked, session, alarms, at_sign_in.witnesses)

    def _sealer(self, unlocked: Unlocked, database: Database) -> Sealer:
        key = database.key_for("seal")
        destroyed = read_sealed_register(unlocked.folder.seal, key, unlocked.school_id)
        sealer = Sealer(unlocked, self._remembered, destroyed)
        database.guards.append(sealer.check)
        return sealer


def _clear_pending(session: Session, unlocked: Unlocked) -> None:
    if not unlocked.pending or unlocked.clear_pending():
        return
    with session.transaction() as connection:
        taken = taken_events(connection, unlocked)
        if taken:
            session.record(connection, *taken)


def _failed(pending: PendingEvent) -> LogEvent:
    if pending.kind == SHORTENED:
        return LogEvent(
            Event.ALARM,
            text={"alarm": "keys/pending ontbreekt of is korter dan deze pc zich herinnert"},
        )
    if not pending.readable:
        return LogEvent(Event.ALARM, text={"alarm": "een regel van keys/pending is onleesbaar"})
    when = f"{pending.at.astimezone():%d-%m-%Y %H:%M:%S}" if pending.at else ""
    gap = "" if pending.follows else "; ervoor zijn regels verwijderd of toegevoegd"
    if pending.kind == LAST_DAY_PASSED:
        gap += "; de laatste dag was voorbij"
    when = f"{when} op {pending.workstation}{gap}"
    if pending.kind == STAFF_ALTERED:
        said = "medewerkers, rollen of groepen zijn buiten het programma om veranderd; daarom is "
        return LogEvent(Event.ALARM, text={"alarm": f"{said}‘{pending.name}’ geweigerd: {when}"})
    if pending.kind == ROLES_WITHOUT_KEYS:
        said = f"‘{pending.name}’ heeft in de database rollen zonder de sleutels daarvan, en is "
        return LogEvent(Event.ALARM, text={"alarm": f"{said}niet toegelaten: {when}"})
    return LogEvent(Event.SIGN_IN_FAILED, text={"name": pending.name, "when": when})
