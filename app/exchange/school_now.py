"""The school as it is, in the form in which an import compares itself with it."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table, select

from app.access.policy import Action
from app.access.session import Session
from app.dossier import tables
from app.dossier.acts import load_pupils
from app.dossier.school import read_school
from app.dossier.school_year import school_year_of
from app.dossier.tables import TABLES
from app.exchange.edexml import (
    HOME_FIELDS,
    PUPIL_FIELDS,
    ExistingEnrolment,
    ExistingGroup,
    ExistingPlacement,
    ExistingPupil,
    ExistingSchool,
    ExistingStaff,
)
from app.exchange.known_rows import groups_taught
from app.vault.schema import Row

Rows = Mapping[str, list[Row]]


def existing_school(session: Session, connection: Connection, source: str) -> ExistingSchool:
    """Everything an import may touch.

    `source` is the school whose keys the file uses; "" when the file does not say, and then it is
    taken to be this one.
    """
    school = read_school(connection)
    source = source or f"{school.brin}{school.branch}"
    groups = connection.execute(select(tables.school_group).order_by(tables.school_group.c.id))
    return ExistingSchool(
        school_year=school_year_of(session.today),
        brin=school.brin,
        branch=school.branch,
        groups=tuple(ExistingGroup(row.id, row.name, row.school_year) for row in groups),
        pupils=_pupils(session, connection, source),
        staff=_staff(connection),
        may_change_staff=session.may(Action.STAFF),
    )


def _per_pupil(connection: Connection, table: Table, order: str) -> Rows:
    found: dict[str, list[Row]] = {}
    query = select(table).order_by(table.c[order].asc().nulls_first(), table.c.pupil_id)
    for row in connection.execute(query).mappings():
        found.setdefault(row["pupil_id"], []).append(row)
    return found


def _pupils(session: Session, connection: Connection, source: str) -> tuple[ExistingPupil, ...]:
    former = {one.id for one in load_pupils(session, connection) if one.former}
    enrolments = _per_pupil(connection, tables.enrolment, "from_date")
    placements = _per_pupil(connection, tables.placement, "from_date")
    addresses = _per_pupil(connection, TABLES["address"], "from_date")
    keys = _per_pupil(connection, tables.pupil_source, "school")
    rows = connection.execute(select(tables.pupil).order_by(tables.pupil.c.id)).mappings()
    return tuple(
        _pupil(row, row["id"] in former, source, enrolments, placements, addresses, keys)
        for row in rows
    )


def _pupil(
    row: Row,
    former: bool,
    source: str,
    enrolments: Rows,
    placements: Rows,
    addresses: Rows,
    keys: Rows,
) -> ExistingPupil:
    pupil_id = row["id"]
    known = keys.get(pupil_id, [])
    key = next((one for one in known if one["school"] == source), known[0] if known else None)
    homes = [one for one in addresses.get(pupil_id, []) if one["sort"] == "home"]
    return ExistingPupil(
        id=pupil_id,
        number=row["number"],
        source_key=key["key"] if key else "",
        source_school=key["school"] if key else "",
        values={name: row[name] for name in PUPIL_FIELDS if row[name] is not None},
        home=_home(homes[-1]) if homes else {},
        enrolments=tuple(
            ExistingEnrolment(one["from_date"], one["until_date"])
            for one in enrolments.get(pupil_id, [])
        ),
        placements=tuple(
            ExistingPlacement(one["school_year"], one["group_id"] or "", one["year_group"] or "")
            for one in placements.get(pupil_id, [])
        ),
        former=former,
    )


def _home(row: Row) -> dict[str, str]:
    return {name: row[name] for name in HOME_FIELDS if row[name]}


def _staff(connection: Connection) -> tuple[ExistingStaff, ...]:
    taught = groups_taught(connection)
    rows = connection.execute(select(tables.staff).order_by(tables.staff.c.id))
    return tuple(
        ExistingStaff(
            id=row.id,
            name=row.name,
            source_key=row.source_key or "",
            source_school=row.source_school or "",
            group_ids=frozenset(taught.get(row.id, ())),
        )
        for row in rows
    )
