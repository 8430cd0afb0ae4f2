"""The staff of a file, one by one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from app import resources
from app.exchange.edexml.fields import Fields, clean, shown
from app.exchange.edexml.names import full_name
from app.exchange.edexml.people import Sources, person_label, read_key, read_names
from app.exchange.edexml.values import EdexStaff, GroupKind, Problem
from app.exchange.edexml.xml import local_name, sections, text_of

_ROLES = resources.load("edexml.toml")["roles"]


def read_staff(
    root: etree._Element, sources: Sources, complain: Callable[[Problem], None]
) -> tuple[EdexStaff, ...]:
    """Every member of staff that has a name."""
    found: list[EdexStaff] = []
    position = 0
    for section in sections(root, "leerkrachten"):
        for element in sections(section, "leerkracht"):
            position += 1
            member = _member(element, position, sources, complain)
            if member is not None:
                found.append(member)
    doubles = {key for key, count in Counter(one.source_key for one in found).items() if count > 1}
    for member in found:
        if member.source_key and member.source_key in doubles:
            sentence = "Twee medewerkers hebben dezelfde sleutel; er wordt op naam gezocht."
            complain(Problem(member.name, "Sleutel", shown(member.source_key), sentence))
    return tuple(
        replace(member, source_key="") if member.source_key in doubles else member
        for member in found
    )


def _member(
    element: etree._Element,
    position: int,
    sources: Sources,
    complain: Callable[[Problem], None],
) -> EdexStaff | None:
    raw_key = str(element.get("key", ""))
    fields = Fields(element, "", complain)
    fields.subject = f"medewerker {person_label(fields, position, raw_key)}"
    names = read_names(fields)
    first_names = names.pop("first_names")
    name = full_name(
        names["call_name"], names["prefix"], names["surname"], first_names, names["initials"]
    )
    if not name:
        fields.problem("name", "", "Er staat geen naam bij deze medewerker; overgeslagen.")
        return None
    return EdexStaff(
        position=position,
        name=name,
        source_key=read_key(fields, raw_key),
        email=fields.text("email", "emailadres", max_length=256),
        roles=_roles(element),
        group_keys=_staff_groups(fields, sources),
        **names,
    )


def _roles(element: etree._Element) -> tuple[str, ...]:
    names = []
    for child in (*element.iterchildren("*"), *element.iterfind("{*}groepen/{*}*/{*}*")):
        text = clean(text_of(child))[:64]
        if local_name(child) == "rol" and text:
            names.append(_ROLES.get(text, text))
        elif local_name(child) == "rolomschrijving" and text:
            names.append(text)
    return tuple(dict.fromkeys(names))


def _staff_groups(fields: Fields, sources: Sources) -> tuple[str, ...]:
    """Keys of the own groups somebody teaches; these elements are references without a name."""
    element = fields.elements.get("groepen")
    keys: list[str] = []
    if element is None:
        return ()
    for child in sections(element, "groep"):
        key = str(child.get("key", "")).strip()
        if sources.knows(GroupKind.GROUP, key):
            keys.append(key)
        elif key:
            fields.problem("group", key, "Deze groep staat niet in het bestand; overgeslagen.")
    return tuple(dict.fromkeys(keys))
