"""The check sheet of one household, as a letter that is filled in and given back. Pure.

It says nothing but what `app.dossier.households` left in the household.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app import resources
from app.documents import (
    AddressWindow,
    Block,
    Heading,
    KeepTogether,
    Letter,
    Letterhead,
    Paragraph,
    SignatureLine,
    Table,
)
from app.dossier.households import INSTITUTION, Child, Household, Tie
from app.dossier.values import GuardianContact, SchoolSettings
from app.dossier.wording import dutch_date, long_date

_TITLES = {"mevrouw": "Mevrouw ", "meneer": "De heer "}
_HEADER = ("Wat wij hebben", "", "Klopt", "Anders, namelijk")
_WEIGHTS = (21.0, 37.0, 9.0, 33.0)
_BOX = "☐"
_EMPTY_NUMBERS = 2

Line = tuple[str, str]


def check_sheet(household: Household, school: SchoolSettings, today: date) -> Letter:
    """One household's sheet, addressed to its members."""
    words = resources.load("check_sheet.toml")
    deadline = long_date(today + timedelta(days=int(words["days_to_react"])))
    contact = (school.street, f"{school.postcode}  {school.city}".strip(), school.phone,
               school.email)  # fmt: skip
    youngest = household.youngest
    group = f", groep {youngest.group_name}" if youngest.group_name else ""
    return Letter(
        letterhead=Letterhead(school.name, tuple(line for line in contact if line)),
        address=(*(titled(one) for one in household.members), *household.address),
        date=long_date(today),
        subject=words["subject"],
        salutation=words["salutation"],
        blocks=(
            Paragraph(words["intro"].format(deadline=deadline)),
            *(block for one in household.members for block in _member(one, household, words)),
            *(block for one in household.children for block in _child(one, words)),
            Paragraph(words["custody_note"], "small"),
            *_numbers(household, words),
            Paragraph(words["secret_note"], "small"),
            KeepTogether(
                (
                    Paragraph(f"{_BOX}  {words['confirm']}", "strong"),
                    SignatureLine(("Plaats en datum", "Handtekening")),
                )
            ),
        ),
        closing="",
        window=AddressWindow.RIGHT if school.address_right else AddressWindow.LEFT,
        footer=f"Mee met {youngest.display_name}{group}",
    )


def titled(guardian: GuardianContact) -> str:
    """A guardian as on an envelope."""
    return f"{_TITLES.get(guardian.salutation, '')}{guardian.name}"


def _member(
    guardian: GuardianContact, household: Household, words: Mapping[str, Any]
) -> list[Block]:
    label = "Naam instelling" if guardian.salutation == INSTITUTION else "Naam"
    address = ", ".join(household.address)
    lines = [
        (label, guardian.name),
        ("Adres", _marked(address, secret=guardian.address_secret)),
        ("Telefoon", _marked(guardian.phone, secret=guardian.phone_secret)),
        ("E-mail", _marked(guardian.email, secret=guardian.phone_secret)),
    ]
    return _part(titled(guardian), lines, words)


def _child(child: Child, words: Mapping[str, Any]) -> list[Block]:
    lines: list[Line] = [("Naam", child.pupil.display_name)]
    if child.first_names:
        lines.append(("Voornamen", child.first_names))
    born = dutch_date(child.birth_date) if child.birth_date else ""
    lines.append(("Geboren op", born))
    for one in child.addresses:
        said = _marked(", ".join(one.lines), secret=one.secret)
        lines.append((one.name.capitalize(), said))
        if one.phone:
            lines.append(("Telefoon op dat adres", one.phone))
    if not child.addresses:
        lines.append(("Adres", words["not_shown"]))
    lines += [_tie(tie, words) for tie in child.ties]
    return _part(child.pupil.display_name, lines, words)


def _tie(tie: Tie, words: Mapping[str, Any]) -> Line:
    custody = words[f"custody_{tie.guardian.custody}"]
    return tie.guardian.name, f"{tie.guardian.relationship} · gezag: {custody}"


def _numbers(household: Household, words: Mapping[str, Any]) -> list[Block]:
    """Emergency numbers, each once, with room for others."""
    found = {
        (one.name, one.relationship, one.phone): None
        for child in household.children
        for one in child.numbers
    }
    rows = [(f"{name} ({what})", phone, _BOX, "") for name, what, phone in found]
    rows += [("", "", "", "")] * _EMPTY_NUMBERS
    table = Table(("Naam en wie dit is", "Telefoon", *_HEADER[2:]), tuple(rows), _WEIGHTS)
    return [
        KeepTogether((Heading("Noodnummers", 2), Paragraph(words["number_note"], "small"), table))
    ]


def _part(title: str, lines: Sequence[Line], words: Mapping[str, Any]) -> list[Block]:
    rows = tuple((label, said or words["nothing"], _BOX, "") for label, said in lines)
    return [KeepTogether((Heading(title, 2), Table(_HEADER, rows, _WEIGHTS)))]


def _marked(said: str, *, secret: bool) -> str:
    return f"{said} (geheim)" if said and secret else said
