"""One person's time at the desk: who, in what role, since when, and the log they write to."""

import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, update

from app.access import log
from app.access.categories import Category
from app.access.log import EMPTY, Event, LogEvent, Origin, Outcome
from app.access.people import NO_RELATION, Relation, StaffMember
from app.access.policy import Action, Ground, Refusal, Refused, decide
from app.access.signer import Signer
from app.access.signing import ClosedHow
from app.access.tables import log_session
from app.access.undo_bin import UndoBin
from app.errors import UserError
from app.vault import CommitUncertain, Compartments, Database, Position

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of a running program; tests hand in another."""
    return datetime.now(UTC)


@dataclass
class Session:
    """What an act needs: the database, who acts, and where it is logged.

    `seal` is told the newest position of the log after each commit; `newest` is that position.
    `compartments` are those that this person's keys open. `school_digest` is the digest of what
    decides who may do what (school, groups, staff); an act that changes something logs it.
    `signer` signs this session at its close. `undo_bin` holds deleted files until then.
    """

    database: Database
    staff: StaffMember
    clock: Clock
    origin: Origin
    seal: Callable[[Position], None]
    compartments: Compartments
    school_digest: Callable[[Connection], bytes]
    signer: Signer
    newest: Position = EMPTY
    undo_bin: UndoBin = field(default_factory=UndoBin)
    _written: Position | None = None

    @property
    def today(self) -> date:
        """The school's day: local time, as the calendar on the wall."""
        return self.clock().astimezone().date()

    def decide(
        self, relation: Relation, category: Category | None, action: Action
    ) -> Ground | Refusal:
        """Ask the policy for this person, today."""
        return decide(self.staff, relation, category, action, self.today)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction of the database; what it logged is sealed after its commit.

        Commit first, then seal: a database ahead of its seal is normal after a crash, one behind it
        is the alarm. A seal that cannot be written lags until the next commit.
        """
        written: Position | None = None

        def seal() -> None:
            if written is not None:
                self.newest = written
                with suppress(OSError):
                    self.seal(written)

        try:
            with self.database.transaction(then=seal) as connection:
                self._written = None
                yield connection
                written = self._written
        except CommitUncertain:
            # Does what was logged stand in the database after all? Then the save does.
            with self.database.transaction(then=seal) as connection:
                if written is None or log.head(connection) != written:
                    raise

    def record(self, connection: Connection, *events: LogEvent) -> None:
        """Log within the caller's transaction."""
        self._written = log.append_all(connection, self.origin, events, self.clock())
        # So that the database itself knows how far its log went, should the end be cut off.
        connection.execute(
            update(log_session)
            .where(log_session.c.number == self.origin.session)
            .values(last_entry=self._written.number)
        )

    def school_change(self, connection: Connection) -> "SchoolChange":
        """To be called before what may change school, groups or staff: gives the digest after."""
        return SchoolChange(connection, self.school_digest, self.school_digest(connection))

    def may(self, action: Action) -> bool:
        """Would the policy allow this act, which concerns no single pupil? Logs nothing."""
        return isinstance(self.decide(NO_RELATION, None, action), Ground)

    def require(
        self,
        action: Action,
        event: Event,
        *,
        category: Category | None = None,
        object_kind: str = "",
    ) -> Ground:
        """The ground for an act that concerns no single pupil; else the refusal, logged and raised.

        Logs nothing when it is granted: what follows does.
        """
        decision = self.decide(NO_RELATION, category, action)
        if isinstance(decision, Ground):
            return decision
        with self.transaction() as connection:
            attempt = refusal_event(event, decision, category=category, object_kind=object_kind)
            self.record(connection, attempt)
        raise Refused(decision.reason)

    @contextmanager
    def alone(
        self,
        action: Action,
        event: Event,
        *,
        category: Category | None = None,
        object_kind: str = "",
        purpose: str = "",
    ) -> Iterator[Connection]:
        """An act that concerns no single pupil: authorise, do, log, in one transaction."""
        ground = self.require(action, event, category=category, object_kind=object_kind)
        with self.transaction() as connection:
            school = self.school_change(connection)
            yield connection
            self.record(
                connection,
                LogEvent(
                    event,
                    category=category.value if category else None,
                    object_kind=object_kind or None,
                    ground=ground.text,
                    digest=school.digest(),
                    text={"purpose": purpose},
                ),
            )


class SchoolAltered(UserError):
    """School, groups or staff are not as the program last left them."""

    def __init__(self) -> None:
        super().__init__(
            "Medewerkers, rollen, groepen of schoolgegevens zijn buiten het programma om veranderd."
            " Er is niets gewijzigd: kijk ze eerst na bij Reservekopieën en controle, en zet een "
            "reservekopie terug of aanvaard ze zoals ze nu zijn."
        )


@dataclass(frozen=True)
class SchoolChange:
    """What was there before an act that may change school, groups or staff."""

    connection: Connection
    compute: Callable[[Connection], bytes]
    before: bytes

    def digest(self) -> bytes | None:
        """The new digest for the log; None when nothing of it changed.

        Raises SchoolAltered when it was changed outside the program before: a new digest would
        cover that up.
        """
        now = self.compute(self.connection)
        if now == self.before:
            return None
        if log.newest_digest(self.connection, None) not in (None, self.before):
            raise SchoolAltered
        return now


def refusal_event(
    event: Event,
    refusal: Refusal,
    *,
    pupil_id: str | None = None,
    category: Category | None = None,
    object_kind: str = "",
) -> LogEvent:
    """The entry for an attempt that was refused."""
    return LogEvent(
        event,
        pupil_id=pupil_id,
        category=category.value if category else None,
        object_kind=object_kind or None,
        outcome=Outcome.REFUSED,
        text={"refusal": refusal.reason},
    )


def open_session(
    database: Database,
    staff: StaffMember,
    clock: Clock,
    seal: Callable[[Position], None],
    compartments: Compartments,
    school_digest: Callable[[Connection], bytes],
    signer: Signer,
    earlier: Sequence[LogEvent] = (),
) -> Session:
    """Begin a session: its row, what happened before sign-in, and the sign-in itself.

    A session that a crash left open is signed first.
    """
    workstation = platform.node() or "onbekend"
    origin = Origin(0, staff.id, staff.role_names, workstation)
    session = Session(database, staff, clock, origin, seal, compartments, school_digest, signer)
    with session.transaction() as connection:
        number = signer.begin(connection, staff_id=staff.id, workstation=workstation, now=clock())
        session.origin = replace(origin, session=number)
        before = replace(session.origin, staff_id="", role="")
        events = list(earlier)
        if signer.alarm:
            events.append(LogEvent(Event.ALARM, object_kind="log", text={"alarm": signer.alarm}))
        log.append_all(connection, before, events, clock())
        session.record(connection, LogEvent(Event.SIGN_IN))
    signer.erase()
    return session


def close_session(session: Session, event: Event) -> None:
    """End it, signed out or locked: the last entry, the signature, and the key is erased."""
    session.undo_bin.clear()
    how = ClosedHow.LOCK if event is Event.LOCK else ClosedHow.SIGN_OUT
    try:
        with session.transaction() as connection:
            session.record(connection, LogEvent(event))
            session.signer.end(connection, now=session.clock(), how=how)
        session.signer.erase()
    finally:
        session.signer.forget()
