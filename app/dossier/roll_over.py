"""Rolling the groups over to a new school year: look first, then all or nothing.

It can be prepared before 1 August: the new places begin that day, the old ones end the day before,
and so does the access of last year's teachers (`acts.own_groups`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, delete, select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import SchoolChange, Session
from app.dossier import checks, rows, tables
from app.dossier.acts import Act, acts, load_pupils
from app.dossier.groups import checked_group, insert_group, link_teachers
from app.dossier.kinds import KINDS, Value
from app.dossier.roll_over_plan import GroupNow, PupilNow, RollOverPlan, SchoolNow, plan_of
from app.dossier.school_year import (
    first_day,
    next_school_year,
    previous_school_year,
    school_year_of,
)
from app.dossier.values import PupilData
from app.errors import UserError
from app.vault.schema import Row

_PLACEMENT = KINDS["placement"]
_OFFERED_FROM_MONTH = 6
_CHANGED = (
    "De school is intussen gewijzigd, dus wat u zag klopt niet meer. Er is niets gewijzigd. Bekijk "
    "het overzicht opnieuw."
)
_MOVED_ON = (
    "Er is na de overgang verder gewerkt met de nieuwe groepen. Er is niets teruggedraaid; "
    "verplaats leerlingen één voor één."
)


@dataclass(frozen=True)
class Moved(PupilData):
    """One pupil's new placement, and the old ones that were ended with how they ended before."""

    pupil_id: str
    placement_id: str
    ended: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True)
class RolledOver(PupilData):
    """What was done, so that open views refresh and that it can be undone."""

    school_year: str
    moved: tuple[Moved, ...]
    group_ids: tuple[str, ...]


class RollOver:
    """The headteacher's move to a new school year."""

    def __init__(self, session: Session, before: Callable[[], object] = lambda: None) -> None:
        """`before` is called before something is changed (a backup); when it fails nothing is."""
        self._session = session
        self._before = before

    def offered(self) -> str:
        """The school year whose groups wait to be made, from 1 June on; else empty.

        Says nothing about a pupil and is not logged; empty for who may not roll over.
        """
        session = self._session
        if not session.may(Action.ROLL_OVER):
            return ""
        with session.transaction() as connection:
            now = _school_to_plan(session, connection)
        soon = school_year_of(session.today) == now.school_year or (
            _OFFERED_FROM_MONTH <= session.today.month < first_day(now.school_year).month
        )
        return now.school_year if soon and plan_of(now).moves else ""

    def plan(self) -> RollOverPlan:
        """What the names of the groups suggest; `roll_over_plan.plan_of` changes it."""
        session = self._session
        with session.alone(Action.ROLL_OVER, Event.SEARCH, object_kind="roll_over") as connection:
            return plan_of(_school_to_plan(session, connection))

    def carry_out(self, plan: RollOverPlan) -> RolledOver:
        """Make the groups and place every pupil, in one transaction; logged per pupil.

        Raises `UserError` when the school is no longer as the plan saw it.
        """
        session = self._session
        session.require(Action.ROLL_OVER, Event.CHANGE, object_kind="roll_over")
        if not plan.moves:
            raise UserError("Er is niemand die naar een nieuwe groep gaat. Er is niets gewijzigd.")
        self._before()
        ids = [move.pupil.id for move in plan.moves]
        with acts(
            session, ids, [(Action.ROLL_OVER, None)], Event.CHANGE, object_kind="placement"
        ) as doing:
            connection = doing[0].connection
            school = session.school_change(connection)
            now = school_now(session, connection, plan.school_year)
            if plan != plan_of(now, plan.choices):
                raise UserError(_CHANGED)
            groups, new = _make_groups(connection, plan)
            open_places = _open_places(connection, plan.first_day)
            moved = [
                _place(one, plan, move.year_group, groups[move.group], open_places)
                for one, move in zip(doing, plan.moves, strict=True)
            ]
            doing[0].more.append(
                _summary(doing[0], school, Event.SETTINGS, plan.school_year, len(moved))
            )
            return RolledOver(plan.school_year, tuple(moved), tuple(new))

    def undo(self, done: RolledOver) -> None:
        """Take back what `carry_out` did, as long as nobody went on with the new places.

        Teachers chosen for groups that were there already stay.
        """
        session = self._session
        session.require(Action.ROLL_OVER, Event.UNDO, object_kind="roll_over")
        ids = [one.pupil_id for one in done.moved]
        with acts(
            session, ids, [(Action.ROLL_OVER, None)], Event.UNDO, object_kind="placement"
        ) as doing:
            school = session.school_change(doing[0].connection)
            for one, moved in zip(doing, done.moved, strict=True):
                _take_back(one, moved)
            _remove_empty_groups(doing[0].connection, done.group_ids)
            doing[0].more.append(_summary(doing[0], school, Event.UNDO, done.school_year, len(ids)))


def _school_to_plan(session: Session, connection: Connection) -> SchoolNow:
    """The school before the year that waits: this one when it was forgotten, else the next."""
    this = school_year_of(session.today)
    now = school_now(session, connection, this)
    if plan_of(now).moves:
        return now
    return school_now(session, connection, next_school_year(this))


