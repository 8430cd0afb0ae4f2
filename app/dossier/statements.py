"""A statement of a parent or pupil beside an entry, which itself stays as it is.

Who does not get data rectified may have the own view put beside them (*zienswijze*, AVG art. 16,
second sentence). A statement is never changed: it is added, or taken away with a reason. When its
entry is deleted it stays where it is and is seen by nobody, until the entry comes back.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import checks, encoded, rows, states, tables
from app.dossier.acts import Act, Asked, act
from app.dossier.correction_forms import STATEMENT, TEXTS, checked, deleting, who_may_ask
from app.dossier.guardians import guardians_of
from app.dossier.ids import new_id
from app.dossier.kinds import Kind, Value
from app.dossier.owned import own_row, refuse_of_another
from app.dossier.rows import Ended, Why
from app.dossier.sealed import open_row, seal_row
from app.dossier.tables import history, statement
from app.dossier.values import Applicants, SavedEntry, Step
from app.errors import UserError
from app.vault.schema import Row

CODE = "statement"
CHANGED_SINCE = (
    "Dit kan niet meer ongedaan worden gemaakt: de verklaring is intussen verwijderd of juist "
    "teruggezet. Er is niets veranderd."
)


class Statements:
    """Adding and taking away statements, and who may ask for one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def who_may_ask(self, pupil_id: str, kind_code: str) -> Applicants:
        """Who may ask for a rectification or give a statement, as far as the writer may know."""
        kind = rows.kind_of(kind_code)
        wanted = [(Action.WRITE, kind.category)]
        with act(self._session, pupil_id, wanted, Event.VIEW, object_kind="guardian") as doing:
            known = guardians_of(doing) if doing.may(Action.READ, Category.CONTACT) else ()
            born = None
            if doing.may(Action.READ, Category.ENROLMENT):
                pupil = tables.pupil
                query = select(pupil.c.birth_date).where(pupil.c.id == pupil_id)
                born = doing.connection.execute(query).scalar()
            return Applicants(who_may_ask(known, born, self._session.today))

    def add(
        self, pupil_id: str, kind_code: str, entry_id: str, typed: Mapping[str, Value]
    ) -> SavedEntry:
        """Put a statement beside an entry. Raises `InvalidEntry` with the problem per field."""
        kind = rows.kind_of(kind_code)
        wanted = [(Action.WRITE, kind.category)]
        with act(self._session, pupil_id, wanted, Event.CREATE, object_kind=CODE) as doing:
            own_row(doing, kind, entry_id)
            stored = checked(STATEMENT, typed, self._session.today)
            given = stored["given_on"]
            if isinstance(given, date) and given > self._session.today:
                raise checks.InvalidEntry({"given_on": "Deze datum ligt in de toekomst."})
            doing.object_id = new_id()
            _insert(
                doing,
                kind,
                {
                    **stored,
                    "id": doing.object_id,
                    "entry_id": entry_id,
                    "created_at": tables.stamp(self._session.clock()),
                    "created_by": self._session.staff.id,
                },
            )
            return _saved(doing, kind, 1)

    def delete(self, pupil_id: str, statement_id: str, reason: str) -> SavedEntry:
        """Take a statement away; `Entries.undo` brings it back."""

        def wanted(connection: Connection) -> Asked:
            query = select(statement.c.kind).where(statement.c.id == statement_id)
            code = connection.execute(query).scalar()
            if code is None:
                raise Refused(rows.GONE)
            return [(Action.WRITE, rows.kind_of(code).category)]

        with act(
            self._session,
            pupil_id,
            wanted,
            Event.DELETE,
            object_kind=CODE,
            object_id=statement_id,
        ) as doing:
            kind, row = _there(doing, statement_id)
            why = deleting(TEXTS["statement_deletion"], reason, self._session.today)
            return _saved(doing, kind, _take_away(doing, kind, row, why))


