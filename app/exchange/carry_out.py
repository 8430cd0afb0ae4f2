"""Carrying out an import plan within one transaction.

What is new goes to the database in one statement per table; what is changed becomes a new version
of its row, with the old one in the history.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from app.access.log import Event
from app.access.session import Session
from app.dossier import checks, tables
from app.dossier.bulk import BulkWriter
from app.dossier.groups import insert_group
from app.dossier.kinds import KINDS, Value
from app.dossier.staff import insert_staff
from app.exchange.edexml import (
    ChangedPupil,
    ChangedStaff,
    ImportPlan,
    NewPupil,
    PlannedEnrolment,
    PlannedGroup,
    PlannedPlacement,
    home_of,
)
from app.exchange.known_rows import KnownRows, groups_taught
from app.vault.schema import Row

_PUPIL, _PLACEMENT = KINDS["pupil"], KINDS["placement"]
_ONE_DAY = timedelta(days=1)


class CarryOut:
    """One import at work; `touched` tells afterwards which pupils were added or changed."""

    def __init__(self, session: Session, connection: Connection, planned: ImportPlan) -> None:
        self._session = session
        self._connection = connection
        self._plan = planned
        self._writer = BulkWriter(session, connection)
        changing = [one.existing.id for one in planned.changed_pupils]
        self._known = KnownRows(session, connection, changing)
        self._group_ids: dict[tuple[str, str], str] = {}
        self._keys: list[dict[str, str]] = []
        self.touched: list[tuple[Event, str]] = []

    def run(self) -> None:
        """Groups first, then pupils, then staff."""
        for group in self._plan.groups:
            self._group_ids[group.school_year, group.name] = group.existing_id or insert_group(
                self._connection, group.name, group.year_groups, group.school_year
            )
        for new in self._plan.new_pupils:
            self._add(new)
        for changed in self._plan.changed_pupils:
            self._change(changed)
        self._writer.flush()
        self._store_keys()
        self._add_staff()

    def _group_id(self, group: PlannedGroup | None) -> str | None:
        return self._group_ids[group.school_year, group.name] if group else None

    def _add(self, new: NewPupil) -> None:
        pupil_id = self._writer.add("pupil", new.values)
        self._add_enrolment(pupil_id, new.enrolment)
        if new.placement is not None:
            self._add_placement(pupil_id, new.placement, new.enrolment.until_date)
        home = home_of(new.pupil)
        if home:
            self._add_home(pupil_id, home)
        self._remember_key(pupil_id, new.source_school, new.pupil.source_key)
        self.touched.append((Event.CREATE, pupil_id))

    def _change(self, changed: ChangedPupil) -> None:
        pupil_id = changed.existing.id
        row = self._known.pupil(pupil_id)
        full = {field.name: row[field.name] for field in _PUPIL.fields}
        stored, problems = checks.check(_PUPIL, {**full, **changed.values}, self._session.today)
        if problems:
            raise checks.InvalidEntry(problems)
        self._known.change_pupil(pupil_id, stored)
        until = changed.pupil.until_date
        if changed.enrolment is not None:
            self._enrol(pupil_id, changed.enrolment)
            until = changed.enrolment.until_date
        if changed.placement is not None:
            self._place(pupil_id, changed.placement, until)
        elif changed.enrolment is not None and until is not None:
            self._end_placements(pupil_id, until)
        if changed.new_home:
            self._fill_home(pupil_id, changed.new_home)
        self._remember_key(pupil_id, changed.source_school, changed.new_source_key)
        self.touched.append((Event.CHANGE, pupil_id))

    def _enrol(self, pupil_id: str, planned: PlannedEnrolment) -> None:
        """A new enrolment, or other dates for the one that is meant."""
        if not planned.adds:
            for row in self._known.of("enrolment", pupil_id):
                if row["from_date"] == planned.replaces_from:
                    dates = {"from_date": planned.from_date, "until_date": planned.until_date}
                    self._known.change("enrolment", row, dates)
                    return
        self._add_enrolment(pupil_id, planned)

    def _add_enrolment(self, pupil_id: str, planned: PlannedEnrolment) -> None:
        dates = {"from_date": planned.from_date, "until_date": planned.until_date}
        self._writer.add("enrolment", dates, pupil_id=pupil_id)

    def _place(self, pupil_id: str, planned: PlannedPlacement, until: date | None) -> None:
        """A new place, or a correction of the one in this school year."""
        placements = self._known.of("placement", pupil_id)
        present = [row for row in placements if row["school_year"] == planned.school_year]
        if planned.replaces and present:
            row = present[-1]
            moved = planned.moves and row["group_id"] and planned.from_date > row["from_date"]
            if not moved:
                self._correct(row, planned, until)
                return
        self._end_placements(pupil_id, planned.from_date - _ONE_DAY)
        later = [row["from_date"] for row in placements if row["from_date"] > planned.from_date]
        if later and until is None:
            until = min(later) - _ONE_DAY
        self._add_placement(pupil_id, planned, until)

    def _correct(self, row: Row, planned: PlannedPlacement, until: date | None) -> None:
        values: dict[str, Value] = {"year_group": planned.year_group or None}
        if until is not None:
            values["until_date"] = until
        group_id = self._group_id(planned.group)
        if group_id is not None:
            values["group_id"] = group_id
        self._known.change("placement", row, values)

    def _add_placement(self, pupil_id: str, planned: PlannedPlacement, until: date | None) -> None:
        values: dict[str, Value] = {
            "school_year": planned.school_year,
            "group_id": self._group_id(planned.group),
            "year_group": planned.year_group or None,
            "from_date": planned.from_date,
            "until_date": until,
        }
        # A form asks for the year group; a file may leave it open.
        self._writer.add_checked(_PLACEMENT.code, values, pupil_id=pupil_id)

    def _end_placements(self, pupil_id: str, day: date) -> None:
        """Close what is still open on `day`."""
        for row in self._known.of("placement", pupil_id):
            if row["from_date"] <= day and (row["until_date"] is None or row["until_date"] > day):
                self._known.change("placement", row, {"until_date": day})

    def _fill_home(self, pupil_id: str, home: Mapping[str, Value]) -> None:
        homes = [row for row in self._known.of("address", pupil_id) if row["sort"] == "home"]
        if homes:
            self._known.change("address", homes[-1], home)
        else:
            self._add_home(pupil_id, home)

    def _add_home(self, pupil_id: str, home: Mapping[str, Value]) -> None:
        self._writer.add("address", {"sort": "home", **home}, pupil_id=pupil_id)

    def _remember_key(self, pupil_id: str, school: str, key: str) -> None:
        if key:
            self._keys.append({"pupil_id": pupil_id, "school": school, "key": key})

    def _store_keys(self) -> None:
        """All old keys go before the new ones come: two pupils may change keys."""
        if not self._keys:
            return
        source = tables.pupil_source
        self._connection.execute(
            delete(source).where(
                source.c.pupil_id == bindparam("of_pupil"),
                source.c.school == bindparam("of_school"),
            ),
            [{"of_pupil": one["pupil_id"], "of_school": one["school"]} for one in self._keys],
        )
        self._connection.execute(insert(source), self._keys)

    def _add_staff(self) -> None:
        taught = groups_taught(self._connection)
        for new in self._plan.new_staff:
            staff_id = insert_staff(
                self._connection,
                name=new.member.name,
                # What a file calls someone gives no access; the headteacher gives roles.
                roles=(),
                source_school=new.source_school if new.member.source_key else None,
                source_key=new.member.source_key or None,
            )
            self._teach(staff_id, new.groups, taught)
        for changed in self._plan.changed_staff:
            self._change_staff(changed)
            self._teach(changed.existing.id, changed.new_groups, taught)

    def _change_staff(self, changed: ChangedStaff) -> None:
        values: dict[str, Any] = {}
        for one in changed.changes:
            if one.field == "name":
                values["name"] = one.new
            elif one.field == "source_key":
                values.update(source_key=one.new, source_school=changed.source_school)
        if values:
            table = tables.staff
            self._connection.execute(
                update(table).where(table.c.id == changed.existing.id).values(values)
            )

    def _teach(
        self, staff_id: str, groups: Sequence[PlannedGroup], taught: Mapping[str, set[str]]
    ) -> None:
        wanted = dict.fromkeys(self._group_id(group) for group in groups)
        added = [
            {"group_id": group_id, "staff_id": staff_id}
            for group_id in wanted
            if group_id is not None and group_id not in taught.get(staff_id, ())
        ]
        if added:
            self._connection.execute(insert(tables.group_staff), added)
