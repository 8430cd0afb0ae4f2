"""`new`: a school folder with its first headteacher, and the recovery code that is shown once."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.commands import console, values
from app.commands.command import Command, World
from app.commands.signed_in import add_sign_in, given_password
from app.dossier.checks import InvalidEntry
from app.errors import UserError

_ATTEMPTS = 3
_KINDS = ("openbaar", "bijzonder")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="MAP", help="de map die gemaakt wordt; nog niets mag zo heten"
    )
    parser.add_argument("--name", required=True, metavar="NAAM", help="de naam van de school")
    parser.add_argument(
        "--brin", required=True, type=values.brin, metavar="BRIN", help="zoals 12AB"
    )
    parser.add_argument(
        "--vestiging",
        required=True,
        type=values.branch,
        metavar="NUMMER",
        help="vestigingsnummer, zoals 00",
    )
    parser.add_argument(
        "--kind",
        choices=_KINDS,
        default=_KINDS[0],
        help="openbare of bijzondere school (zonder opgave: openbaar); later te wijzigen",
    )
    add_sign_in(parser, "aanmeldnaam van de eerste directeur", required=True)
    parser.add_argument(
        "--person-name",
        metavar="NAAM",
        help="naam van die directeur zoals hij op brieven staat (zonder opgave: de aanmeldnaam)",
    )


def _work(arguments: Namespace, world: World) -> int:
    if os.path.lexists(arguments.folder):
        raise UserError(
            f"‘{arguments.folder}’ bestaat al. Er is niets gewijzigd. Kies een andere plaats of "
            "naam voor de nieuwe schoolmap."
        )
    given = given_password(arguments)
    code = _make(arguments, world, given) if given is not None else _make_asking(arguments, world)
    # In one go: whatever happens to the output, it is known whether the code was shown.
    shown = console.say(
        f"De school is gemaakt: {arguments.folder.absolute()}",
        "",
        "HERSTELCODE",
        "",
        f"    {code}",
        "",
        "Schrijf deze code nu over op papier, of druk haar af, en bewaar dat in de kluis van de "
        "school.",
        "Zij wordt alleen deze ene keer getoond.",
        "Zonder wachtwoord en zonder deze code kan niemand de gegevens terughalen, ook de makers "
        "van dit programma niet.",
    )
    if not shown:
        raise UserError(
            "De school is gemaakt, maar de herstelcode kon niet worden getoond. Verwijder de map "
            "en maak de school opnieuw: zonder code is een vergeten wachtwoord het einde."
        )
    return 0


def _make_asking(arguments: Namespace, world: World) -> str:
    """Ask for the password twice, and again when it is too easy to guess."""
    problem = ""
    for _ in range(_ATTEMPTS):
        password = console.ask_password("Nieuw wachtwoord van de directeur: ")
        if console.ask_password("Hetzelfde wachtwoord nog eens: ") != password:
            problem = "De twee wachtwoorden zijn niet gelijk."
        else:
            try:
                return _make(arguments, world, password)
            except InvalidEntry as error:
                if set(error.problems) != {"password"}:
                    raise
                problem = f"Dit wachtwoord is te zwak. {error.problems['password']}"
        console.complain(problem)
    raise UserError("Er is geen school gemaakt. Bedenk rustig een wachtwoord en begin opnieuw.")


def _make(arguments: Namespace, world: World, password: str) -> str:
    from app.access.categories import Role  # noqa: PLC0415 - see the docstring of this room
    from app.desk import NewStaff, create_school  # noqa: PLC0415
    from app.dossier.values import SchoolSettings  # noqa: PLC0415

    school = SchoolSettings(
        id="",
        name=arguments.name,
        brin=arguments.brin,
        branch=arguments.vestiging,
        public_authority=arguments.kind == "openbaar",
    )
    name = arguments.person_name or arguments.user
    head = NewStaff(arguments.user, name, password, (Role.HEAD,))
    return create_school(arguments.folder, school, [head], kdf=world.kdf, clock=world.clock)


COMMAND = Command(
    "new",
    "maakt een nieuwe school met haar eerste directeur",
    "Maakt een nieuwe, lege school en toont één keer haar herstelcode.\n"
    "Het wachtwoord wordt twee keer gevraagd; wat te raden is, wordt niet aangenomen.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" --name "De Regenboog" --brin 12AB --vestiging 00 --user directeur',
        (
            '"De Linde.school" --name "De Linde" --brin 34CD --vestiging 01 --kind bijzonder '
            '--user jan --person-name "Jan de Wit" --password-file wachtwoord.txt'
        ),
    ),
)
