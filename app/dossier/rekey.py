"""Every sealed value under new keys, and the log's digests with them."""

from sqlalchemy import Connection

from app.access.log import Event, LogEvent
from app.access.session import Session
from app.dossier.redigest import agreed, digest_events
from app.dossier.sealed import reseal_all
from app.vault import Compartments


def rekey(connection: Connection, session: Session, old: Compartments, new: Compartments) -> None:
    """Seal all again and log each dossier's new digest.

    A dossier that was not as the log says gets none: it stays shut, as it was. Raises SealBroken
    when a value does not open.
    """
    before = agreed(connection)
    reseal_all(connection, old, new)
    session.record(
        connection,
        *digest_events(connection, before, "andere sleutels"),
        LogEvent(Event.KEYS, object_kind="rotation", object_id="done"),
    )
