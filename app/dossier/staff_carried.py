"""Who works here today, carried into a database that is put back.

Else somebody who was added since could not sign in, and somebody whose role was taken away would
have it again. The rows of today's database are taken only while they are as the log says. If not,
or when that database cannot be read, the roster decides: nobody forges it without the admin key.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from app.dossier import tables
from app.dossier.digest import newest_school_digest, school_digest
from app.dossier.staff import insert_staff
from app.vault.keyfile import KIND_STAFF
from app.vault.roster import Roster

StaffRows = Sequence[Row[tuple[object, ...]]]


def trusted_rows(connection: Connection) -> StaffRows | None:
    """Who works here today; None when staff, groups or roles are not as the log says."""
    if newest_school_digest(connection) != school_digest(connection):
        return None
    return connection.execute(select(tables.staff)).all()


def carry_over(connection: Connection, rows: StaffRows) -> None:
    """Make today's staff that of the database: their roles, sign-ins, end dates.

    Who is known only to the old database stays, without a sign-in.
    """
    staff = tables.staff
    connection.execute(update(staff).values(slot_id=None, sign_in_name=None))
    known = set(connection.execute(select(staff.c.id)).scalars())
    for row in rows:
        values = dict(row._mapping)
        if values["id"] in known:
            _update(connection, values["id"], values)
        else:
            connection.execute(insert(staff).values(values))


def follow_roster(connection: Connection, roster: Roster, today: date) -> None:
    """Give everyone the sign-in and the roles that the roster says, and nobody else any.

    The roster knows no full names and no last days. Who was added since gets the sign-in name as a
    name, the others keep the last day that the old database has; who is not on it left today.
    """
    staff = tables.staff
    found = {
        row.slot_id: row
        for row in connection.execute(select(staff).where(staff.c.slot_id.is_not(None)))
    }
    # First all names, for they are unique and may have been exchanged.
    connection.execute(update(staff).values(slot_id=None, sign_in_name=None))
    members = {one.slot_id: one for one in roster.members if one.kind == KIND_STAFF}
    for slot_id, row in found.items():
        if slot_id not in members:
            _update(connection, row.id, {"until": min(row.until or today, today)})
    for slot_id, member in members.items():
        own: dict[str, Any] = {"slot_id": slot_id, "sign_in_name": member.name}
        if slot_id in found:
            own["roles"] = ",".join(member.roles)
            _update(connection, found[slot_id].id, own)
        else:
            insert_staff(connection, name=member.name, roles=member.roles, **own)


def _update(connection: Connection, staff_id: str, values: dict[str, Any]) -> None:
    staff = tables.staff
    connection.execute(update(staff).where(staff.c.id == staff_id).values(values))
