import csv
import io
from pathlib import Path

import pytest

from tests.commands.conftest import Shell
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, GROUP_7


def show(shell: Shell, *more: str, who: str = "directeur") -> list[str]:
    assert shell.as_(who, "log", "show", *more) == 0
    return shell.out.splitlines()


def test_the_newest_lines_come_first(shell: Shell) -> None:
    shell.as_("ib", "pupils")
    header, *lines = show(shell)
    assert header.split()[:4] == ["Nummer", "Tijd", "Medewerker", "Wat"]
    assert "Dirk Baas" in lines[0]
    assert "aangemeld" in lines[0]
    assert "Ineke Bos" in lines[1]
    assert "afgemeld" in lines[1]
    assert "01-03-2027" in lines[0]


def test_lines_can_be_chosen(shell: Shell) -> None:
    shell.as_("leerkracht8", "pupils", "--former")
    assert all("Juf Acht" in line for line in show(shell, "--staff", "LEERKRACHT8")[1:-2])
    assert all("Juf Acht" in line for line in show(shell, "--staff", "juf acht")[1:-2])
    assert all("Dana Boer" in line for line in show(shell, "--pupil", GROUP_7)[1:-2])
    assert show(shell, "--refused")[-1] == "1 regel."
    assert len(show(shell, "--from", "01-03-2027", "--to", "2027-03-01")) > 3
    assert show(shell, "--from", "02-03-2027") == ["Er zijn geen regels die hieraan voldoen."]
    assert show(shell, "--to", "28-02-2027") == ["Er zijn geen regels die hieraan voldoen."]


def test_only_the_headteacher_sees_the_whole_log(shell: Shell) -> None:
    for action in ("show", "verify"):
        assert shell.as_("ib", "log", action) == 1
        assert "Het toegangslog inzien mag niet als intern begeleider" in shell.err
    assert show(shell, "--pupil", COMPLETE, who="ib")
    assert "Toegangslog" not in shell.err
    assert show(shell, "--refused")[-1] == "2 regels, nieuwste eerst."


def test_an_unknown_member_of_staff_is_said(shell: Shell) -> None:
    assert shell.as_("directeur", "log", "show", "--staff", "Piet") == 1
    assert "geen medewerker ‘Piet’" in shell.err


def test_an_intact_log_verifies(shell: Shell) -> None:
    assert shell.as_("directeur", "log", "verify") == 0
    assert shell.out.startswith("Het toegangslog is heel: ")
    assert shell.err == ""


def test_verify_fails_when_signing_in_raised_an_alarm(shell: Shell) -> None:
    (shell.folder / "seal").write_bytes(b"{}")
    assert shell.as_("directeur", "log", "verify") == 1
    assert shell.err.startswith("Let op: Het zegel van het toegangslog is beschadigd")
    assert shell.as_("directeur", "log", "verify") == 0


def test_a_broken_chain_is_a_failure(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.access.verify import Verification
    from app.desk import Desk

    broken = Verification(9, 7, "de regel is veranderd")
    monkeypatch.setattr(Desk, "verify_log", lambda self: broken)
    assert shell.as_("directeur", "log", "verify") == 1
    assert "bij regel 7: de regel is veranderd" in shell.err
    assert shell.out == ""


def test_the_log_is_saved_for_a_spreadsheet(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "log.CSV"
    assert shell.as_("directeur", "log", "export", "--pupil", COMPLETE, "--out", out) == 0
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert {row[6] for row in rows[1:]} == {"Thị Ngọc Ánh van 't Hof"}


def test_the_log_is_saved_as_pdf(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    assert shell.as_("directeur", "log", "export", "--pupil", COMPLETE, "--out", out) == 0
    assert f"Het toegangslog is opgeslagen: {out}" in shell.out
    assert "Toegangslog van Thị Ngọc Ánh" in everything(out.read_bytes())


def test_a_teacher_may_not_save_the_log(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    assert shell.as_("leerkracht8", "log", "export", "--out", out) == 1
    assert not out.exists()
    assert "leerkracht" in " ".join(show(shell, "--refused"))


@pytest.mark.parametrize(
    "line",
    [
        ("export",),
        ("export", "--out", "log.txt"),
        ("show", "--out", "log.csv"),
        ("verify", "--refused"),
        ("verify", "--pupil", "1001"),
        ("show", "--from", "02-03-2027", "--to", "01-03-2027"),
    ],
    ids=" ".join,
)
def test_impossible_combinations_are_wrong_usage(shell: Shell, line: tuple[str, ...]) -> None:
    assert shell.as_("directeur", "log", *line) == 2
    assert "log --help" in shell.err
