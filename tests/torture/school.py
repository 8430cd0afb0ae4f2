"""The school that is tortured: two members of staff, one pupil, nothing in the dossier yet."""

from datetime import UTC, date, datetime
from pathlib import Path

from app.access.categories import Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters, RememberedPositions
from tests.torture import history

PASSWORD = "regenboog"
NAME = "De Regenboog.school"
STATE = "state"
"""Beside the school: what this PC remembers."""


def clock() -> datetime:
    """Always the same morning."""
    return datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def build(place: Path) -> Path:
    """Make the school in `place`; returns its folder."""
    path = place / NAME
    settings = SchoolSettings("", "De Regenboog", "99ZZ", "00", True)
    staff = (
        NewStaff("directeur", "Dirk Baas", PASSWORD, (Role.HEAD, Role.SUPERVISOR)),
        NewStaff("administratie", "Ada Min", PASSWORD, (Role.OFFICE,)),
    )
    create_school(
        path, settings, staff, kdf=KdfParameters.fastest(), check_passwords=False, clock=clock
    )
    desk = sign_in(place)
    group = desk.groups.add("8", ["8"])
    desk.pupils.enrol(
        {
            "number": history.PUPIL,
            "call_name": "Bram",
            "surname": "Wit",
            "birth_date": date(2015, 3, 17),
        },
        {"from_date": date(2020, 8, 1)},
        {"group_id": group, "year_group": "8", "from_date": date(2026, 8, 1)},
    )
    desk.close()
    return path


def sign_in(place: Path, who: str = "directeur") -> Desk:
    """Sign in to the school in `place`, on the PC whose memory stands beside it."""
    door = SchoolDoor(
        place / NAME,
        clock=clock,
        remembered=RememberedPositions(place / STATE),
        sleep=lambda seconds: None,
    )
    desk = door.sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk
