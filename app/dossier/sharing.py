"""What leaves a sealed entry for who may not read it: the group's teachers, the emergency card.

A copy of its own under the key that teaching roles hold, made with every change of the entry and
deleted when the sharing is withdrawn. So a teacher's keys open what was shared and nothing else.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.access.session import Session
from app.dossier import encoded
from app.dossier.ids import new_id
from app.dossier.kinds import KINDS, Kind
from app.dossier.sealed import open_value, seal_value
from app.dossier.tables import shared_copy
from app.vault import Compartments
from app.vault.schema import Row

_ALWAYS = ("id", "pupil_id", "version", "created_at", "created_by", "changed_at", "changed_by")
_UNTIL = "valid_until"


class Audience(StrEnum):
    """For whom a copy is."""

    GROUP = "group"
    EMERGENCY = "emergency"


_MARKS = {Audience.GROUP: "shared_with_group", Audience.EMERGENCY: "on_emergency_card"}
"""The field by which an entry says that it is shared with this audience."""


def shared_kind(kind: Kind, audience: Audience) -> Kind:
    """The kind cut to the fields that this audience gets; without fields nothing is shared."""
    wanted = tuple(
        field
        for field in kind.fields
        if (field.shared if audience is Audience.GROUP else field.on_card)
    )
    return replace(kind, fields=wanted)


def share(connection: Connection, session: Session, kind: Kind, row: Row) -> None:
    """Bring the copies of one entry up to date with its (opened) row."""
    withdraw(connection, row["id"])
    copies = copies_of(session.compartments, kind, row)
    if copies:
        connection.execute(insert(shared_copy), copies)


def copies_of(compartments: Compartments, kind: Kind, row: Row) -> list[dict[str, Any]]:
    """The rows of `shared_copy` that belong to this entry's (opened) row."""
    names = {field.name for field in kind.fields}
    copies = []
    for audience, mark in _MARKS.items():
        if mark not in names or not row[mark]:
            continue
        shown = [field.name for field in shared_kind(kind, audience).fields]
        kept = {name: row[name] for name in (*_ALWAYS, *shown, _UNTIL)}
        copy_id = new_id()
        copies.append(
            {
                "id": copy_id,
                "pupil_id": row["pupil_id"],
                "kind": kind.code,
                "entry_id": row["id"],
                "audience": audience.value,
                "content": seal_value(
                    compartments, shared_copy.c.content, copy_id, encoded.dumps(kept)
                ),
            }
        )
    return copies


def withdraw(connection: Connection, entry_id: str) -> None:
    """Delete the copies of one entry."""
    connection.execute(delete(shared_copy).where(shared_copy.c.entry_id == entry_id))


def shared_rows(
    connection: Connection, session: Session, pupil_id: str, audience: Audience
) -> list[tuple[Kind, Mapping[str, Any]]]:
    """What is shared of this pupil and still valid today, with the kind cut to what it holds."""
    query = select(shared_copy).where(
        shared_copy.c.pupil_id == pupil_id, shared_copy.c.audience == audience.value
    )
    found = []
    for copy in connection.execute(query).mappings():
        kind = KINDS[copy["kind"]]
        text = open_value(session.compartments, shared_copy.c.content, copy["id"], copy["content"])
        row = encoded.loads(kind, str(text))
        if is_valid(row, session.today):
            # Why the school keeps it is not among what is shared, and may say more than that.
            found.append((shared_kind(kind, audience), {**row, "reason": None}))
    return sorted(found, key=lambda one: one[1]["created_at"], reverse=True)


def is_valid(row: Row, today: date) -> bool:
    """Whether an entry still holds: no last day, or one that has not passed."""
    return row[_UNTIL] is None or row[_UNTIL] >= today
