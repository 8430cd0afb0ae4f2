import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands import console
from app.errors import UserError

ROOT = Path(__file__).parents[2]


def written(text: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr("sys.stdout", stream)
    assert console.say(text)
    return stream.buffer.getvalue().decode(encoding)


def test_a_letter_that_the_terminal_does_not_have_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert written("Łukasz Müller", "cp1252", monkeypatch) == "?ukasz Müller\n"
    assert written("Łukasz Müller", "utf-8", monkeypatch) == "Łukasz Müller\n"


def test_half_a_character_from_a_file_name_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written("map \udce9", "utf-8", monkeypatch) == "map ?\n"


def test_what_somebody_typed_gives_the_terminal_no_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written("a\x1b[2Jb\u202ec\rd", "utf-8", monkeypatch) == "a[2Jbcd\n"


def test_a_table_keeps_each_row_on_its_line() -> None:
    rows = [("1", "Hof,\nAnna", "x"), ("12", "Nguyễn", "een\ntwee")]
    assert console.table(rows) == ["1   Hof, Anna  x", "12  Nguyễn     een twee"]


def test_a_table_cuts_what_is_very_long_and_counts_wide_letters() -> None:
    first, second = console.table([("x" * 5000, "a"), ("王", "b")])
    assert first == "x" * 59 + "…  a"
    assert second == "王" + " " * 60 + "b"


def test_nobody_reading_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert not console.say("x")


def test_a_reader_that_stops_does_not_stop_the_work() -> None:
    script = (
        "import sys, time; from app.commands import console; time.sleep(0.2)\n"
        "for i in range(5): console.say('x' * 100000)\n"
        "console.complain('klaar')"
    )
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr.split()) == (0, [b"klaar"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(UserError, match="schijf vol"):
            console.say("x")


def test_a_question_goes_to_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("directeur\r\n"))
    assert console.ask("Aanmeldnaam: ") == "directeur"
    assert capsys.readouterr() == ("", "Aanmeldnaam: ")


def test_without_anybody_at_the_keyboard_it_says_what_to_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(UserError, match="--password-file"):
        console.ask("Aanmeldnaam: ")
