"""The process that saves and is killed: forked from one that has everything loaded.

`Workshop` runs in the test; `python -m tests.torture.worker` is what it starts. A line of JSON in
(a `Job`), a line with the process id out, and when it ended a line with its exit status. What the
process did stands in the job's file of words, each line written before the next step is taken.
"""

import json
import os
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.errors import UserError
from app.vault import make_backup
from tests.torture import history, school
from tests.torture.shim import Control, Fault

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "samples" / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"
IMPORTED = 38
"""Pupils in the school when that file was imported."""


@dataclass(frozen=True)
class Job:
    """What one process must do with the school in `place`.

    `fault` counts from the first operation, or with `after_sign_in` from the first save; a refused
    save is tried once more with the fault taken away. `record`: where the disk's record goes.
    """

    place: str
    words: str
    task: str = "save"
    """save | sign_in | sign_out | backup | import: what happens while things go wrong."""
    first: int = 1
    count: int = 1
    fault: dict[str, Any] | None = None
    record: str = ""
    synchronous_off: bool = False
    shim: bool = True


class Words:
    """What a process said, read after its end."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()

    def numbers(self, word: str) -> list[int]:
        """The numbers of the lines that begin with `word`."""
        return [int(line.split()[1]) for line in self.lines if line.startswith(f"{word} ")]

    def text(self, word: str) -> list[str]:
        """What follows `word` and its number."""
        return [line.split(" ", 2)[2] for line in self.lines if line.startswith(f"{word} ")]


class Workshop:
    """Starts the processes, one at a time."""

    def __init__(self, shim: Path | None = None) -> None:
        environment = dict(os.environ)
        if shim is not None:
            environment["LD_PRELOAD"] = str(shim)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.shim = shim is not None

    def start(self, job: Job) -> int:
        """Fork a process for `job`; its id."""
        Path(job.words).unlink(missing_ok=True)
        Path(job.words).touch()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def wait(self, job: Job) -> Words:
        """Wait for its end; what it said."""
        self._line()
        return Words(Path(job.words).read_text(encoding="utf-8"))

    def run(self, job: Job) -> Words:
        """Do `job` to its end, whatever that is."""
        self.start(job)
        return self.wait(job)

    def close(self) -> None:
        """End the process that forks."""
        self._process.communicate(timeout=60)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the workshop ended")
        return line


def serve() -> None:
    """Fork a process per line until there are no more lines."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _child(Job(**json.loads(line)))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


def _child(job: Job) -> None:
    """Do the job and leave, without the parent's clearing up."""
    status = 1
    process = _Process(job)
    try:
        process.run()
        status = 0
    except BaseException as error:
        process.say("broke", 0, f"{type(error).__name__}: {error}")
        traceback.print_exc()  # os._exit below leaves no time for it
        raise
    finally:
        os._exit(status)


class _Process:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.place = Path(job.place)
        self.words = os.open(job.words, os.O_WRONLY | os.O_APPEND)
        self.shim = Control() if job.shim else None
        self.fired = 0

    def say(self, word: str, number: int = 0, text: str = "") -> None:
        """One line that survives our death."""
        line = f"{word} {number} {text}".strip()
        if self.shim is not None:
            self.shim.mark(line)
        os.write(self.words, f"{line}\n".encode())

    def run(self) -> None:
        if self.shim is not None:
            self.shim.watch(self.place)
            if self.job.record:
                self.shim.record(Path(self.job.record))
        during_sign_in = self.job.task == "sign_in"
        if during_sign_in:
            self.arm()
        try:
            desk = school.sign_in(self.place)
        except UserError as error:
            self.say("refused", 0, str(error))
            self.fired += self.disarm()
            desk = school.sign_in(self.place)
        if during_sign_in:
            self.fired += self.disarm()
        self.say("open")
        if self.job.synchronous_off:
            with desk._unlocked.database.raw_connection() as raw:
                raw.execute("PRAGMA synchronous = OFF")
        pupil = history.pupil_of(desk)
        state = history.read(desk)
        if not during_sign_in:
            self.arm()
        for number in range(self.job.first, self.job.first + self.job.count):
            if self.job.task == "save":
                state = self.save(desk, pupil, state, number)
            else:
                self.do(desk)
        self.say("closing")
        try:
            desk.close()
        except UserError as error:
            self.say("refused", 0, str(error))
        self.say("closed")
        if self.job.fault is not None:
            self.say("fired", self.fired + self.disarm())
        self.say("ended")

    def arm(self) -> None:
        if self.shim is not None and self.job.fault is not None:
            self.shim.arm(Fault(**self.job.fault))

    def disarm(self) -> int:
        return self.shim.disarm() if self.shim is not None else 0

    def save(self, desk: Desk, pupil: str, state: history.State, number: int) -> history.State:
        self.say("try", number)
        try:
            state = history.save(desk, pupil, state, number)
        except UserError as error:
            self.say("refused", number, str(error))
            self.fired += self.disarm()  # the disk has room again
            self.say("read", number, "as before" if history.read(desk) == state else "changed")
            state = history.save(desk, pupil, state, number)
        self.say("saved", number)
        return state

    def do(self, desk: Desk) -> None:
        try:
            if self.job.task == "backup":
                unlocked = desk._unlocked
                make_backup(unlocked.folder, unlocked.database, why="proef", now=datetime.now(UTC))
            elif self.job.task == "import":
                desk.imports.apply(desk.imports.preview(SAMPLE))
        except UserError as error:
            self.say("refused", 0, str(error))


if __name__ == "__main__":
    serve()
