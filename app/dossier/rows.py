"""Writing rows of declared kinds: a new version each time, the old one kept in the history."""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.access.session import Session
from app.dossier.kinds import KINDS, PERSON_KINDS, FieldType, Kind, Value
from app.dossier.tables import TABLES, history, stamp
from app.errors import UserError
from app.vault.schema import Row

CHANGED_MEANWHILE = (
    "Deze gegevens zijn intussen door iemand anders gewijzigd. Uw tekst is niet opgeslagen en "
    "staat "
    "er nog; sluit het formulier en open het opnieuw om de nieuwste gegevens te zien."
)
GONE = "Deze gegevens bestaan niet meer: iemand heeft ze intussen verwijderd."


def new_id() -> str:
    """128 random bits: says nothing about the pupil, and is what the log and registers keep."""
    return secrets.token_hex(16)


def insert_row(
    connection: Connection,
    session: Session,
    kind: Kind,
    values: Mapping[str, Value],
    *,
    pupil_id: str | None = None,
    reason: str = "",
    row_id: str | None = None,
) -> str:
    """Add a row and return its id. `values` have been checked."""
    row_id = row_id or new_id()
    now = stamp(session.clock())
    row: dict[str, Any] = {
        **values,
        "id": row_id,
        "reason": reason or None,
        "version": 1,
        "created_at": now,
        "created_by": session.staff.id,
        "changed_at": now,
        "changed_by": session.staff.id,
    }
    if pupil_id is not None:
        row["pupil_id"] = pupil_id
    connection.execute(insert(TABLES[kind.code]).values(row))
    return row_id


def load_row(connection: Connection, kind: Kind, row_id: str) -> Row:
    """One row as it is; a `UserError` when it is gone."""
    table = TABLES[kind.code]
    row = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        raise UserError(GONE)
    return row


def update_row(
    connection: Connection,
    session: Session,
    kind: Kind,
    row: Row,
    values: Mapping[str, Value],
    *,
    reason: str | None = None,
) -> bool:
    """Store changed values as a new version; False when nothing differs."""
    said = row["reason"] if reason is None else (reason or None)
    if all(row[name] == value for name, value in values.items()) and said == row["reason"]:
        return False
    _remember(connection, session, kind, row, "change")
    table = TABLES[kind.code]
    connection.execute(
        update(table)
        .where(table.c.id == row["id"])
        .values(
            **values,
            reason=said,
            version=row["version"] + 1,
            changed_at=stamp(session.clock()),
            changed_by=session.staff.id,
        )
    )
    return True


def delete_row(connection: Connection, session: Session, kind: Kind, row: Row) -> None:
    """Take a row away; its last version stays in the history, from which it can come back."""
    _remember(connection, session, kind, row, "delete")
    table = TABLES[kind.code]
    connection.execute(delete(table).where(table.c.id == row["id"]))


def restore_row(connection: Connection, session: Session, kind: Kind, row_id: str) -> Row:
    """Put a deleted row back as a new version and return it."""
    table = TABLES[kind.code]
    if connection.execute(select(table.c.id).where(table.c.id == row_id)).first():
        raise UserError("Deze gegevens staan er al: er valt niets te herstellen.")
    earlier = earlier_row(connection, kind, row_id)
    if earlier is None:
        raise UserError(GONE)
    row = dict(earlier)
    row.update(
        version=row["version"] + 1,
        changed_at=stamp(session.clock()),
        changed_by=session.staff.id,
    )
    connection.execute(insert(table).values(row))
    return row


def _remember(connection: Connection, session: Session, kind: Kind, row: Row, event: str) -> None:
    connection.execute(
        insert(history).values(
            id=new_id(),
            kind=kind.code,
            entry_id=row["id"],
            pupil_id=row["id"] if kind.code == "pupil" else row.get("pupil_id"),
            version=row["version"],
            event=event,
            at=stamp(session.clock()),
            by=session.staff.id,
            row=json.dumps(dict(row), ensure_ascii=False, default=_encode),
        )
    )


def _encode(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _decode(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    dates = {field.name for field in kind.fields if field.type is FieldType.DATE}
    return {
        name: date.fromisoformat(value) if name in dates and value else value
        for name, value in row.items()
    }


def kind_of(code: str) -> Kind:
    """The declared kind, or a `UserError` for a code from outside that does not exist."""
    try:
        return KINDS[code]
    except KeyError:
        raise UserError("Dit soort gegeven bestaat niet.") from None


def entry_kind_of(code: str) -> Kind:
    """As `kind_of`, for entries only: persons are not added or deleted on their own."""
    if code in PERSON_KINDS:
        raise UserError("Een persoon voegt u toe via Inschrijven of via Verzorger toevoegen.")
    return kind_of(code)


def earlier_row(connection: Connection, kind: Kind, row_id: str) -> Row | None:
    """The last version of a deleted row, from the history."""
    kept = connection.execute(
        select(history.c.row)
        .where(history.c.entry_id == row_id, history.c.kind == kind.code)
        .order_by(history.c.version.desc())
        .limit(1)
    ).scalar()
    return _decode(kind, json.loads(kept)) if kept is not None else None
