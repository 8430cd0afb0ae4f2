"""What must not go unnoticed with an entry that is taken away elsewhere than on its own page."""

from sqlalchemy import Connection, func, select

from app.dossier import attached
from app.dossier.tables import statement
from app.errors import UserError

_MORE = (
    "Bij een van de gegevens hoort een bijlage of een verklaring. Er is niets opgeslagen: wijzig "
    "of verwijder het gegeven in het dossier, zodat die niet ongemerkt verdwijnt."
)


def refuse_with_more(connection: Connection, pupil_id: str, entry_id: str) -> None:
    """Raises UserError for an entry with an attachment or a statement, which a list does not show.

    An attachment is gone for good when the session ends; a statement (AVG art. 16) is seen by
    nobody without its entry.
    """
    beside = select(func.count()).where(
        statement.c.pupil_id == pupil_id, statement.c.entry_id == entry_id
    )
    said = connection.execute(beside).scalar_one()
    if said or attached.count(connection, pupil_id, entry_id):
        raise UserError(_MORE)
