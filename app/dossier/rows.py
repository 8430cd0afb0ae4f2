"""Rows of declared kinds: a new version at each change, the old one kept in the history.

Rows come out and go in open; what a kind's compartment seals is sealed here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from app.access.policy import Refused
from app.access.session import Session
from app.dossier import attached, encoded, text_index
from app.dossier.ids import new_id
from app.dossier.kinds import KINDS, PERSON_KINDS, Kind, Value
from app.dossier.sealed import open_row, seal_row
from app.dossier.sharing import share, withdraw
from app.dossier.tables import TABLES, history, stamp
from app.errors import UserError
from app.vault.schema import Row

CHANGED_MEANWHILE = (
    "Deze gegevens zijn intussen door iemand anders gewijzigd. Uw tekst is niet opgeslagen en "
    "staat "
    "er nog; sluit het formulier en open het opnieuw om de nieuwste gegevens te zien."
)
GONE = "Deze gegevens bestaan niet meer: iemand heeft ze intussen verwijderd."


class Ended(StrEnum):
    """What ended a version of a row, so that the next one or nothing took its place."""

    CHANGE = "change"
    RECTIFY = "rectify"
    UNDO = "undo"
    DELETE = "delete"
    TAKE_BACK = "take_back"


TAKEN_AWAY = frozenset({Ended.DELETE.value, Ended.TAKE_BACK.value})
"""After these there is no row: deleted, or its adding was undone."""


@dataclass(frozen=True)
class Why:
    """How a version ends and, where it was said, why and at whose request."""

    ended: Ended
    reason: str = ""
    requested_by: str = ""
    requested_on: date | None = None


_CHANGED, _DELETED = Why(Ended.CHANGE), Why(Ended.DELETE)


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
    _write_new(connection, session, kind, row)
    return row_id


def load_row(connection: Connection, session: Session, kind: Kind, row_id: str) -> Row:
    """One row, opened; `Refused` when it is gone."""
    found = select_rows(connection, session, kind, TABLES[kind.code].c.id == row_id)
    if not found:
        raise Refused(GONE)
    return found[0]


def select_rows(
    connection: Connection, session: Session, kind: Kind, where: ColumnElement[bool]
) -> list[dict[str, Any]]:
    """The rows of a kind, opened where they are sealed; in no order."""
    table = TABLES[kind.code]
    found = connection.execute(select(table).where(where)).mappings()
    return [open_row(session.compartments, table, row) for row in found]


def update_row(
    connection: Connection,
    session: Session,
    kind: Kind,
    row: Row,
    values: Mapping[str, Value],
    *,
    reason: str | None = None,
    why: Why = _CHANGED,
) -> bool:
    """Store changed values as a new version; False when nothing differs."""
    said = row["reason"] if reason is None else (reason or None)
    if all(row[name] == value for name, value in values.items()) and said == row["reason"]:
        return False
    _remember(connection, session, kind, row, why)
    table = TABLES[kind.code]
    changed: dict[str, Any] = {
        "id": row["id"],
        **values,
        "reason": said,
        "version": row["version"] + 1,
        "changed_at": stamp(session.clock()),
        "changed_by": session.staff.id,
    }
    stored = seal_row(session.compartments, table, changed)
    connection.execute(update(table).where(table.c.id == row["id"]).values(stored))
    text_index.written(connection, kind, row, {**row, **changed})
    if kind.compartment:
        share(connection, session, kind, {**row, **changed})
    return True


def delete_row(
    connection: Connection, session: Session, kind: Kind, row: Row, why: Why = _DELETED
) -> None:
    """Take a row away; its last version stays in the history, from which it can come back.

    What is attached to it goes along, and comes back with it as long as this session lasts.
    """
    _remember(connection, session, kind, row, why)
    if kind.code not in PERSON_KINDS:
        of_this = attached.of_entry(row["pupil_id"], row["id"])
        attached.take_away(connection, session, row["id"], of_this)
    table = TABLES[kind.code]
    connection.execute(delete(table).where(table.c.id == row["id"]))
    text_index.written(connection, kind, row, None)
    if kind.compartment:
        withdraw(connection, row["id"])


def restore_row(
    connection: Connection, session: Session, kind: Kind, row_id: str, earlier: Row | None = None
) -> Row:
    """Put a deleted row back, as `earlier` or as it was last, as a new version; and return it.

    That it was away counts as a version too, so that each number stands for one state.
    """
    table = TABLES[kind.code]
    if connection.execute(select(table.c.id).where(table.c.id == row_id)).first():
        raise UserError("Deze gegevens staan er al: er valt niets te herstellen.")
    last = earlier_row(connection, session, kind, row_id)
    if last is None:
        raise UserError(GONE)
    row = {
        **(earlier or last),
        "version": last["version"] + 2,
        "changed_at": stamp(session.clock()),
        "changed_by": session.staff.id,
    }
    _write_new(connection, session, kind, row)
    attached.put_back(connection, session, row_id)
    return row


def _write_new(connection: Connection, session: Session, kind: Kind, row: Row) -> None:
    table = TABLES[kind.code]
    connection.execute(insert(table).values(seal_row(session.compartments, table, row)))
    text_index.written(connection, kind, None, row)
    if kind.compartment:
        share(connection, session, kind, row)


def _remember(connection: Connection, session: Session, kind: Kind, row: Row, why: Why) -> None:
    pupil_id = row["id"] if kind.code == "pupil" else row.get("pupil_id")
    remember(connection, session, kind.code, row, why, pupil_id, sealed=bool(kind.compartment))


def remember(
    connection: Connection,
    session: Session,
    code: str,
    row: Row,
    why: Why,
    pupil_id: str | None,
    *,
    sealed: bool,
) -> None:
    """Keep a version that ends, with why; `sealed` where the kind of entry is."""
    kept: dict[str, Any] = {
        "row": encoded.dumps(row),
        "reason": why.reason or None,
        "requested_by": why.requested_by or None,
    }
    if sealed:
        kept = {f"sealed_{name}": value for name, value in kept.items()}
    connection.execute(
        insert(history).values(
            **seal_row(session.compartments, history, {"id": new_id(), **kept}),
            kind=code,
            entry_id=row["id"],
            pupil_id=pupil_id,
            version=row["version"],
            event=why.ended.value,
            requested_on=why.requested_on,
            at=stamp(session.clock()),
            by=session.staff.id,
        )
    )


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


def earlier_row(
    connection: Connection, session: Session, kind: Kind, row_id: str
) -> dict[str, Any] | None:
    """The last version of a deleted row, from the history."""
    kept = (
        connection.execute(
            select(history)
            .where(history.c.entry_id == row_id, history.c.kind == kind.code)
            .order_by(history.c.version.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if kept is None:
        return None
    opened = open_row(session.compartments, history, kept)
    return encoded.loads(kind, opened["sealed_row"] if kind.compartment else opened["row"])
