"""`restore`: put a backup back, after saying in numbers what that loses."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World
from app.commands.signed_in import add_school, any_desk, who
from app.errors import UserError

if TYPE_CHECKING:
    from app.desk.backup_state import BackupContents
    from app.desk.restoring import Restored
    from app.vault.backup_places import BackupInfo

_DAYS_SHOWN = 14
_NOT_DONE = "Er is niets teruggezet of gewijzigd."


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "--from",
        dest="backup",
        type=Path,
        required=True,
        metavar="RESERVEKOPIE",
        help="de map van de reservekopie, of alleen haar naam als zij in ‘backups’ staat",
    )
    parser.add_argument("--yes", action="store_true", help="vraagt niet of u het zeker weet")


def _work(arguments: Namespace, world: World) -> int:
    from app.desk import Desk, restore_without_desk  # noqa: PLC0415 - see this room's docstring
    from app.vault import DatabaseDamaged  # noqa: PLC0415

    backup = _chosen(arguments)
    if not arguments.folder.exists():
        return _put_elsewhere(arguments, backup)
    name, password = who(arguments)
    try:
        with any_desk(arguments, world, name, password) as desk:
            if not isinstance(desk, Desk):
                raise UserError(
                    f"Terugzetten kan alleen met een sleutel van de database. {_NOT_DONE} Laat de "
                    "directeur dit doen."
                )
            _say_contents(desk.safety.look_into(backup))
            _ask(arguments)
            _say_done(desk.safety.restore(backup))
    except DatabaseDamaged as damaged:
        console.complain(str(damaged), "Wat u verliest is zonder de database niet te tellen.")
        _ask(arguments)
        clock, sleep = world.clock, world.sleep
        folder = arguments.folder
        _say_done(restore_without_desk(folder, backup, name, password, clock=clock, sleep=sleep))
    return 0


def _chosen(arguments: Namespace) -> "BackupInfo":
    from app.vault.backup_places import backup_at  # noqa: PLC0415

    named: Path = arguments.folder / "backups" / arguments.backup
    given: Path = arguments.backup
    only_a_name = len(given.parts) == 1 and not given.exists()
    return backup_at(named if only_a_name else given)


def _put_elsewhere(arguments: Namespace, backup: "BackupInfo") -> int:
    from app.vault.restore import put_elsewhere  # noqa: PLC0415

    console.complain(f"‘{arguments.folder}’ bestaat niet; de school wordt daar opnieuw neergezet.")
    _ask(arguments)
    put_elsewhere(backup, arguments.folder)
    console.say(
        f"De school staat weer in {arguments.folder}, zoals zij was op {_moment(backup)}. "
        "Wachtwoorden en herstelcode zijn die van toen."
    )
    return 0


def _say_contents(contents: "BackupContents") -> None:
    holds = contents.holds
    console.say(
        f"Reservekopie van {_moment(contents.info)}, {contents.info.why.text}: "
        f"{holds.pupils} leerlingen, {holds.entries} gegevens.",
        f"Nu: {contents.now.pupils} leerlingen, {contents.now.entries} gegevens.",
    )
    if not contents.same_history:
        console.say("Deze reservekopie is niet van dezelfde reeks: alles van nu gaat verloren.")
    if contents.lost:
        console.say("Dit gaat verloren:")
    for one in contents.lost[-_DAYS_SHOWN:]:
        console.say(f"  {one.day:%d-%m-%Y}: {one.changes} wijzigingen, {one.entries} logregels")


def _ask(arguments: Namespace) -> None:
    if arguments.yes:
        return
    answer = console.ask("Terugzetten? Typ ja: ")
    if answer.strip().casefold() != "ja":
        raise UserError(_NOT_DONE)


def _say_done(restored: "Restored") -> None:
    console.say(
        f"De reservekopie ‘{restored.backup}’ is teruggezet. Wat er stond is bewaard in "
        f"{restored.aside.path}. Meld u opnieuw aan."
    )


def _moment(backup: "BackupInfo") -> str:
    return f"{backup.made_at.astimezone():%d-%m-%Y om %H:%M} uur"


COMMAND = Command(
    "restore",
    "zet een reservekopie terug",
    "Zet een reservekopie terug. Eerst staat er wat zij bevat en wat er verloren gaat; dan wordt\n"
    "gevraagd of u het zeker weet. Wachtwoorden, medewerkers en wat vernietigd is blijven zoals\n"
    "ze nu zijn. Wat er stond wordt bewaard. Bestaat MAP niet, dan komt de school daar terug.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" --from 20270301-081500-dagelijks',
        '"De Regenboog.school" --from "E:\\De Regenboog 1f0c\\20270301-081500-dagelijks" --yes',
    ),
)
