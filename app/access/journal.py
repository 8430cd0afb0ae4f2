"""Reading the access log for people: filters, lines, and the words for what is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from app.access.categories import CATEGORY_NAMES, Category
from app.access.log import EVENT_NAMES, Event, Outcome, moment, timestamp
from app.access.pupil_data import PupilData
from app.access.tables import log_entry, log_text
from app.vault import RECOVERY_SLOT
from app.vault.schema import Row

PAGE = 500


@dataclass(frozen=True)
class Codes:
    """An entry's event, category and kind of object as they are stored; empty when absent."""

    event: str = ""
    category: str = ""
    object_kind: str = ""


@dataclass(frozen=True)
class LogLine(PupilData):
    """One entry as a person reads it. `at` is UTC; the ids at the end are for a next filter."""

    number: int
    at: datetime
    staff: str
    role: str
    workstation: str
    event: str
    pupil: str
    category: str
    object_kind: str
    ground: str
    outcome: str
    text: str
    refused: bool = False
    staff_id: str = ""
    pupil_id: str = ""
    session: int = 0
    codes: Codes = Codes()


@dataclass(frozen=True)
class LogFilter:
    """What to show: everything, or one pupil, one member of staff, a period, only refusals."""

    pupil_id: str | None = None
    staff_id: str | None = None
    first: date | None = None
    last: date | None = None
    refused_only: bool = False


def read(
    connection: Connection,
    wanted: LogFilter,
    staff: Mapping[str, str],
    pupils: Mapping[str, str],
    *,
    limit: int | None = PAGE,
    before: int | None = None,
) -> tuple[LogLine, ...]:
    """The newest entries that fit the filter, newest first. Names come from the caller.

    `before` goes on from an earlier reading: only entries with a lower number. (Not an offset:
    reading the log adds to it.)
    """
    query = (
        select(log_entry, log_text.c.text)
        .join(log_text, log_text.c.number == log_entry.c.number, isouter=True)
        .order_by(log_entry.c.number.desc())
    )
    if wanted.pupil_id is not None:
        query = query.where(log_entry.c.pupil_id == wanted.pupil_id)
    if wanted.staff_id is not None:
        query = query.where(log_entry.c.staff_id == wanted.staff_id)
    if wanted.first is not None:
        query = query.where(log_entry.c.time >= _midnight(wanted.first))
    if wanted.last is not None:
        query = query.where(log_entry.c.time < _midnight(wanted.last + timedelta(days=1)))
    if wanted.refused_only:
        query = query.where(log_entry.c.outcome == Outcome.REFUSED.value)
    if before is not None:
        query = query.where(log_entry.c.number < before)
    if limit is not None:
        query = query.limit(limit)
    return tuple(_line(row, staff, pupils) for row in connection.execute(query).mappings())


def _midnight(day: date) -> str:
    return timestamp(datetime.combine(day, time()).astimezone(UTC))


def _line(row: Row, staff: Mapping[str, str], pupils: Mapping[str, str]) -> LogLine:
    category = str(row["category"] or "")
    said = json.loads(str(row["text"])) if row["text"] else {}
    pupil_id = row["pupil_id"]
    refused = row["outcome"] == Outcome.REFUSED.value
    return LogLine(
        number=int(str(row["number"])),
        at=moment(str(row["time"])),
        staff=_who(str(row["staff_id"] or ""), staff),
        role=str(row["role"]),
        workstation=str(row["workstation"]),
        event=EVENT_NAMES[Event(str(row["event"]))],
        pupil=pupils.get(str(pupil_id), "verwijderde leerling") if pupil_id else "",
        category=CATEGORY_NAMES[Category(category)] if category else "",
        object_kind=OBJECT_NAMES.get(str(row["object_kind"] or ""), str(row["object_kind"] or "")),
        ground=str(row["ground"] or ""),
        outcome="geweigerd" if refused else "gelukt",
        text="; ".join(said.values()),
        refused=refused,
        staff_id=str(row["staff_id"] or ""),
        pupil_id=str(pupil_id or ""),
        session=int(str(row["session"])),
        codes=Codes(str(row["event"]), category, str(row["object_kind"] or "")),
    )


