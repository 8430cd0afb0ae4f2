"""The rows of the members of staff and of whom they teach, as `staffing` reads and writes them."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, select, update

from app.access.categories import Role
from app.dossier import tables
from app.dossier.groups import replace_teachers, teachers_of
from app.dossier.school_year import school_year_of
from app.errors import UserError
from app.vault.schema import Row


def staff_row(connection: Connection, staff_id: str) -> Row:
    """One member of staff. Raises UserError when there is none."""
    table = tables.staff
    row = connection.execute(select(table).where(table.c.id == staff_id)).mappings().first()
    if row is None:
        raise UserError("Deze medewerker is er niet meer. Er is niets gewijzigd. Ververs de lijst.")
    return row


def update_staff(connection: Connection, staff_id: str, values: Mapping[str, object]) -> None:
    """Change these columns."""
    table = tables.staff
    connection.execute(update(table).where(table.c.id == staff_id).values(values))


def teach_only(
    connection: Connection, staff_id: str, groups: Iterable[str], today: date
) -> list[str]:
    """Let this person teach exactly these groups this school year; the ids of those that changed.

    Other years stay as they were. Raises UserError when a group is not of this year.
    """
    wanted, table = set(groups), tables.school_group
    this_year = select(table.c.id).where(table.c.school_year == school_year_of(today))
    known = set(connection.execute(this_year).scalars())
    if wanted - known:
        raise UserError("Een van de groepen is er niet meer. Er is niets gewijzigd. Kies opnieuw.")
    changed = []
    for group_id in sorted(known):
        teachers = teachers_of(connection, group_id)
        if (staff_id in teachers) != (group_id in wanted):
            replace_teachers(connection, group_id, sorted(set(teachers) ^ {staff_id}))
            changed.append(group_id)
    return changed


def heads(connection: Connection) -> dict[str, date | None]:
    """Who can sign in as headteacher, with a last day if there is one."""
    table = tables.staff
    rows = connection.execute(select(table).where(table.c.slot_id.is_not(None)))
    return {row.id: row.until for row in rows if Role.HEAD.value in row.roles.split(",")}


def refuse_last_head_until(connection: Connection, staff_id: str) -> None:
    """Someone must be able to let people in after this person's last day. Raises UserError."""
    others = {one: until for one, until in heads(connection).items() if one != staff_id}
    if all(until is not None for until in others.values()):
        raise UserError(
            "De laatste directeur kan geen laatste dag krijgen: daarna kan niemand meer "
            "medewerkers toelaten. Er is niets gewijzigd. Geef eerst iemand anders de rol "
            "directeur."
        )
