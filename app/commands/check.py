"""`check`: read everything, say in three lines whether it is in order."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World
from app.commands.signed_in import add_school, any_desk, who

if TYPE_CHECKING:
    from app.desk.checking import CheckReport


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)


def _work(arguments: Namespace, world: World) -> int:
    from app.desk import Desk, check_shut_school  # noqa: PLC0415 - see the docstring of this room
    from app.vault import DatabaseDamaged  # noqa: PLC0415

    name, password = who(arguments)
    progress = _Steps()
    try:
        with any_desk(arguments, world, name, password) as desk:
            worker = desk.safety if isinstance(desk, Desk) else desk
            report = worker.check(progress)
    except DatabaseDamaged:
        report = check_shut_school(
            arguments.folder, name, password, clock=world.clock, sleep=world.sleep
        )
    return _say(report)


def _say(report: "CheckReport") -> int:
    console.say(*(line.sentence for line in report.lines))
    if report.in_order:
        return 0
    console.complain(report.advice)
    return 1


class _Steps:
    """Progress for who watches a terminal: each part once, nothing where it goes to a file."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, _done: int, _total: int, text: str) -> None:
        if text != self._said and sys.stderr is not None and sys.stderr.isatty():
            self._said = text
            console.complain(f"{text} …")


COMMAND = Command(
    "check",
    "controleert of alles in orde is",
    "Leest elke pagina en elk gegeven van de database, het hele toegangslog en de nieuwste\n"
    "reservekopie, en zegt van elk in één regel of het in orde is. Er wordt niets gewijzigd.",
    _work,
    _arguments,
    ('"De Regenboog.school"', '"De Regenboog.school" --user ict --password-file wachtwoord.txt'),
)
