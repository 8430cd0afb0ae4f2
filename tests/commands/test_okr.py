from collections.abc import Callable
from pathlib import Path

import pytest

from app.access.journal import LogLine
from tests.commands.conftest import Shell
from tests.documents.reading import everything
from tests.transfer_school import (
    COMPLETE,
    GROUP_7,
    TransferSchool,
    begun,
    inform_all,
    pupil_id,
)

Refusals = Callable[[], tuple[LogLine, ...]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "okr.pdf"


def okr(shell: Shell, out: Path, *more: str, who: str = "ib", pupil: str = COMPLETE) -> int:
    return shell.as_(who, "okr", "--pupil", pupil, "--to", "12cd", "--out", out, *more)


def test_a_report_is_begun_and_comes_out_as_a_concept(shell: Shell, out: Path) -> None:
    assert okr(shell, out, "--school", "Het Lyceum") == 0
    assert "Er is een nieuw rapport begonnen. Stand: concept." in shell.out
    assert "Het Lyceum (12CD00), naar voortgezet onderwijs" in shell.out
    assert "Dit is een concept ter inzage" in shell.out
    text = everything(out.read_bytes())
    assert "CONCEPT" in text
    assert "Thị Ngọc Ánh" in text


def test_a_report_under_way_is_used_again(shell: Shell, out: Path, school: TransferSchool) -> None:
    assert okr(shell, out) == 0
    assert okr(shell, out, "--vestiging", "00", "--kind", "po_vo") == 0
    assert "Het rapport was al in de maak." in shell.out
    desk = school.desk()
    lines = desk.reports.of_pupil(pupil_id(desk, COMPLETE))
    desk.close()
    assert len(lines) == 1


def test_it_is_definitive_when_all_parents_were_informed(
    shell: Shell, out: Path, school: TransferSchool
) -> None:
    desk = school.desk()
    report = begun(desk)
    desk.reports.finalise(report.pupil.id, report.id)
    inform_all(desk, report)
    desk.close()
    assert okr(shell, out) == 0
    assert "Stand: ouders geïnformeerd." in shell.out
    assert "definitieve rapport" in shell.out
    assert "CONCEPT" not in everything(out.read_bytes())


def test_making_the_file_is_in_the_log(shell: Shell, out: Path) -> None:
    okr(shell, out)
    assert shell.as_("directeur", "log", "show", "--pupil", COMPLETE, "--staff", "ib") == 0
    assert "afgedrukt of PDF gemaakt" in shell.out


@pytest.mark.parametrize(
    "other",
    [("--to", "34EF"), ("--vestiging", "01"), ("--kind", "po_so")],
    ids=lambda other: other[0],
)
def test_a_report_for_one_school_never_comes_out_for_another(
    shell: Shell, out: Path, other: tuple[str, str]
) -> None:
    assert okr(shell, out) == 0
    out.unlink()
    assert okr(shell, out, *other) == 1
    assert "al een ander rapport in de maak: voor 12CD00" in shell.err
    assert not out.exists()


def test_a_younger_pupil_goes_to_another_primary_school(shell: Shell, out: Path) -> None:
    assert okr(shell, out, pupil=GROUP_7) == 0
    assert "naar een andere basisschool" in shell.out


def test_a_teacher_of_another_group_is_refused_and_the_log_says_so(
    shell: Shell, out: Path, refusals: Refusals
) -> None:
    assert okr(shell, out, who="leerkracht8", pupil=GROUP_7) == 1
    assert "Onderwijskundig rapport" in shell.err
    assert shell.err.count("\n") == 1
    assert shell.out == ""
    assert not out.exists()
    newest = refusals()[0]
    assert (newest.staff, newest.pupil, newest.outcome) == ("Juf Acht", "Dana Boer", "geweigerd")


def test_an_unknown_number_is_said_without_a_name(shell: Shell, out: Path) -> None:
    assert okr(shell, out, pupil="9999") == 1
    assert "geen leerling met dit leerlingnummer" in shell.err
    assert not out.exists()


def test_an_earlier_file_is_replaced(shell: Shell, out: Path) -> None:
    out.write_bytes(b"oud")
    assert okr(shell, out) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert [path.name for path in out.parent.glob("*okr*")] == ["okr.pdf"]


def test_a_place_inside_the_school_is_refused_before_anything_happens(
    shell: Shell, school: TransferSchool
) -> None:
    assert okr(shell, school.path / "okr.pdf") == 1
    assert "in de map van een school" in shell.err
    desk = school.desk()
    assert desk.reports.of_pupil(pupil_id(desk, COMPLETE)) == ()
    desk.close()
