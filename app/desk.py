"""The desk: what a signed-in member of staff works at. Wires the rooms together, once.

The screen and the command line talk to a `Desk` and to nothing deeper. A `SchoolDoor` is a school
that nobody is signed in to; its `sign_in` gives a `Desk`, or an `ItDesk` for someone whose key
opens no pupil data at all.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.access.categories import Category, Role
from app.access.log import Event, LogEvent, head
from app.access.passwords import strength
from app.access.people import NO_RELATION, StaffMember
from app.access.policy import Action, Ground
from app.access.session import Clock, Session, close_session, open_session, utc_now
from app.access.tables import log_entry
from app.access.verify import Verification
from app.dossier.acts import relation_to
from app.dossier.checks import InvalidEntry
from app.dossier.entries import Entries
from app.dossier.filed import Filed
from app.dossier.groups import Groups
from app.dossier.letter_copies import LetterCopies
from app.dossier.log_views import LogViews
from app.dossier.pupils import Pupils
from app.dossier.school import School, checked_school, insert_school
from app.dossier.staff import Staff, insert_staff, staff_of_slot
from app.dossier.values import PupilSummary, SchoolSettings
from app.errors import UserError
from app.exchange.imports import Imports
from app.letters.letters import Letters
from app.report.reports import Reports, notice
from app.vault import (
    Database,
    Door,
    KdfParameters,
    NewSlot,
    PendingEvent,
    Position,
    RememberedPositions,
    SchoolFolder,
    SealState,
    SlotInfo,
    Unlocked,
    compare,
    create,
    generate_recovery_code,
    is_school,
    is_typed_back,
    read_seal,
    write_seal,
)
from app.vault.keyfile import RECOVERY_SLOT

__all__ = [
    "Desk",
    "ItDesk",
    "NewStaff",
    "SchoolDoor",
    "create_school",
    "generate_recovery_code",
    "is_school",
    "is_typed_back",
]

_ALARMS = {
    SealState.DATABASE_BEHIND: (
        "De database is ouder dan de laatste keer dat deze school open was: er is een oude kopie "
        "teruggezet of het einde van het toegangslog is weg. Ga na wie dat deed; bewaar deze map."
    ),
    SealState.DIFFERENT: (
        "Het toegangslog is anders dan het zegel: de database is vervangen of veranderd buiten het "
        "programma om. Ga na wie dat deed; bewaar een kopie van deze map."
    ),
    SealState.MISSING: (
        "Het zegel van het toegangslog ontbreekt. Het is opnieuw gemaakt; ga na wie het "
        "verwijderde."
    ),
    SealState.ALTERED: (
        "Het zegel van het toegangslog is beschadigd of veranderd. Het is opnieuw gemaakt; ga na "
        "wie "
        "dat deed."
    ),
}


@dataclass(frozen=True)
class NewStaff:
    """Someone who gets an own sign-in when a school is made."""

    sign_in_name: str
    name: str
    password: str
    roles: tuple[Role, ...]


class Desk:
    """Everything the signed-in person can do; each room's use cases under one name."""

    def __init__(self, unlocked: Unlocked, session: Session, alarms: Sequence[str]) -> None:
        self._unlocked = unlocked
        self._session = session
        self._closed = False
        self.alarms = tuple(alarms)
        self.pupils = Pupils(session)
        self.entries = Entries(session)
        self.filed = Filed(session)
        self.groups = Groups(session)
        self.staff = Staff(session)
        self.school = School(session)
        self.reports = Reports(session)
        self.letters = Letters(session, notice)
        self.letter_copies = LetterCopies(session)
        self.log = LogViews(session)
        self.imports = Imports(session)

    @property
    def person(self) -> StaffMember:
        """Who is signed in."""
        return self._session.staff

    @property
    def today(self) -> date:
        """The school's day."""
        return self._session.today

    @property
    def folder(self) -> Path:
        """The school folder."""
        return self._unlocked.folder.path

    def may(self, action: Action, category: Category | None = None) -> bool:
        """Would the policy allow this for any pupil of the school? For menus only."""
        return isinstance(self._session.decide(NO_RELATION, category, action), Ground)

    def may_for(self, pupil: PupilSummary, category: Category | None, action: Action) -> bool:
        """Would the policy allow this for this pupil? For menus and buttons only: logs nothing."""
        return isinstance(self._session.decide(relation_to(pupil), category, action), Ground)

    def verify_log(self) -> Verification:
        """Check the whole log against itself and its seal."""
        sealed = _sealed(self._unlocked)
        return self.log.verify(sealed if isinstance(sealed, Position) else None)

    def close(self, event: Event = Event.SIGN_OUT) -> None:
        """Sign out or lock: log it, close all, give the folder back. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        try:
            close_session(self._session, event)
        finally:
            self._unlocked.close()


class ItDesk:
    """For who only looks after the PC: no database key, so no pupil data."""

    def __init__(self, unlocked: Unlocked) -> None:
        self._unlocked = unlocked

    @property
    def name(self) -> str:
        """Who is signed in."""
        return self._unlocked.slot_name

    @property
    def folder(self) -> Path:
        """The school folder."""
        return self._unlocked.folder.path

    def close(self) -> None:
        """Give the folder back."""
        self._unlocked.close()


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

    def sign_in(self, name: str, password: str) -> Desk | ItDesk:
        """Open the school for this person. Raises as `vault.Door.sign_in` does."""
        return self._opened(self._door.sign_in(name, password))

    def recover(self, code: str) -> Desk | ItDesk:
        """Open the school with the recovery code, in the headteacher's place."""
        return self._opened(self._door.recover(code))

    def _opened(self, unlocked: Unlocked) -> Desk | ItDesk:
        if unlocked.database is None:
            return ItDesk(unlocked)
        try:
            return self._desk(unlocked, unlocked.database)
        except BaseException:
            unlocked.close()
            raise

    def _desk(self, unlocked: Unlocked, database: Database) -> Desk:
        with database.transaction() as connection:
            staff = staff_of_slot(connection, unlocked.slot_id)
        if staff is None:
            if unlocked.slot_id != RECOVERY_SLOT:
                raise UserError(
                    "Deze aanmelding hoort bij niemand in deze school. Vraag de directeur om u "
                    "opnieuw "
                    "toe te voegen."
                )
            staff = StaffMember(unlocked.slot_id, "herstelcode", frozenset({Role.HEAD}))
        alarm = self._alarm(unlocked, database)
        events = [_failed(one) for one in unlocked.pending]
        if alarm:
            events.append(LogEvent(Event.ALARM, object_kind="log", text={"alarm": alarm}))
        session = open_session(
            database, staff, self._clock, self._sealer(unlocked, database), events
        )
        if unlocked.pending:
            unlocked.clear_pending()
        return Desk(unlocked, session, [alarm] if alarm else [])

    def _sealer(self, unlocked: Unlocked, database: Database) -> "_Sealer":
        return _Sealer(
            unlocked.folder.seal, database.key_for("seal"), unlocked.school_id, self._remembered
        )

    def _alarm(self, unlocked: Unlocked, database: Database) -> str:
        """What the seal and this PC's memory say about the log; empty when all is well."""
        with database.transaction() as connection:
            newest = head(connection)

            def digest_at(number: int) -> str | None:
                found = connection.execute(
                    select(log_entry.c.hash).where(log_entry.c.number == number)
                ).scalar()
                return found.hex() if found else None

            state = compare(
                newest, _sealed(unlocked), self._remembered.newest(unlocked.school_id), digest_at
            )
        if newest.number == 0 and state is SealState.MISSING:
            return ""
        return _ALARMS.get(state, "")


