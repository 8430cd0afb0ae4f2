"""Codes on paper: the start code of a member of staff, and the recovery code."""

from app.desk.staffing import IssuedCode, SheetFacts
from app.documents import Block, Document, Heading, KeyValues, Note, Paragraph, render
from app.documents.figures import Tone


def start_code_sheet(issued: IssuedCode, facts: SheetFacts) -> bytes:
    """A page to hand over, as PDF."""
    content: list[Block] = [
        Paragraph(f"Voor {issued.name}", "strong"),
        KeyValues((("School", facts.school), ("Aanmeldnaam", issued.sign_in_name))),
        Heading("Startcode", 2),
        _groups(issued.code),
        Heading("Zo meldt u zich aan", 2),
        Paragraph(
            "Open de school in Leerlingdossier, vul uw aanmeldnaam in en typ de startcode als "
            "wachtwoord. Kleine letters, spaties en streepjes maken niet uit. Daarna kiest u een "
            "eigen wachtwoord; de startcode werkt dan niet meer."
        ),
        Note(
            "Wie dit papier eerder gebruikt dan u, kan zich als u aanmelden. Werkt de code niet, "
            "zeg dat dan meteen tegen de directeur. Vernietig dit papier na het aanmelden.",
            Tone.MUST,
        ),
    ]
    return _sheet("Startcode voor Leerlingdossier", content, facts)


def recovery_sheet(code: str, facts: SheetFacts) -> bytes:
    """The page for the safe, as PDF."""
    content: list[Block] = [
        Paragraph(f"Van {facts.school}", "strong"),
        _groups(code),
        Note(
            "Bewaar dit papier in de kluis. Wie de code heeft, kan alles openen. Zonder wachtwoord "
            "en zonder deze code is niets terug te halen. Vernietig oudere papieren: zij werken "
            "niet meer.",
            Tone.MUST,
        ),
        Paragraph(
            "Probeer één keer per jaar of de code nog werkt (Medewerkers, Herstelcode proberen). "
            "Wie zich met de code heeft aangemeld, maakt daarna een nieuwe."
        ),
    ]
    return _sheet("Herstelcode van Leerlingdossier", content, facts)


def _groups(code: str) -> KeyValues:
    groups = code.split("-")
    return KeyValues(
        tuple((f"groep {number}", group) for number, group in enumerate(groups, start=1)), 0.2
    )


def _sheet(title: str, content: list[Block], facts: SheetFacts) -> bytes:
    day = facts.created.astimezone()
    if facts.fingerprint:
        content.append(Heading("Vingerafdruk van het toegangslog", 2))
        content.append(
            Paragraph(
                f"{facts.fingerprint}\nDeze tekens moeten gelijk zijn aan wat het programma toont "
                "bij het controleren van het toegangslog."
            )
        )
    made = f"Gemaakt op {day.day}-{day.month}-{day.year}"
    return render(
        Document(
            title=title,
            blocks=tuple(content),
            created=day,
            header_left=facts.school,
            footer=made,
        ),
        replace_missing=True,
    )
