"""The rows of the members of staff and of whom they teach, as `staffing` reads and writes them."""

from collections.abc import Container, Iterable, Mapping
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


def heads(connection: Connection) -> tuple[Row, ...]:
    """Who can sign in as headteacher."""
    return tuple(
        row for row in who_can_sign_in(connection) if Role.HEAD.value in row["roles"].split(",")
    )


def past_last_day(connection: Connection, today: date) -> tuple[str, ...]:
    """The names of who could sign in, but for a last day that has passed."""
    return tuple(
        row["name"] for row in who_can_sign_in(connection) if row["until"] and row["until"] < today
    )


def keep_a_head(connection: Connection, staff_id: str, settled: Container[str]) -> None:
    """Who stops being a headteacher, now or on a last day, leaves another behind.

    One without a last day whose slot is among the `settled`. Raises UserError.
    """
    now = heads(connection)
    others = [one for one in now if one["id"] != staff_id]
    if len(others) == len(now):
        return  # is no headteacher
    if not any(one["until"] is None and one["slot_id"] in settled for one in others):
        raise UserError(
            "Er moet een andere directeur overblijven, die geen laatste dag heeft en zich al eens "
            "heeft aangemeld: anders kan straks niemand meer medewerkers toelaten. Er is niets "
            "gewijzigd. Geef eerst iemand anders de rol directeur, en laat die zich aanmelden."
        )


def who_can_sign_in(connection: Connection) -> list[Row]:
    """Every member of staff with a slot, by name."""
    table = tables.staff
    query = select(table).where(table.c.slot_id.is_not(None)).order_by(table.c.name)
    return list(connection.execute(query).mappings())
