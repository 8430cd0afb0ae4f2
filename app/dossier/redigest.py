"""Digests after a change of the database as a whole: a restore, or sealing under other keys.

What agreed with the log before such a change gets an entry with its new digest after it. What did
not agree keeps the digest that the log has, so that it is still found altered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.log import Event, LogEvent
from app.dossier import tables
from app.dossier.digest import (
    altered_dossiers,
    dossier_digests,
    is_school_altered,
    logged_pupils,
    newest_digests,
    newest_school_digest,
    school_digest,
)


@dataclass(frozen=True)
class Agreed:
    """The digests that agreed with the log; `school` None: it did not, or had none yet."""

    pupils: Mapping[str, bytes]
    school: bytes | None


def agreed(connection: Connection) -> Agreed:
    """To be called before the change."""
    ids = list(connection.execute(select(tables.pupil.c.id)).scalars())
    said, now = newest_digests(connection, ids), dossier_digests(connection, ids)
    pupils = {one: now[one] for one in ids if said.get(one) == now[one]}
    school = school_digest(connection)
    return Agreed(pupils, school if newest_school_digest(connection) == school else None)


def is_as_logged(connection: Connection) -> bool:
    """Whether every dossier, and who works here, is as the log of the same database says."""
    there = set(connection.execute(select(tables.pupil.c.id)).scalars())
    ids = sorted(there | logged_pupils(connection))
    return not is_school_altered(connection) and not altered_dossiers(connection, ids)


def digest_events(connection: Connection, before: Agreed, ground: str) -> list[LogEvent]:
    """Entries with the new digest of all that agreed and was changed; also of who is gone."""
    there = set(connection.execute(select(tables.pupil.c.id)).scalars())
    now = dossier_digests(connection, list(before.pupils))
    events = [
        LogEvent(
            Event.DIGEST if one in there else Event.DESTROY,
            pupil_id=one,
            object_kind="pupil",
            ground=ground,
            digest=now[one],
        )
        for one, digest in before.pupils.items()
        if now[one] != digest
    ]
    school = school_digest(connection)
    if before.school is not None and school != before.school:
        events.append(LogEvent(Event.DIGEST, object_kind="school", ground=ground, digest=school))
    return events