def undo_step(doing: Act, step: Step) -> None:
    """Take back the adding or the taking away of a statement."""
    # It never changes, so there are two states: there (odd numbers), and not there.
    was_there = bool(step.version % 2)
    found = select(statement.c.id).where(statement.c.id == step.entry_id)
    if (doing.connection.execute(found).first() is not None) is not was_there:
        raise UserError(CHANGED_SINCE)
    went = _went(doing, step.entry_id)
    if was_there:
        kind, row = _there(doing, step.entry_id)
        last = went or {"by": row["created_by"], "at": row["created_at"]}
        refuse_of_another(doing, last["by"], last["at"])
        # One that is taken away again keeps the reason.
        why = Why(Ended(went["event"]), went["reason"] or "") if went else Why(Ended.TAKE_BACK)
        number = _take_away(doing, kind, row, why)
    elif went is None:
        raise Refused(rows.GONE)
    else:
        refuse_of_another(doing, went["by"], went["at"])
        row = encoded.loads(STATEMENT, went["row"])
        _insert(doing, rows.kind_of(row["kind"]), row)
        number = int(went["version"]) + 2
    doing.steps.append(Step(CODE, step.entry_id, number))


def taken_away(doing: Act, kind: Kind, entry_id: str) -> list[tuple[Row, Row]]:
    """The statements that stood beside one entry: each (opened) row with how it went."""
    sealed = bool(kind.compartment)
    kept = history.c.sealed_row if sealed else history.c.row
    query = select(history).where(
        history.c.pupil_id == doing.pupil.id, history.c.kind == CODE, kept.is_not(None)
    )
    found: list[tuple[Row, Row]] = []
    for one in doing.connection.execute(query).mappings():
        went = states.plain(doing.session.compartments, one, sealed=sealed)
        row = encoded.loads(STATEMENT, went["row"])
        if row["entry_id"] == entry_id and row["kind"] == kind.code:
            found.append((row, went))
    return found


def _there(doing: Act, statement_id: str) -> tuple[Kind, dict[str, Any]]:
    """The kind of entry that it stands beside, and the opened row under the names of the form.

    Raises `Refused`, before anything is opened, for who may not write there.
    """
    query = select(statement).where(statement.c.id == statement_id)
    stored = doing.connection.execute(query).mappings().first()
    if stored is None or stored["pupil_id"] != doing.pupil.id:
        raise Refused(rows.GONE)
    kind = rows.kind_of(stored["kind"])
    doing.require(Action.WRITE, kind.category)
    row = open_row(doing.session.compartments, statement, stored)
    sealed = {name: row.pop(f"sealed_{name}") for name in ("given_by", "text")}
    return kind, {**row, **(sealed if kind.compartment else {})}


def _take_away(doing: Act, kind: Kind, row: Row, why: Why) -> int:
    """Delete it, and return the number of that state."""
    ended = select(history.c.id).where(history.c.entry_id == row["id"], history.c.kind == CODE)
    number = 2 * len(doing.connection.execute(ended).all()) + 1
    rows.remember(
        doing.connection,
        doing.session,
        CODE,
        {**row, "version": number},
        why,
        doing.pupil.id,
        sealed=bool(kind.compartment),
    )
    doing.connection.execute(delete(statement).where(statement.c.id == row["id"]))
    return number + 1


def _went(doing: Act, statement_id: str) -> Row | None:
    """How it was taken away last, opened; None when it never was.

    Raises `Refused`, before anything is opened, for who may not write beside care.
    """
    query = (
        select(history)
        .where(
            history.c.entry_id == statement_id,
            history.c.kind == CODE,
            history.c.pupil_id == doing.pupil.id,
        )
        .order_by(history.c.version.desc())
    )
    kept = doing.connection.execute(query).mappings().first()
    if kept is None:
        return None
    sealed = kept["sealed_row"] is not None
    if sealed:
        doing.require(Action.WRITE, Category.HEALTH)
    opened = states.plain(doing.session.compartments, kept, sealed=sealed)
    kind = rows.kind_of(encoded.loads(STATEMENT, opened["row"])["kind"])
    doing.require(Action.WRITE, kind.category)
    return opened


def _insert(doing: Act, kind: Kind, row: Row) -> None:
    sealed = "sealed_" if kind.compartment else ""
    doing.connection.execute(
        insert(statement).values(
            **seal_row(
                doing.session.compartments,
                statement,
                {
                    "id": row["id"],
                    f"{sealed}given_by": row["given_by"],
                    f"{sealed}text": row["text"],
                },
            ),
            pupil_id=doing.pupil.id,
            kind=kind.code,
            entry_id=row["entry_id"],
            given_on=row["given_on"],
            created_at=row["created_at"],
            created_by=row["created_by"],
        )
    )


def _saved(doing: Act, kind: Kind, number: int) -> SavedEntry:
    assert doing.object_id is not None
    doing.steps.append(Step(CODE, doing.object_id, number))
    return SavedEntry(doing.pupil.id, CODE, doing.object_id, kind.category, tuple(doing.steps))
