"""What stands beside an entry and goes with it wherever it shows.

Rectifications, statements, and why a text keeps what was pointed out in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from app.dossier import states
from app.dossier.acts import Act
from app.dossier.kept_remarks import with_kept
from app.dossier.kinds import Kind
from app.dossier.rows import Ended
from app.dossier.sealed import open_row
from app.dossier.states import Life
from app.dossier.tables import history, statement
from app.dossier.values import Entry, Rectification, Statement
from app.vault.schema import Row


def with_beside(
    doing: Act, kind: Kind, entries: Sequence[Entry], people: Mapping[str, str]
) -> tuple[Entry, ...]:
    """These entries of one (cut) kind with what stands beside each."""
    entries = with_kept(doing, kind, entries)
    ids = [one.id for one in entries]
    said = statements_of(doing, kind, ids, people)
    rectified = _rectified(doing, kind, ids, people)
    if not said and not rectified:
        return tuple(entries)
    return tuple(
        replace(one, rectified=rectified.get(one.id, ()), statements=said.get(one.id, ()))
        for one in entries
    )


def statements_of(
    doing: Act, kind: Kind, entry_ids: Iterable[str], people: Mapping[str, str]
) -> dict[str, tuple[Statement, ...]]:
    """The statements beside these entries of the act's pupil, the oldest first, by entry."""
    query = (
        select(statement)
        .where(
            statement.c.pupil_id == doing.pupil.id,
            statement.c.kind == kind.code,
            statement.c.entry_id.in_(list(entry_ids)),
        )
        .order_by(statement.c.given_on, statement.c.created_at)
    )
    found: dict[str, tuple[Statement, ...]] = {}
    for stored in doing.connection.execute(query).mappings():
        one = statement_from(open_row(doing.session.compartments, statement, stored), kind, people)
        found[one.entry_id] = (*found.get(one.entry_id, ()), one)
    return found


def statement_from(row: Row, kind: Kind, people: Mapping[str, str]) -> Statement:
    """The (opened) row of a statement as a value."""
    sealed = "sealed_" if kind.compartment else ""
    return Statement(
        id=row["id"],
        entry_id=row["entry_id"],
        given_on=row["given_on"],
        given_by=row[f"{sealed}given_by"],
        text=row[f"{sealed}text"],
        created_at=row["created_at"],
        created_by=people.get(row["created_by"], "onbekend"),
    )


def _rectified(
    doing: Act, kind: Kind, entry_ids: Sequence[str], people: Mapping[str, str]
) -> dict[str, tuple[Rectification, ...]]:
    ever = (
        select(history.c.entry_id)
        .where(
            history.c.entry_id.in_(entry_ids),
            history.c.kind == kind.code,
            history.c.event == Ended.RECTIFY.value,
        )
        .distinct()
    )
    return {
        one: rectified_in(kind, states.life_of(doing.connection, doing.session, kind, one), people)
        for one in doing.connection.execute(ever).scalars().all()
    }


def rectified_in(kind: Kind, life: Life, people: Mapping[str, str]) -> tuple[Rectification, ...]:
    """The rectifications that the present state holds: one that was undone is not among them."""
    held: tuple[Rectification, ...] = ()
    seen: list[tuple[Row, tuple[Rectification, ...]]] = []
    for number, one in enumerate(life.past):
        seen.append((one.row, held))
        later = life.past[number + 1].row if number + 1 < len(life.past) else life.now
        if one.event == Ended.RECTIFY:
            by = people.get(one.by, "onbekend")
            held = (*held, Rectification(one.at, by, one.requested_by, one.requested_on))
        elif one.event == Ended.UNDO:
            # Back to the newest state that held the same.
            held = next((h for row, h in reversed(seen) if states.same(kind, row, later)), held)
    return held
