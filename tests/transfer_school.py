"""A small encrypted school with pupils who are about to leave, for the tests of report, letters and
their pages. Written by us; nobody in it exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.access.categories import Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.letter_copies import LetterState
from app.dossier.values import SchoolSettings
from app.report.values import Report
from app.vault import KdfParameters

PASSWORD = "regenboog"
RECOVERY_CODE = "7DTN3-544RX-KMPER-FK4ND-5RE49-UW5U2-XPUDU-FM5HH"
TODAY = date(2027, 3, 1)
COMPLETE, UNKNOWN_CUSTODY, NOTHING, GROUP_7, TWO_MOTHERS = "1001", "1002", "1003", "1004", "1005"
STAFF = (
    NewStaff("directeur", "Dirk Baas", PASSWORD, (Role.HEAD,)),
    NewStaff("ib", "Ineke Bos", PASSWORD, (Role.SUPERVISOR,)),
    NewStaff("leerkracht8", "Juf Acht", PASSWORD, (Role.TEACHER,)),
    NewStaff("administratie", "Ada Min", PASSWORD, (Role.OFFICE,)),
)


def clock() -> datetime:
    """Always the same morning."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 9, 30, tzinfo=UTC)


@dataclass
class TransferSchool:
    """A school folder; `desk` signs someone in."""

    path: Path

    def desk(self, who: str = "ib") -> Desk:
        """The desk of this member of staff."""
        desk = SchoolDoor(self.path, clock=clock).sign_in(who, PASSWORD)
        assert isinstance(desk, Desk)
        return desk


def build(path: Path) -> TransferSchool:
    """Make the school at `path`."""
    settings = SchoolSettings(
        "", "De Regenboog", "12AB", "00", True, "Dorpsstraat 1", "1234 AB", "Zwolle"
    )
    create_school(
        path,
        settings,
        STAFF,
        recovery_code=RECOVERY_CODE,
        kdf=KdfParameters.fastest(),
        check_passwords=False,
        clock=clock,
    )
    school = TransferSchool(path)
    desk = school.desk("directeur")
    eight, seven = desk.groups.add("8", ["8"]), desk.groups.add("7", ["7"])
    teacher = next(one for one in desk.staff.all() if one.sign_in_name == "leerkracht8")
    desk.groups.set_teachers(eight, [teacher.id])
    complete = _enrol(desk, COMPLETE, eight, "8", "Thị Ngọc Ánh", "van 't", "Hof")
    _parent(desk, complete, "mevrouw", "A.", "Wiśniewska", "mother", "yes", "Laan", "1")
    _parent(desk, complete, "meneer", "B.", "Hof", "father", "yes", "Kade", "22")
    _parent(desk, complete, "none", "C.", "Zonder", "step", "no", "Kade", "22")
    _fill(desk, complete)
    unknown = _enrol(desk, UNKNOWN_CUSTODY, eight, "8", "Bram", "de", "Wit")
    _parent(desk, unknown, "mevrouw", "D.", "Wit", "mother", "unknown", "Weg", "3")
    _enrol(desk, NOTHING, eight, "8", "Cem", None, "Yılmaz")
    seventh = _enrol(desk, GROUP_7, seven, "7", "Dana", None, "Boer")
    _parent(desk, seventh, "meneer", "E.", "Boer", "father", "yes", "Weg", "4")
    mothers = _enrol(desk, TWO_MOTHERS, eight, "8", "Eva", None, "<b>Smit</b> & Zoon")
    _parent(desk, mothers, "mevrouw", "F.", "Smit", "mother", "yes", "Pad", "5")
    _parent(desk, mothers, "mevrouw", "G.", "Zoon", "mother", "yes", None, None)
    desk.close()
    return school


def pupil_id(desk: Desk, number: str) -> str:
    """The id behind a leerlingnummer."""
    return desk.pupils.by_number(number).id


def begun(desk: Desk, number: str = COMPLETE) -> Report:
    """A concept for this pupil."""
    return desk.reports.begin(pupil_id(desk, number), "po_vo", "12cd", "00", "Het Lyceum")


def inform_all(desk: Desk, report: Report, on: date = TODAY) -> None:
    """Make the letters about a report and note that they were handed over."""
    batch = desk.letters.make([report.pupil.id], "okr")
    for letter_id in batch.letter_ids:
        desk.letter_copies.mark(report.pupil.id, letter_id, LetterState.HANDED, on)


def _enrol(
    desk: Desk, number: str, group: str, year: str, call: str, prefix: str | None, surname: str
) -> str:
    who: Mapping[str, Any] = {
        "number": number,
        "call_name": call,
        "prefix": prefix,
        "surname": surname,
        "birth_date": date(2015, 3, 17),
    }
    began = date(2020, 8, 1)
    placed = {"group_id": group, "year_group": year, "from_date": date(2026, 8, 1)}
    return desk.pupils.enrol(who, {"from_date": began}, placed).pupil_id


def _parent(
    desk: Desk,
    pupil: str,
    salutation: str,
    initials: str,
    surname: str,
    relationship: str,
    custody: str,
    street: str | None,
    house_number: str | None,
) -> None:
    person = {"salutation": salutation, "initials": initials, "surname": surname}
    if street:
        person |= {"street": street, "house_number": str(house_number), "city": "Zwolle"}
        person["postcode"] = "8011 AB"
    link = {"relationship": relationship, "custody": custody, "lives_with": False}
    desk.entries.add_guardian(pupil, person, link)


def _fill(desk: Desk, pupil: str) -> None:
    """What the report of a pupil must and may draw on."""
    day = date(2027, 2, 1)
    desk.entries.add(
        pupil,
        "advice",
        {"given_on": day, "sort": "provisional", "advice": "havo", "in_context": "Past goed."},
    )
    desk.entries.add(
        pupil,
        "observation",
        {
            "observed_on": day,
            "aspect": "social_emotional_development",
            "source": "teacher",
            "text": "Werkt <b>graag</b> samen.",
        },
    )
    for moment, ability in (("M7", 187.5), ("E7", 201.0), ("M8", 214.0)):
        desk.entries.add(
            pupil,
            "result",
            {
                "taken_on": day,
                "sort": "monitoring",
                "domain": "reading",
                "test": "LVS",
                "moment": moment,
                "ability": ability,
                "level": "II",
            },
        )
    desk.entries.add(
        pupil,
        "support",
        {
            "sort": "home_situation",
            "from_date": day,
            "subject": "Verhuizing",
            "approach": "Extra rust op maandag.",
        },
        reason="Nodig voor de begeleiding in de klas.",
    )
