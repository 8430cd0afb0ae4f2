"""Groups of a school year and who teaches them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.access.log import Event, LogEvent
from app.access.policy import Action, Ground
from app.access.session import Session
from app.dossier import checks, tables
from app.dossier.acts import own_groups
from app.dossier.ids import new_id
from app.dossier.school_year import school_year_of
from app.dossier.values import GroupSummary
from app.errors import UserError

_GONE = "Deze groep of medewerker bestaat niet (meer). Ververs de lijst. Er is niets gewijzigd."
_DOUBLE = "Er is dit schooljaar al een groep met deze naam. Er is niets gewijzigd."


class Groups:
    """The use cases around groups. Names of groups are no pupil data; changing them is logged."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, school_year: str | None = None) -> tuple[GroupSummary, ...]:
        """The groups of a school year, this one by default, in the order of their year groups."""
        year = school_year or school_year_of(self._session.today)
        with self._session.transaction() as connection:
            own = own_groups(self._session, connection)
            counts = _counts(self._session, connection)
            table = tables.school_group
            found = connection.execute(select(table).where(table.c.school_year == year))
            groups = [
                GroupSummary(
                    id=row.id,
                    name=row.name,
                    school_year=row.school_year,
                    year_groups=tuple(row.year_groups.split(",")) if row.year_groups else (),
                    pupil_count=counts.get(row.id, 0),
                    own=row.id in own,
                )
                for row in found
            ]
        return tuple(sorted(groups, key=lambda one: (one.year_groups or ("z",), one.name)))

    def add(self, name: str, year_groups: Sequence[str], school_year: str | None = None) -> str:
        """Add a group and return its id."""
        year = school_year or school_year_of(self._session.today)
        name, chosen = checked_group(name, year_groups)
        with self._session.alone(Action.SCHOOL, Event.SETTINGS, object_kind="group") as connection:
            return insert_group(connection, name, chosen, year)

    def change(self, group_id: str, name: str, year_groups: Sequence[str]) -> None:
        """Rename a group or change its year groups."""
        name, chosen = checked_group(name, year_groups)
        with self._session.alone(Action.SCHOOL, Event.SETTINGS, object_kind="group") as connection:
            table = tables.school_group
            try:
                connection.execute(
                    update(table)
                    .where(table.c.id == group_id)
                    .values(name=name, year_groups=",".join(chosen))
                )
            except IntegrityError:
                raise UserError(_DOUBLE) from None

    def set_teachers(self, group_id: str, staff_ids: Sequence[str]) -> None:
        """Who teaches this group, and so may open its pupils' dossiers in its school year.

        The log keeps who they became.
        """
        session = self._session
        ground = session.require(Action.STAFF, Event.SETTINGS, object_kind="group")
        with session.transaction() as connection:
            person = tables.staff
            known = select(func.count()).select_from(person).where(person.c.id.in_(staff_ids))
            if connection.execute(known).scalar() != len(set(staff_ids)):
                raise UserError(_GONE)
            school = session.school_change(connection)
            replace_teachers(connection, group_id, staff_ids)
            event = teachers_event(connection, group_id, ground)
            session.record(connection, replace(event, digest=school.digest()))


def insert_group(
    connection: Connection, name: str, year_groups: Sequence[str], school_year: str
) -> str:
    """Add a group's row; a `UserError` when the name is taken in that school year."""
    group_id = new_id()
    try:
        connection.execute(
            insert(tables.school_group).values(
                id=group_id, name=name, school_year=school_year, year_groups=",".join(year_groups)
            )
        )
    except IntegrityError:
        raise UserError(_DOUBLE) from None
    return group_id


def link_teachers(connection: Connection, group_id: str, staff_ids: Sequence[str]) -> None:
    """Add teachers to a group."""
    if staff_ids:
        connection.execute(
            insert(tables.group_staff),
            [{"group_id": group_id, "staff_id": staff_id} for staff_id in staff_ids],
        )


def teachers_of(connection: Connection, group_id: str) -> tuple[str, ...]:
    """The ids of who teaches this group."""
    taught = tables.group_staff
    query = select(taught.c.staff_id).where(taught.c.group_id == group_id)
    return tuple(connection.execute(query).scalars())


def replace_teachers(connection: Connection, group_id: str, staff_ids: Sequence[str]) -> None:
    """From now on these teach this group, and nobody else. Raises UserError when it is gone."""
    group, taught = tables.school_group, tables.group_staff
    if connection.execute(select(group.c.id).where(group.c.id == group_id)).first() is None:
        raise UserError(_GONE)
    connection.execute(delete(taught).where(taught.c.group_id == group_id))
    link_teachers(connection, group_id, staff_ids)


def teachers_event(connection: Connection, group_id: str, ground: Ground) -> LogEvent:
    """Who teaches this group now, for the log."""
    group, person, taught = tables.school_group, tables.staff, tables.group_staff
    found = connection.execute(select(group).where(group.c.id == group_id)).one()
    query = (
        select(person.c.name)
        .join(taught, taught.c.staff_id == person.c.id)
        .where(taught.c.group_id == group_id)
        .order_by(person.c.name)
    )
    return LogEvent(
        Event.SETTINGS,
        object_kind="group",
        object_id=group_id,
        ground=ground.text,
        text={
            "group": f"groep {found.name} ({found.school_year})",
            "teachers": ", ".join(connection.execute(query).scalars()) or "geen leerkracht",
        },
    )


def checked_group(name: str, year_groups: Sequence[str]) -> tuple[str, list[str]]:
    """Name and year groups as they will be stored; `InvalidEntry` with the problem per field."""
    cleaned = " ".join(checks.clean_text(name).split())
    if not cleaned or len(cleaned) > 100:
        raise checks.InvalidEntry({"name": "Geef de groep een naam van hoogstens 100 tekens."})
    unknown = [one for one in year_groups if one not in checks.YEAR_GROUPS]
    if unknown or not year_groups:
        raise checks.InvalidEntry({"year_groups": "Kies ten minste één jaargroep, zoals 7 of 1,2."})
    return cleaned, list(year_groups)


def _counts(session: Session, connection: Connection) -> dict[str, int]:
    placed = tables.placement
    today = session.today
    rows_ = connection.execute(
        select(placed.c.group_id, func.count())
        .where(
            placed.c.group_id.is_not(None),
            placed.c.from_date <= today,
            placed.c.until_date.is_(None) | (placed.c.until_date >= today),
        )
        .group_by(placed.c.group_id)
    )
    return {row[0]: row[1] for row in rows_}
