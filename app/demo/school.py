"""Making the demo school's folder: an empty school, the plan as an import, a week of work."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, select, update

from app.access.categories import Category, Role
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Clock, Session, utc_now
from app.demo import tests
from app.demo.calendar import REGION, Calendar
from app.demo.life import Life
from app.demo.moments import Moments
from app.demo.plan import plan
from app.demo.values import EntryPlan, SchoolPlan, Values
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier import tables
from app.dossier.bulk import BulkWriter, Written
from app.dossier.digest import with_digests
from app.dossier.groups import insert_group, link_teachers
from app.dossier.kinds import KINDS, REFERENCES, Value
from app.dossier.results.norm_table import replace_norms
from app.dossier.school_days import fill_calendar
from app.dossier.values import SchoolSettings
from app.errors import UserError
from app.vault import KdfParameters, RememberedPositions

PASSWORD = "regenboog"
FOLDER_NAME = "De Regenboog.school"
SHOWCASE_NUMBER = "1001"
SCHOOL = SchoolSettings(
    id="",
    name="De Regenboog",
    brin="99XA",
    branch="00",
    public_authority=True,
    street="Regenboogstraat 1",
    postcode="9999 RB",
    city="Regendam",
    phone="0999-123456",
    email="info@regenboog.example",
    contact_person="Petra Smits, intern begeleider",
)
_T = (Role.TEACHER,)
STAFF = tuple(
    NewStaff(name, person, PASSWORD, roles)
    for name, person, roles in (
        ("directeur", "Dirk van Wijk", (Role.HEAD,)),
        ("ib", "Petra Smits", (Role.SUPERVISOR,)),
        ("leerkracht8", "Karim Oualid", _T),
        ("leerkracht7", "Ilse van Rooij", _T),
        ("leerkracht6", "Wouter Zeeman", _T),
        ("leerkracht45", "Naima Bouzidi", _T),
        ("leerkracht3", "Jeroen Baas", _T),
        ("leerkracht12", "Marloes Hoekstra", _T),
        ("vervanger", "Bente Storm", (Role.SUBSTITUTE,)),
        ("administratie", "Gerda Post", (Role.OFFICE,)),
        ("ict", "Sven de Haas", (Role.IT,)),
    )
)
_SUBSTITUTE_STAYS = timedelta(days=30)
_PURPOSE = "Dossiers overgenomen uit het vorige programma (oefenschool)"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class DemoSchool:
    """A demo school that was made. `kinds`: for each sort of family or name a pupil's number."""

    path: Path
    recovery_code: str
    password: str
    sign_in_names: tuple[str, ...]
    kinds: Mapping[str, str]
    pupils: int


def build(
    path: Path,
    *,
    clock: Clock = utc_now,
    progress: Progress = lambda _: None,
    remembered: RememberedPositions | None = None,
) -> DemoSchool:
    """Make the demo school at `path`; the same day gives the same school, but for ids and keys.

    It is built beside `path` and gets its name when it is whole. Raises `UserError` when something
    stands there already.
    """
    if os.path.lexists(path):
        raise UserError(f"‘{path}’ bestaat al. Er is niets gewijzigd.")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        made = _build(beside, clock(), progress, remembered or RememberedPositions())
        beside.rename(path)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return DemoSchool(path, *made)


def _build(
    path: Path, now: datetime, progress: Progress, remembered: RememberedPositions
) -> tuple[str, str, tuple[str, ...], Mapping[str, str], int]:
    calendar = Calendar(now.astimezone().date())
    moments = Moments(now.astimezone(UTC))
    school = plan(calendar.today)
    progress("De oefenschool De Regenboog wordt gemaakt ...")
    moments.set(calendar.taken_in_on, 7, 45)
    code = create_school(
        path, SCHOOL, STAFF, kdf=KdfParameters.fastest(), check_passwords=False, clock=moments
    )
    progress(f"{len(school.pupils)} leerlingen met hun dossiers komen erin ...")
    moments.set(calendar.taken_in_on, 8, 0)
    desk = SchoolDoor(path, clock=moments, remembered=remembered).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    try:
        take_in(desk._session, school, calendar)
    finally:
        desk.close()
    progress("De medewerkers werken er een paar dagen mee ...")
    Life(path, calendar, moments, remembered, PASSWORD, school.kinds).live()
    names = tuple(one.sign_in_name for one in STAFF)
    return code, PASSWORD, names, school.kinds, len(school.pupils)


