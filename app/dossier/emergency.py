"""The emergency card (noodkaart), and opening it without teaching the pupil.

Any teacher may open one pupil's card with a typed reason: in an emergency there is no time to ask.
It holds only what the intern begeleider marked, from the copy under the teaching key. The
headteacher sees every use at the next sign-in and must acknowledge it (need to know, made good
afterwards).
"""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Session
from app.access.tables import log_entry, log_text
from app.dossier import checks, names, reading, tables
from app.dossier.acts import act
from app.dossier.ids import new_id
from app.dossier.kinds import Field, FieldType
from app.dossier.sharing import Audience, shared_rows
from app.dossier.tables import emergency_use, stamp
from app.dossier.values import Entry, PupilData, PupilSummary
from app.errors import UserError

_REASON = Field("why", "De reden", FieldType.LONG_TEXT, required=True, max_length=500)
_SHORTEST_REASON = 10
_TOO_SHORT = "Schrijf in één zin waarom u de noodkaart nu nodig hebt; de directeur leest dit."
_GONE = "Dit gebruik van een noodkaart is er niet (meer). Ververs de pagina."


@dataclass(frozen=True)
class EmergencyCard(PupilData):
    """What to do for one pupil in an emergency; without lines nothing was marked."""

    pupil: PupilSummary
    lines: tuple[Entry, ...]
    ground: str


@dataclass(frozen=True)
class EmergencyUse(PupilData):
    """That someone opened a card: who, when, why. `at` is UTC, as stored."""

    id: str
    pupil_id: str
    pupil_name: str
    staff_name: str
    at: str
    reason: str


class Emergency:
    """Opening emergency cards, and the headteacher's acknowledgement."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, pupil_id: str, reason: str) -> EmergencyCard:
        """One pupil's card. Raises `InvalidEntry` without a reason that says something."""
        try:
            why = str(checks.check_field(_REASON, reason, self._session.today))
        except ValueError as problem:
            raise checks.InvalidEntry({"why": str(problem)}) from None
        if len(why) < _SHORTEST_REASON:
            raise checks.InvalidEntry({"why": _TOO_SHORT})
        with act(
            self._session,
            pupil_id,
            [(Action.EMERGENCY, None)],
            Event.EMERGENCY,
            object_kind="emergency_card",
            purpose=why,
        ) as doing:
            use_id = new_id()
            doing.object_id = use_id
            doing.connection.execute(
                insert(emergency_use).values(
                    id=use_id,
                    pupil_id=pupil_id,
                    staff_id=self._session.staff.id,
                    at=stamp(self._session.clock()),
                )
            )
            shared = shared_rows(doing.connection, self._session, pupil_id, Audience.EMERGENCY)
            people = reading.staff_names(doing.connection)
            lines = tuple(reading.entry_of(kind, row, {}, people) for kind, row in shared)
            return EmergencyCard(doing.pupil, lines, doing.ground.text)

    def unacknowledged(self) -> tuple[EmergencyUse, ...]:
        """Uses that no headteacher has acknowledged, the oldest first; read at sign-in."""
        session = self._session
        ground = session.require(Action.ACKNOWLEDGE, Event.SEARCH, object_kind="emergency_use")
        with session.transaction() as connection:
            found = _unacknowledged(connection)
            seen = [
                LogEvent(
                    Event.VIEW,
                    pupil_id=one.pupil_id,
                    object_kind="emergency_use",
                    object_id=one.id,
                    ground=ground.text,
                )
                for one in found
            ]
            none = LogEvent(Event.SEARCH, object_kind="emergency_use", ground=ground.text)
            session.record(connection, *(seen or [none]))
            return found

    def acknowledge(self, pupil_id: str, use_id: str) -> None:
        """The headteacher has seen this use and asked after it where needed."""
        with act(
            self._session,
            pupil_id,
            [(Action.ACKNOWLEDGE, None)],
            Event.ACKNOWLEDGE,
            object_kind="emergency_use",
            object_id=use_id,
        ) as doing:
            done = doing.connection.execute(
                update(emergency_use)
                .where(
                    emergency_use.c.id == use_id,
                    emergency_use.c.pupil_id == pupil_id,
                    emergency_use.c.acknowledged_at.is_(None),
                )
                .values(
                    acknowledged_at=stamp(self._session.clock()),
                    acknowledged_by=self._session.staff.id,
                )
            )
            if done.rowcount != 1:
                raise UserError(_GONE)


def _unacknowledged(connection: Connection) -> tuple[EmergencyUse, ...]:
    use, pupil = emergency_use, tables.pupil
    people = reading.staff_names(connection)
    rows = connection.execute(
        select(use.c.id.label("use_id"), use.c.at, use.c.staff_id, pupil)
        .join(pupil, pupil.c.id == use.c.pupil_id)
        .where(use.c.acknowledged_at.is_(None))
        .order_by(use.c.at, use.c.id)
    ).mappings()
    return tuple(
        EmergencyUse(
            id=row["use_id"],
            pupil_id=row["id"],
            pupil_name=names.display_name(row),
            staff_name=people.get(row["staff_id"], "onbekend"),
            at=row["at"],
            reason=_reason(connection, row["id"], row["use_id"]),
        )
        for row in rows
    )


def _reason(connection: Connection, pupil_id: str, use_id: str) -> str:
    """The reason stands in the log only, where it can be erased with the rest of the text."""
    entry = log_entry
    text = connection.execute(
        select(log_text.c.text)
        .join(entry, entry.c.number == log_text.c.number)
        .where(
            entry.c.pupil_id == pupil_id,
            entry.c.object_id == use_id,
            entry.c.event == Event.EMERGENCY.value,
        )
    ).scalar()
    return str(json.loads(text).get("purpose", "")) if text else ""