def _who(staff_id: str, staff: Mapping[str, str]) -> str:
    if staff_id == RECOVERY_SLOT:
        return "herstelcode"
    return staff.get(staff_id, "verwijderde medewerker") if staff_id else "niet aangemeld"


OBJECT_NAMES = {
    "": "",
    "absence": "afwezigheid",
    "absence_report": "verzuimmelding",
    "absence_signals": "lijst signaal 16 uur",
    "absence_totals": "overzicht afwezigheid van een groep",
    "agreement": "afspraak",
    "address": "adres",
    "advice": "advies",
    "draft": "concept van een formulier",
    "attendance": "lege absentielijst",
    "backup": "reservekopie",
    "calendar": "lesuren en vrije dagen",
    "check_sheet": "controleblad",
    "birthdays": "verjaardagslijst",
    "class_list": "klassenlijst",
    "destroyed": "register van vernietigde dossiers",
    "dossiers": "alle dossiers",
    "emergency_card": "noodkaart",
    "emergency_contact": "noodnummer",
    "emergency_use": "noodtoegang",
    "enrolment": "inschrijving",
    "filed": "document",
    "former_pupils": "lijst oud-leerlingen",
    "funding": "bekostigingsgegeven",
    "group": "groep",
    "guardian": "verzorger",
    "guardians": "verzorgers van de school",
    "guardianship": "verzorger van leerling",
    "head": "kop van het dossier",
    "health": "gezondheidsgegeven",
    "health_sheet": "gezondheidsblad van de groep",
    "import": "import",
    "keys": "sleutels",
    "keys_taken": "sleutels afgenomen",
    "leave_request": "verlofaanvraag",
    "leaving": "einde van groep 8",
    "letter": "brief",
    "letters": "brieven",
    "list": "lijst",
    "log": "toegangslog",
    "log_checkpoint": "toegangslog",
    "norm": "normen van een toets",
    "number": "leerlingnummer",
    "observation": "observatie",
    "overview": "overzicht van het dossier",
    "pending": "mislukte aanmeldingen",
    "password": "eigen wachtwoord gewijzigd",
    "placement": "plaats in groep",
    "pupil": "leerling",
    "pupils": "lijst leerlingen",
    "received_report": "ontvangen rapport",
    "recipients": "geadresseerden",
    "recovery": "herstelcode",
    "register": "absentielijst van een groep",
    "report": "onderwijskundig rapport",
    "reports": "lijst onderwijskundige rapporten",
    "research": "onderzoek",
    "result": "resultaat",
    "results_group": "resultaten van een groep",
    "results_sheet": "overzicht van resultaten",
    "roll_over": "nieuw schooljaar",
    "roster": "lijst van medewerkers",
    "rotation": "alle sleutels vervangen",
    "school": "schoolgegevens",
    "staff": "medewerkers",
    "statement": "verklaring bij een gegeven",
    "support": "begeleiding",
    "texts": "gezocht in teksten",
    "talk": "gespreksverslag",
    "talk_agenda": "agenda van gesprekken en afspraken",
}

HEADER = (
    "Nummer",
    "Tijd",
    "Medewerker",
    "Rol",
    "Werkplek",
    "Wat",
    "Leerling",
    "Categorie",
    "Onderdeel",
    "Grond",
    "Uitkomst",
    "Toelichting",
)


def local(at: datetime) -> str:
    """`23-11-2026 14:05:31` in the time of the school."""
    return at.astimezone().strftime("%d-%m-%Y %H:%M:%S")


def cells(line: LogLine) -> tuple[str, ...]:
    """One line under `HEADER`."""
    return (
        str(line.number),
        local(line.at),
        line.staff,
        line.role,
        line.workstation,
        line.event,
        line.pupil,
        line.category,
        line.object_kind,
        line.ground,
        line.outcome,
        line.text,
    )
