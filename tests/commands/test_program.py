import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.desk import Desk
from app.dossier.pupils import Pupils
from tests.commands.conftest import Shell
from tests.transfer_school import TransferSchool

ROOT = Path(__file__).parents[2]


def test_a_bug_is_a_calm_sentence_with_a_code(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, school: TransferSchool
) -> None:
    def broken(_: Pupils) -> None:
        raise KeyError("Anna van 't Hof")

    monkeypatch.setattr(Pupils, "all", broken)
    assert shell.as_("directeur", "pupils") == 1
    assert "Er ging iets mis in het programma." in shell.err
    assert "foutcode" in shell.err
    assert "Hof" not in shell.err
    assert shell.out == ""
    school.desk("ib").close()  # the folder was given back


def test_ctrl_c_is_a_sentence_and_gives_the_folder_back(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, school: TransferSchool
) -> None:
    def interrupted(_: Pupils) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Pupils, "all", interrupted)
    assert shell.as_("directeur", "pupils") == 1
    assert shell.err.strip() == "Afgebroken. Wat al was opgeslagen, is bewaard."
    school.desk("ib").close()


def test_every_command_signs_out(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Desk] = []
    close = Desk.close

    def counted(desk: Desk) -> None:
        closed.append(desk)
        close(desk)

    monkeypatch.setattr(Desk, "close", counted)
    shell.as_("directeur", "pupils")
    shell.as_("leerkracht8", "log", "show")
    shell.as_("directeur", "import", "weg.xml")
    assert len(closed) == 3


def python(*arguments: str | Path, folder: Path, **variables: str) -> tuple[int, str, str]:
    """`python -m ui.main` as run.py starts it, from somebody's own folder."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ui.main", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=100,
    )
    decoded = (done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    assert "Traceback" not in decoded[1]
    return done.returncode, *decoded


def test_a_real_process_works_from_the_folder_of_who_typed_it(shell: Shell) -> None:
    folder = shell.folder.parent
    who = ("--user", "ib", "--password-file", "wachtwoord.txt")
    line = ("okr", shell.folder.name, "--pupil", "1001", "--to", "12CD", "--out", "rapport.pdf")
    code, out, err = python(*line, *who, folder=folder)
    assert (code, err) == (0, "")
    assert "rapport.pdf" in out
    assert (folder / "rapport.pdf").read_bytes().startswith(b"%PDF")


def test_a_windows_terminal_without_the_letters_stops_nothing(shell: Shell) -> None:
    who = ("--user", "ib", "--password-file", shell.password_file)
    code, out, err = python(
        *("pupils", shell.folder, *who), folder=shell.folder.parent, PYTHONIOENCODING="cp1252"
    )
    assert (code, err) == (0, "")
    assert "Y?lmaz, Cem" in out


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("pupils", "nergens.school", "--user", "x"), 1, "geen schoolmap"),
        (("pupils",), 2, "Verkeerd gebruik: dit ontbreekt nog: MAP."),
    ],
)
def test_a_real_process_fails_with_one_sentence(
    tmp_path: Path, line: tuple[str, ...], code: int, said: str
) -> None:
    ended, out, err = python(*line, folder=tmp_path)
    assert (ended, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1
