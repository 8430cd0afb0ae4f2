"""Members of staff: who they are in the school and whom they teach."""

from datetime import date

from sqlalchemy import Connection, insert, select

from app.access.categories import Role
from app.access.log import Event
from app.access.people import StaffMember
from app.access.policy import Action
from app.access.session import Session
from app.dossier import tables
from app.dossier.ids import new_id
from app.dossier.school_year import school_year_of
from app.dossier.values import StaffRecord


def insert_staff(
    connection: Connection,
    *,
    name: str,
    roles: tuple[str, ...],
    sign_in_name: str | None = None,
    slot_id: str | None = None,
    until: date | None = None,
    source_school: str | None = None,
    source_key: str | None = None,
) -> str:
    """Add a member of staff and return the id. Without a slot someone cannot sign in."""
    staff_id = new_id()
    connection.execute(
        insert(tables.staff).values(
            id=staff_id,
            name=name,
            roles=",".join(roles),
            sign_in_name=sign_in_name,
            slot_id=slot_id,
            until=until,
            source_school=source_school,
            source_key=source_key,
        )
    )
    return staff_id


def staff_of_slot(connection: Connection, slot_id: str) -> StaffMember | None:
    """Who signed in with this key file."""
    table = tables.staff
    row = connection.execute(select(table).where(table.c.slot_id == slot_id)).first()
    if row is None:
        return None
    # What is no role was not written by this program; the digest of the staff tells of it.
    roles = frozenset(role for role in Role if role.value in _split(row.roles))
    return StaffMember(row.id, row.name, roles, row.until)


class Staff:
    """The headteacher's view of who works here."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[StaffRecord, ...]:
        """Everyone, with the names of their groups this year and the ids of all they ever had."""
        with self._session.alone(Action.STAFF, Event.VIEW, object_kind="staff") as connection:
            taught, group = tables.group_staff, tables.school_group
            this_year = school_year_of(self._session.today)
            names: dict[str, list[str]] = {}
            ids: dict[str, list[str]] = {}
            for row in connection.execute(
                select(taught.c.staff_id, group.c.name, group.c.id, group.c.school_year)
                .join(group, group.c.id == taught.c.group_id)
                .order_by(group.c.name)
            ):
                ids.setdefault(row.staff_id, []).append(row.id)
                if row.school_year == this_year:
                    names.setdefault(row.staff_id, []).append(row.name)
            people = connection.execute(select(tables.staff).order_by(tables.staff.c.name))
            return tuple(
                StaffRecord(
                    id=row.id,
                    name=row.name,
                    sign_in_name=row.sign_in_name or "",
                    slot_id=row.slot_id or "",
                    roles=_split(row.roles),
                    until=row.until,
                    groups=tuple(names.get(row.id, ())),
                    group_ids=tuple(ids.get(row.id, ())),
                )
                for row in people
            )

    def names(self) -> tuple[str, ...]:
        """Everyone's name, which all colleagues know of each other."""
        with self._session.transaction() as connection:
            return tuple(connection.execute(select(tables.staff.c.name)).scalars())


def _split(roles: str) -> tuple[str, ...]:
    return tuple(role for role in roles.split(",") if role)
