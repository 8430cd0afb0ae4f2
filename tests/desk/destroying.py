"""Destroying a dossier as the program will do it, for the tests of what must not come back."""

from app.access.log import Event, LogEvent
from app.desk import Desk
from app.dossier.backup_contents import REGISTER
from app.dossier.destroying import destroy_rows
from app.vault import destroyed
from app.vault.destroyed import Destroyed
from tests.transfer_school import TODAY, pupil_id


def destroy(desk: Desk, number: str) -> str:
    """As destroying will do it: first the register, then the rows and the log."""
    pupil = pupil_id(desk, number)
    database = desk._session.database
    key = database.key_for(destroyed.PURPOSE)
    line = Destroyed(pupil, TODAY, "retention")
    register = destroyed.append(desk._unlocked.folder.destroyed, key, [line])
    with desk._session.transaction() as connection:
        assert destroy_rows(connection, [pupil]) == 1
        gone = LogEvent(Event.DESTROY, object_kind=REGISTER, object_id=register.newest)
        desk._session.record(connection, gone)
    return pupil
