"""Attachments as rows: going and coming back with the entry that they are attached to."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from app.access.categories import Category
from app.access.session import Session
from app.dossier.tables import filed
from app.vault.schema import Row

ATTACHMENT = "attachment"
"""The sort of a filed document that someone added; all others were made here."""


def of_entry(pupil_id: str, entry_id: str) -> ColumnElement[bool]:
    """Which rows are attached to this entry."""
    own = (filed.c.pupil_id == pupil_id) & (filed.c.entry_id == entry_id)
    return own & (filed.c.sort == ATTACHMENT)


def count(connection: Connection, pupil_id: str, entry_id: str) -> int:
    """How many are attached to this entry."""
    query = select(func.count()).select_from(filed).where(of_entry(pupil_id, entry_id))
    return int(connection.execute(query).scalar_one())


def categories(connection: Connection, pupil_id: str, entry_id: str) -> frozenset[Category]:
    """What one must be allowed, to take away all that is attached to this entry."""
    query = select(filed.c.category).where(of_entry(pupil_id, entry_id)).distinct()
    return frozenset(map(Category, connection.execute(query).scalars()))


def take_away(
    connection: Connection, session: Session, key: str, which: ColumnElement[bool]
) -> None:
    """Delete these; until the session ends `put_back` brings back what went under this key."""
    taken = connection.execute(select(filed).where(which)).mappings().all()
    # Also when it is nothing: what was deleted by itself must not come back with its entry.
    session.undo_bin.put(key, taken)
    if taken:
        connection.execute(delete(filed).where(which))


def put_back(connection: Connection, session: Session, key: str) -> Sequence[Row]:
    """Bring back what went under this key, for as far as it is not there; what came back."""
    kept = session.undo_bin.rows(key)
    ids = [row["id"] for row in kept]
    there = set(connection.execute(select(filed.c.id).where(filed.c.id.in_(ids))).scalars())
    back = [row for row in kept if row["id"] not in there]
    for row in back:
        connection.execute(insert(filed).values(dict(row)))
    return back
