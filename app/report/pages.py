"""The report as a document: the five categories and nothing else.

Three readers, one layout. A concept for inspection carries a watermark and holds no contact data of
any parent but the one it is made for; the definitive report is for the receiving school; what is
secret stands in neither.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.documents import (
    Block,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    Note,
    Paragraph,
    Table,
    Tone,
)
from app.documents import render as render_document
from app.dossier import tables
from app.dossier.acts import Act
from app.dossier.guardians import address_lines, guardians_of, home_address, same_address
from app.dossier.kinds import KINDS
from app.dossier.school import read_school
from app.dossier.values import GuardianContact, SchoolSettings
from app.dossier.wording import dutch_date, long_date, show
from app.report.elements import CATEGORIES, ELEMENTS, REPORT_KINDS, Element, ReportCategory
from app.report.values import Report, ReportItem, ReportState

WATERMARK = "CONCEPT TER INZAGE"
_SECRET = "geheim; staat niet in dit rapport"
_NOT_IN_CONCEPT = "staat niet in dit concept"
_DEFINITIVE = (ReportState.INFORMED, ReportState.SENT)
_CUSTODY = {"yes": "met gezag", "no": "zonder gezag", "unknown": "gezag onbekend"}


def render_report(doing: Act, report: Report, reader: str | None) -> bytes:
    """The PDF. `reader` is the guardian a concept is made for, or None."""
    concept = report.state not in _DEFINITIVE
    school = read_school(doing.connection)
    blocks: list[Block] = [_summary(report, school, concept)]
    for category in CATEGORIES.values():
        blocks.append(Heading(category.label, 1))
        blocks += _category(doing, report, category, school, reader, concept)
    document = Document(
        title="Onderwijskundig rapport",
        subtitle=report.pupil.display_name,
        blocks=tuple(blocks),
        created=doing.session.clock(),
        header_left=f"{school.name} · {report.pupil.display_name}",
        footer=f"Onderwijskundig rapport (WPO art. 42) · opgesteld "
        f"{dutch_date(report.drawn_up_on)}",
        watermark=WATERMARK if concept else "",
        author=school.name,
    )
    return render_document(document, replace_missing=True)


def _summary(report: Report, school: SchoolSettings, concept: bool) -> Block:
    rows = [
        ("Van", f"{school.name} ({school.brin}{school.branch})"),
        ("Aan", f"{report.receiver}, {REPORT_KINDS[report.kind]}"),
        ("Opgesteld op", long_date(report.drawn_up_on)),
        ("Bevat", ", ".join(report.contents)),
    ]
    if concept:
        rows.append(
            ("Status", "Concept ter inzage: de ouders zijn nog niet allemaal geïnformeerd.")
        )
    elif report.sent_on:
        rows.append(("Verzonden", f"{long_date(report.sent_on)}, {report.sent_how}"))
    return KeyValues(tuple(rows))


def _category(
    doing: Act,
    report: Report,
    category: ReportCategory,
    school: SchoolSettings,
    reader: str | None,
    concept: bool,
) -> list[Block]:
    blocks: list[Block] = []
    for element in ELEMENTS.values():
        if element.category != category:
            continue
        if element.source == "pupil":
            if element.code == "pupil_identity_contact":
                blocks += _pupil(doing, report, reader, concept)
        elif element.source == "guardian":
            blocks += _guardians(doing, reader, concept)
        elif element.source == "school":
            blocks += _school(school)
        else:
            items = [item for item in report.included if item.element == element]
            blocks += _items(element, items)
    return blocks or [Paragraph("Geen gegevens die voor de nieuwe school nodig zijn.", "muted")]


def _items(element: Element, items: Sequence[ReportItem]) -> list[Block]:
    if not items:
        return []
    blocks: list[Block] = [Heading(element.label, 2)]
    if element.columns:
        blocks.append(Table(element.columns, tuple(item.cells for item in items)))
        return blocks
    for item in items:
        told = Paragraph(item.text)
        if item.label and element.category.code == "social_emotional":
            blocks.append(KeepTogether((told, Paragraph(f"Bron: {item.label}", "muted"))))
        else:
            blocks.append(told)
    return blocks


def _pupil(doing: Act, report: Report, reader: str | None, concept: bool) -> list[Block]:
    kind = KINDS["pupil"]
    row = (
        doing.connection.execute(select(tables.pupil).where(tables.pupil.c.id == report.pupil.id))
        .mappings()
        .one()
    )
    said = {field.name: show(field, row[field.name], {}) for field in kind.fields}
    names = ("first_names", "call_name", "initials", "prefix", "surname", "sex", "birth_date",
             "personal_number")  # fmt: skip
    rows = [(kind.field(name).label, said[name]) for name in names if said[name]]
    rows.append(("Leerlingnummer", said["number"]))
    rows.append(("Adres", _home(doing, reader, concept)))
    return [Heading(ELEMENTS["pupil_identity_contact"].label, 2), KeyValues(tuple(rows))]


def _home(doing: Act, reader: str | None, concept: bool) -> str:
    """The pupil's own address, which often is the address of one parent.

    In a concept it stands only when all living parents live there, or for a reader who does; a
    secret address stands nowhere.
    """
    row = home_address(doing)
    if row is None:
        return "niet bekend"
    lines = address_lines(row)
    if _is_secret(lines, _secret_addresses(doing)):
        return _SECRET
    living = _living(doing)
    here = [one.id for one in living if _lives_at(one, lines)]
    if concept and len(here) < len(living) and reader not in here:
        return f"{_NOT_IN_CONCEPT}: de ouders wonen niet op één adres"
    return ", ".join(lines)


def _living(doing: Act) -> list[GuardianContact]:
    return [one for one in guardians_of(doing) if not one.deceased]


def _lives_at(guardian: GuardianContact, home: Sequence[str]) -> bool:
    """At the pupil's home: by the own address, or where there is none by what is noted."""
    return same_address(guardian.address, home) if guardian.address else guardian.lives_with


