"""The school with pupils who are about to leave, with families of every sort; one for a module.

Sheets change nothing but the log, so that the tests of a module can share a school.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from app.desk import Desk
from tests.transfer_fixtures import built_school, desk, school
from tests.transfer_school import COMPLETE, TODAY, TWO_MOTHERS, TransferSchool, pupil_id

__all__ = ["built_school", "desk", "school"]

ADDRESS, BSN = "Geheimlaan", "123456782"
NUMBER, SECRET_NUMBER, AWAY, NEIGHBOUR = "06-11111111", "06-22222222", "06-33333333", "06-44444444"


@dataclass(frozen=True)
class Families:
    """The school, and the two pupils of group 8 that the sheets are about."""

    school: TransferSchool
    pupils: tuple[str, str]


@pytest.fixture(scope="module")
def families(
    built_school: TransferSchool, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Families]:
    """Two households, a secret number and address, a parent without custody, a neighbour; care."""
    folder = tmp_path_factory.mktemp("families")
    path = folder / built_school.path.name
    shutil.copytree(built_school.path, path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        school = TransferSchool(path)
        head = school.desk("directeur")
        pupils = (pupil_id(head, COMPLETE), pupil_id(head, TWO_MOTHERS))
        _families(head, pupils)
        head.close()
        yield Families(school, pupils)


@pytest.fixture
def head(families: Families) -> Iterator[Desk]:
    """The headteacher's."""
    made = families.school.desk("directeur")
    yield made
    made.close()


def _families(head: Desk, pupils: tuple[str, str]) -> None:
    who = head.entries.one(pupils[0], "pupil", pupils[0])
    head.pupils.change(pupils[0], who.version, {**who.values, "personal_number": BSN})
    _guardian(head, pupils[0], "Open", NUMBER, emergency_order=2)
    _guardian(head, pupils[0], "Geheim", SECRET_NUMBER, secret=True)
    _guardian(head, pupils[0], "Weg", AWAY, custody="no")
    neighbour = {"name": "Buur", "relationship": "buurvrouw", "phone": NEIGHBOUR}
    head.entries.add(pupils[0], "emergency_contact", neighbour | {"emergency_order": 1})
    health = {"noted_on": TODAY, "condition": "Qwyxkwaal", "shared_with_group": True}
    health |= {"measure": "Vooraan zitten", "emergency": "Bel 112", "medication": "Qwyxpil"}
    health |= {"medication_agreed": "yes", "medication_agreed_on": TODAY}
    head.entries.add(pupils[0], "health", {**health, "valid_until": date(2027, 6, 1)}, "Qwyxreden")
    for measure, changes in (
        ("Niet gedeeld", {"shared_with_group": False}),
        ("Voorbij", {"valid_until": date(2027, 2, 1)}),
    ):
        head.entries.add(pupils[1], "health", {**health, "measure": measure, **changes}, "Nodig.")


def _guardian(desk: Desk, pupil: str, surname: str, phone: str, **more: object) -> None:
    person = {"initials": "X.", "surname": surname, "phone": phone, "street": ADDRESS}
    person |= {"phone_secret": more.pop("secret", False), "address_secret": True}
    link = {"relationship": "father", "custody": "yes", "lives_with": False, **more}
    desk.entries.add_guardian(pupil, person, link)
