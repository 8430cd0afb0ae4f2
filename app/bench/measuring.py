"""One row of the table: what is measured, how, and beside what."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.bench.baseline import Plain
from app.desk import Desk

ROUNDS = 7
"""Odd, so that the median is a time that was measured."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """`ours` and `baseline` do the same work; without a baseline only ours is told.

    `prepare` comes before each of ours and is not measured.
    """

    name: str
    ours: Work
    baseline: Work | None = None
    rounds: int = ROUNDS
    prepare: Work | None = None


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds."""

    name: str
    ours: float
    baseline: float | None
    rounds: int

    @property
    def ratio(self) -> float | None:
        """How many times as long ours takes."""
        return self.ours / self.baseline if self.baseline else None

    def as_json(self) -> dict[str, Any]:
        """For a file that a program reads."""
        return {**asdict(self), "ratio": self.ratio}


@dataclass(frozen=True)
class Bench:
    """What a family measures on: a desk of the headteacher, and the same rows in plain SQLite.

    `sample`: ids of pupils that are taken in turn. `words`: a rare word and a common one.
    """

    desk: Desk
    plain: Plain
    sample: Sequence[str]
    words: Sequence[str]


Family = Callable[[Bench], Iterable[Row]]


def measure(row: Row) -> Measured:
    """Both once to warm up, then in turn; the medians."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(row.rounds + 1):
        if row.prepare:
            row.prepare()
        ours.append(_timed(row.ours))
        if row.baseline:
            theirs.append(_timed(row.baseline))
    baseline = statistics.median(theirs[1:]) if theirs else None
    return Measured(row.name, statistics.median(ours[1:]), baseline, row.rounds)


def _timed(work: Work) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000
