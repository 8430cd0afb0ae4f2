import argparse
import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.parser import WORDS, in_dutch
from app.commands.program import COMMANDS
from tests.commands.conftest import Shell

ROOT = Path(__file__).parents[2]
# What argparse says to programmers only, or about what this program does not use.
NOT_FOR_USERS = (
    "%(prog)s: error",
    "%(prog)s: warning",
    "%r is not callable",
    ".__call__()",
    " (default:",
    "'required' is",
    'argument "-" with mode',
    "can't open",
    "cannot ",
    "conflicting",
    "dest= is",
    "deprecated",
    "invalid conflict_resolution",
    "invalid option string",
    "mutually exclusive arguments must",
    "show program's version",
    "subcommands",
)
NAMES = [command.name for command in COMMANDS] + ["open", "demo", "bench"]


def said_by_argparse() -> set[str]:
    """Every text that the argparse of this Python hands to gettext."""
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
    ]
    texts = [one.value for call in calls for one in call.args if isinstance(one, ast.Constant)]
    return {text for text in texts if isinstance(text, str)}


def test_every_word_of_argparse_has_its_dutch() -> None:
    said = {text for text in said_by_argparse() if not any(part in text for part in NOT_FOR_USERS)}

    assert len(said) > 15
    assert said <= set(WORDS)


def test_argparse_is_left_as_it_was() -> None:
    with in_dutch():
        assert argparse.ArgumentParser().format_usage().startswith("gebruik: ")
    assert argparse.ArgumentParser().format_usage().startswith("usage: ")


def test_the_help_names_every_command(shell: Shell) -> None:
    assert shell.run("--help") == 0
    for name in NAMES:
        assert f"\n    {name} " in shell.out
    assert "Afloop: 0 gedaan" in shell.out
    assert shell.err == ""


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_each_command_is_dutch_and_has_an_example(shell: Shell, name: str) -> None:
    assert shell.run(name, "--help") == 0
    assert shell.out.startswith(("gebruik: python3 run.py", "gebruik: py run.py"))
    for english in ("usage", "optional", "positional", "options", "show this", "exit", "argument"):
        assert english not in shell.out.casefold()
    assert name == "demo" or f"run.py {name} " in shell.out.partition("voorbeeld")[2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["bestaat-niet"], "'bestaat-niet' bestaat niet; kies uit"),
        (["okr"], "dit ontbreekt nog: MAP, --pupil, --to, --out"),
        (["okr", "MAP", "--to"], "bij --to: hier hoort een waarde achter"),
        (["pupils", "MAP", "--grou", "8"], "dit hoort hier niet: --grou 8"),
        (["pupils", "MAP", "--former=ja"], "bij --former: hier hoort geen waarde achter ('ja')"),
        (["log", "MAP", "wis"], "bij show|verify|export: 'wis' bestaat niet"),
        (["log", "MAP", "show", "--from", "31-02-2026"], "bij --from: dit is geen bestaande datum"),
        (["log", "MAP", "show", "--from", "01-01-0001"], "bij --from: dit is geen bestaande datum"),
        (["okr", "M", "--pupil", "1", "--to", "XX", "--out", "a.pdf"], "Een BRIN heeft twee"),
        (["okr", "M", "--pupil", "1", "--to", "12AB", "--out", "a.txt"], "eindigt op .pdf"),
    ],
)
def test_wrong_usage_is_two_and_one_dutch_sentence(
    shell: Shell, line: list[str], said: str
) -> None:
    assert shell.run(*line) == 2
    assert shell.out == ""
    assert shell.err.startswith("Verkeerd gebruik: ")
    assert said in shell.err
    assert shell.err.count("\n") == 1
    assert "--help" in shell.err


def test_help_waits_for_no_database_and_no_window() -> None:
    script = (
        "import sys; from ui.main import main; main(['--help']); main(['okr', '--help']);"
        "sys.exit(sum(name in sys.modules for name in ('sqlalchemy', 'PySide6', 'reportlab')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0
