"""`backup`: make a backup now, also by someone who only does IT."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.commands import console
from app.commands.command import Command, World
from app.commands.signed_in import add_school, any_desk, who


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "--to",
        type=Path,
        metavar="MAP",
        help="zet ook een kopie in deze map, zoals een usb-stick; zij moet bestaan",
    )


def _work(arguments: Namespace, world: World) -> int:
    from app.desk import Desk  # noqa: PLC0415 - see the docstring of this room

    with any_desk(arguments, world, *who(arguments)) as desk:
        if isinstance(desk, Desk):
            made = desk.safety.backup_now()
            told = "De reservekopie is gemaakt en nagelezen"
            clock = desk.safety.state().clock
        else:
            made = desk.backup()
            told = "De reservekopie is gemaakt en vergeleken; openen kan alleen een medewerker"
            clock = desk.clock_doubt().text
        console.say(f"{told}: {made.folder.path}")
        if clock:
            console.complain(clock)
        if arguments.to is not None:
            copied = desk.safety if isinstance(desk, Desk) else desk
            console.say(f"Kopie: {copied.copy_of(made, arguments.to)}")
    return 0


COMMAND = Command(
    "backup",
    "maakt een reservekopie",
    "Maakt een versleutelde reservekopie in de map ‘backups’ van de school en leest haar na. Zij\n"
    "gaat open met de wachtwoorden en de herstelcode van vandaag.",
    _work,
    _arguments,
    ('"De Regenboog.school"', '"De Regenboog.school" --to E:\\Reservekopie'),
)
