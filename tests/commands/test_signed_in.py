import io
from pathlib import Path

import pytest

from app.access.categories import Role
from app.desk import NewStaff, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from tests.commands.conftest import Shell, Typing
from tests.transfer_school import PASSWORD, TransferSchool, clock

NO_SCHOOL = "geen schoolmap"
COMMANDS = (
    ("pupils",),
    ("import", "x.xml"),
    ("okr", "--pupil", "1001", "--to", "12CD", "--out", "x.pdf"),
    ("letters", "--template", "okr", "--pupil", "1001", "--out", "x.pdf"),
    ("log", "show"),
    ("log", "verify"),
    ("log", "export", "--out", "x.csv"),
    ("backup",),
    ("check",),
)


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: " ".join(line[:2]))
def test_a_wrong_password_is_refused_and_waited_for(
    shell: Shell, tmp_path: Path, line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell.password_file.write_text("geraden\n", encoding="utf-8")
    assert shell.as_("directeur", *line) == 1
    assert shell.out == ""
    assert shell.err.startswith("De naam of het wachtwoord klopt niet.")
    assert len(shell.waits) == 1
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: " ".join(line[:2]))
def test_a_folder_that_is_no_school_is_named(
    shell: Shell, tmp_path: Path, line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell.folder = tmp_path / "nergens"
    assert shell.as_("directeur", *line) == 1
    assert NO_SCHOOL in shell.err
    assert "nergens" in shell.err


def test_a_wrong_password_is_in_the_log_afterwards(shell: Shell) -> None:
    assert shell.run("pupils", shell.folder, "--user", "dirk\x1b[2J", "--password-file",
                     shell.password_file) == 1  # fmt: skip
    assert shell.as_("directeur", "log", "show") == 0
    assert "aanmelden mislukt" in shell.out
    assert "\x1b" not in shell.out


def test_name_and_password_are_asked(
    shell: Shell, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = typing(PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO("directeur\n"))
    assert shell.run("pupils", shell.folder) == 0
    assert shell.err == "Aanmeldnaam: "
    assert questions == ["Wachtwoord: "]
    assert "1001" in shell.out


def test_an_empty_password_file_is_a_wrong_password_and_asks_nothing(
    shell: Shell, typing: Typing
) -> None:
    questions = typing()
    shell.password_file.write_text("", encoding="utf-8")
    assert shell.as_("directeur", "pupils") == 1
    assert "klopt niet" in shell.err
    assert questions == []


def test_without_a_keyboard_it_says_what_to_give(shell: Shell, typing: Typing) -> None:
    typing()
    assert shell.run("pupils", shell.folder, "--user", "directeur") == 1
    assert "--password-file" in shell.err


def test_who_only_does_it_opens_no_pupil(shell: Shell, tmp_path: Path) -> None:
    shell.folder = tmp_path / "andere.school"
    staff = [
        NewStaff("directeur", "Dirk", PASSWORD, (Role.HEAD,)),
        NewStaff("ict", "Iris", PASSWORD, (Role.IT,)),
    ]
    settings = SchoolSettings("", "De Linde", "34CD", "00", True)
    create_school(
        shell.folder,
        settings,
        staff,
        kdf=KdfParameters.fastest(),
        check_passwords=False,
        clock=clock,
    )
    assert shell.as_("ict", "pupils") == 1
    assert "geen leerlinggegevens te openen" in shell.err
    assert shell.as_("directeur", "pupils") == 0, "the folder was given back"


def test_a_school_that_is_open_elsewhere_stays_shut(shell: Shell, school: TransferSchool) -> None:
    desk = school.desk("ib")
    try:
        assert shell.as_("directeur", "pupils") == 1
        assert "al geopend door ib" in shell.err
    finally:
        desk.close()
    assert shell.as_("directeur", "pupils") == 0


def test_an_alarm_about_the_log_is_said_with_every_command(shell: Shell) -> None:
    (shell.folder / "seal").unlink()
    assert shell.as_("directeur", "pupils") == 0
    assert shell.err.startswith("Let op: Het zegel van het toegangslog ontbreekt.")


@pytest.mark.parametrize("at", [10, 5000])
def test_a_changed_byte_in_the_database_is_named(shell: Shell, at: int) -> None:
    database = shell.folder / "school.db"
    content = bytearray(database.read_bytes())
    content[at] ^= 0xFF
    database.write_bytes(content)
    assert shell.as_("directeur", "pupils") == 1
    assert "beschadigd" in shell.err
    assert shell.out == ""


def test_a_key_file_that_is_not_json_is_named(shell: Shell) -> None:
    (shell.folder / "keys" / "school.json").write_text("geen json", encoding="utf-8")
    assert shell.as_("directeur", "pupils") == 1
    assert "school.json" in shell.err
