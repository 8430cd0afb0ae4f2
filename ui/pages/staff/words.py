"""What is asked and said about who gets in, with the numbers in it."""

from collections.abc import Collection, Sequence

from app.access.categories import Role
from app.vault import SlotInfo
from ui.pages.staff.person import Person
from ui.text import counted

ROTATION = "Alle &sleutels wijzigen…"
TAKEN = (
    "{name} heeft nu minder rechten. Wie eerder een kopie van de schoolmap maakte, heeft de oude "
    "sleutels nog. Wijzig daarom alle sleutels."
)
REMOVED = (
    "{name} kan zich niet meer aanmelden. Wie eerder een kopie van de schoolmap maakte, heeft de "
    "oude sleutels nog. Wijzig daarom alle sleutels."
)
ROTATED = (
    "Alle sleutels zijn gewijzigd. Iedereen houdt het eigen wachtwoord; wie weg is of minder mag, "
    "kan met oude sleutels niets meer. Meld u opnieuw aan."
)
CODE_CONSEQUENCES = (
    "Het oude wachtwoord werkt meteen niet meer.",
    (
        "Half geschreven concepten van deze medewerker zijn daarna niet meer te lezen: alleen het "
        "oude wachtwoord opende ze."
    ),
    "Rollen en groepen blijven zoals ze zijn.",
)


def removal(person: Person, *, own: bool) -> list[str]:
    """What follows from removing this person."""
    record = person.record
    said = [
        (
            f"{record.name} ({person.role_names}) kan zich niet meer aanmelden, op geen enkele "
            "computer."
        ),
        "Half geschreven concepten van deze medewerker zijn daarna niet meer te lezen.",
        "De naam blijft staan in het toegangslog en bij wat deze medewerker opschreef.",
    ]
    if own:
        said.insert(1, "Dat bent u zelf: na het afmelden komt u niet meer binnen.")
    if record.groups:
        groups = counted(len(record.groups), "groep heeft", "groepen hebben")
        said.append(
            f"{groups} nog deze leerkracht ({', '.join(record.groups)}). Kies bij Instellingen wie "
            "er nu lesgeeft."
        )
    return said


def rotation(people: Sequence[Person]) -> list[str]:
    """What follows from changing all keys."""
    number = sum(person.gets_in for person in people)
    return [
        (
            f"{counted(number, 'medewerker krijgt', 'medewerkers krijgen')} nieuwe sleutels, en de "
            "herstelcode ook. Wachtwoorden en de code op papier blijven gelden."
        ),
        "Eerst komt er een reservekopie. Daarna wordt alles opnieuw versleuteld; dat duurt even.",
        (
            "Wordt het onderbroken, dan gaat er niets verloren: bij de volgende aanmelding wordt "
            "het afgemaakt of teruggedraaid."
        ),
        "De school gaat dicht; u meldt zich daarna opnieuw aan.",
    ]


def vouching(key_files: Sequence[SlotInfo], chosen: Collection[str]) -> list[str]:
    """What follows from making the list of staff from the chosen key files."""
    taken = [one for one in key_files if one.slot_id in chosen]
    left = [one for one in key_files if one.slot_id not in chosen]
    heads = sum(Role.HEAD.value in one.roles for one in taken)
    said = [
        (
            f"{counted(len(taken), 'sleutelbestand komt', 'sleutelbestanden komen')} op de lijst, "
            f"waarvan {heads} met alle rechten van een directeur."
        )
    ]
    if left:
        names = ", ".join(f"‘{one.name}’" for one in left)
        said.append(
            f"{counted(len(left), 'bestand komt', 'bestanden komen')} er niet op: {names}. Wie "
            "daarbij hoort, krijgt geen sleutels meer. Een bestand dat bij geen medewerker hoort, "
            "wordt verwijderd."
        )
    return [*said, "Zit er één vals bestand tussen, dan krijgt de maker ervan voortaan sleutels."]
