"""From a command line to an exit code; the one place where a command's failure ends."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.commands import (
    backup,
    check,
    console,
    import_file,
    letters,
    log,
    new_school,
    okr,
    pupils,
    restore,
)
from app.commands.command import Command, World, WrongUsage
from app.commands.parser import in_dutch, make_parser
from app.dossier.checks import InvalidEntry
from app.errors import UserError

DONE, FAILED, WRONG_USAGE = 0, 1, 2

COMMANDS = (
    new_school.COMMAND,
    import_file.COMMAND,
    okr.COMMAND,
    letters.COMMAND,
    log.COMMAND,
    pupils.COMMAND,
    backup.COMMAND,
    restore.COMMAND,
    check.COMMAND,
)


def run(
    arguments: Sequence[str],
    *,
    more: Sequence[Command],
    explain: Callable[[Exception], str],
    world: World | None = None,
) -> int:
    """Do what the command line asks and return the exit code; nothing is ever raised.

    `more` are the commands of the caller, `explain` gives the sentence for a bug of ours.
    """
    try:
        return _run(arguments, (*more, *COMMANDS), world or World())
    except WrongUsage as error:
        console.complain(f"Verkeerd gebruik: {error}. Uitleg: {error.where} --help")
        return WRONG_USAGE
    except InvalidEntry as error:
        # The words of the form on the screen ("what you typed still stands there") do not fit here.
        console.complain(f"{' '.join(error.problems.values())} Er is niets gewijzigd.")
    except UserError as error:
        console.complain(str(error))
    except KeyboardInterrupt:
        console.complain("", "Afgebroken. Wat al was opgeslagen, is bewaard.")
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, never a traceback
        console.complain(explain(error))
    return FAILED


def _run(arguments: Sequence[str], commands: Sequence[Command], world: World) -> int:
    with in_dutch():
        parser = make_parser(_program(), commands)
        try:
            chosen = parser.parse_args(arguments)
        except SystemExit:  # so argparse ends after --help
            return DONE
    if chosen.command is None:
        parser.error("noem een opdracht")
    try:
        code: int = chosen.work(chosen, world)
    except WrongUsage as error:
        error.where = f"{parser.prog} {chosen.command}"
        raise
    return code


def _program() -> str:
    """How this program was called, for the help."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).stem
    return "py run.py" if sys.platform == "win32" else "python3 run.py"
