"""Files kept in the dossier exactly as they were given out."""

import hashlib

from sqlalchemy import insert, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import rows, tables
from app.dossier.acts import Act, act
from app.errors import UserError

PDF = "application/pdf"


def file_copy(
    doing: Act, category: Category, sort: str, title: str, content: bytes, media_type: str = PDF
) -> str:
    """Keep a copy in the dossier of the act's pupil, within the act's transaction."""
    filed_id = rows.new_id()
    doing.connection.execute(
        insert(tables.filed).values(
            id=filed_id,
            pupil_id=doing.pupil.id,
            category=category.value,
            sort=sort,
            title=title,
            media_type=media_type,
            content=content,
            sha256=hashlib.sha256(content).digest(),
            made_at=tables.stamp(doing.session.clock()),
            made_by=doing.session.staff.id,
        )
    )
    return filed_id


class Filed:
    """Opening what is filed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def content(self, pupil_id: str, filed_id: str, *, printing: bool = False) -> bytes:
        """The bytes of one filed document; damage is noticed before anything is shown."""
        with self._session.transaction() as connection:
            table = tables.filed
            row = connection.execute(
                select(table.c.category, table.c.pupil_id).where(table.c.id == filed_id)
            ).first()
        if row is None or row.pupil_id != pupil_id:
            raise UserError(rows.GONE)
        with act(
            self._session,
            pupil_id,
            [(Action.PRINT if printing else Action.READ, Category(row.category))],
            Event.PRINT if printing else Event.VIEW,
            object_kind="filed",
            object_id=filed_id,
        ) as doing:
            kept = doing.connection.execute(
                select(table.c.content, table.c.sha256).where(table.c.id == filed_id)
            ).one()
            if hashlib.sha256(kept.content).digest() != kept.sha256:
                raise UserError(
                    "Dit document is beschadigd en wordt niet getoond. Zet een back-up terug of "
                    "maak "
                    "het document opnieuw."
                )
            return bytes(kept.content)