def _secret_addresses(doing: Act) -> list[tuple[str, ...]]:
    """An address is secret wherever it stands once it is so for the pupil or for one guardian."""
    row = home_address(doing)
    home = address_lines(row) if row else ()
    hidden = [one for one in guardians_of(doing) if one.address_secret]
    found = [one.address for one in hidden]
    if row and (row["secret"] or any(_lives_at(one, home) for one in hidden)):
        found.append(home)
    return [lines for lines in found if lines]


def _is_secret(lines: Sequence[str], secret: Sequence[Sequence[str]]) -> bool:
    return any(same_address(lines, one) for one in secret)


def _guardians(doing: Act, reader: str | None, concept: bool) -> list[Block]:
    blocks: list[Block] = [Heading(ELEMENTS["guardian_identity_contact"].label, 2)]
    living, secret = _living(doing), _secret_addresses(doing)
    if not living:
        blocks.append(Note("Er is geen ouder of verzorger bekend.", Tone.MUST))
    for one in living:
        rows = [("Naam", one.name), ("Relatie", f"{one.relationship}, {_CUSTODY[one.custody]}")]
        if concept and one.id != reader:
            rows.append(("Contactgegevens", f"{_NOT_IN_CONCEPT}"))
        else:
            rows += _contact(one, secret)
        blocks.append(KeyValues(tuple(rows)))
    return blocks


def _contact(guardian: GuardianContact, secret: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    rows = []
    if guardian.address_secret or _is_secret(guardian.address, secret):
        rows.append(("Adres", _SECRET))
    elif guardian.address:
        rows.append(("Adres", ", ".join(guardian.address)))
    if guardian.phone_secret:
        rows.append(("Telefoon en e-mail", _SECRET))
    else:
        rows += [("Telefoon", guardian.phone)] if guardian.phone else []
        rows += [("E-mail", guardian.email)] if guardian.email else []
    return rows


def _school(school: SchoolSettings) -> list[Block]:
    pairs: Mapping[str, Any] = {
        "Naam": school.name,
        "BRIN en vestiging": f"{school.brin}{school.branch}",
        "Adres": ", ".join(p for p in (school.street, school.postcode, school.city) if p),
        "Telefoon": school.phone,
        "E-mail": school.email,
        "Contactpersoon": school.contact_person,
    }
    rows = tuple((label, value) for label, value in pairs.items() if value)
    return [KeepTogether((Heading(ELEMENTS["school_admin"].label, 2), KeyValues(rows)))]
