from pathlib import Path

import pytest

from app.desk import Desk, SchoolDoor
from app.vault import RecoveryCode
from tests.commands.conftest import Shell, Typing

GOOD = "paard batterij nietje juist"
SCHOOL = ("--name", "De Linde", "--brin", "34cd", "--vestiging", "01", "--user", "jan")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "De Linde.school"


def code_in(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.startswith("    "))


def opened(folder: Path, password: str = GOOD) -> Desk:
    desk = SchoolDoor(folder).sign_in("jan", password)
    assert isinstance(desk, Desk)
    return desk


def test_a_school_is_made_with_its_first_headteacher(shell: Shell, folder: Path) -> None:
    shell.password_file.write_text(GOOD + "\n", encoding="utf-8")
    more = ("--person-name", "Jan de Wit", "--kind", "bijzonder")
    assert shell.run("new", folder, *SCHOOL, *more, "--password-file", shell.password_file) == 0
    desk = opened(folder)
    settings = desk.school.settings()
    desk.close()
    assert (settings.name, settings.brin, settings.branch) == ("De Linde", "34CD", "01")
    assert not settings.public_authority
    assert (desk.person.name, desk.person.role_names) == ("Jan de Wit", "directeur")
    assert shell.err == ""


def test_the_recovery_code_is_shown_once_and_works(shell: Shell, folder: Path) -> None:
    shell.password_file.write_text(GOOD, encoding="utf-8")
    assert shell.run("new", folder, *SCHOOL, "--password-file", shell.password_file) == 0
    code = code_in(shell.out)
    RecoveryCode.parse(code)
    assert shell.out.count(code) == 1
    assert "Zonder wachtwoord en zonder deze code kan niemand" in shell.out
    desk = SchoolDoor(folder).recover(code)
    desk.close()


def test_the_password_is_asked_twice(shell: Shell, folder: Path, typing: Typing) -> None:
    questions = typing(GOOD, GOOD)
    assert shell.run("new", folder, *SCHOOL) == 0
    assert len(questions) == 2
    opened(folder).close()


def test_a_slip_or_a_weak_password_is_asked_again(
    shell: Shell, folder: Path, typing: Typing
) -> None:
    typing(GOOD, "anders", "regenboog", "regenboog", GOOD, GOOD)
    assert shell.run("new", folder, *SCHOOL) == 0
    assert "niet gelijk" in shell.err
    assert "te zwak" in shell.err
    opened(folder).close()


def test_after_three_bad_passwords_nothing_was_made(
    shell: Shell, folder: Path, typing: Typing
) -> None:
    questions = typing(*["regenboog"] * 8)
    assert shell.run("new", folder, *SCHOOL) == 1
    assert len(questions) == 6
    assert "Er is geen school gemaakt." in shell.err
    assert not folder.exists()


@pytest.mark.parametrize("weak", ["", "kort", "janjanjanjan", "wachtwoord1234"])
def test_a_weak_password_in_a_file_is_refused(shell: Shell, folder: Path, weak: str) -> None:
    shell.password_file.write_text(weak, encoding="utf-8")
    assert shell.run("new", folder, *SCHOOL, "--password-file", shell.password_file) == 1
    assert shell.err.endswith("Er is niets gewijzigd.\n")
    assert "wat u typte staat er nog" not in shell.err
    assert shell.out == ""
    assert not folder.exists()


def test_what_stands_there_is_left_alone_and_nothing_is_asked(
    shell: Shell, folder: Path, typing: Typing
) -> None:
    questions = typing(GOOD, GOOD)
    folder.mkdir()
    assert shell.run("new", folder, *SCHOOL) == 1
    assert "bestaat al" in shell.err
    assert questions == []
    assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_made_is_said(shell: Shell, tmp_path: Path, typing: Typing) -> None:
    typing(GOOD, GOOD)
    (tmp_path / "bestand").touch()
    assert shell.run("new", tmp_path / "bestand" / "x.school", *SCHOOL) == 1
    assert "kon niet worden gemaakt" in shell.err


def test_a_school_needs_a_name(shell: Shell, folder: Path, typing: Typing) -> None:
    questions = typing(GOOD, GOOD)
    nameless = ("--name", " ", *SCHOOL[2:])
    assert shell.run("new", folder, *nameless) == 1
    assert "Naam van de school" in shell.err
    assert len(questions) == 2


@pytest.mark.parametrize(
    "wrong", [("--brin", "12"), ("--vestiging", "1"), ("--kind", "groen")], ids=lambda one: one[0]
)
def test_impossible_values_are_wrong_usage(
    shell: Shell, folder: Path, wrong: tuple[str, str]
) -> None:
    assert shell.run("new", folder, *SCHOOL, *wrong) == 2
    assert f"bij {wrong[0]}: " in shell.err
    assert not folder.exists()


def test_a_code_that_nobody_saw_is_a_failure(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch, typing: Typing
) -> None:
    typing(GOOD, GOOD)
    monkeypatch.setattr("app.commands.console.say", lambda *_: False)
    assert shell.run("new", folder, *SCHOOL) == 1
    assert "kon niet worden getoond" in shell.err
