"""A school that the tests of a module share: each test works in the dossier of a new pupil."""

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from app.desk import Desk
from tests.transfer_school import TransferSchool

_NUMBERS = count(7001)


@pytest.fixture(scope="module")
def shared_school(
    built_school: TransferSchool, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TransferSchool]:
    """A copy that is not made anew for each test."""
    folder = tmp_path_factory.mktemp("shared")
    path = folder / built_school.path.name
    shutil.copytree(built_school.path, path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        yield TransferSchool(path)


@pytest.fixture(scope="module")
def head(shared_school: TransferSchool) -> Iterator[Desk]:
    """The headteacher, at work there."""
    desk = shared_school.desk("directeur")
    yield desk
    desk.close()


@pytest.fixture
def pupil(head: Desk) -> str:
    """A new pupil of group 8 with a mother."""
    group = next(one.id for one in head.groups.all() if one.name == "8")
    who = {"number": str(next(_NUMBERS)), "call_name": "Noor", "surname": "Nieuw"}
    placed = {"group_id": group, "year_group": "8"}
    pupil = head.pupils.enrol(who, {"from_date": date(2026, 8, 1)}, placed).pupil_id
    mother = {"initials": "A.", "surname": "Hof", "city": "Zwolle"}
    head.entries.add_guardian(pupil, mother, {"relationship": "mother", "custody": "yes"})
    return pupil
