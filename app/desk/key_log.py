"""What the access log says of keys: the roster as it was last changed, and the recovery code.

The log cannot be rewritten, so it is the witness: an older roster that was put back with its key
files has a lower number than the log says, and when the recovery code was last used or tried is
read there and nowhere else.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, literal, select

from app.access.log import Event, LogEvent
from app.access.tables import log_entry
from app.vault import RECOVERY_SLOT, PendingEvent, Rotation, Unlocked

_ROSTER = "roster"
_RECOVERY = "recovery"
_ROTATION = "rotation"
_TAKEN = "keys_taken"
_YEAR = timedelta(days=365)


_PENDING = "pending"


class Recovery(StrEnum):
    """What happened to the recovery code."""

    USED = "used"
    MADE = "made"
    TRIED = "tried"


@dataclass(frozen=True)
class RecoveryState:
    """What the log says of the recovery code. `proven_on`: last made or tried, if ever."""

    must_be_renewed: bool
    proven_on: date | None


PASSWORD_CHANGED = LogEvent(Event.KEYS, object_kind="password")
"""Someone chose another password."""


KEYS_TAKEN = LogEvent(Event.KEYS, object_kind=_TAKEN)
"""Someone who had keys may have them no more; a copy of the key file still holds them."""


def roster_event(unlocked: Unlocked) -> LogEvent:
    """The roster as it now is: its number and its digest (hex)."""
    said = f"{unlocked.roster_counter}:{unlocked.roster_digest.hex()}"
    return LogEvent(Event.KEYS, object_kind=_ROSTER, object_id=said)


def recovery_event(what: Recovery) -> LogEvent:
    """The recovery code was used, made or tried."""
    return LogEvent(Event.KEYS, object_kind=_RECOVERY, object_id=what.value)


def not_logged_yet(connection: Connection, unlocked: Unlocked) -> list[PendingEvent]:
    """What happened before sign-in, without the lines that an earlier sign-in took already.

    Known by the hash of the last one: a number could be given out twice, once the file was removed.
    """
    taken = _newest(connection, _PENDING, None)
    digests = [one.digest for one in unlocked.pending]
    if taken is None or taken[0] not in digests:
        return unlocked.pending
    return unlocked.pending[digests.index(taken[0]) + 1 :]


def taken_events(connection: Connection, unlocked: Unlocked) -> list[LogEvent]:
    """Up to where `pending` stands in the log, for when it cannot be cleared; once."""
    digests = [one.digest for one in unlocked.taken.events if one.digest]
    known = _newest(connection, _PENDING, None)
    if not digests or (known is not None and known[0] == digests[-1]):
        return []
    return [LogEvent(Event.KEYS, object_kind=_PENDING, object_id=digests[-1])]


def sign_in_findings(
    connection: Connection, unlocked: Unlocked
) -> tuple[tuple[str, ...], tuple[LogEvent, ...]]:
    """What to say about keys at this sign-in, and what the log must know of it."""
    events = []
    if unlocked.slot_id == RECOVERY_SLOT:
        events.append(recovery_event(Recovery.USED))
    if unlocked.rotation in (Rotation.FINISHED, Rotation.TAKEN_BACK):
        events.append(
            LogEvent(Event.KEYS, object_kind=_ROTATION, object_id=unlocked.rotation.value)
        )
    alarms = list(unlocked.roster_problems)
    if unlocked.rotation is Rotation.HALF:
        alarms.append(
            "Een sleutelwissel is niet afgemaakt, en dat lukte nu ook niet. Iedereen kan zich "
            "aanmelden als altijd. Kijk of de schijf vol is en meld u daarna opnieuw aan."
        )
    if unlocked.roster is not None:
        counter, digest = newest_roster(connection)
        if unlocked.roster_counter < counter or (
            unlocked.roster_counter == counter and unlocked.roster_digest.hex() != digest
        ):
            alarms.append(
                "De lijst van medewerkers (‘roster.json’) is ouder dan het toegangslog zegt: er "
                "zijn oude sleutelbestanden teruggezet. Wie u verwijderde of minder rechten gaf, "
                "kan weer sleutels hebben. Kijk de medewerkers en hun rollen na, en vervang "
                "daarna alle sleutels."
            )
        elif unlocked.roster_counter > counter:
            events.append(roster_event(unlocked))
    if unlocked.roster_created:
        alarms.append(
            "De sleutelbestanden zijn bijgewerkt voor deze versie. De lijst van medewerkers is "
            "daarbij gemaakt van wat er in de map ‘keys’ stond. Kijk bij Medewerkers na of u "
            "iedereen kent."
        )
    return tuple(alarms), tuple(events)


def carried_over(connection: Connection, unlocked: Unlocked) -> list[LogEvent]:
    """What the log says about keys today, for a log that is put back: it knows nothing of it."""
    events = [roster_event(unlocked)] if unlocked.roster is not None else []
    if recovery_state(connection).must_be_renewed:
        events.append(recovery_event(Recovery.USED))
    if rotation_is_due(connection):
        events.append(KEYS_TAKEN)
    return events


def newest_roster(connection: Connection) -> tuple[int, str]:
    """Number and digest (hex) of the newest roster in the log; (0, "") when there is none."""
    said = _newest(connection, _ROSTER, None)
    if said is None:
        return 0, ""
    counter, _, digest = said[0].partition(":")
    return int(counter), digest


def recovery_state(connection: Connection) -> RecoveryState:
    """Whether the code was used and not renewed, and when it last proved good."""
    used = _newest(connection, _RECOVERY, (Recovery.USED,))
    made = _newest(connection, _RECOVERY, (Recovery.MADE,))
    proven = _newest(connection, _RECOVERY, (Recovery.MADE, Recovery.TRIED))
    must = used is not None and (made is None or made[2] < used[2])
    return RecoveryState(must, _day(proven[1]) if proven else _first_day(connection))


def rotation_is_due(connection: Connection) -> bool:
    """Whether keys were taken from someone and not changed since."""
    taken = _newest(connection, _TAKEN, None)
    changed = _newest(connection, _ROTATION, ("done",))
    return taken is not None and (changed is None or changed[2] < taken[2])


def is_due(proven_on: date | None, today: date) -> bool:
    """Whether the recovery code should be tried again: once a year."""
    return proven_on is not None and today - proven_on > _YEAR


def _newest(
    connection: Connection, kind: str, what: tuple[str, ...] | None
) -> tuple[str, str, int] | None:
    """(object id, time, number) of the newest entry about this."""
    query = select(log_entry.c.object_id, log_entry.c.time, log_entry.c.number).where(
        # Written out: SQLite takes the partial index only when it sees the value.
        log_entry.c.event == literal(Event.KEYS.value, literal_execute=True),
        log_entry.c.object_kind == kind,
    )
    if what is not None:
        query = query.where(log_entry.c.object_id.in_([str(one) for one in what]))
    row = connection.execute(query.order_by(log_entry.c.number.desc()).limit(1)).first()
    return (str(row.object_id), str(row.time), int(row.number)) if row else None


def _first_day(connection: Connection) -> date | None:
    """The day of the first entry: about when the school, and so its first code, was made."""
    query = select(log_entry.c.time).order_by(log_entry.c.number).limit(1)
    first = connection.execute(query).scalar()
    return _day(first) if first else None


def _day(time: str) -> date:
    return datetime.fromisoformat(time).astimezone().date()
