"""Reading and changing the calendar of the school. It holds nothing of a pupil."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks, tables
from app.dossier.calendar import (
    DEFAULT_HOURS,
    FREE_SORTS,
    KNOWN_YEARS,
    REGIONS,
    FreeDays,
    Hours,
    SchoolCalendar,
    taking_over,
)
from app.dossier.ids import new_id
from app.dossier.kinds import Field, FieldType, Value
from app.dossier.wording import dutch_date
from app.errors import UserError

FREE_FIELDS = (
    Field("name", "Naam", FieldType.TEXT, required=True, max_length=100),
    Field("sort", "Soort", FieldType.CHOICE, required=True, choices=FREE_SORTS),
    Field("from_date", "Eerste dag", FieldType.DATE, required=True),
    Field("until_date", "Laatste dag", FieldType.DATE, help="Leeg als het één dag is."),
)
_WEEKDAYS = range(1, 8)
_MOST_HOURS = 8.0
_LONGEST = 100  # days; a longer one is a typing error in a year
_GONE = "Deze vrije dagen staan er niet (meer). Ververs de pagina. Er is niets gewijzigd."
_EVENT, _OBJECT = Event.SETTINGS, "calendar"


def read_calendar(connection: Connection) -> SchoolCalendar:
    """The school's calendar; the usual hours where it has set none."""
    table, hours, school = tables.free_days, tables.school_hours, tables.school
    free = tuple(
        FreeDays(row.from_date, row.until_date, row.sort, row.name, row.id)
        for row in connection.execute(select(table).order_by(table.c.from_date, table.c.id))
    )
    set_hours: dict[int, Hours] = {
        row.weekday: (row.morning, row.afternoon) for row in connection.execute(select(hours))
    }
    region = connection.execute(select(school.c.holiday_region)).scalar()
    return SchoolCalendar(set_hours or DEFAULT_HOURS, free, region or "")


class SchoolDays:
    """The use cases of the calendar: everyone reads it, the headteacher changes it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self) -> SchoolCalendar:
        """The calendar as it is."""
        with self._session.transaction() as connection:
            return read_calendar(connection)

    def set_hours(self, hours: Mapping[int, Hours]) -> None:
        """Hours of lessons (morning, afternoon) for every weekday from 1, Monday, to 7."""
        for weekday in _WEEKDAYS:
            if not all(0 <= one <= _MOST_HOURS for one in hours.get(weekday, (0.0, 0.0))):
                raise UserError(
                    "Een dagdeel heeft tussen 0 en 8 uur les. Er is niets opgeslagen; verbeter het "
                    "aantal uren."
                )
        said = "lesuren per dag gewijzigd"
        with self._session.alone(
            Action.SCHOOL, _EVENT, object_kind=_OBJECT, purpose=said
        ) as connection:
            connection.execute(delete(tables.school_hours))
            connection.execute(
                insert(tables.school_hours),
                [
                    {"weekday": day, "morning": morning, "afternoon": afternoon}
                    for day in _WEEKDAYS
                    for morning, afternoon in [hours.get(day, (0.0, 0.0))]
                ],
            )

    def add(self, free: FreeDays) -> None:
        """Add free days. Raises `InvalidEntry` with the problem per field."""
        checked = checked_free(free, self._session.today)
        with self._session.alone(
            Action.SCHOOL, _EVENT, object_kind=_OBJECT, purpose=f"toegevoegd: {_said(checked)}"
        ) as connection:
            _insert(connection, checked)

    def change(self, free: FreeDays) -> None:
        """Change free days, found by their id."""
        checked = checked_free(free, self._session.today)
        table = tables.free_days
        with self._session.alone(
            Action.SCHOOL, _EVENT, object_kind=_OBJECT, purpose=f"gewijzigd: {_said(checked)}"
        ) as connection:
            done = connection.execute(
                update(table).where(table.c.id == free.id).values(_values(checked))
            )
            if done.rowcount != 1:
                raise UserError(_GONE)

    def delete(self, free: FreeDays) -> None:
        """Take free days away; `add` brings them back."""
        table = tables.free_days
        with self._session.alone(
            Action.SCHOOL, _EVENT, object_kind=_OBJECT, purpose=f"verwijderd: {_said(free)}"
        ) as connection:
            if connection.execute(delete(table).where(table.c.id == free.id)).rowcount != 1:
                raise UserError(_GONE)

    def take_over(self, region: str, school_year: str) -> int:
        """Take over the holidays of a region in a school year; returns how many were added.

        What the school wrote itself stays. Raises UserError for a year the program does not know.
        """
        if region not in REGIONS:
            raise UserError("Kies eerst de vakantieregio van de school: Noord, Midden of Zuid.")
        if school_year not in KNOWN_YEARS:
            raise UserError(
                f"Het programma kent de vakanties van {school_year} nog niet. Er is niets "
                "gewijzigd. Neem ze over van rijksoverheid.nl en vul ze hieronder zelf in."
            )
        said = f"vakanties {school_year}, regio {REGIONS[region]}, overgenomen"
        with self._session.alone(
            Action.SCHOOL, _EVENT, object_kind=_OBJECT, purpose=said
        ) as connection:
            gone, new = taking_over(read_calendar(connection).free, region, school_year)
            table = tables.free_days
            connection.execute(delete(table).where(table.c.id.in_([one.id for one in gone])))
            for one in new:
                _insert(connection, one)
            connection.execute(update(tables.school).values(holiday_region=region))
            return len(new)


def fill_calendar(connection: Connection, free: Sequence[FreeDays], region: str) -> None:
    """Free days and region of a school that is being made; the usual hours hold."""
    for one in free:
        _insert(connection, one)
    connection.execute(update(tables.school).values(holiday_region=region))


def checked_free(free: FreeDays, today: date) -> FreeDays:
    """Free days as they will be stored; `InvalidEntry` with the problem per field."""
    typed: dict[str, Value] = {"name": free.name, "sort": free.sort, "from_date": free.from_date}
    problems: dict[str, str] = {}
    for field in FREE_FIELDS[:3]:
        try:
            typed[field.name] = checks.check_field(field, typed[field.name], today)
        except ValueError as problem:
            problems[field.name] = str(problem)
    last = free.until_date or free.from_date
    if not problems and last < free.from_date:
        problems["until_date"] = "De laatste dag ligt vóór de eerste."
    elif not problems and (last - free.from_date).days >= _LONGEST:
        problems["until_date"] = f"Dit zijn meer dan {_LONGEST} dagen: controleer het jaar."
    if problems:
        raise checks.InvalidEntry(problems)
    return FreeDays(free.from_date, last, free.sort, str(typed["name"]), free.id)


def _insert(connection: Connection, free: FreeDays) -> None:
    connection.execute(insert(tables.free_days).values(id=new_id(), **_values(free)))


def _values(free: FreeDays) -> dict[str, date | str]:
    return {
        "from_date": free.from_date,
        "until_date": free.until_date,
        "sort": free.sort,
        "name": free.name,
    }


def _said(free: FreeDays) -> str:
    first, last = dutch_date(free.from_date), dutch_date(free.until_date)
    return f"{free.name} {first}" if first == last else f"{free.name} {first} t/m {last}"
