"""The school of `transfer_school` as fixtures: made once, copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from tests.transfer_school import TransferSchool, build


@pytest.fixture(scope="session")
def built_school(tmp_path_factory: pytest.TempPathFactory) -> TransferSchool:
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        return build(folder / "De Regenboog.school")


@pytest.fixture
def school(
    built_school: TransferSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TransferSchool:
    # This PC must not remember the positions of another copy of the same school.
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / built_school.path.name
    shutil.copytree(built_school.path, path)
    return TransferSchool(path)


@pytest.fixture
def desk(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk()
    yield desk
    desk.close()
