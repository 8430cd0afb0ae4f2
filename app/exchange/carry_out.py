"""Carrying out an import plan within one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.access.log import Event
from app.access.session import Session
from app.dossier import checks, rows, tables
from app.dossier.groups import insert_group
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.staff import insert_staff
from app.dossier.tables import TABLES
from app.exchange.edexml import (
    ChangedPupil,
    ImportPlan,
    NewPupil,
    PlannedEnrolment,
    PlannedGroup,
    PlannedPlacement,
)
from app.vault.schema import Row

_PUPIL, _ENROLMENT, _PLACEMENT, _ADDRESS = (
    KINDS[code] for code in ("pupil", "enrolment", "placement", "address")
)


class CarryOut:
    """One import at work; `touched` tells afterwards which pupils were added or changed."""

    def __init__(self, session: Session, connection: Connection, planned: ImportPlan) -> None:
        self._session = session
        self._connection = connection
        self._plan = planned
        self._group_ids: dict[tuple[str, str], str] = {}
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
        self._add_staff()

    def _group_id(self, group: PlannedGroup | None) -> str | None:
        return self._group_ids[group.school_year, group.name] if group else None

    def _insert(self, kind: Kind, values: Mapping[str, Value], pupil_id: str | None) -> str:
        full = {field.name: values.get(field.name, field.default) for field in kind.fields}
        return rows.insert_row(self._connection, self._session, kind, full, pupil_id=pupil_id)

    def _add(self, new: NewPupil) -> None:
        stored, problems = checks.check(_PUPIL, new.values, self._session.today)
        if problems:
            raise checks.InvalidEntry(problems)
        pupil_id = self._insert(_PUPIL, stored, None)
        self._enrol(pupil_id, new.enrolment)
        if new.placement is not None:
            self._place(pupil_id, new.placement, new.enrolment.until_date)
        if new.pupil.postcode:
            self._postcode(pupil_id, new.pupil.postcode)
        if new.pupil.source_key:
            self._remember_key(pupil_id, new.source_school, new.pupil.source_key)
        self.touched.append((Event.CREATE, pupil_id))

    def _change(self, changed: ChangedPupil) -> None:
        pupil_id = changed.existing.id
        row = rows.load_row(self._connection, _PUPIL, pupil_id)
        full = {field.name: row[field.name] for field in _PUPIL.fields}
        stored, problems = checks.check(_PUPIL, {**full, **changed.values}, self._session.today)
        if problems:
            raise checks.InvalidEntry(problems)
        rows.update_row(self._connection, self._session, _PUPIL, row, stored)
        if changed.enrolment is not None:
            self._enrol(pupil_id, changed.enrolment)
        if changed.placement is not None:
            until = changed.enrolment.until_date if changed.enrolment else None
            self._place(pupil_id, changed.placement, until)
        elif changed.enrolment is not None and changed.enrolment.until_date is not None:
            self._end_placements(pupil_id, changed.enrolment.until_date)
        if changed.new_postcode:
            self._postcode(pupil_id, changed.new_postcode)
        if changed.new_source_key:
            self._remember_key(pupil_id, changed.source_school, changed.new_source_key)
        self.touched.append((Event.CHANGE, pupil_id))

    def _rows(self, kind: Kind, pupil_id: str) -> Sequence[Row]:
        table = TABLES[kind.code]
        query = select(table).where(table.c.pupil_id == pupil_id).order_by(table.c.from_date)
        return self._connection.execute(query).mappings().all()

    def _enrol(self, pupil_id: str, planned: PlannedEnrolment) -> None:
        dates: dict[str, Value] = {
            "from_date": planned.from_date,
            "until_date": planned.until_date,
        }
        if not planned.adds:
            for row in self._rows(_ENROLMENT, pupil_id):
                if row["from_date"] == planned.replaces_from:
                    rows.update_row(self._connection, self._session, _ENROLMENT, row, dates)
                    return
        self._insert(_ENROLMENT, dates, pupil_id)

    def _place(self, pupil_id: str, planned: PlannedPlacement, until: date | None) -> None:
        """A new place, or a correction of the one in this school year."""
        group_id = self._group_id(planned.group)
        present = [
            row
            for row in self._rows(_PLACEMENT, pupil_id)
            if row["school_year"] == planned.school_year
        ]
        values: dict[str, Value] = {"year_group": planned.year_group or None, "until_date": until}
        if planned.replaces and present:
            row = present[-1]
            if planned.moves and row["group_id"] and planned.from_date > row["from_date"]:
                last = planned.from_date - timedelta(days=1)
                rows.update_row(
                    self._connection, self._session, _PLACEMENT, row, {"until_date": last}
                )
            else:
                if group_id is not None:
                    values["group_id"] = group_id
                rows.update_row(self._connection, self._session, _PLACEMENT, row, values)
                return
        values.update(
            school_year=planned.school_year, group_id=group_id, from_date=planned.from_date
        )
        self._end_placements(pupil_id, planned.from_date - timedelta(days=1))
        self._insert(_PLACEMENT, values, pupil_id)

    def _end_placements(self, pupil_id: str, day: date) -> None:
        """Close what is still open on `day`."""
        for row in self._rows(_PLACEMENT, pupil_id):
            if row["from_date"] <= day and (row["until_date"] is None or row["until_date"] > day):
                rows.update_row(
                    self._connection, self._session, _PLACEMENT, row, {"until_date": day}
                )

    def _postcode(self, pupil_id: str, postcode: str) -> None:
        homes = [row for row in self._rows(_ADDRESS, pupil_id) if row["sort"] == "home"]
        if homes:
            rows.update_row(
                self._connection, self._session, _ADDRESS, homes[-1], {"postcode": postcode}
            )
        else:
            self._insert(
                _ADDRESS, {"sort": "home", "postcode": postcode, "secret": False}, pupil_id
            )

    def _remember_key(self, pupil_id: str, school: str, key: str) -> None:
        source = tables.pupil_source
        done = self._connection.execute(
            update(source)
            .where(source.c.pupil_id == pupil_id, source.c.school == school)
            .values(key=key)
        )
        if done.rowcount == 0:
            self._connection.execute(
                insert(source).values(pupil_id=pupil_id, school=school, key=key)
            )

    def _add_staff(self) -> None:
        for new in self._plan.new_staff:
            staff_id = insert_staff(
                self._connection,
                name=new.member.name,
                roles=("teacher",),
                source_school=new.source_school if new.member.source_key else None,
                source_key=new.member.source_key or None,
            )
            self._teach(staff_id, new.groups)
        for changed in self._plan.changed_staff:
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
            self._teach(changed.existing.id, changed.new_groups)

    def _teach(self, staff_id: str, groups: Sequence[PlannedGroup]) -> None:
        taught = {
            row.group_id
            for row in self._connection.execute(
                select(tables.group_staff.c.group_id).where(
                    tables.group_staff.c.staff_id == staff_id
                )
            )
        }
        for group_id in dict.fromkeys(self._group_id(group) for group in groups):
            if group_id is not None and group_id not in taught:
                self._connection.execute(
                    insert(tables.group_staff).values(group_id=group_id, staff_id=staff_id)
                )
