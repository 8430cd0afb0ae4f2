"""kill -9 at any moment: while saving, signing in, signing out, backing up and importing."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

from tests.torture.examine import examine
from tests.torture.history import State
from tests.torture.shim import KILL, Fault, On
from tests.torture.tally import Tally
from tests.torture.worker import Job, Workshop

SAVES = 40
"""Saves a round would make if it were not killed."""

ROUNDS_PER_SCHOOL = 50
"""After which a fresh school is taken: checking the log grows with it."""


def at_random_moments(workshop: Workshop, template: Path, place: Path, rounds: int) -> Tally:
    """Kill the saving process from outside after a random time, `rounds` times, on one school."""
    tally, chance = Tally(), random.Random(rounds)
    state, number = State(), 1
    for round_number in range(rounds):
        if round_number % ROUNDS_PER_SCHOOL == 0:
            fresh(template, place)
            state, number = State(), 1
        job = Job(str(place), str(place) + ".words", first=number, count=SAVES, shim=workshop.shim)
        process = workshop.start(job)
        _wait_for_first_save(Path(job.words))
        time.sleep(chance.uniform(0, 0.25))
        os.kill(process, signal.SIGKILL)
        words = workshop.wait(job)
        tally.faults += "closed 0" not in words.lines
        done, tried = words.numbers("saved"), words.numbers("try")
        last = tried[-1] if tried else number
        state = examine(place, state, done, last, tally)
        number = last + 1
    return tally


def at_every_step(
    workshop: Workshop, template: Path, place: Path, task: str, stride: int = 1
) -> Tally:
    """Let the process kill itself at each `stride`-th change of the disk that `task` makes."""
    tally, step = Tally(), 0
    ended = False
    while not ended:
        fresh(template, place)
        fault = Fault(On.CHANGE, step, KILL, torn=step % 2 == 1)
        job = Job(
            str(place),
            str(place) + ".words",
            task=task,
            fault=vars(fault),
        )
        words = workshop.run(job)
        ended = "closed 0" in words.lines
        tally.faults += not ended
        done, tried = words.numbers("saved"), words.numbers("try")
        before = len(tally.failures)
        examine(place, State(), done, tried[-1] if tried else 0, tally)
        tally.where(before, f"{task}, killed at {step}")
        step += stride
    return tally


def fresh(template: Path, place: Path) -> None:
    """A copy of the school that nobody has tortured yet."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)


def _wait_for_first_save(words: Path) -> None:
    while "try" not in words.read_text(encoding="utf-8"):
        time.sleep(0.002)
