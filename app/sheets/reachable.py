"""Who can be called about pupils: their guardians and the emergency numbers, in calling order."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from app.dossier import names, tables
from app.dossier.kinds import KINDS
from app.sheets.class_list import Reachable
from app.vault.schema import Row

_LAST = 99


def reachable_by_pupil(
    connection: Connection, pupil_ids: Sequence[str]
) -> dict[str, tuple[Reachable, ...]]:
    """Everyone with a number on record, also whose number may not stand on a list."""
    found: dict[str, list[tuple[int, Reachable]]] = {one: [] for one in pupil_ids}
    for row in (*_guardians(connection, pupil_ids), *_contacts(connection, pupil_ids)):
        order = row["emergency_order"]
        found[row["pupil_id"]].append((_LAST if order is None else order, _reachable(row)))
    return {
        pupil_id: tuple(person for _, person in sorted(people, key=lambda one: one[0]))
        for pupil_id, people in found.items()
    }


def _guardians(connection: Connection, pupil_ids: Sequence[str]) -> Sequence[Row]:
    person, link = tables.guardian, tables.guardianship
    query = (
        select(
            person.c.initials,
            person.c.prefix,
            person.c.surname,
            person.c.phone,
            person.c.phone_secret,
            person.c.deceased,
            link.c.pupil_id,
            link.c.relationship,
            link.c.custody,
            link.c.lives_with,
            link.c.emergency_order,
        )
        .join(link, link.c.guardian_id == person.c.id)
        .where(link.c.pupil_id.in_(pupil_ids), person.c.phone.is_not(None))
        .order_by(person.c.surname, person.c.id)
    )
    return connection.execute(query).mappings().all()


def _contacts(connection: Connection, pupil_ids: Sequence[str]) -> Sequence[Row]:
    contact = tables.TABLES["emergency_contact"]
    query = select(contact).where(contact.c.pupil_id.in_(pupil_ids)).order_by(contact.c.name)
    return connection.execute(query).mappings().all()


def _reachable(row: Row) -> Reachable:
    if "custody" not in row:
        return Reachable(row["name"], row["relationship"], row["phone"] or "")
    return Reachable(
        name=names.formal_name(row),
        relationship=KINDS["guardianship"].field("relationship").choices[row["relationship"]],
        phone=row["phone"] or "",
        secret=bool(row["phone_secret"]),
        deceased=bool(row["deceased"]),
        custody=row["custody"],
        lives_with=bool(row["lives_with"]),
        called_by_order=row["emergency_order"] is not None,
    )
