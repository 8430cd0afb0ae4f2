import csv
import io
from pathlib import Path

import pytest

from app.access.verify import Verification
from app.desk import Desk
from tests.access.stranger_verifier import problems
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
    assert "Kenmerk van het log" in shell.out
    assert shell.err == ""


def test_verify_fails_when_signing_in_raised_an_alarm(shell: Shell) -> None:
    (shell.folder / "seal").write_bytes(b"{}")
    assert shell.as_("directeur", "log", "verify") == 1
    assert shell.err.startswith("Let op: Het zegel van het toegangslog is beschadigd")
    assert "zegel buiten de database" in shell.err
    assert shell.as_("directeur", "log", "verify") == 0
    assert "waarschuwing" in shell.out


def test_a_broken_chain_is_a_failure(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Desk.verify_log

    def tampered_with(desk: Desk) -> Verification:
        with desk._session.transaction() as connection:
            connection.exec_driver_sql("UPDATE log_entry SET ground = 'anders' WHERE number = 7")
        return real(desk)

    monkeypatch.setattr(Desk, "verify_log", tampered_with)
    assert shell.as_("directeur", "log", "verify") == 1
    assert "bij regel 7: een regel is veranderd" in shell.err
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


def test_a_parents_view_is_shown_and_saved(shell: Shell, tmp_path: Path) -> None:
    shell.as_("leerkracht8", "pupils")
    told = show(shell, "--pupil", COMPLETE, "--days-view", who="ib")
    assert told[0] == "1 maart 2027:"
    assert "- de directeur voegde iets toe aan de resultaten (5 keer)" in told
    out = tmp_path / "ouders.pdf"
    saved = ("log", "export", "--pupil", COMPLETE, "--days-view", "--out", out)
    assert shell.as_("ib", *saved) == 0
    assert "Wie keek in het dossier van" in everything(out.read_bytes())


def test_what_stands_out_is_shown(shell: Shell) -> None:
    shell.as_("ib", "log", "verify")
    assert any("geweigerd" in line for line in show(shell, "--unusual"))


def test_every_line_is_shown_however_many_there_are(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.journal.PAGE", 3)
    *lines, _, count = show(shell)
    assert count == f"{len(lines) - 1} regels, nieuwste eerst."
    assert lines[-1].split()[0] == "1"


def test_the_log_is_saved_in_the_words_of_the_government_standard(
    shell: Shell, tmp_path: Path
) -> None:
    out = tmp_path / "log.jsonl"
    assert shell.as_("directeur", "log", "export", "--out", out) == 0
    assert "dpl.core.data_subject_id" in out.read_text("utf-8")


def test_the_evidence_satisfies_a_stranger(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "bewijs.jsonl"
    line = ("log", "export", "--format", "evidence", "--out", out)
    assert shell.as_("directeur", *line) == 0
    shell.as_("directeur", "log", "verify")
    mark = shell.out.split()[-1]
    assert list(problems(out.read_bytes(), mark)) == []
    assert shell.as_("ib", *line) == 1


def test_a_teacher_may_not_save_the_log(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    assert shell.as_("leerkracht8", "log", "export", "--out", out) == 1
    assert not out.exists()
    assert "leerkracht" in " ".join(show(shell, "--refused"))


@pytest.mark.parametrize(
    "line",
    [
        ("export",),
        ("export", "--out", "log.csv", "--format", "pdf"),
        ("export", "--out", "log.jsonl", "--format", "evidence", "--pupil", "1001"),
        ("export", "--out", "log.csv", "--unusual"),
        ("show", "--days-view"),
        ("show", "--days-view", "--unusual", "--pupil", "1001"),
        ("show", "--format", "csv"),
        ("verify", "--unusual"),
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
