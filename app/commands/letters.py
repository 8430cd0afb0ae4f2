"""`letters`: letters to the parents of one or more pupils, as one PDF."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World, WrongUsage
from app.commands.files import check_target, path_ending_in, read_text, write_target
from app.commands.signed_in import add_school, signed_in
from app.letters.templates import TEMPLATES

if TYPE_CHECKING:
    from app.letters.letters import Batch

_FREE = "free"
_KEPT = "De brieven zijn wel gemaakt: hun kopieën staan in het dossier."


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "--template",
        required=True,
        choices=tuple(TEMPLATES),
        help="; ".join(f"{one.code}: {one.name}" for one in TEMPLATES.values()),
    )
    parser.add_argument(
        "--pupil",
        required=True,
        action="append",
        metavar="NUMMER",
        help="leerlingnummer; mag vaker worden opgegeven",
    )
    parser.add_argument("--subject", metavar="TEKST", help=f"onderwerp (alleen bij {_FREE})")
    parser.add_argument(
        "--text-file", type=Path, metavar="BESTAND", help=f"tekst van de brief (alleen bij {_FREE})"
    )
    parser.add_argument(
        "--out",
        required=True,
        type=path_ending_in(".pdf"),
        metavar="BESTAND.pdf",
        help="waar de brieven komen; wat daar stond wordt vervangen",
    )


def _work(arguments: Namespace, world: World) -> int:
    typed = _typed(arguments)
    check_target(arguments.out, arguments.folder)
    with signed_in(arguments, world) as desk:
        numbers = dict.fromkeys(number.strip() for number in arguments.pupil)
        ids = [desk.pupils.by_number(number).id for number in numbers]
        batch = desk.letters.make(ids, arguments.template, typed)
        write_target(arguments.out, batch.pdf, _KEPT)
    console.say(*_told(batch, arguments.out))
    return 0


def _typed(arguments: Namespace) -> dict[str, str]:
    free = (arguments.subject, arguments.text_file)
    if arguments.template != _FREE:
        if free != (None, None):
            raise WrongUsage(f"--subject en --text-file horen bij --template {_FREE}")
        return {}
    if None in free:
        raise WrongUsage(f"bij --template {_FREE} horen --subject en --text-file")
    return {"subject": arguments.subject, "text": read_text(arguments.text_file)}


def _told(batch: "Batch", out: Path) -> list[str]:
    letters = "1 brief" if batch.count == 1 else f"{batch.count} brieven"
    lines = [f"{letters} gemaakt: {out}"]
    for one in batch.addressed:
        lines += [
            f"Voor {one.pupil_name}: aan {recipient.name}. {recipient.problem}".rstrip()
            for recipient in one.recipients
        ]
        lines += [
            f"Voor {one.pupil_name}: niet aan {skipped.name} ({skipped.why})."
            for skipped in one.skipped
        ]
    copies = "Van elke brief staat een kopie in het dossier."
    return [*lines, f"{copies} Noteer in het venster wanneer een brief is meegegeven of verstuurd."]


COMMAND = Command(
    "letters",
    "maakt brieven aan de ouders met gezag",
    "Maakt brieven aan elke ouder met gezag, ieder op het eigen adres, samen in één pdf. Van elke\n"
    "brief komt een kopie in het dossier. Alle brieven worden gemaakt, of geen.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" --template okr --pupil 1001 --out brieven.pdf',
        (
            '"De Regenboog.school" --template free --pupil 1001 --pupil 1002 '
            '--subject "Schoolreis" --text-file schoolreis.txt --out brieven.pdf'
        ),
    ),
)
