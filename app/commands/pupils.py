"""`pupils`: who is in the school, as a class list."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World, WrongUsage
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError

if TYPE_CHECKING:
    from app.dossier.values import PupilSummary


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument("--group", metavar="GROEP", help="alleen deze groep, zoals 8 of 1/2")
    parser.add_argument(
        "--former", action="store_true", help="de oud-leerlingen van wie er nog een dossier is"
    )


def _work(arguments: Namespace, world: World) -> int:
    if arguments.former and arguments.group is not None:
        raise WrongUsage("oud-leerlingen zitten in geen groep: kies --group of --former")
    with signed_in(arguments, world) as desk:
        if arguments.former:
            pupils = desk.pupils.former()
        else:
            pupils = desk.pupils.all()
            if arguments.group is not None:
                names = [one.name for one in desk.groups.all()]
                pupils = _of_group(pupils, arguments.group, names)
    if pupils:
        header = ("Nummer", "Naam", "Jaargroep", "Groep")
        rows = [(one.number, one.list_name, one.year_group, one.group_name) for one in pupils]
        console.say(*console.table([header, *rows]), "")
    sort = "oud-leerling" if arguments.former else "leerling"
    console.say(f"1 {sort}." if len(pupils) == 1 else f"{len(pupils)} {sort}en.")
    return 0


def _of_group(
    pupils: Sequence["PupilSummary"], wanted: str, known: Sequence[str]
) -> tuple["PupilSummary", ...]:
    """Those of one group; `known` also names the groups that nobody is in."""
    from app.dossier.names import fold  # noqa: PLC0415 - see the docstring of this room

    chosen = tuple(one for one in pupils if fold(one.group_name) == fold(wanted))
    if not chosen and fold(wanted) not in map(fold, known):
        names = sorted({*known, *(one.group_name for one in pupils)} - {""}, key=fold)
        choice = f"Kies uit: {', '.join(names)}." if names else "Er zijn nog geen groepen."
        raise UserError(f"Er is geen groep ‘{wanted}’. {choice}")
    return chosen


COMMAND = Command(
    "pupils",
    "toont de leerlingen",
    "Toont de leerlingen van de school: leerlingnummer, naam, jaargroep en groep.",
    _work,
    _arguments,
    ('"De Regenboog.school"', '"De Regenboog.school" --group 8', '"De Regenboog.school" --former'),
)
