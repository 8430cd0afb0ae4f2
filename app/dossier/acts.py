"""The one way to a pupil's data: authorise, do and log, all in one transaction.

`act` opens the transaction, works out what the member of staff has to do with the pupil, asks the
policy, and hands over an `Act` or raises `Refused`. What was done, or refused, is in the access log
before anything is returned; when the act fails, nothing is written at all.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.people import Relation
from app.access.policy import Action, Ground, Refusal, Refused
from app.access.session import Session, refusal_event
from app.dossier import tables
from app.dossier.digest import DossierAltered, altered_alarm, refuse_altered, with_digests
from app.dossier.school_year import school_year_of
from app.dossier.values import SUMMARY_COLUMNS, PupilSummary, Step, summary_of
from app.vault import changes_so_far
from app.vault.schema import Row


@dataclass
class Act:
    """One authorised act on one pupil, inside its transaction.

    `log` fields may be filled while acting; they go into the entry that is written at the end.
    `steps` is what it wrote, for who wants to undo it (`steps.py`).
    """

    session: Session
    connection: Connection
    pupil: PupilSummary
    relation: Relation
    ground: Ground
    category: Category | None
    event: Event
    object_kind: str | None = None
    object_id: str | None = None
    text: dict[str, str] = field(default_factory=dict)
    more: list[LogEvent] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def may(self, action: Action, category: Category | None) -> bool:
        """Would the policy also allow this, for the same pupil?"""
        return isinstance(self.session.decide(self.relation, category, action), Ground)

    def require(self, action: Action, category: Category | None) -> None:
        """Raises `Refused` for what the policy does not also allow, for the same pupil."""
        decision = self.session.decide(self.relation, category, action)
        if isinstance(decision, Refusal):
            raise Refused(decision.reason)

    def entry(self) -> LogEvent:
        """What happened, for the log."""
        return LogEvent(
            self.event,
            pupil_id=self.pupil.id,
            category=self.category.value if self.category else None,
            object_kind=self.object_kind,
            object_id=self.object_id,
            ground=self.ground.text,
            text=self.text,
        )


Asked = Sequence[tuple[Action, Category | None]]
Wanted = Asked | Callable[[Connection], Asked]


@contextmanager
def act(
    session: Session,
    pupil_id: str,
    wanted: Wanted,
    event: Event,
    *,
    object_kind: str | None = None,
    object_id: str | None = None,
    purpose: str = "",
) -> Iterator[Act]:
    """Do something with one pupil's data.

    `wanted` lists what is asked, the fullest first: the first that the policy grants is the act's
    ground and category. When none is granted the first refusal is logged and raised. Raises
    DossierAltered before anything is read when the dossier is not as the log says it was left.
    """
    with acts(session, [pupil_id], wanted, event, object_kind=object_kind) as doing:
        doing[0].object_id = object_id
        doing[0].text["purpose"] = purpose
        yield doing[0]


@contextmanager
def acts(
    session: Session,
    pupil_ids: Sequence[str],
    wanted: Wanted,
    event: Event,
    *,
    object_kind: str | None = None,
) -> Iterator[list[Act]]:
    """As `act`, for several pupils in one transaction: all or none.

    `wanted` may be a function that looks in the database what must be asked, such as the category
    of a document. A `Refused` that it or the act itself raises is logged like the policy's own.
    """
    with alarmed(session), _acts(session, pupil_ids, wanted, event, object_kind) as granted:
        yield granted


@contextmanager
def _acts(
    session: Session,
    pupil_ids: Sequence[str],
    wanted: Wanted,
    event: Event,
    object_kind: str | None,
) -> Iterator[list[Act]]:
    pupil_id: str | None = None
    category: Category | None = None
    granted: list[Act] = []
    try:
        with session.transaction() as connection:
            pupil_id = pupil_ids[0] if pupil_ids else None
            asked = wanted(connection) if callable(wanted) else wanted
            pupils = {one.id: one for one in load_pupils(session, connection, pupil_ids)}
            for pupil_id in pupil_ids:
                pupil = _known(pupils.get(pupil_id))
                relation = relation_to(pupil)
                decision, category = _decide(session, relation, asked)
                if isinstance(decision, Refusal):
                    raise Refused(decision.reason)
                granted.append(
                    Act(
                        session, connection, pupil, relation, decision, category, event, object_kind
                    )
                )
            refuse_altered(connection, pupil_ids)
            before = changes_so_far(connection)
            yield granted
            events = [entry for one in granted for entry in (one.entry(), *one.more)]
            if changes_so_far(connection) != before:
                events = with_digests(connection, events)
            session.record(connection, *events)
    except Refused as refused:
        attempt = refusal_event(
            event,
            Refusal(str(refused)),
            pupil_id=pupil_id,
            category=category,
            object_kind=object_kind or "",
        )
        with session.transaction() as connection:
            session.record(connection, attempt)
        raise


@contextmanager
def alarmed(session: Session) -> Iterator[None]:
    """Log it when a dossier is found altered; the transaction that found it is rolled back."""
    try:
        yield
    except DossierAltered as altered:
        with session.transaction() as connection:
            session.record(connection, altered_alarm(altered.pupil_id))
        raise


def _decide(
    session: Session, relation: Relation, wanted: Asked
) -> tuple[Ground | Refusal, Category | None]:
    refusals: list[tuple[Refusal, Category | None]] = []
    for action, category in wanted:
        decision = session.decide(relation, category, action)
        if isinstance(decision, Ground):
            return decision, category
        refusals.append((decision, category))
    return refusals[0]


def relation_to(pupil: PupilSummary) -> Relation:
    """What the signed-in member of staff has to do with this pupil."""
    own = (pupil.group_name or pupil.year_group) if pupil.own else None
    return Relation(own, pupil.year_group, pupil.former)


def _known(pupil: PupilSummary | None) -> PupilSummary:
    if pupil is None:
        raise Refused("Deze leerling staat niet (meer) in de school. Ververs de lijst.")
    return pupil


def own_groups(session: Session, connection: Connection) -> frozenset[str]:
    """The ids of the groups that the signed-in person teaches in the school year of today.

    A group belongs to one school year: who taught it last year, or will teach it next year, has
    nothing to do with its pupils now.
    """
    taught, group = tables.group_staff, tables.school_group
    rows = connection.execute(
        select(taught.c.group_id)
        .join(group, group.c.id == taught.c.group_id)
        .where(
            taught.c.staff_id == session.staff.id,
            group.c.school_year == school_year_of(session.today),
        )
    )
    return frozenset(row.group_id for row in rows)


def load_pupils(
    session: Session, connection: Connection, pupil_ids: Collection[str] | None = None
) -> list[PupilSummary]:
    """All pupils, or these, with their present placement. Former: no enrolment is open today."""
    today = session.today
    own = own_groups(session, connection)
    # Only the columns that are needed: a list of pupils may be ten thousand of each.
    enrolled = {
        row["pupil_id"] for row in _open(connection, tables.enrolment, (), today, pupil_ids)
    }
    placed: dict[str, list[Row]] = {}
    columns = ("from_date", "group_id", "year_group")
    for row in _open(connection, tables.placement, columns, today, pupil_ids):
        placed.setdefault(row["pupil_id"], []).append(row)
    group_names = {
        row.id: row.name
        for row in connection.execute(select(tables.school_group.c.id, tables.school_group.c.name))
    }
    query = select(*(tables.pupil.c[name] for name in SUMMARY_COLUMNS))
    if pupil_ids is not None:
        query = query.where(tables.pupil.c.id.in_(pupil_ids))
    summaries = []
    for found in connection.execute(query):
        row = dict(zip(SUMMARY_COLUMNS, found, strict=True))
        present = _present(placed.get(row["id"], []), today)
        former = row["id"] not in enrolled
        summaries.append(summary_of(row, present, group_names, own, former))
    return summaries


def _open(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    today: date,
    pupil_ids: Collection[str] | None,
) -> Sequence[Row]:
    """Rows with from and until dates that have not ended today, oldest first."""
    query = select(table.c.pupil_id, *(table.c[name] for name in columns)).where(
        table.c.until_date.is_(None) | (table.c.until_date >= today)
    )
    if pupil_ids is not None:
        query = query.where(table.c.pupil_id.in_(pupil_ids))
    names = ("pupil_id", *columns)
    found = connection.execute(query.order_by(table.c.from_date))
    return [dict(zip(names, row, strict=True)) for row in found]


def _present(placements: Sequence[Any], today: date) -> Any | None:
    """The placement that counts today; one that has yet to begin counts when there is no other."""
    begun = [row for row in placements if row["from_date"] <= today]
    if begun:
        return begun[-1]
    return placements[0] if placements else None
