"""Another PC: a process that signs in, saves when told, and says what became of it.

A line in: `save N`, `close`. A line out each time: `open`, `saved N`, `refused KIND: sentence`.
"""

import subprocess
import sys
from pathlib import Path

from app.errors import UserError
from tests.torture import history, school
from tests.torture.worker import ROOT


class Colleague:
    """The process, from outside."""

    def __init__(self, place: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.colleague", place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def hear(self) -> str:
        """The next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def say(self, line: str) -> None:
        """Tell it something."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ask(self, line: str) -> str:
        """Tell it something and hear what became of it."""
        self.say(line)
        return self.hear()

    def end(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.communicate(timeout=60)


def _work(place: Path) -> None:
    try:
        desk = school.sign_in(place)
    except UserError as error:
        print(f"refused {type(error).__name__}: {error}", flush=True)
        return
    pupil, state = history.pupil_of(desk), history.read(desk)
    print("open", flush=True)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        try:
            if word == "close":
                desk.close()
                print("closed", flush=True)
                return
            state = history.save(desk, pupil, state, int(number))
            print(f"saved {number}", flush=True)
        except UserError as error:
            print(f"refused {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
