"""Files kept in the dossier exactly as they were given out or came in."""

import hashlib

from sqlalchemy import Connection, insert, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import checks, rows, tables
from app.dossier.acts import Act, Asked, act
from app.dossier.ids import new_id
from app.dossier.reasons import reason_given, reason_problem
from app.dossier.sealed import open_row, seal_row
from app.errors import UserError
from app.vault.schema import Row

PDF = "application/pdf"


def file_copy(
    doing: Act,
    category: Category,
    sort: str,
    title: str,
    content: bytes,
    *,
    sealed: bool,
    media_type: str = PDF,
    entry: tuple[str, str] | None = None,
) -> str:
    """Keep a copy in the dossier of the act's pupil, within the act's transaction.

    `sealed`: title and content hold care details and go under that compartment's key. `entry` is
    the kind and id of the entry that it is attached to.
    """
    filed_id = new_id()
    names = ("sealed_title", "sealed_content") if sealed else ("title", "content")
    kept = dict(zip(names, (title, content), strict=True))
    stored = seal_row(doing.session.compartments, tables.filed, {"id": filed_id, **kept})
    doing.connection.execute(
        insert(tables.filed).values(
            **stored,
            pupil_id=doing.pupil.id,
            category=category.value,
            sort=sort,
            media_type=media_type,
            sha256=hashlib.sha256(stored[names[1]]).digest(),
            made_at=tables.stamp(doing.session.clock()),
            made_by=doing.session.staff.id,
            entry_kind=entry[0] if entry else None,
            entry_id=entry[1] if entry else None,
        )
    )
    return filed_id


class Filed:
    """Opening what is filed, printing it, and taking a copy of it out of the program."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def content(self, pupil_id: str, filed_id: str, *, printing: bool = False) -> bytes:
        """The bytes of one filed document; damage is noticed before anything is shown."""
        right, event = (Action.PRINT, Event.PRINT) if printing else (Action.READ, Event.VIEW)
        return self._content(pupil_id, filed_id, right, event)

    def export(self, pupil_id: str, filed_id: str, reason: str) -> bytes:
        """The bytes to keep outside the program, where nothing protects them; the log keeps why.

        Raises `InvalidEntry` without a reason that says something.
        """
        wrong = reason_problem(reason)
        if wrong:
            raise checks.InvalidEntry({"reason": wrong})
        return self._content(pupil_id, filed_id, Action.PRINT, Event.EXPORT, reason_given(reason))

    def reason_problem(self, reason: str) -> str:
        """What is wrong with the reason for an export, for its dialog; empty when nothing is."""
        return reason_problem(reason)

    def _content(
        self, pupil_id: str, filed_id: str, right: Action, event: Event, purpose: str = ""
    ) -> bytes:
        table = tables.filed

        def wanted(connection: Connection) -> Asked:
            row = connection.execute(
                select(table.c.category, table.c.pupil_id).where(table.c.id == filed_id)
            ).first()
            if row is None or row.pupil_id != pupil_id:
                raise Refused(rows.GONE)
            return [(right, Category(row.category))]

        with act(
            self._session,
            pupil_id,
            wanted,
            event,
            object_kind="filed",
            object_id=filed_id,
            purpose=purpose,
        ) as doing:
            kept = (
                doing.connection.execute(
                    select(
                        table.c.id, table.c.content, table.c.sealed_content, table.c.sha256
                    ).where(table.c.id == filed_id)
                )
                .mappings()
                .one()
            )
            if not _is_as_kept(kept):
                raise UserError(
                    "Dit document is beschadigd en wordt niet getoond. Zet een back-up terug of "
                    "maak "
                    "het document opnieuw."
                )
            opened = open_row(doing.session.compartments, table, kept)
            return bytes(opened["sealed_content"] or opened["content"])


def check_files(connection: Connection) -> tuple[str, ...]:
    """Every filed document against its hash, one at a time; what is wrong as a Dutch sentence."""
    table = tables.filed
    wrong = 0
    for filed_id in connection.execute(select(table.c.id)).scalars().all():
        kept = connection.execute(select(table).where(table.c.id == filed_id)).mappings().one()
        wrong += not _is_as_kept(kept)
    if not wrong:
        return ()
    what = "1 document in een dossier is" if wrong == 1 else f"{wrong} documenten in dossiers zijn"
    return (f"{what} beschadigd of veranderd",)


def _is_as_kept(kept: Row) -> bool:
    stored = kept["content"] if kept["sealed_content"] is None else kept["sealed_content"]
    return stored is not None and hashlib.sha256(stored).digest() == kept["sha256"]
