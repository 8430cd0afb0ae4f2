"""Whose dossiers someone opened last: read from the own lines of the access log, kept nowhere else.

So the list is there on every PC, and a PC that is stolen tells nothing.
"""

from sqlalchemy import Connection, select

from app.access.log import Event, Outcome
from app.access.tables import log_entry

_MOST = 8
_LOOKED_THROUGH = 2_000
"""Own lines of the log, newest first; further back is not recent."""


def recently_opened(connection: Connection, staff_id: str) -> tuple[str, ...]:
    """Ids of pupils, the last opened first."""
    entry = log_entry.c
    newest = (
        select(entry.pupil_id, entry.event, entry.object_kind, entry.outcome)
        .where(entry.staff_id == staff_id)
        .order_by(entry.number.desc())
        .limit(_LOOKED_THROUGH)
        .subquery()
    )
    opened = connection.execute(
        select(newest.c.pupil_id).where(
            newest.c.event == Event.VIEW.value,
            newest.c.object_kind == "head",
            newest.c.outcome == Outcome.DONE.value,
        )
    ).scalars()
    return tuple(dict.fromkeys(opened))[:_MOST]
