"""`log`: show the access log, check it, or save it."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.commands import console, values
from app.commands.command import Command, World, WrongUsage
from app.commands.files import check_target, path_ending_in, write_target
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError

if TYPE_CHECKING:
    from app.access.journal import LogFilter
    from app.desk import Desk

_HEADER = (
    *("Nummer", "Tijd", "Medewerker", "Wat"),
    *("Leerling", "Onderdeel", "Grond", "Uitkomst", "Toelichting"),
)
_KEPT = "Dat het log is opgevraagd, staat in het log."


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "action",
        choices=("show", "verify", "export"),
        metavar="show|verify|export",
        help="show: toont de nieuwste regels; verify: controleert of er niets aan veranderd is; "
        "export: slaat het op",
    )
    chosen = parser.add_argument_group("welke regels (bij show en export)")
    chosen.add_argument("--pupil", metavar="NUMMER", help="over de leerling met dit leerlingnummer")
    chosen.add_argument("--staff", metavar="NAAM", help="van deze medewerker: aanmeldnaam of naam")
    chosen.add_argument("--from", dest="first", type=values.day, metavar="DATUM", help="vanaf")
    chosen.add_argument("--to", dest="last", type=values.day, metavar="DATUM", help="tot en met")
    chosen.add_argument("--refused", action="store_true", help="alleen wat geweigerd werd")
    parser.add_argument(
        "--out",
        type=path_ending_in(".csv", ".pdf"),
        metavar="BESTAND",
        help="bij export: een .csv voor een rekenblad of een .pdf; wat daar stond wordt vervangen",
    )


def _work(arguments: Namespace, world: World) -> int:
    _refuse_impossible(arguments)
    if arguments.action == "verify":
        return _verify(arguments, world)
    if arguments.action == "export":
        check_target(arguments.out, arguments.folder)
    with signed_in(arguments, world) as desk:
        wanted = _filter(desk, arguments)
        if arguments.action == "show":
            console.say(*_shown(desk, wanted))
        else:
            as_pdf = arguments.out.suffix.lower() == ".pdf"
            content = desk.log.as_pdf(wanted) if as_pdf else desk.log.as_csv(wanted)
            write_target(arguments.out, content, _KEPT)
            console.say(f"Het toegangslog is opgeslagen: {arguments.out}")
    return 0


def _refuse_impossible(arguments: Namespace) -> None:
    first, last = arguments.first, arguments.last
    filters = (arguments.pupil, arguments.staff, first, last, arguments.refused or None)
    if arguments.action == "export" and arguments.out is None:
        raise WrongUsage("bij export hoort --out BESTAND, met een naam op .csv of .pdf")
    if arguments.action != "export" and arguments.out is not None:
        raise WrongUsage("--out hoort bij export")
    if arguments.action == "verify" and any(one is not None for one in filters):
        raise WrongUsage("verify controleert altijd het hele log en kent geen keuze van regels")
    if first is not None and last is not None and last < first:
        raise WrongUsage("de datum bij --to ligt vóór die bij --from")


def _verify(arguments: Namespace, world: World) -> int:
    """Intact only when signing in found nothing either: it compares the log with its seal."""
    with signed_in(arguments, world) as desk:
        checked = desk.verify_log()
        if not checked.intact:
            raise UserError(checked.sentence)
        console.say(checked.sentence)
        if desk.alarms:
            raise UserError("De regels zijn heel, maar let op de waarschuwing hierboven.")
    return 0


def _filter(desk: "Desk", arguments: Namespace) -> "LogFilter":
    from app.access.journal import LogFilter  # noqa: PLC0415 - see the docstring of this room

    pupil = None if arguments.pupil is None else desk.pupils.by_number(arguments.pupil).id
    staff = None if arguments.staff is None else _staff_id(desk, arguments.staff)
    return LogFilter(pupil, staff, arguments.first, arguments.last, arguments.refused)


def _staff_id(desk: "Desk", wanted: str) -> str:
    """By sign-in name, which is of one person only, or else by a name that only one person has."""
    from app.dossier.names import fold  # noqa: PLC0415

    people = desk.staff.all()
    found = [one for one in people if one.sign_in_name and fold(one.sign_in_name) == fold(wanted)]
    found = found or [one for one in people if fold(one.name) == fold(wanted)]
    if len(found) > 1:
        raise UserError("Meer medewerkers heten zo. Geef bij --staff de aanmeldnaam op.")
    if not found:
        raise UserError(f"Er is geen medewerker ‘{wanted}’. Geef de aanmeldnaam op.")
    return found[0].id


def _shown(desk: "Desk", wanted: "LogFilter") -> list[str]:
    from app.access.journal import PAGE, local  # noqa: PLC0415

    lines = desk.log.read(wanted)
    if not lines:
        return ["Er zijn geen regels die hieraan voldoen."]
    rows = [
        (
            str(line.number),
            local(line.at),
            line.staff,
            line.event,
            line.pupil,
            ", ".join(part for part in (line.category, line.object_kind) if part),
            line.ground,
            line.outcome,
            line.text,
        )
        for line in lines
    ]
    shown = console.table([_HEADER, *rows])
    if len(lines) == PAGE:
        return [*shown, "", f"Dit zijn de nieuwste {PAGE} regels; export naar .csv slaat alles op."]
    return [*shown, "", "1 regel." if len(lines) == 1 else f"{len(lines)} regels, nieuwste eerst."]


COMMAND = Command(
    "log",
    "toont het toegangslog, controleert het of slaat het op",
    "Het toegangslog zegt wie wanneer welke gegevens van welke leerling inzag of veranderde, en\n"
    "wat geweigerd werd. Ook het opvragen van het log zelf komt erin.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" show --refused --from 01-09-2026',
        '"De Regenboog.school" verify --user directeur --password-file wachtwoord.txt',
        '"De Regenboog.school" export --pupil 1001 --out log.pdf',
    ),
)
