"""The demo school as fixtures: built once in a run, copied for each test that may change it."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.demo.school import FOLDER_NAME, DemoSchool, build

# The real day: what a journey does in the window happens on the real day too.
BUILT_AT = datetime.now(UTC)


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSchool:
    """Never open this one: a copy of it would then be an older database."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        return build(folder / FOLDER_NAME, clock=lambda: BUILT_AT)


@pytest.fixture
def demo_school(
    built_demo: DemoSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> DemoSchool:
    """A copy of its own, with this PC's memory of log positions apart from other copies."""
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / FOLDER_NAME
    shutil.copytree(built_demo.path, path)
    return replace(built_demo, path=path)