def take_in(session: Session, school: SchoolPlan, calendar: Calendar) -> None:
    """Write the plan as one import: all or nothing, logged as a whole and once for each pupil."""
    with session.alone(
        Action.IMPORT, Event.IMPORT, object_kind="import", purpose=_PURPOSE
    ) as connection:
        staff = _staff_ids(connection)
        connection.execute(
            update(tables.staff)
            .where(tables.staff.c.id == staff["vervanger"])
            .values(until=calendar.today + _SUBSTITUTE_STAYS)
        )
        replace_norms(connection, tests.norms())
        _Import(session, connection, school, staff, calendar).write()


def _staff_ids(connection: Connection) -> dict[str, str]:
    found = connection.execute(select(tables.staff.c.sign_in_name, tables.staff.c.id))
    return {row.sign_in_name: row.id for row in found}


class _Import:
    def __init__(
        self,
        session: Session,
        connection: Connection,
        school: SchoolPlan,
        staff: Mapping[str, str],
        calendar: Calendar,
    ) -> None:
        self._session = session
        self._connection = connection
        self._school = school
        self._staff = staff
        self._calendar = calendar
        self._ids: dict[str, str] = {}
        self._writer = BulkWriter(session, connection)

    def write(self) -> None:
        for group in self._school.groups:
            group_id = insert_group(
                self._connection, group.name, group.year_groups, group.school_year
            )
            link_teachers(self._connection, group_id, [self._staff[one] for one in group.teachers])
            self._ids[group.key] = group_id
        fill_calendar(self._connection, tuple(self._calendar.free_days()), REGION)
        for guardian in self._school.guardians:
            written = self._written("administratie", guardian.on)
            self._ids[guardian.key] = self._writer.add("guardian", guardian.values, written=written)
        events = []
        for pupil in self._school.pupils:
            written = self._written("administratie", pupil.on)
            pupil_id = self._writer.add("pupil", pupil.values, written=written)
            for entry in pupil.entries:
                self._add(entry, pupil_id)
            events.append(_created(pupil_id, self._session.staff.role_names))
        self._writer.flush()
        self._session.record(self._connection, *with_digests(self._connection, events))

    def _add(self, entry: EntryPlan, pupil_id: str) -> None:
        made = self._writer.add(
            entry.kind,
            self._resolved(entry.kind, entry.values),
            pupil_id=pupil_id,
            reason=entry.reason,
            written=self._written(entry.by, entry.on),
        )
        if entry.key:
            self._ids[entry.key] = made

    def _resolved(self, kind: str, values: Values) -> dict[str, Value]:
        """Keys of the plan become ids of the database."""
        found = dict(values)
        for field in KINDS[kind].fields:
            key = found.get(field.name)
            if field.type in REFERENCES and key:
                found[field.name] = self._ids[str(key)]
        return found

    def _written(self, by: str, on: date) -> Written:
        day = min(on, self._calendar.taken_in_on - timedelta(days=1))
        return Written(self._staff[by], datetime.combine(day, time(15, 30)).astimezone(UTC))


def _created(pupil_id: str, ground: str) -> LogEvent:
    return LogEvent(
        Event.CREATE,
        pupil_id=pupil_id,
        category=Category.ENROLMENT.value,
        object_kind="pupil",
        object_id=pupil_id,
        ground=ground,
    )
