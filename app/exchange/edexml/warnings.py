"""What the user should know about the file as a whole before importing it."""

from collections.abc import Iterator, Sequence

from app.exchange.edexml.plan_values import NewPupil
from app.exchange.edexml.school import ExistingSchool
from app.exchange.edexml.values import EdexFile


def warnings_about(
    file: EdexFile,
    school: ExistingSchool,
    new_pupils: Sequence[NewPupil],
    staff_left_alone: int = 0,
) -> Iterator[str]:
    """Dutch sentences: another school, another year, another encoding, dates filled in.

    `staff_left_alone`: how many members of staff differ but are the headteacher's to change.
    """
    if file.encoding_remark:
        yield file.encoding_remark
    head = file.school
    if head.brin and school.brin and head.source != school.source:
        yield (
            f"Dit bestand is van een andere school of vestiging ({head.source}); deze school is"
            f" {school.source}. Ga alleen door als u zeker weet dat het klopt."
        )
    yield from _about_year(file, school)
    if not file.pupils and file.list_of != "staff":
        yield "In dit bestand staan geen leerlingen."
    if staff_left_alone:
        whom = "1 medewerker" if staff_left_alone == 1 else f"{staff_left_alone} medewerkers"
        yield (
            f"Van {whom} staat in het bestand een andere naam of een andere groep. Dat blijft zoals"
            " het is: hoe medewerkers heten en wie aan welke groep lesgeeft, wijzigt de directeur."
        )
    estimated = sum(one.enrolment.estimated for one in new_pupils)
    if estimated:
        whom = "1 nieuwe leerling" if estimated == 1 else f"{estimated} nieuwe leerlingen"
        yield (
            f"Bij {whom} staat geen datum van inschrijving; daar komt de eerste dag van het"
            " schooljaar (1 augustus). Vul de juiste datum later in."
        )


def _about_year(file: EdexFile, school: ExistingSchool) -> Iterator[str]:
    head = file.school
    if not head.school_year:
        if file.groups or not file.list_of:
            yield (
                "Het bestand noemt geen schooljaar; de groepen komen in schooljaar"
                f" {school.school_year or 'van nu'}."
            )
    elif school.school_year and head.school_year < school.school_year:
        yield (
            f"Dit bestand is van schooljaar {head.school_year}; de school is nu in"
            f" {school.school_year}. De groepen komen in {head.school_year}."
        )
    elif school.school_year and head.school_year > school.school_year:
        yield (
            f"Dit bestand is van schooljaar {head.school_year}, na het huidige"
            f" {school.school_year}. De groepen komen in {head.school_year}."
        )
