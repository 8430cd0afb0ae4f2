"""A real, encrypted school folder per test, with the cheapest key derivation that is allowed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.vault import (
    Database,
    Door,
    KdfParameters,
    NewSlot,
    SchoolFolder,
    Unlocked,
    create,
    generate_recovery_code,
)

FAST = KdfParameters.fastest()
PASSWORD = "een goed wachtwoord"


@dataclass
class School:
    """A school folder and the secrets that open it."""

    folder: SchoolFolder
    code: str
    waits: list[float]

    def door(self) -> Door:
        """A door that notes its waits and does not wait."""
        return Door(self.folder, workstation="pc-groep-8", sleep=self.waits.append)

    def signed_in(self, name: str = "directeur", password: str = PASSWORD) -> Unlocked:
        """The school, opened by this person."""
        unlocked = self.door().sign_in(name, password)
        assert isinstance(unlocked, Unlocked)
        return unlocked


MakeSchool = Callable[[str], School]


@pytest.fixture(autouse=True)
def state_of_this_pc(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def make_school(tmp_path: Path) -> MakeSchool:
    def make(name: str) -> School:
        path = tmp_path / f"{name}.school"
        code = generate_recovery_code()
        create(
            path,
            slots=[
                NewSlot("directeur", PASSWORD, ("head",)),
                NewSlot("ict", PASSWORD, ("it",)),
            ],
            recovery_code=code,
            kdf=FAST,
        )
        return School(SchoolFolder(path), code, [])

    return make


@pytest.fixture
def school(make_school: MakeSchool) -> School:
    return make_school("De Regenboog")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "school.db", b"k" * 32, new=True)
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    yield database
    database.dispose()
