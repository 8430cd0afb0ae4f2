"""A power cut at any moment: the record of a saving process, played onto a disk that forgets."""

import random
import shutil
from pathlib import Path

from tests.torture.disk import Disk, Keep, Op, Record, cuts, read_record
from tests.torture.examine import examine
from tests.torture.history import State
from tests.torture.kill import fresh
from tests.torture.tally import Tally
from tests.torture.worker import Job, Words, Workshop

SHARES = (0.0, 1.0, 0.5, 0.2, 0.8)
"""How much of the unsynced survives: nothing, everything, a random part."""


def record(
    workshop: Workshop,
    template: Path,
    place: Path,
    *,
    saves: int,
    task: str = "save",
    synchronous_off: bool = False,
) -> list[Record]:
    """Let a process save and write down all that it does to the disk."""
    fresh(template, place)
    words, path = Path(f"{place}.words"), Path(f"{place}.record")
    job = Job(
        str(place),
        str(words),
        task=task,
        count=saves,
        record=str(path),
        synchronous_off=synchronous_off,
    )
    said = workshop.run(job)
    if "closed 0" not in said.lines:
        raise RuntimeError(f"the process did not come to its end: {said.lines[-1:]}")
    return read_record(path)


def cut(
    records: list[Record], template: Path, place: Path, *, rounds: int = 0, seed: int = 1
) -> Tally:
    """Cut the power `rounds` times, spread over the moments that matter; 0: at every one, with
    every share of the unsynced kept."""
    moments = sorted(set(cuts(records)))
    chance = random.Random(seed)
    wanted = [(at, share) for at in moments for share in SHARES]
    if rounds and rounds < len(wanted):
        wanted = sorted(chance.sample(wanted, rounds))
    # The record names the folder that the process worked in.
    fresh(template, place)
    disk, played, tally = Disk(place), 0, Tally()
    said: list[str] = []
    left = Path(f"{place}.left")
    for number, (at, share) in enumerate(wanted):
        for one in records[played:at]:
            if one.op is Op.MARK:
                said.append(one.data.decode())
            else:
                disk.play(one)
        played = at
        shutil.rmtree(left, ignore_errors=True)
        disk.leave(left, Keep(share, seed + number))
        tally.faults += 1
        words = Words("\n".join(said))
        tried = words.numbers("try")
        before = len(tally.failures)
        examine(left, State(), words.numbers("saved"), tried[-1] if tried else 0, tally)
        tally.where(before, f"cut at {at} of {len(records)}, {share} kept")
    shutil.rmtree(left, ignore_errors=True)
    return tally
