"""argparse in Dutch: its own words, its errors and its help.

argparse takes its words from gettext, for which the system would need a catalogue that nobody
installs. So its two gettext functions are replaced while a command line is read. A test compares
`WORDS` with what the argparse of the running Python can say.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NoReturn

from app.commands import console
from app.commands.command import Command, WrongUsage

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "usage: ": "gebruik: ",
        "%(heading)s:": "%(heading)s:",
        "positional arguments": "wat u opgeeft",
        "options": "opties",
        "show this help message and exit": "toont deze uitleg",
        "argument %(argument_name)s: %(message)s": "bij %(argument_name)s: %(message)s",
        "the following arguments are required: %s": "dit ontbreekt nog: %s",
        "one of the arguments %s is required": "een van deze is nodig: %s",
        "unrecognized arguments: %s": "dit hoort hier niet: %s",
        "expected one argument": "hier hoort een waarde achter",
        "expected at most one argument": "hier hoort hoogstens één waarde achter",
        "expected at least one argument": "hier hoort ten minste één waarde achter",
        "expected %s argument": "hier hoort %s waarde achter",
        "expected %s arguments": "hier horen %s waarden achter",
        "not allowed with argument %s": "dit gaat niet samen met %s",
        "ignored explicit argument %r": "hier hoort geen waarde achter (%r)",
        "invalid %(type)s value: %(value)r": "de waarde %(value)r kan niet",
        "invalid choice: %(value)r (choose from %(choices)s)": (
            "%(value)r bestaat niet; kies uit: %(choices)s"
        ),
        "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
            "%(value)r bestaat niet; bedoelt u %(closest)r? Kies uit: %(choices)s"
        ),
        "unknown parser %(parser_name)r (choices: %(choices)s)": (
            "%(parser_name)r bestaat niet; kies uit: %(choices)s"
        ),
        "unexpected option string: %s": "deze optie bestaat niet: %s",
        "ambiguous option: %(option)s could match %(matches)s": (
            "%(option)s kan van alles zijn: %(matches)s"
        ),
    }
)

_AFTERWARDS = (
    "Afloop: 0 gedaan, 1 geweigerd of mislukt (de reden staat op het scherm), 2 verkeerd gebruik."
)


def _word(message: str) -> str:
    return WORDS.get(message, message)


def _number_word(one: str, more: str, number: int) -> str:
    return _word(one if number == 1 else more)


@contextmanager
def in_dutch() -> Iterator[None]:
    """While this lasts argparse speaks Dutch."""
    ours: dict[str, Any] = {"_": _word, "ngettext": _number_word}
    before = {name: getattr(argparse, name) for name in ours}
    for name, function in ours.items():
        setattr(argparse, name, function)
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(argparse, name, function)


class Parser(argparse.ArgumentParser):
    """Keeps the lines of descriptions as written, and raises `WrongUsage` instead of ending."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **given
        )
        self.color = False  # from Python 3.14 on; `console` lets no control characters through

    def error(self, message: str) -> NoReturn:
        """Report wrong usage to whoever reads the command line."""
        raise WrongUsage(message, self.prog)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help goes out like everything else, also where the terminal knows few letters."""
        if message:
            console.say(message.rstrip("\n"))


def make_parser(program: str, commands: Sequence[Command]) -> Parser:
    """The parser for all commands; call it, and use it, within `in_dutch`."""
    parser = Parser(
        prog=program,
        description="Leerlingdossier: de leerlingdossiers van een kleine basisschool, versleuteld "
        "en in eigen beheer.\nZonder opdracht start het programma.",
        epilog=f"Meer uitleg bij een opdracht: {program} OPDRACHT --help\n{_AFTERWARDS}",
    )
    chosen = parser.add_subparsers(dest="command", metavar="OPDRACHT", title="opdrachten")
    for command in commands:
        one = chosen.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=_examples(program, command),
        )
        command.arguments(one)
        one.set_defaults(work=command.work)
    return parser


def _examples(program: str, command: Command) -> str:
    if not command.examples:
        return _AFTERWARDS
    heading = "voorbeeld:" if len(command.examples) == 1 else "voorbeelden:"
    lines = [f"  {program} {command.name} {example}" for example in command.examples]
    return "\n".join([heading, *lines, "", _AFTERWARDS])
