"""`python3 run.py torture [--rounds N] [--only KIND]`: everything, at full size."""

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.torture import damage, full, kill, power, school, shim
from tests.torture.tally import Tally
from tests.torture.worker import Workshop

MEMORY = Path("/dev/shm")
TASKS = ("save", "sign_in", "sign_out", "backup", "import")
KINDS = ("kill", "power", "disk", "bytes", "older", "journal")


class Torture:
    """All kinds, on one school, in one temporary folder."""

    def __init__(self, base: Path, rounds: int) -> None:
        self.place = base / "place"
        self.rounds = rounds
        self.stride = max(1, 1000 // rounds)
        """Every step at 1,000 rounds; fewer when there are fewer."""
        self.template = base / "template"
        self.template.mkdir()
        school.build(self.template)
        self.workshop = Workshop(shim.build(base))

    def kill(self) -> Iterator[tuple[str, Tally]]:
        """kill -9 at random moments and at every step."""
        yield (
            "at random moments",
            kill.at_random_moments(self.workshop, self.template, self.place, self.rounds),
        )
        for task in TASKS:
            yield (
                f"at each step: {task}",
                kill.at_every_step(self.workshop, self.template, self.place, task, self.stride),
            )

    def power(self) -> Iterator[tuple[str, Tally]]:
        """Power cuts, and proof that this test can fail."""
        for task in ("save", "backup", "import"):
            records = power.record(self.workshop, self.template, self.place, saves=12, task=task)
            yield task, power.cut(records, self.template, self.place, rounds=self.rounds)
        records = power.record(
            self.workshop, self.template, self.place, saves=6, synchronous_off=True
        )
        lost = power.cut(records, self.template, self.place, rounds=min(60, self.rounds))
        control = Tally(rounds=lost.rounds, faults=lost.faults, noticed=int(not lost.good))
        if lost.good:
            control.fail("silent", "without syncs nothing was lost: this test proves nothing")
        yield "without syncs (must lose, and does)", control

    def disk(self) -> Iterator[tuple[str, Tally]]:
        """A full disk and one that gives errors."""
        for kind in full.FAULTS:
            for task in TASKS:
                yield (
                    f"{kind}, {task}",
                    full.at_every_step(
                        self.workshop,
                        self.template,
                        self.place,
                        kind,
                        task=task,
                        stride=self.stride,
                    ),
                )

    def bytes(self) -> Iterator[tuple[str, Tally]]:
        """One byte changed in any page of any file."""
        now = damage.grown(self.template, self.place.with_name("now"), 1, 20)
        changes = damage.changed_bytes(now, per_page=4)
        yield "one byte changed", damage.do(self.place, changes, 20, now, 4 * self.rounds)

    def older(self) -> Iterator[tuple[str, Tally]]:
        """Older copies of files and pages."""
        then = damage.grown(self.template, self.place.with_name("then"), 1, 12)
        now = damage.grown(then, self.place.with_name("now"), 13, 20)
        yield "an older page", damage.do(self.place, damage.older_pages(now, then), 20, now, 0)
        yield "an older file", damage.do(self.place, damage.older_files(now, then), 20, now, 0)

    def journal(self) -> Iterator[tuple[str, Tally]]:
        """The journal that a crash left."""
        crashed, other = self.place.with_name("crashed"), self.place.with_name("other")
        older = damage.crash(self.workshop, self.template, crashed, 1, 1)
        now = damage.grown(self.template, self.place.with_name("now"), 1, 20)
        other.mkdir()
        school.build(other)
        foreign = damage.crash(self.workshop, other, crashed, 1, 1)
        for written in range(1, 9):
            journal = damage.crash(self.workshop, now, crashed, 21, written)
            spoiled = damage.spoiled_journals(journal, foreign, older)
            tally = damage.do(self.place, spoiled, 20, crashed, self.rounds)
            yield f"{written} pages written", tally


def main(arguments: list[str]) -> int:
    """Run what was asked and say what became of it; 1 when anything was lost, silent or shut."""
    parser = argparse.ArgumentParser(prog="run.py torture", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="how much of each kind")
    parser.add_argument("--only", choices=KINDS, action="append", help="these kinds only")
    asked = parser.parse_args(arguments)
    if asked.rounds < 1:
        parser.error("--rounds must be 1 or more")
    if shim.why_not():
        print(f"torture: {shim.why_not()}", file=sys.stderr)
        return 1
    total = Tally()
    with _temporary() as base:
        torture = Torture(base, asked.rounds)
        for kind in asked.only or KINDS:
            run: Callable[[], Iterator[tuple[str, Tally]]] = getattr(torture, kind)
            began = time.monotonic()
            for name, tally in run():
                print(f"{kind}: {name} ({time.monotonic() - began:.0f} s): {tally}", flush=True)
                total += tally
                began = time.monotonic()
        torture.workshop.close()
    print(f"all together: {total}")
    return 0 if total.good else 1


@contextlib.contextmanager
def _temporary() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None)).resolve()
    try:
        yield base
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
