"""Signing in for one command: ask or read who it is, open the desk, close it whatever happens."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console, files
from app.commands.command import World
from app.errors import UserError

if TYPE_CHECKING:
    from app.desk import Desk, ItDesk

_START_CODE = (
    "Dit is een startcode. Er is niets geopend of gewijzigd. Meld u eerst aan in het programma en "
    "kies daar een eigen wachtwoord."
)
_IT_ONLY = (
    "Met deze aanmelding zijn geen leerlinggegevens te openen: zij is voor wie alleen de computer "
    "beheert. Er is niets gewijzigd. Laat een medewerker van de school dit doen."
)


def add_school(parser: ArgumentParser) -> None:
    """The arguments of every command that opens a school: where it is and who opens it."""
    parser.add_argument("folder", type=Path, metavar="MAP", help="de map van de school")
    add_sign_in(parser, "uw aanmeldnaam")


def add_sign_in(parser: ArgumentParser, whose: str, *, required: bool = False) -> None:
    """Name and password; what is not given is asked."""
    parser.add_argument("--user", metavar="NAAM", required=required, help=whose)
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="BESTAND",
        help="tekstbestand met alleen het wachtwoord; anders wordt het gevraagd",
    )


@contextmanager
def signed_in(arguments: Namespace, world: World) -> Iterator["Desk"]:
    """The desk of who signs in; warnings about the school's log go to standard error.

    Raises `UserError` for a folder that is no school, a wrong password, a school that is open
    elsewhere, and someone who only does IT.
    """
    from app.desk import Desk  # noqa: PLC0415 - see the docstring of this room

    with any_desk(arguments, world, *who(arguments)) as desk:
        if not isinstance(desk, Desk):
            raise UserError(_IT_ONLY)
        yield desk


@contextmanager
def any_desk(
    arguments: Namespace, world: World, name: str, password: str
) -> Iterator["Desk | ItDesk"]:
    """As `signed_in`, also for someone who only does IT; `name` and `password` come from `who`."""
    from app.desk import Desk, MustChoosePassword, SchoolDoor  # noqa: PLC0415

    door = SchoolDoor(arguments.folder, clock=world.clock, sleep=world.sleep)
    desk = door.sign_in(name, password)
    if isinstance(desk, MustChoosePassword):
        raise UserError(_START_CODE)
    try:
        if isinstance(desk, Desk):
            console.complain(*(f"Let op: {alarm}" for alarm in desk.alarms))
        yield desk
    finally:
        desk.close()


def who(arguments: Namespace) -> tuple[str, str]:
    """Name and password, given or asked. Raises `UserError` for a folder that is no school."""
    from app.desk import SchoolDoor  # noqa: PLC0415

    SchoolDoor(arguments.folder)
    given = given_password(arguments)
    name = console.ask("Aanmeldnaam: ") if arguments.user is None else arguments.user
    return name, console.ask_password("Wachtwoord: ") if given is None else given


def given_password(arguments: Namespace) -> str | None:
    """The password in `--password-file`, or None when it must be asked."""
    path = arguments.password_file
    return None if path is None else files.read_password(path)
