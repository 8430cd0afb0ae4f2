"""From a size to a table of figures."""

import platform
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy

from app.bench import school
from app.bench.baseline import plain_copy
from app.bench.lists import lists
from app.bench.measuring import Bench, Family, Measured, Row, measure
from app.bench.pages import pages
from app.bench.saving import saving
from app.bench.searches import searches

FAMILIES: tuple[Family, ...] = (pages, lists, searches, saving)
_SAMPLE = 11
"""Pupils that are taken in turn: more than the rounds, so that nobody is asked for twice."""

Progress = Callable[[str], object]
WindowRows = Callable[[Path, str, str], Iterator[Row]]
"""Rows that need a window: given the school, a sign-in name and a password."""


@dataclass(frozen=True)
class Result:
    """What was measured, and on what."""

    size: int
    machine: str
    rows: tuple[Measured, ...]

    def as_json(self) -> dict[str, Any]:
        """For a file that a program reads."""
        rows = [one.as_json() for one in self.rows]
        return {"size": self.size, "machine": self.machine, "rows": rows}


def bench(
    size: int,
    *,
    folder: Path | None = None,
    families: Sequence[Family] = FAMILIES,
    window: WindowRows | None = None,
    progress: Progress = lambda _said: None,
) -> Result:
    """Build a school of this size and measure on it.

    It is thrown away again, or with `folder` kept there and used again the next time.
    """
    with ExitStack() as stack:
        kept = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = kept / f"meetschool-{size}" / "De Meetlat.school"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            school.build(path, size, progress)
        measured = list(_measured(path, size, families, progress))
        if window is not None:
            for row in window(path, school.HEAD, school.PASSWORD):
                progress(row.name)
                measured.append(measure(row))
    return Result(size, machine(), tuple(measured))


def _measured(
    path: Path, size: int, families: Sequence[Family], progress: Progress
) -> Iterator[Measured]:
    desk = school.sign_in(path)
    with ExitStack() as stack:
        stack.callback(desk.close)
        beside = path.parent / "plain.db"
        beside.unlink(missing_ok=True)
        stack.callback(beside.unlink)
        plain = plain_copy(desk._session.database, beside)
        stack.callback(plain.close)
        pupils = desk.pupils.all()
        step = max(1, size // _SAMPLE)
        sample = [one.id for one in pupils[::step]]
        found = Bench(desk, plain, sample, (school.RARE, school.COMMON))
        for family in families:
            for row in family(found):
                progress(row.name)
                yield measure(row)


def machine() -> str:
    """What the figures were measured on; says nothing of who measured."""
    return (
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, SQLAlchemy {sqlalchemy.__version__}"
    )
