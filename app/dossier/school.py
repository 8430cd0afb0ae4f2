"""The school's own data."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.access import retention
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks, tables
from app.dossier.kinds import Field, FieldType
from app.dossier.values import SchoolSettings

_FIELDS = {
    "name": Field("name", "Naam van de school", FieldType.TEXT, required=True, max_length=200),
    "brin": Field("brin", "BRIN", FieldType.BRIN, required=True),
    "branch": Field("branch", "Vestigingsnummer", FieldType.BRANCH, required=True),
    "street": Field("street", "Straat en huisnummer", FieldType.TEXT, max_length=200),
    "postcode": Field("postcode", "Postcode", FieldType.POSTCODE),
    "city": Field("city", "Plaats", FieldType.TEXT, max_length=100),
    "phone": Field("phone", "Telefoon", FieldType.PHONE),
    "email": Field("email", "E-mail", FieldType.EMAIL),
    "contact_person": Field("contact_person", "Contactpersoon", FieldType.TEXT, max_length=200),
}
SCHOOL_FIELDS = tuple(_FIELDS.values())
_LOCK_MINUTES = range(1, 121)


def read_school(connection: Connection) -> SchoolSettings:
    """The one row."""
    row = connection.execute(select(tables.school)).mappings().one()
    known = {field.name for field in fields(SchoolSettings)}
    values: dict[str, Any] = {name: row[name] if row[name] is not None else "" for name in known}
    return SchoolSettings(**values)


def insert_school(connection: Connection, settings: SchoolSettings) -> None:
    """At the making of a school."""
    connection.execute(insert(tables.school).values(asdict(settings)))


def checked_school(settings: SchoolSettings, session_today: Any) -> SchoolSettings:
    """The settings as they will be stored; `InvalidEntry` with the problem per field."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, field in _FIELDS.items():
        try:
            cleaned[name] = checks.check_field(field, getattr(settings, name), session_today) or ""
        except ValueError as problem:
            problems[name] = str(problem)
    if settings.lock_minutes not in _LOCK_MINUTES:
        problems["lock_minutes"] = "Kies tussen 1 en 120 minuten."
    if settings.log_years not in retention.YEARS:
        least, most = retention.YEARS[0], retention.YEARS[-1]
        problems["log_years"] = f"Kies tussen {least} en {most} jaar."
    if problems:
        raise checks.InvalidEntry(problems)
    return replace(settings, **cleaned)


class School:
    """Reading and changing the school's own data."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settings(self) -> SchoolSettings:
        """Holds nothing of a pupil; everyone at a desk may know it."""
        with self._session.transaction() as connection:
            return read_school(connection)

    def change(self, changes: Mapping[str, Any]) -> SchoolSettings:
        """Change name, address, lock time or letter layout."""
        with self._session.alone(Action.SCHOOL, Event.SETTINGS, object_kind="school") as connection:
            wanted = replace(read_school(connection), **changes)
            checked = checked_school(wanted, self._session.today)
            connection.execute(update(tables.school).values(asdict(checked)))
            return checked
