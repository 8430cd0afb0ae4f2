"""Requests for leave: the list that waits for the headteacher, and the decision.

Anyone who writes the absence of a pupil records a request; the headteacher alone decides on it
(Leerplichtwet 1969 art. 11 f and g, 13a, 14). Granting makes the absence at the same time.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import checks, reading, rows, tables
from app.dossier.acts import Act, act, acts
from app.dossier.digest import altered_dossiers
from app.dossier.kinds import KINDS, Value
from app.dossier.leave_rules import GRANTED, OPEN, PASSED_ON, REFUSED, Remark, remarks, school_days
from app.dossier.rows import Ended, Why
from app.dossier.school_days import read_calendar
from app.dossier.unnoticed import refuse_with_more
from app.dossier.values import Entry, PupilData, PupilSummary, SavedEntry
from app.errors import UserError
from app.vault.schema import Row

_REQUEST, _ABSENCE = KINDS["leave_request"], KINDS["absence"]
_TABLE = tables.TABLES["leave_request"]
_WHY = _REQUEST.field("decision_reason")
_WHY_MISSING = (
    "Schrijf in één zin waarom: de ouders krijgen dit besluit met uitleg (Awb art. 3:46)."
)


@dataclass(frozen=True)
class LeaveRequest(PupilData):
    """One request with what the law says of it. `days`: school days that it takes."""

    pupil: PupilSummary
    entry: Entry
    days: int
    remarks: tuple[Remark, ...]

    @property
    def id(self) -> str:
        """The id of the request."""
        return self.entry.id


@dataclass(frozen=True)
class Decided(PupilData):
    """A decision that was taken, so that it can be taken back."""

    saved: SavedEntry
    version: int
    absence_id: str = ""


class Leave:
    """The use cases around leave."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_requests(self) -> tuple[LeaveRequest, ...]:
        """What waits for a decision, the first day of leave first. For the headteacher."""
        session = self._session
        ground = session.require(Action.LEAVE, Event.SEARCH, object_kind=_REQUEST.code)
        with session.transaction() as connection:
            waiting = select(_TABLE.c.pupil_id).where(_TABLE.c.decision == OPEN).distinct()
            pupil_ids = list(connection.execute(waiting).scalars())
            altered = set(altered_dossiers(connection, pupil_ids))
            pupil_ids = [one for one in pupil_ids if one not in altered]
            if not pupil_ids:
                none = LogEvent(Event.SEARCH, object_kind=_REQUEST.code, ground=ground.text)
                session.record(connection, none)
        if not pupil_ids:
            return ()
        asked = [(Action.LEAVE, None)]
        with acts(session, pupil_ids, asked, Event.SEARCH, object_kind=_REQUEST.code) as doing:
            found = [
                _request_of(one, row)
                for one in doing
                for row in _requests(one)
                if row["decision"] == OPEN
            ]
        return tuple(sorted(found, key=lambda one: str(one.entry.values["from_date"])))

    def look_at(self, pupil_id: str, entry_id: str) -> LeaveRequest:
        """One request of a pupil with what the law says of it."""
        with act(
            self._session,
            pupil_id,
            [(Action.READ, Category.ABSENCE)],
            Event.VIEW,
            object_kind=_REQUEST.code,
            object_id=entry_id,
        ) as doing:
            return _request_of(doing, _own(doing, entry_id))

    def decide(
        self, pupil_id: str, entry_id: str, version: int, decision: str, reason: str
    ) -> Decided:
        """Grant, refuse or pass on an open request that was seen as `version`.

        Granting adds the authorised absence with its ground. A reason is asked for what is not
        granted. Raises `InvalidEntry`, or UserError when it was changed or decided meanwhile.
        """
        why = _checked_why(decision, reason, self._session.today)
        with self._deciding(pupil_id, entry_id, Event.CHANGE) as doing:
            row = _own(doing, entry_id)
            if row["version"] != version or row["decision"] != OPEN:
                raise UserError(rows.CHANGED_MEANWHILE)
            decided: dict[str, Value] = {
                "decision": decision,
                "decided_on": self._session.today,
                "decision_reason": why or None,
            }
            rows.update_row(doing.connection, self._session, _REQUEST, row, decided)
            absence_id = _add_absence(doing, row) if decision == GRANTED else ""
            return Decided(_saved(doing, entry_id), version + 1, absence_id)

    def take_back(self, decided: Decided) -> SavedEntry:
        """Undo a decision: the request is open again, the absence that it made is gone."""
        entry_id = decided.saved.entry_id
        with self._deciding(decided.saved.pupil_id, entry_id, Event.UNDO) as doing:
            row = _own(doing, entry_id)
            if row["version"] != decided.version or row["decision"] == OPEN:
                raise UserError(rows.CHANGED_MEANWHILE)
            again = {"decision": OPEN, "decided_on": None, "decision_reason": None}
            rows.update_row(doing.connection, self._session, _REQUEST, row, again)
            if decided.absence_id:
                _delete_absence(doing, decided.absence_id)
            return _saved(doing, entry_id)

    def _deciding(self, pupil_id: str, entry_id: str, event: Event) -> AbstractContextManager[Act]:
        return act(
            self._session,
            pupil_id,
            [(Action.LEAVE, None)],
            event,
            object_kind=_REQUEST.code,
            object_id=entry_id,
        )


