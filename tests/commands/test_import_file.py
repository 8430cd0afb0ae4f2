from pathlib import Path

import pytest

from tests.commands.conftest import Shell
from tests.exchange.helpers import SAMPLES, edex, pupil

HEAD = (
    "<school><schooljaar>2026-2027</schooljaar><brincode>12AB</brincode>"
    "<dependancecode>00</dependancecode><xsdversie>2.1</xsdversie></school>"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    write(path, pupil("1"), pupil("2", roepnaam="Łucja", achternaam="Żak", voorvoegsel=""))
    return path


def write(path: Path, *pupils: str) -> None:
    path.write_text(edex("".join(pupils), head=HEAD), encoding="utf-8")


def count(shell: Shell) -> str:
    assert shell.as_("directeur", "pupils") == 0
    return shell.out.splitlines()[-1]


def test_a_dry_run_tells_and_changes_nothing(shell: Shell, file: Path) -> None:
    assert shell.as_("administratie", "import", file, "--dry-run") == 0
    assert "Toevoegen: 2 leerlingen" in shell.out
    assert "Nieuw: Łucja Żak" in shell.out
    assert "Nieuw: groep 8A (2026-2027)" in shell.out
    assert shell.out.endswith("Er is niets geïmporteerd: dit was --dry-run.\n")
    assert count(shell) == "5 leerlingen."


def test_an_import_is_taken_over_once(shell: Shell, file: Path) -> None:
    assert shell.as_("administratie", "import", file) == 0
    assert shell.out.endswith("Geïmporteerd.\n")
    assert count(shell) == "7 leerlingen."
    assert shell.as_("administratie", "import", file) == 0
    assert shell.out.endswith("Importeren verandert niets.\n")
    assert count(shell) == "7 leerlingen."


def test_a_change_is_told_field_by_field(shell: Shell, file: Path) -> None:
    shell.as_("administratie", "import", file)
    write(file, pupil("1", voornamen="Anna Maria"), pupil("2", roepnaam="Łucja", achternaam="Żak",
                                                          voorvoegsel=""))  # fmt: skip
    assert shell.as_("administratie", "import", file, "--dry-run") == 0
    assert "‘’ wordt ‘Anna Maria’" in shell.out


def test_whoever_may_be_somebody_else_is_left_out_and_listed(shell: Shell, file: Path) -> None:
    shell.as_("administratie", "import", file)
    write(file, pupil("77", geboortedatum="2015-03-04"))
    assert shell.as_("administratie", "import", file) == 1
    assert "Vraag: Anna de Vries" in shell.out
    assert shell.err.startswith("1 persoon is weggelaten")
    assert count(shell) == "7 leerlingen."
    assert shell.as_("administratie", "import", file, "--leave-questions") == 0
    assert shell.err == ""
    assert count(shell) == "7 leerlingen."


def test_the_rest_is_imported_beside_a_question(shell: Shell, file: Path) -> None:
    shell.as_("administratie", "import", file)
    write(file, pupil("77"), pupil("78", roepnaam="Nieuw", achternaam="Kind"))
    assert shell.as_("administratie", "import", file) == 1
    assert "Geïmporteerd." in shell.out
    assert count(shell) == "8 leerlingen."


def test_what_is_wrong_in_the_file_is_named_with_the_pupil(shell: Shell, file: Path) -> None:
    write(file, pupil("1", geboortedatum="2015-02-31"))
    assert shell.as_("administratie", "import", file) == 0
    assert "Let op: Anna de Vries" in shell.out
    assert "2015-02-31" in shell.out


@pytest.mark.parametrize("name", ["doctype_met_entiteit.xml", "geen_edex.xml"])
def test_a_file_that_is_no_export_is_refused(shell: Shell, name: str) -> None:
    assert shell.as_("administratie", "import", SAMPLES / name) == 1
    assert shell.out == ""
    assert shell.err.count("\n") == 1
    assert count(shell) == "5 leerlingen."


def test_a_file_that_is_not_there_is_said(shell: Shell, tmp_path: Path) -> None:
    assert shell.as_("administratie", "import", tmp_path / "weg.xml") == 1
    assert "weg.xml" in shell.err


def test_a_teacher_may_not_import_and_that_is_in_the_log(shell: Shell, file: Path) -> None:
    assert shell.as_("leerkracht8", "import", file) == 1
    assert "Importeren mag niet als leerkracht" in shell.err
    assert count(shell) == "5 leerlingen."
    assert shell.as_("directeur", "log", "show", "--refused") == 0
    assert "import" in shell.out


def test_an_import_needs_a_file(shell: Shell) -> None:
    assert shell.as_("directeur", "import") == 2
    assert "BESTAND" in shell.err
