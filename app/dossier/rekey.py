"""Every sealed value under new keys, and the log's digests with them."""

from sqlalchemy import Connection, select

from app.access.log import Event, LogEvent
from app.access.session import Session
from app.dossier import tables
from app.dossier.digest import dossier_digests, newest_digests
from app.dossier.sealed import reseal_all
from app.vault import Compartments


def rekey(connection: Connection, session: Session, old: Compartments, new: Compartments) -> None:
    """Seal all again and log each dossier's new digest.

    A dossier that was not as the log says gets none: it stays shut, as it was. Raises SealBroken
    when a value does not open.
    """
    pupil_ids = connection.execute(select(tables.pupil.c.id).order_by(tables.pupil.c.id))
    ids = list(pupil_ids.scalars())
    said, before = newest_digests(connection, ids), dossier_digests(connection, ids)
    reseal_all(connection, old, new)
    after = dossier_digests(connection, ids)
    session.record(
        connection,
        *(
            LogEvent(Event.DIGEST, pupil_id=one, object_kind="keys", digest=after[one])
            for one in ids
            if said.get(one) == before[one] != after[one]
        ),
        LogEvent(Event.KEYS, object_kind="rotation", object_id="done"),
    )
