"""Whose row is this: an id from elsewhere must not open, change or bring back another dossier."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Refused
from app.dossier import rows, tables
from app.dossier.acts import Act
from app.dossier.kinds import Kind
from app.errors import UserError
from app.vault.schema import Row

_UNDO_WITHIN = timedelta(days=1)
_OF_ANOTHER = (
    "Ongedaan maken kan alleen wie het zelf deed. Er is niets veranderd. Wijzig het gegeven, of "
    "vraag het wie het opschreef."
)
_TOO_LONG_AGO = (
    "Dit is te lang geleden om ongedaan te maken. Er is niets veranderd. Wijzig of verwijder het "
    "gegeven."
)


def own_row(doing: Act, kind: Kind, entry_id: str) -> Row:
    """The row, opened, if it is of the act's pupil. Raises `Refused`."""
    row = rows.load_row(doing.connection, doing.session, kind, entry_id)
    refuse_foreign(doing, kind, row)
    return row


def refuse_foreign(doing: Act, kind: Kind, row: Row) -> None:
    """Raises `Refused` for a row, of now or of the past, that is not of the act's pupil."""
    if kind.code == "guardian":
        link = tables.guardianship
        owner = select(link.c.id).where(
            link.c.guardian_id == row["id"], link.c.pupil_id == doing.pupil.id
        )
        own = doing.connection.execute(owner).first() is not None
    elif kind.code == "pupil":
        own = row["id"] == doing.pupil.id
    else:
        own = row["pupil_id"] == doing.pupil.id
    if not own:
        raise Refused(rows.GONE)


def refuse_of_another(doing: Act, by: str, at: str) -> None:
    """Raises for an act of somebody else (`Refused`), or of longer ago than a session lasts."""
    if by != doing.session.staff.id:
        raise Refused(_OF_ANOTHER)
    if doing.session.clock() - datetime.fromisoformat(at) > _UNDO_WITHIN:
        raise UserError(_TOO_LONG_AGO)


def siblings_of(doing: Act, guardian_id: str) -> list[str]:
    """The other pupils of this guardian: a change of the guardian changes their dossiers too."""
    link = tables.guardianship
    others = select(link.c.pupil_id).where(
        link.c.guardian_id == guardian_id, link.c.pupil_id != doing.pupil.id
    )
    return list(doing.connection.execute(others).scalars())


def tell_siblings(
    doing: Act, guardian_id: str, siblings: Sequence[str], event: Event = Event.CHANGE
) -> None:
    """Log the change of a shared guardian in the dossiers of brothers and sisters."""
    doing.more.extend(
        LogEvent(
            event,
            pupil_id=pupil_id,
            category=Category.CONTACT.value,
            object_kind="guardian",
            object_id=guardian_id,
            ground=f"{doing.ground.text}, via broer of zus",
        )
        for pupil_id in siblings
    )