def _requests(doing: Act) -> list[Row]:
    query = select(_TABLE).where(_TABLE.c.pupil_id == doing.pupil.id)
    return list(doing.connection.execute(query.order_by(_TABLE.c.from_date)).mappings())


def _own(doing: Act, entry_id: str) -> Row:
    for row in _requests(doing):
        if row["id"] == entry_id:
            return row
    raise Refused(rows.GONE)


def _request_of(doing: Act, row: Row) -> LeaveRequest:
    calendar = read_calendar(doing.connection)
    references = reading.reference_names(doing)
    people = reading.staff_names(doing.connection)
    others = [one for one in _requests(doing) if one["id"] != row["id"]]
    return LeaveRequest(
        doing.pupil,
        reading.entry_of(_REQUEST, row, references, people),
        school_days(row, calendar),
        remarks(row, others, calendar),
    )


def _checked_why(decision: str, reason: str, today: date) -> str:
    if decision not in (GRANTED, REFUSED, PASSED_ON):
        raise checks.InvalidEntry({"decision": "Kies toestaan, weigeren of doorgeven."})
    try:
        why = str(checks.check_field(_WHY, reason, today) or "")
    except ValueError as problem:
        raise checks.InvalidEntry({"decision_reason": str(problem)}) from None
    if decision != GRANTED and not why:
        raise checks.InvalidEntry({"decision_reason": _WHY_MISSING})
    return why


def _add_absence(doing: Act, request: Row) -> str:
    values: dict[str, Value] = {field.name: field.default for field in _ABSENCE.fields}
    values |= {
        "from_date": request["from_date"],
        "until_date": request["until_date"],
        "sort": "authorised",
        "ground": request["ground"],
    }
    absence_id = rows.insert_row(
        doing.connection, doing.session, _ABSENCE, values, pupil_id=doing.pupil.id
    )
    doing.more.append(_absence_event(doing, Event.CREATE, absence_id))
    return absence_id


def _delete_absence(doing: Act, absence_id: str) -> None:
    row = rows.load_row(doing.connection, doing.session, _ABSENCE, absence_id)
    if row["pupil_id"] != doing.pupil.id:
        raise Refused(rows.GONE)
    if row["version"] != 1:
        raise UserError(rows.CHANGED_MEANWHILE)
    refuse_with_more(doing.connection, doing.pupil.id, absence_id)
    rows.delete_row(doing.connection, doing.session, _ABSENCE, row, Why(Ended.TAKE_BACK))
    doing.more.append(_absence_event(doing, Event.DELETE, absence_id))


def _absence_event(doing: Act, event: Event, absence_id: str) -> LogEvent:
    return LogEvent(
        event,
        pupil_id=doing.pupil.id,
        category=Category.ABSENCE.value,
        object_kind=_ABSENCE.code,
        object_id=absence_id,
        ground=doing.ground.text,
    )


def _saved(doing: Act, entry_id: str) -> SavedEntry:
    return SavedEntry(doing.pupil.id, _REQUEST.code, entry_id, Category.ABSENCE)
