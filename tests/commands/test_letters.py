from pathlib import Path

import pytest

from tests.commands.conftest import Shell
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, begun, pupil_id


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "brieven.pdf"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text("Wij gaan op <b>schoolreis</b>.\n\nTot dan!\n", encoding="utf-8")
    return path


def made_letters(school: TransferSchool, number: str) -> int:
    desk = school.desk()
    try:
        return len(desk.letter_copies.of_pupil(pupil_id(desk, number)))
    finally:
        desk.close()


def test_letters_about_the_report_go_to_every_parent_with_custody(
    shell: Shell, out: Path, school: TransferSchool
) -> None:
    desk = school.desk()
    begun(desk)
    desk.close()
    line = ("letters", "--template", "okr", "--pupil", COMPLETE, "--out", out)
    assert shell.as_("administratie", *line) == 0
    assert f"2 brieven gemaakt: {out}" in shell.out
    assert "aan Mevrouw A. Wiśniewska." in shell.out
    assert "niet aan C. Zonder (heeft geen gezag)." in shell.out
    written = everything(out.read_bytes())
    assert "Laan 1" in written
    assert "Kade 22" in written
    assert made_letters(school, COMPLETE) == 2


def test_without_a_report_there_is_no_letter_about_it(
    shell: Shell, out: Path, school: TransferSchool
) -> None:
    line = ("letters", "--template", "okr", "--pupil", COMPLETE, "--out", out)
    assert shell.as_("ib", *line) == 1
    assert "nog geen onderwijskundig rapport in de maak" in shell.err
    assert not out.exists()
    assert made_letters(school, COMPLETE) == 0


def free(shell: Shell, who: str, out: Path, text: Path, *pupils: str) -> int:
    chosen = [part for number in pupils for part in ("--pupil", number)]
    typed = ("--template", "free", "--subject", "Schoolreis", "--text-file", text)
    return shell.as_(who, "letters", *typed, *chosen, "--out", out)


def test_a_free_letter_for_several_pupils(
    shell: Shell, out: Path, text: Path, school: TransferSchool
) -> None:
    assert free(shell, "directeur", out, text, COMPLETE, GROUP_7, COMPLETE) == 0
    assert shell.out.startswith("3 brieven gemaakt")
    written = everything(out.read_bytes())
    assert "Wij gaan op <b>schoolreis</b>." in written
    assert made_letters(school, COMPLETE) == 2, "a number that is given twice counts once"


def test_all_letters_are_made_or_none(
    shell: Shell, out: Path, text: Path, school: TransferSchool
) -> None:
    assert free(shell, "leerkracht8", out, text, COMPLETE, GROUP_7) == 1
    assert "Een brief maken mag niet als leerkracht" in shell.err
    assert not out.exists()
    assert made_letters(school, COMPLETE) == 0
    assert free(shell, "leerkracht8", out, text, COMPLETE) == 0


@pytest.mark.parametrize(
    "line",
    [
        ("--template", "free"),
        ("--template", "free", "--subject", "x"),
        ("--template", "okr", "--subject", "x"),
        ("--template", "bestaat-niet"),
    ],
    ids=" ".join,
)
def test_a_text_belongs_to_a_free_letter_only(
    shell: Shell, out: Path, line: tuple[str, ...]
) -> None:
    assert shell.as_("directeur", "letters", *line, "--pupil", COMPLETE, "--out", out) == 2
    assert "letters --help" in shell.err


def test_a_text_that_is_too_long_is_refused(shell: Shell, out: Path, text: Path) -> None:
    text.write_text("x" * 20_001, encoding="utf-8")
    assert free(shell, "directeur", out, text, COMPLETE) == 1
    assert "te lang" in shell.err
    text.write_text("x" * 200_000, encoding="utf-8")
    assert free(shell, "directeur", out, text, COMPLETE) == 1
    assert "te groot" in shell.err
    assert not out.exists()
