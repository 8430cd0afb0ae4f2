"""The tortured school, made once, and a place on a quick disk to torture copies of it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture import school, shim
from tests.torture.worker import Workshop

MEMORY = Path("/dev/shm")
"""Files in memory, where there are: a process that is killed does not lose them."""


@pytest.fixture(scope="session")
def bench() -> Iterator[Path]:
    """A folder of our own for this process's tests."""
    place = tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None)
    yield Path(place).resolve()
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def template(bench: Path) -> Path:
    """A folder with the school and what this PC remembers of it."""
    place = bench / "template"
    place.mkdir()
    school.build(place)
    return place


@pytest.fixture
def place(bench: Path) -> Iterator[Path]:
    """Where a copy may be ruined."""
    yield bench / "place"
    for path in bench.glob("place*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(scope="session")
def workshop(bench: Path) -> Iterator[Workshop]:
    """Processes with a shim between them and the disk."""
    if shim.why_not():
        pytest.skip(shim.why_not())
    started = Workshop(shim.build(bench))
    yield started
    started.close()
