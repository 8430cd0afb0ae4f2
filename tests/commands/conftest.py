"""A small school, and `Shell`: commands run in this process as somebody, with what they said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.access.journal import LogFilter, LogLine
from app.commands.command import World
from app.vault import KdfParameters
from tests.transfer_fixtures import built_school, desk, school
from tests.transfer_school import PASSWORD, TransferSchool, clock
from ui.main import main

__all__ = ["built_school", "desk", "school"]


@dataclass
class Shell:
    """`run` gives the exit code; `out` and `err` are what the last command wrote."""

    folder: Path
    password_file: Path
    capsys: pytest.CaptureFixture[str]
    waits: list[float] = field(default_factory=list)
    out: str = ""
    err: str = ""

    def run(self, *arguments: str | Path) -> int:
        """A command line as it is."""
        world = World(clock, self.waits.append, KdfParameters.fastest())
        code = main([str(one) for one in arguments], world)
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    def as_(self, user: str, command: str, *arguments: str | Path) -> int:
        """A command on the school, signed in as `user`."""
        who = ("--user", user, "--password-file", self.password_file)
        return self.run(command, self.folder, *arguments, *who)


@pytest.fixture
def shell(school: TransferSchool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    password_file = tmp_path / "wachtwoord.txt"
    password_file.write_text(PASSWORD + "\n", encoding="utf-8")
    return Shell(school.path, password_file, capsys)


@pytest.fixture
def refusals(school: TransferSchool) -> Callable[[], tuple[LogLine, ...]]:
    """What the log has of refusals, newest first."""

    def read() -> tuple[LogLine, ...]:
        with_log = school.desk("directeur")
        try:
            return with_log.log.read(LogFilter(refused_only=True))
        finally:
            with_log.close()

    return read


Typing = Callable[..., list[str]]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Type these passwords; gives the questions that were asked."""

    def typed(*passwords: str) -> list[str]:
        questions: list[str] = []
        left = list(passwords)

        def getpass(question: str) -> str:
            questions.append(question)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("getpass.getpass", getpass)
        return questions

    return typed
