"""From a file of EDEXML 1.0.3, 2.0 or 2.1 to values and problems.

The published schemas are not a gate: their list of school years ends, so every current file fails
them. What cannot be read at all is refused with a `UserError`; everything else that is wrong
becomes a `Problem` with the pupil's name, and the rest of the file goes on.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from app import resources
from app.exchange.edexml.decode import Decoded, decode, read_file
from app.exchange.edexml.fields import Fields, clean, masked, shown, usable_key
from app.exchange.edexml.people import Sources, read_pupils
from app.exchange.edexml.staff import read_staff
from app.exchange.edexml.values import (
    FIELD_LABELS,
    EdexBranch,
    EdexFile,
    EdexGroup,
    EdexPupil,
    EdexSchool,
    GroupKind,
    NotTaken,
    Problem,
)
from app.exchange.edexml.xml import read_tree, sections

_NOT_TAKEN = resources.load("edexml.toml")["not_taken"]
_THE_FILE = "het bestand"


def read(path: Path, *, may_see_personal_number: bool = True) -> EdexFile:
    """Read and parse the file at `path`; `UserError` when it is refused."""
    decoded = decode(read_file(path), path.name)
    return parse(decoded, may_see_personal_number=may_see_personal_number)


def parse(source: Decoded | bytes | str, *, may_see_personal_number: bool = True) -> EdexFile:
    """Everything in `source` that may be taken over.

    Without `may_see_personal_number` BSN, onderwijsnummer and ECK iD are left out and counted as
    not taken. Raises `UserError` for what is not well-formed, not EDEXML, or has a DOCTYPE.
    """
    if isinstance(source, bytes):
        source = decode(source)
    elif isinstance(source, str):
        source = Decoded(decode(source.encode("utf-8", "replace")).text, "utf-8")
    root = read_tree(source.text)
    problems: list[Problem] = []
    school = _school(root, problems.append)
    groups = _groups(root, problems.append)
    sources = Sources(groups=groups, may_see_personal_number=may_see_personal_number)
    pupils = _without_doubles(read_pupils(root, sources, problems.append), problems.append)
    staff = read_staff(root, sources, problems.append)
    return EdexFile(
        school=school,
        branches=_branches(root, problems.append),
        groups=groups,
        pupils=pupils,
        staff=staff,
        problems=tuple(problems),
        not_taken=_not_taken(sources.not_taken),
        encoding=source.encoding,
        encoding_remark=source.remark,
    )


def _school(root: etree._Element, complain: Callable[[Problem], None]) -> EdexSchool:
    element = next(sections(root, "school"), None)
    if element is None:
        complain(Problem(_THE_FILE, "School", "", "Het bestand zegt niet van welke school het is."))
        return EdexSchool()
    fields = Fields(element, _THE_FILE, complain)
    brin, branch = fields.filled("brincode").upper(), fields.filled("dependancecode")
    if match := re.fullmatch(r"(\d{2}[A-Z]{2})(\d{2})", brin, re.ASCII):
        brin, branch = match[1], branch or match[2]
    if brin and not re.fullmatch(r"\d{2}[A-Z]{2}", brin, re.ASCII):
        fields.problem("BRIN", brin, "Dit is geen BRIN; het is overgeslagen.")
        brin = ""
    if branch and not re.fullmatch(r"\d{2}", branch, re.ASCII):
        fields.problem("Vestiging", branch, "Dit is geen vestigingsnummer; het is overgeslagen.")
        branch = ""
    return EdexSchool(
        school_year=_school_year(fields),
        brin=brin,
        branch=branch,
        school_key=usable_key(fields.filled("schoolkey")),
        author=fields.text("Auteur", "auteur", max_length=128),
        version=fields.text("Versie", "xsdversie", max_length=32),
        created=_moment(fields.filled("aanmaakdatum")),
    )


def _school_year(fields: Fields) -> str:
    raw = fields.filled("schooljaar")
    match = re.fullmatch(r"(\d{4})\s?[-/–]\s?(\d{4})", raw, re.ASCII)
    if match and int(match[2]) == int(match[1]) + 1 and 1990 <= int(match[1]) <= 2099:
        return f"{match[1]}-{match[2]}"
    fields.problem(
        "school_year", raw, "Dit schooljaar bestaat niet; het schooljaar is overgeslagen."
    )
    return ""


def _moment(raw: str) -> datetime | None:
    try:
        return datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        return None


def _branches(root: etree._Element, complain: Callable[[Problem], None]) -> tuple[EdexBranch, ...]:
    found = []
    for section in sections(root, "vestigingen"):
        for element in sections(section, "vestiging"):
            key = clean(str(element.get("key", "")))
            name = Fields(element, f"vestiging {shown(key)}", complain).text(
                "name", "naam", max_length=64
            )
            found.append(EdexBranch(key, name))
    return tuple(found)


def _groups(root: etree._Element, complain: Callable[[Problem], None]) -> tuple[EdexGroup, ...]:
    """The groups under `groepen`; elsewhere stand references without a name."""
    found: dict[str, EdexGroup] = {}
    kinds = {"groep": GroupKind.GROUP, "samengestelde_groep": GroupKind.COMPOSED}
    for section in sections(root, "groepen"):
        for element in sections(section, *kinds):
            kind = kinds[etree.QName(element).localname]
            group = _group(element, kind, complain)
            if not group.key:
                complain(
                    Problem(
                        _label(group), "Sleutel", "", "Deze groep heeft geen sleutel; overgeslagen."
                    )
                )
            elif group.key in found:
                complain(
                    Problem(
                        _label(group),
                        "Sleutel",
                        shown(group.key),
                        "Twee groepen hebben dezelfde sleutel; alleen de eerste is gelezen.",
                    )
                )
            else:
                found[group.key] = group
    return tuple(found.values())


def _group(
    element: etree._Element, kind: GroupKind, complain: Callable[[Problem], None]
) -> EdexGroup:
    key = str(element.get("key", "")).strip()
    fields = Fields(element, f"groep {shown(key)}", complain)
    name = fields.text("name", "naam", max_length=64)
    if name:
        fields.subject = f"groep {name}"
    else:
        fields.problem("name", "", "Deze groep heeft geen naam; de sleutel is als naam genomen.")
        name = clean(key)[:64] or "zonder naam"
    year_group = fields.year_group(of_pupil=False) if kind is GroupKind.GROUP else ""
    return EdexGroup(key, name, year_group, kind)


def _label(group: EdexGroup) -> str:
    return f"groep {group.name}"


_DOUBLES = {
    "source_key": "Twee leerlingen hebben deze sleutel; er wordt op naam en geboortedatum gezocht.",
    "eckid": "Twee leerlingen hebben dit ECK iD; het is bij geen van beide overgenomen.",
    "personal_number": "Twee leerlingen hebben dit nummer; het is bij geen van beide overgenomen.",
}


def _without_doubles(
    pupils: list[EdexPupil], complain: Callable[[Problem], None]
) -> tuple[EdexPupil, ...]:
    """A key or number that stands with two pupils points at neither of them."""
    for name, sentence in _DOUBLES.items():
        counts = Counter(getattr(pupil, name) for pupil in pupils)
        for index, pupil in enumerate(pupils):
            value = getattr(pupil, name)
            if value and counts[value] > 1:
                text = masked(value) if name == "personal_number" else shown(value)
                complain(Problem(pupil.label, FIELD_LABELS[name], text, sentence))
                emptied: Any = {name: ""}
                pupils[index] = replace(pupil, **emptied)
    return tuple(pupils)


def _not_taken(counts: Counter[str]) -> tuple[NotTaken, ...]:
    known = [
        NotTaken(element, data["label"], data["reason"], counts[element])
        for element, data in _NOT_TAKEN.items()
        if counts[element]
    ]
    unknown = [
        NotTaken(element, shown(element), "Dit onderdeel hoort niet bij EDEXML.", count)
        for element, count in sorted(counts.items())
        if element not in _NOT_TAKEN
    ]
    return (*known, *unknown)
