"""The head of a pupil's page: who it is in one line, and chips for what must not be missed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.access.categories import Category
from app.access.policy import Action
from app.dossier import rows, tables
from app.dossier.acts import Act
from app.dossier.checks import is_education_number
from app.dossier.guardians import guardians_of
from app.dossier.kinds import KINDS
from app.dossier.school_year import age_on
from app.dossier.sharing import Audience, is_valid, shared_rows
from app.dossier.values import GuardianContact, PupilHead
from app.dossier.wording import dutch_date


def head_of(doing: Act) -> PupilHead:
    """The head, cut to what the reader may know. Chips are (tone, text)."""
    pupil = doing.pupil
    facts = [f"Groep {pupil.group_name}" if pupil.group_name else "geen groep"]
    if pupil.former:
        facts = ["oud-leerling"]
    chips: list[tuple[str, str]] = []
    todo: list[tuple[Category, str]] = []
    if doing.category is Category.ENROLMENT:
        person = tables.pupil.c
        row = doing.connection.execute(
            select(person.birth_date, person.family_situation, person.personal_number).where(
                person.id == pupil.id
            )
        ).one()
        todo += _enrolment_todo(doing, row.birth_date, row.personal_number)
        if row.birth_date is not None:
            facts += [
                f"{age_on(row.birth_date, doing.session.today)} jaar",
                f"geboren {dutch_date(row.birth_date)}",
            ]
        if row.family_situation and row.family_situation != "together":
            choices = KINDS["pupil"].field("family_situation").choices
            chips.append(("info", choices[row.family_situation].capitalize()))
    facts.append(f"leerlingnummer {pupil.number}")
    if doing.may(Action.READ, Category.CONTACT):
        guardians = guardians_of(doing)
        chips += _contact_chips(doing, guardians)
        todo += _contact_todo(guardians)
    if doing.may(Action.READ, Category.HEALTH) or doing.may(Action.READ, Category.SHARED_HEALTH):
        chips += _health_chips(doing)
    return PupilHead(pupil, tuple(facts), tuple(chips), doing.ground.text, tuple(todo))


def _enrolment_todo(
    doing: Act, birth_date: date | None, personal_number: str | None
) -> list[tuple[Category, str]]:
    if doing.pupil.former:
        return []
    todo = []
    if not doing.pupil.group_id:
        todo.append((Category.ENROLMENT, "In een groep plaatsen"))
    if birth_date is None:
        todo.append((Category.ENROLMENT, "Geboortedatum invullen"))
    if doing.may(Action.READ, Category.PERSONAL_NUMBER):
        if not personal_number:
            todo.append((Category.ENROLMENT, "BSN of onderwijsnummer invullen"))
        elif is_education_number(personal_number):
            todo.append((Category.ENROLMENT, "Onderwijsnummer vervangen zodra er een BSN is"))
    return todo


def _contact_todo(guardians: Sequence[GuardianContact]) -> list[tuple[Category, str]]:
    living = [one for one in guardians if not one.deceased]
    todo = []
    if not living:
        todo.append((Category.CONTACT, "Een verzorger toevoegen"))
    unknown = [one.name for one in living if one.custody == "unknown"]
    if unknown:
        todo.append((Category.CONTACT, f"Gezag uitzoeken van {' en '.join(unknown)}"))
    todo += [
        (Category.CONTACT, f"Adres invullen van {one.name}")
        for one in living
        if one.custody == "yes" and not one.address
    ]
    return todo


def _contact_chips(doing: Act, guardians: Sequence[GuardianContact]) -> list[tuple[str, str]]:
    chips: list[tuple[str, str]] = []
    living = [one for one in guardians if not one.deceased]
    address = tables.TABLES["address"]
    secret_home = doing.connection.execute(
        select(address.c.id).where(address.c.pupil_id == doing.pupil.id, address.c.secret.is_(True))
    ).first()
    if secret_home or any(one.address_secret for one in guardians):
        chips.append(("waiting", "Geheim adres"))
    if not guardians:
        chips.append(("must", "Geen verzorger bekend"))
    elif any(one.custody == "unknown" for one in living):
        chips.append(("must", "Gezag onbekend"))
    elif any(one.custody == "no" for one in living):
        chips.append(("info", "Eén ouder zonder gezag"))
    return chips


def _health_chips(doing: Act) -> list[tuple[str, str]]:
    """From the own page for who may read it, from what is shared for the group's teachers."""
    session = doing.session
    if doing.may(Action.READ, Category.HEALTH):
        health = KINDS["health"]
        own = tables.TABLES["health"].c.pupil_id == doing.pupil.id
        found = rows.select_rows(doing.connection, session, health, own)
        told = [row["emergency"] for row in found if is_valid(row, session.today)]
    else:
        shared = shared_rows(doing.connection, session, doing.pupil.id, Audience.GROUP)
        told = [row.get("emergency") for _, row in shared]
    return [("must", "Noodinstructie: zie Gezondheid")] if any(told) else []
