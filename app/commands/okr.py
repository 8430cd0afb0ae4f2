"""`okr`: the onderwijskundig rapport of one pupil as a PDF."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.commands import console, values
from app.commands.command import Command, World
from app.commands.files import check_target, path_ending_in, write_target
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError
from app.report.elements import REPORT_KINDS

if TYPE_CHECKING:
    from app.desk import Desk
    from app.dossier.values import PupilSummary
    from app.report.values import Report

_LAST_YEAR_GROUP = "8"
_KEPT = "Het rapport zelf staat in het dossier; geef de opdracht straks opnieuw."


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument("--pupil", required=True, metavar="NUMMER", help="leerlingnummer")
    parser.add_argument(
        "--to", required=True, type=values.brin, metavar="BRIN", help="BRIN van de nieuwe school"
    )
    parser.add_argument(
        "--vestiging",
        type=values.branch,
        metavar="NUMMER",
        help="vestigingsnummer van de nieuwe school (zonder opgave: 00)",
    )
    parser.add_argument("--school", metavar="NAAM", help="naam van de nieuwe school")
    parser.add_argument(
        "--kind",
        choices=tuple(REPORT_KINDS),
        help=f"{'; '.join(f'{code}: {name}' for code, name in REPORT_KINDS.items())} (zonder "
        "opgave: po_vo voor jaargroep 8, anders po_po)",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=path_ending_in(".pdf"),
        metavar="BESTAND.pdf",
        help="waar het rapport komt; wat daar stond wordt vervangen",
    )


def _work(arguments: Namespace, world: World) -> int:
    check_target(arguments.out, arguments.folder)
    with signed_in(arguments, world) as desk:
        pupil = desk.pupils.by_number(arguments.pupil)
        report, begun = _report(desk, pupil, arguments)
        write_target(arguments.out, desk.reports.pdf(pupil.id, report.id, exporting=True), _KEPT)
    console.say(*_told(report, begun, arguments))
    return 0


def _report(desk: "Desk", pupil: "PupilSummary", arguments: Namespace) -> tuple["Report", bool]:
    """The report under way, or a new one, and whether it is new."""
    from app.report.values import ReportState  # noqa: PLC0415 - see the docstring of this room

    for line in desk.reports.of_pupil(pupil.id):
        if line.state is not ReportState.SENT:
            report = desk.reports.open(pupil.id, line.id)
            _refuse_other(report, arguments)
            return report, False
    kind = arguments.kind or ("po_vo" if pupil.year_group == _LAST_YEAR_GROUP else "po_po")
    return desk.reports.begin(
        pupil.id, kind, arguments.to, arguments.vestiging or "00", arguments.school or ""
    ), True


def _refuse_other(report: "Report", arguments: Namespace) -> None:
    """A report for one school must not come out under the name of another."""
    asked = (
        (arguments.to, report.to_brin),
        (arguments.vestiging, report.to_branch),
        (arguments.kind, report.kind),
    )
    if any(wanted is not None and wanted != present for wanted, present in asked):
        raise UserError(
            "Voor deze leerling is al een ander rapport in de maak: voor "
            f"{report.to_brin}{report.to_branch}, {REPORT_KINDS[report.kind]}. Er is niets "
            "gemaakt. Ga daarmee verder, of verwijder het eerst in het venster."
        )


def _told(report: "Report", begun: bool, arguments: Namespace) -> list[str]:
    from app.report.values import STATE_NAMES, ReportState  # noqa: PLC0415

    origin = "Er is een nieuw rapport begonnen." if begun else "Het rapport was al in de maak."
    goes = f"{report.receiver}, {REPORT_KINDS[report.kind]}"
    lines = [
        f"Onderwijskundig rapport van leerling {report.pupil.number} voor {goes}: {arguments.out}",
        f"{origin} Stand: {STATE_NAMES[report.state]}.",
    ]
    if report.state is ReportState.INFORMED:
        return [*lines, "Dit is het definitieve rapport: de ouders zijn geïnformeerd."]
    lines.append("Dit is een concept ter inzage: de ouders zijn nog niet allemaal geïnformeerd.")
    if report.state is ReportState.CONCEPT and report.missing_elements:
        names = ", ".join(element.label for element in report.missing_elements)
        lines.append(f"Nog nodig voor het vaststellen: {names}.")
    return lines


COMMAND = Command(
    "okr",
    "maakt het onderwijskundig rapport van een leerling",
    "Maakt van het onderwijskundig rapport van een leerling een pdf. Is er nog geen in de maak,\n"
    "dan begint de opdracht een nieuw; wat erin hoort weegt u daarna af in het venster. Zolang\n"
    "niet alle ouders geïnformeerd zijn, is het een concept ter inzage.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" --pupil 1001 --to 12AB --school "Het Lyceum" --out okr.pdf',
        (
            '"De Regenboog.school" --pupil 1001 --to 12AB --out okr.pdf '
            "--user ib --password-file wachtwoord.txt"
        ),
    ),
)
