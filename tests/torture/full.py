"""A full disk, or one that gives errors, at the n-th operation: each save whole, or refused."""

import errno
from pathlib import Path

from tests.torture.examine import examine
from tests.torture.history import State
from tests.torture.kill import fresh
from tests.torture.shim import FOR_GOOD, Fault, On
from tests.torture.tally import Tally
from tests.torture.worker import Job, Workshop

FULL = (On.WRITE | On.OPEN, errno.ENOSPC, FOR_GOOD)
"""A full disk stays full until somebody makes room."""

FAULTS = {
    "full": FULL,
    "write": (On.WRITE | On.TRUNCATE, errno.EIO, 1),
    "sync": (On.SYNC, errno.EIO, 1),
    "name": (On.NAME, errno.EIO, 1),
    "read": (On.READ, errno.EIO, 1),
    "denied": (On.OPEN | On.NAME, errno.EACCES, 1),
}

WORDS = ("opgeslagen", "gewijzigd", "aangemeld", "bewaard")
"""A refusal says what was kept: one of these stands in it."""


def at_every_step(
    workshop: Workshop,
    template: Path,
    place: Path,
    kind: str,
    *,
    task: str = "save",
    saves: int = 3,
    stride: int = 1,
) -> Tally:
    """Let the n-th operation fail, for each `stride`-th n that the task comes to.

    The saving process is refused or not, then has its disk back and saves the same once more; what
    it says is held against what another sign-in finds afterwards.
    """
    on, error, count = FAULTS[kind]
    tally, step, reached = Tally(), 0, True
    while reached:
        fresh(template, place)
        fault = Fault(int(on), step, error, count, torn=step % 2 == 1)
        job = Job(
            str(place),
            f"{place}.words",
            task=task,
            count=saves,
            fault=vars(fault),
        )
        words = workshop.run(job)
        reached = words.numbers("fired") != [0]
        tally.faults += reached
        done, tried = words.numbers("saved"), words.numbers("try")
        where = f"{kind} {task} at {step}"
        if "ended 0" not in words.lines:
            tally.fail("silent", f"{where}: the program broke down: {words.lines[-2:]}")
        for line in words.lines:
            if line.startswith("read") and line.endswith("changed"):
                tally.fail("lost", f"{where}: a refused save was made in part or whole")
            if line.startswith("refused") and not any(word in line for word in WORDS):
                tally.fail("silent", f"{where}: unclear: {line}")
        before = len(tally.failures)
        examine(place, State(), done, tried[-1] if tried else 0, tally)
        tally.where(before, where)
        step += stride
    return tally
