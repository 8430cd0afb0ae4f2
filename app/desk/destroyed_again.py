"""What stands in the register of destroyed dossiers is destroyed, whatever database was put back.

Looked at on every sign-in: an old `school.db` may have been copied into the folder by hand, or a
destruction stopped by a crash between register and rows.
"""

from app.access.session import Session
from app.desk.restoring import known_register
from app.dossier.backup_contents import newest_destruction
from app.dossier.destroying import destroy_rows, pupils_there
from app.dossier.redigest import agreed, digest_events
from app.vault import Database, SchoolFolder
from app.vault.destroyed import RegisterBroken

GROUND = "staat in het register van vernietigde dossiers"


def destroy_again(
    session: Session, folder: SchoolFolder, school_id: str, database: Database
) -> str:
    """Destroy what came back, logged; an alarm when the register cannot be trusted."""
    with session.transaction() as connection:
        try:
            register = known_register(folder, school_id, database, [newest_destruction(connection)])
        except RegisterBroken as broken:
            return str(broken)
        back = pupils_there(connection, register.pupil_ids)
        if back:
            before = agreed(connection)
            destroy_rows(connection, back)
            session.record(connection, *digest_events(connection, before, GROUND))
    return ""