def school_now(session: Session, connection: Connection, school_year: str) -> SchoolNow:
    """What a plan for this school year is made of."""
    begins = first_day(school_year)
    enrolment, placement = tables.enrolment, tables.placement
    staying = set(
        connection.execute(
            select(enrolment.c.pupil_id).where(
                enrolment.c.until_date.is_(None) | (enrolment.c.until_date >= begins)
            )
        ).scalars()
    )
    placed = set(
        connection.execute(
            select(placement.c.pupil_id).where(
                (placement.c.from_date >= begins) | (placement.c.school_year >= school_year)
            )
        ).scalars()
    )
    present = [one for one in load_pupils(session, connection) if not one.former]
    return SchoolNow(
        school_year=school_year,
        groups=_groups(connection, previous_school_year(school_year), begins),
        made=_groups(connection, school_year, begins),
        pupils=tuple(
            PupilNow(one, leaves=one.id not in staying, placed=one.id in placed)
            for one in sorted(present, key=lambda one: one.sort_key)
        ),
    )


def _groups(connection: Connection, school_year: str, begins: date) -> tuple[GroupNow, ...]:
    """The groups of a school year, with those of their teachers who still work here on a day."""
    link, person = tables.group_staff, tables.staff
    taught: dict[str, list[str]] = {}
    for row in connection.execute(
        select(link)
        .join(person, person.c.id == link.c.staff_id)
        .where(person.c.until.is_(None) | (person.c.until >= begins))
        .order_by(link.c.staff_id)
    ):
        taught.setdefault(row.group_id, []).append(row.staff_id)
    group = tables.school_group
    query = select(group).where(group.c.school_year == school_year).order_by(group.c.name)
    return tuple(
        GroupNow(
            row.id,
            row.name,
            tuple(row.year_groups.split(",")) if row.year_groups else (),
            tuple(taught.get(row.id, ())),
        )
        for row in connection.execute(query)
    )


def _make_groups(connection: Connection, plan: RollOverPlan) -> tuple[dict[str, str], list[str]]:
    """The ids of the new year's groups by name, and of those that were made now."""
    known = set(connection.execute(select(tables.staff.c.id)).scalars())
    if any(not known.issuperset(group.teacher_ids) for group in plan.groups):
        raise UserError(_CHANGED)
    ids: dict[str, str] = {}
    new = []
    for group in plan.groups:
        if group.made_id is not None:
            ids[group.name] = group.made_id
            taught = tables.group_staff
            connection.execute(delete(taught).where(taught.c.group_id == group.made_id))
        else:
            name, years = checked_group(group.name, group.year_groups)
            ids[group.name] = insert_group(connection, name, years, plan.school_year)
            new.append(ids[group.name])
        link_teachers(connection, ids[group.name], group.teacher_ids)
    return ids, new


def _open_places(connection: Connection, begins: date) -> dict[str, list[Row]]:
    """The placements that would go on in the new year, per pupil."""
    table = tables.placement
    query = select(table).where(table.c.until_date.is_(None) | (table.c.until_date >= begins))
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["pupil_id"], []).append(row)
    return found


def _place(
    doing: Act,
    plan: RollOverPlan,
    year_group: str,
    group_id: str,
    open_places: Mapping[str, Sequence[Row]],
) -> Moved:
    last = plan.first_day - timedelta(days=1)
    old = open_places.get(doing.pupil.id, ())
    for row in old:
        rows.update_row(doing.connection, doing.session, _PLACEMENT, row, {"until_date": last})
    values: dict[str, Value] = {
        "school_year": plan.school_year,
        "group_id": group_id,
        "year_group": year_group,
        "from_date": plan.first_day,
        "until_date": None,
    }
    stored, problems = checks.check(_PLACEMENT, values, doing.session.today)
    if problems:
        raise checks.InvalidEntry(problems)
    placement_id = rows.insert_row(
        doing.connection, doing.session, _PLACEMENT, stored, pupil_id=doing.pupil.id
    )
    doing.category, doing.object_id = Category.ENROLMENT, placement_id
    return Moved(doing.pupil.id, placement_id, tuple((row["id"], row["until_date"]) for row in old))


def _take_back(doing: Act, moved: Moved) -> None:
    table = tables.placement
    query = select(table).where(table.c.pupil_id == doing.pupil.id)
    mine = {row["id"]: row for row in doing.connection.execute(query).mappings()}
    new = mine.get(moved.placement_id)
    if new is None or new["version"] != 1 or any(old_id not in mine for old_id, _ in moved.ended):
        raise UserError(_MOVED_ON)
    rows.delete_row(doing.connection, doing.session, _PLACEMENT, new)
    for old_id, until in moved.ended:
        rows.update_row(
            doing.connection, doing.session, _PLACEMENT, mine[old_id], {"until_date": until}
        )
    doing.category, doing.object_id = Category.ENROLMENT, moved.placement_id


def _remove_empty_groups(connection: Connection, group_ids: Sequence[str]) -> None:
    """The groups that were made, but for those in which someone was placed meanwhile."""
    placement, taught, group = tables.placement, tables.group_staff, tables.school_group
    used = set(
        connection.execute(
            select(placement.c.group_id).where(placement.c.group_id.in_(group_ids))
        ).scalars()
    )
    empty = [group_id for group_id in group_ids if group_id not in used]
    connection.execute(delete(taught).where(taught.c.group_id.in_(empty)))
    connection.execute(delete(group).where(group.c.id.in_(empty)))


def _summary(
    doing: Act, school: SchoolChange, event: Event, school_year: str, count: int
) -> LogEvent:
    return LogEvent(
        event,
        object_kind="roll_over",
        ground=doing.ground.text,
        digest=school.digest(),
        text={"school_year": school_year, "pupils": f"{count} leerlingen"},
    )
