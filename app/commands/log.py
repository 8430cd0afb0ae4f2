"""`log`: show the access log, check it, or save it."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.commands import console, values
from app.commands.command import Command, World, WrongUsage
from app.commands.files import check_target, path_ending_in, write_target
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError

if TYPE_CHECKING:
    from app.access.journal import LogFilter, LogLine
    from app.desk import Desk

_HEADER = (
    *("Nummer", "Tijd", "Medewerker", "Wat"),
    *("Leerling", "Onderdeel", "Grond", "Uitkomst", "Toelichting"),
)
_KEPT = "Dat het log is opgevraagd, staat in het log."
_ENDINGS = {"csv": (".csv",), "pdf": (".pdf",), "jsonl": (".jsonl",), "evidence": (".jsonl",)}
_NOTHING = "Er zijn geen regels die hieraan voldoen."


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "action",
        choices=("show", "verify", "export"),
        metavar="show|verify|export",
        help="show: toont de regels; verify: controleert of er niets aan veranderd is; "
        "export: slaat het op",
    )
    chosen = parser.add_argument_group("welke regels (bij show en export)")
    chosen.add_argument("--pupil", metavar="NUMMER", help="over de leerling met dit leerlingnummer")
    chosen.add_argument("--staff", metavar="NAAM", help="van deze medewerker: aanmeldnaam of naam")
    chosen.add_argument("--from", dest="first", type=values.day, metavar="DATUM", help="vanaf")
    chosen.add_argument("--to", dest="last", type=values.day, metavar="DATUM", help="tot en met")
    chosen.add_argument("--refused", action="store_true", help="alleen wat geweigerd werd")
    told = parser.add_mutually_exclusive_group()
    told.add_argument(
        "--days-view",
        action="store_true",
        help="met --pupil: per dag, in gewone taal, zonder namen van medewerkers (voor ouders)",
    )
    told.add_argument(
        "--unusual",
        action="store_true",
        help="alleen wat opvalt, zonder --from van de laatste maand",
    )
    parser.add_argument(
        "--format",
        choices=tuple(_ENDINGS),
        help="bij export; zonder --format zegt de naam het. jsonl: Logboek dataverwerkingen; "
        "evidence: het hele log met ketting en handtekeningen, om door anderen te laten nagaan",
    )
    parser.add_argument(
        "--out",
        type=path_ending_in(".csv", ".pdf", ".jsonl"),
        metavar="BESTAND",
        help="bij export: een .csv, .pdf of .jsonl; wat daar stond wordt vervangen",
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
            console.say(*_shown(desk, wanted, arguments))
        else:
            write_target(arguments.out, _exported(desk, wanted, arguments), _KEPT)
            console.say(f"Het toegangslog is opgeslagen: {arguments.out}")
    return 0


def _refuse_impossible(arguments: Namespace) -> None:
    first, last, out = arguments.first, arguments.last, arguments.out
    told = arguments.days_view or arguments.unusual
    filters = (arguments.pupil, arguments.staff, first, last, arguments.refused or None)
    chosen = any(one is not None for one in filters) or told
    if arguments.action == "export" and out is None:
        raise WrongUsage("bij export hoort --out BESTAND, met een naam op .csv, .pdf of .jsonl")
    if arguments.action != "export" and (out is not None or arguments.format is not None):
        raise WrongUsage("--out en --format horen bij export")
    if arguments.action == "verify" and chosen:
        raise WrongUsage("verify controleert altijd het hele log en kent geen keuze van regels")
    if first is not None and last is not None and last < first:
        raise WrongUsage("de datum bij --to ligt vóór die bij --from")
    if arguments.days_view and arguments.pupil is None:
        raise WrongUsage("bij --days-view hoort --pupil NUMMER")
    if arguments.action == "export":
        _refuse_impossible_file(arguments, chosen=chosen, told=told)


def _refuse_impossible_file(arguments: Namespace, *, chosen: bool, told: bool) -> None:
    form, ending = _format(arguments), arguments.out.suffix.lower()
    if ending not in _ENDINGS[form]:
        raise WrongUsage(f"de naam van een bestand met {form} eindigt op {_ENDINGS[form][0]}")
    if form == "evidence" and chosen:
        raise WrongUsage("evidence is altijd het hele log en kent geen keuze van regels")
    if told and form != "pdf":
        raise WrongUsage("--days-view en --unusual worden opgeslagen als .pdf")


def _format(arguments: Namespace) -> str:
    return str(arguments.format or arguments.out.suffix.lower().removeprefix("."))


def _verify(arguments: Namespace, world: World) -> int:
    """Intact only when signing in found nothing either: it compares the log with its seal."""
    with signed_in(arguments, world) as desk:
        checked = desk.verify_log()
        if not checked.intact:
            raise UserError(checked.sentence)
        console.say(checked.sentence, *(f"Let op: {remark}" for remark in checked.remarks))
        console.say(f"Kenmerk van het log (staat op het blad met de herstelcode): "
                    f"{checked.fingerprint}")  # fmt: skip
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


def _exported(desk: "Desk", wanted: "LogFilter", arguments: Namespace) -> bytes:
    if arguments.days_view:
        return desk.log.days_as_pdf(wanted)
    if arguments.unusual:
        return desk.log.unusual_as_pdf(wanted)
    form = _format(arguments)
    if form == "evidence":
        return desk.log.as_evidence()
    ways = {"csv": desk.log.as_csv, "pdf": desk.log.as_pdf, "jsonl": desk.log.as_json_lines}
    return ways[form](wanted)


def _shown(desk: "Desk", wanted: "LogFilter", arguments: Namespace) -> list[str]:
    if arguments.days_view:
        return _shown_days(desk, wanted)
    if arguments.unusual:
        found = desk.log.unusual(wanted)
        rows = [(", ".join(one.reasons), *_cells(one.line)) for one in found]
        return _table([("Waarom", *_HEADER), *rows])
    return _table([_HEADER, *(_cells(line) for line in desk.log.read_all(wanted))])


def _shown_days(desk: "Desk", wanted: "LogFilter") -> list[str]:
    from app.dossier.wording import long_date  # noqa: PLC0415

    shown = []
    for day in desk.log.days(wanted):
        shown += [f"{long_date(day.day)}:", *(f"- {sentence}" for sentence in day.sentences)]
    return shown or [_NOTHING]


def _cells(line: "LogLine") -> tuple[str, ...]:
    from app.access.journal import local  # noqa: PLC0415

    return (
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


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    count = len(rows) - 1
    if not count:
        return [_NOTHING]
    return [
        *console.table(rows),
        "",
        "1 regel." if count == 1 else f"{count} regels, nieuwste eerst.",
    ]


COMMAND = Command(
    "log",
    "toont het toegangslog, controleert het of slaat het op",
    "Het toegangslog zegt wie wanneer welke gegevens van welke leerling inzag of veranderde, en\n"
    "wat geweigerd werd. Ook het opvragen van het log zelf komt erin.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" show --refused --from 01-09-2026',
        '"De Regenboog.school" show --pupil 1001 --days-view',
        '"De Regenboog.school" verify --user directeur --password-file wachtwoord.txt',
        '"De Regenboog.school" export --pupil 1001 --out log.pdf',
        '"De Regenboog.school" export --format evidence --out log.jsonl',
    ),
)
