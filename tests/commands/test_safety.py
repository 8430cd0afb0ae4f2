"""`backup`, `restore` and `check` at the command line."""

import io
import shutil
from pathlib import Path

import pytest

from app.access.categories import Role
from app.desk import NewStaff, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from tests.commands.conftest import Shell
from tests.transfer_school import GROUP_7, PASSWORD, clock


def backups(shell: Shell) -> list[str]:
    return sorted(one.name for one in (shell.folder / "backups").iterdir())


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def test_a_backup_is_made_and_copied(shell: Shell, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert shell.as_("directeur", "backup", "--to", stick) == 0
    (name,) = backups(shell)
    assert name in shell.out
    assert (stick / name / "school.db").read_bytes() == (
        shell.folder / "backups" / name / "school.db"
    ).read_bytes()
    assert shell.as_("directeur", "backup", "--to", tmp_path / "weg") == 1
    assert "niet bereikbaar" in shell.err
    assert not (tmp_path / "weg").exists()


@pytest.mark.parametrize("command", [("backup",), ("check",), ("restore", "--yes")])
def test_who_may_not_is_refused(shell: Shell, command: tuple[str, ...]) -> None:
    shell.as_("directeur", "backup")
    more = ("--from", backups(shell)[0]) if command[0] == "restore" else ()
    assert shell.as_("leerkracht8", *command, *more) == 1
    assert "mag niet als leerkracht" in shell.err


def test_the_check_ends_well_only_when_all_three_are_in_order(shell: Shell) -> None:
    assert shell.as_("directeur", "check") == 1
    assert "Nieuwste reservekopie: niet in orde; er is er geen." in shell.out
    shell.as_("directeur", "backup")
    assert shell.as_("directeur", "check") == 0
    assert len(shell.out.splitlines()) == 3
    assert shell.err == ""


def test_the_check_speaks_when_the_database_does_not_open(shell: Shell) -> None:
    shell.as_("directeur", "backup")
    damage(shell.folder / "school.db")
    assert shell.as_("directeur", "check") == 1
    assert "pagina 1 van ‘school.db’" in shell.out
    assert "U kunt terug naar de reservekopie van 01-03-2027" in shell.err
    shell.password_file.write_text("fout\n", encoding="utf-8")
    assert shell.as_("directeur", "check") == 1
    assert "wachtwoord klopt niet" in shell.err


def test_a_restore_says_what_is_lost_and_asks(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.as_("directeur", "backup")
    (name,) = backups(shell)
    monkeypatch.setattr("sys.stdin", io.StringIO("nee\n"))
    assert shell.as_("directeur", "restore", "--from", name) == 1
    assert "Dit gaat verloren:" in shell.out
    assert "5 leerlingen" in shell.out
    assert "Er is niets teruggezet" in shell.err
    monkeypatch.setattr("sys.stdin", io.StringIO("ja\n"))
    assert shell.as_("directeur", "restore", "--from", name) == 0
    assert "voor-terugzetten" in shell.out
    assert shell.as_("directeur", "log", "verify") == 0
    assert shell.err == ""


def test_a_restore_works_when_the_database_does_not_open(shell: Shell) -> None:
    shell.as_("directeur", "backup")
    (name,) = backups(shell)
    damage(shell.folder / "school.db")
    assert shell.as_("directeur", "pupils") == 1
    path = shell.folder / "backups" / name
    assert shell.as_("directeur", "restore", "--from", path, "--yes") == 0
    assert shell.as_("directeur", "pupils") == 0
    assert GROUP_7 in shell.out
    assert "Let op" not in shell.err


def test_a_lost_folder_comes_back_from_a_backup(shell: Shell, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    shell.as_("directeur", "backup", "--to", stick)
    (copy,) = stick.iterdir()
    shutil.rmtree(shell.folder)
    assert shell.run("restore", shell.folder, "--from", copy, "--yes") == 0
    assert shell.as_("directeur", "pupils") == 0
    assert GROUP_7 in shell.out
    assert "een nieuwer toegangslog gezien" in shell.err  # this PC remembers what came after it


def test_what_is_no_backup_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert shell.as_("directeur", "restore", "--from", tmp_path, "--yes") == 1
    assert "geen reservekopie" in shell.err


def test_who_only_does_it_copies_bytes_and_checks_what_can_be_checked(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "Met ICT.school"
    settings = SchoolSettings("", "Met ICT", "12AB", "00", True)
    staff = (
        NewStaff("directeur", "Dirk", PASSWORD, (Role.HEAD,)),
        NewStaff("ict", "Ilse", PASSWORD, (Role.IT,)),
    )
    kdf = KdfParameters.fastest()
    create_school(path, settings, staff, kdf=kdf, check_passwords=False, clock=clock)
    shell.folder = path
    shell.as_("directeur", "pupils")
    assert shell.as_("ict", "backup") == 0
    (name,) = backups(shell)
    assert "openen kan alleen een medewerker" in shell.out
    assert shell.as_("ict", "check") == 0
    assert "in orde; van 01-03-2027" in shell.out
    assert shell.err == ""
    manifest = path / "backups" / name / "manifest"
    manifest.write_text(manifest.read_text().replace("2027-03-01", "2027-05-01"))
    assert shell.as_("ict", "backup") == 0
    assert "klok van deze pc" in shell.err
    manifest.write_text(manifest.read_text().replace("2027-05-01", "2027-03-01"))
    assert shell.as_("ict", "restore", "--from", name) == 1
    assert "Laat de directeur dit doen" in shell.err
    assert shell.as_("directeur", "restore", "--from", name, "--yes") == 0
    (path / "school.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
    assert shell.as_("ict", "check") == 1
    assert "niet versleuteld" in shell.out