@dataclass(frozen=True)
class _Sealer:
    path: Path
    key: bytes
    school_id: str
    remembered: RememberedPositions

    def __call__(self, position: Position) -> None:
        # Not durable: the seal may lag by what a power cut takes; the save itself may not.
        write_seal(self.path, self.key, self.school_id, position, durable=False)
        self.remembered.remember(self.school_id, position.number)


def _sealed(unlocked: Unlocked) -> Position | SealState:
    assert unlocked.database is not None
    return read_seal(unlocked.folder.seal, unlocked.database.key_for("seal"), unlocked.school_id)


def _failed(pending: PendingEvent) -> LogEvent:
    if not pending.readable:
        return LogEvent(Event.ALARM, text={"alarm": "een regel van keys/pending is onleesbaar"})
    when = f"{pending.at.astimezone():%d-%m-%Y %H:%M:%S}" if pending.at else ""
    gap = "" if pending.follows else "; ervoor zijn regels verwijderd of toegevoegd"
    return LogEvent(
        Event.SIGN_IN_FAILED,
        text={"name": pending.name, "when": f"{when} op {pending.workstation}{gap}"},
    )


def create_school(
    path: Path,
    school: SchoolSettings,
    staff: Sequence[NewStaff],
    *,
    recovery_code: str | None = None,
    kdf: KdfParameters | None = None,
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

    code = recovery_code or generate_recovery_code()
    new_slots = [
        NewSlot(one.sign_in_name, one.password, tuple(role.value for role in one.roles))
        for one in staff
    ]
    create(path, slots=new_slots, recovery_code=code, kdf=kdf, fill=fill)
    return code
