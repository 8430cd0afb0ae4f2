"""`import`: take over an EDEXML file, all or nothing, or only look what that would do."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World
from app.commands.signed_in import add_school, signed_in
from app.errors import UserError

if TYPE_CHECKING:
    from app.exchange.edexml import FieldChange, ImportPlan, Problem, Question


def _arguments(parser: ArgumentParser) -> None:
    add_school(parser)
    parser.add_argument("file", type=Path, metavar="BESTAND", help="het EDEXML-bestand")
    parser.add_argument(
        "--dry-run", action="store_true", help="toont wat er zou veranderen en verandert niets"
    )
    parser.add_argument(
        "--leave-questions",
        action="store_true",
        help="laat mensen die op iemand anders lijken weg zonder dat dit als mislukt telt",
    )


def _work(arguments: Namespace, world: World) -> int:
    from app.exchange.edexml import summarise  # noqa: PLC0415 - see the docstring of this room

    with signed_in(arguments, world) as desk:
        plan = desk.imports.preview(arguments.file)
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
    "leest een EDEXML-bestand in: alles of niets",
    "Leest een export van een leerlingadministratie in: EDEXML 1.0.3, 2.0 of 2.1. Toont eerst wat\n"
    "er bij komt, wijzigt, gelijk blijft en niet wordt overgenomen. Lijkt iemand uit het bestand\n"
    "op iemand anders in de school, dan wordt die weggelaten en genoemd, en is de afloop 1.",
    _work,
    _arguments,
    (
        '"De Regenboog.school" export.xml --dry-run',
        '"De Regenboog.school" export.xml --user administratie --password-file wachtwoord.txt',
    ),
)
