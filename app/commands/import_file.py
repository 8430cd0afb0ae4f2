"""`import`: take over an EDEXML file or a list, all or nothing, or only look what it would do."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console, import_list
from app.commands.command import Command, World
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError

if TYPE_CHECKING:
    from app.exchange.edexml import FieldChange, ImportPlan, Problem, Question


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument(
        "file", type=Path, metavar="BESTAND", help="een EDEXML-bestand, xlsx of CSV"
    )
    parser.add_argument(
        "--as",
        dest="kind",
        choices=import_list.KINDS,
        default="",
        help="wat er in de lijst staat; anders volgt het uit de koppen",
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="JSON", help="wat de kolommen van de lijst betekenen"
    )
    parser.add_argument(
        "--sheet", default="", metavar="BLAD", help="welk blad van een werkmap; anders het eerste"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="toont wat er zou veranderen en verandert niets"
    )
    parser.add_argument(
        "--leave-questions",
        action="store_true",
        help="laat mensen die op iemand anders lijken weg zonder dat dit als mislukt telt",
    )


def _work(arguments: Namespace, world: World) -> int:
    # See the docstring of this room.
    from app.exchange.edexml import summarise  # noqa: PLC0415
    from app.exchange.lists.read import is_xml  # noqa: PLC0415

    with signed_in(arguments, world) as desk:
        if not arguments.kind and is_xml(arguments.file):
            plan = desk.imports.preview(arguments.file)
        else:
            found = import_list.opened(
                desk, arguments.file, arguments.kind, arguments.sheet, arguments.mapping
            )
            if found.mapping.kind.entry_kind:
                import_list.take_entries(desk, found, dry_run=arguments.dry_run)
                return 0
            plan = import_list.people(desk, found)
        console.say(*summarise(plan).lines)
        if arguments.dry_run:
            console.say(*_details(plan))
        console.say(*map(_problem, plan.problems), *map(_question, plan.questions))
        if arguments.dry_run:
            console.say("Er is niets geïmporteerd: dit was --dry-run.")
        elif not plan.changes_nothing:
            desk.imports.apply(plan)
            console.say("Geïmporteerd.")
    if plan.questions and not arguments.leave_questions:
        raise UserError(_left_out(len(plan.questions)))
    return 0


def _details(plan: "ImportPlan") -> list[str]:
    """What would be added and changed, one by one."""
    groups = [f"Nieuw: groep {one.name} ({one.school_year})" for one in plan.new_groups]
    new = [f"Nieuw: {one.pupil.label}, leerlingnummer {one.number}" for one in plan.new_pupils]
    staff = [f"Nieuw: medewerker {one.member.name}" for one in plan.new_staff]
    changed = [
        f"Gewijzigd: {one.existing.label}: {'; '.join(map(_change, one.changes))}"
        for one in plan.changed_pupils
    ]
    members = [f"Gewijzigd: medewerker {one.existing.name}" for one in plan.changed_staff]
    return [*groups, *new, *staff, *changed, *members]


def _change(change: "FieldChange") -> str:
    if change.field == "personal_number":  # enough to know; it need not stand on a screen
        return f"{change.label} wijzigt"
    return f"{change.label} ‘{change.old_text}’ wordt ‘{change.new_text}’"


def _problem(problem: "Problem") -> str:
    value = f" ‘{problem.value}’" if problem.value else ""
    return f"Let op: {problem.subject}: {problem.field}{value}. {problem.sentence}"


def _question(question: "Question") -> str:
    known = "; ".join(f"{one.label}: {one.reason}" for one in question.candidates)
    return f"Vraag: {question.label}: {question.sentence} {known}".rstrip()


def _left_out(count: int) -> str:
    people = "1 persoon is" if count == 1 else f"{count} personen zijn"
    return (
        f"{people} weggelaten, omdat het iemand kan zijn die de school al heeft; zie de vragen "
        "hierboven. Importeer het bestand in het venster om ze te beantwoorden, of geef "
        "--leave-questions mee."
    )


COMMAND = Command(
    "import",
    "leest een EDEXML-bestand of een lijst in: alles of niets",
    "Leest een export van een leerlingadministratie in (EDEXML 1.0.3, 2.0 of 2.1), of een lijst\n"
    "met leerlingen, medewerkers, resultaten of afwezigheid (xlsx of CSV). Toont eerst wat er bij\n"
    "komt, wijzigt, gelijk blijft en niet wordt overgenomen. Lijkt iemand uit het bestand op\n"
    "iemand anders in de school, dan wordt die weggelaten en genoemd, en is de afloop 1.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" export.xml --dry-run',
        '"De Regenboog.school" rekenen-M6.xlsx --as results --mapping kolommen.json',
        '"De Regenboog.school" export.xml --user administratie --password-file wachtwoord.txt',
    ),
)
