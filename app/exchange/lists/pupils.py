"""A list of pupils as an `EdexFile`, so that it goes the same way as an EDEXML file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.dossier.kinds import KINDS
from app.exchange.edexml.changes import FORMER
from app.exchange.edexml.names import dotted, fold, full_name
from app.exchange.edexml.values import EdexFile, EdexPupil
from app.exchange.lists.cells import read_group
from app.exchange.lists.declared import WORDS
from app.exchange.lists.lines import Line, label
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.people import NO_NAME, Groups, as_file
from app.exchange.lists.row_cells import Cells
from app.exchange.lists.table import Table

_PUPIL = KINDS["pupil"]
_LEFT = (
    "De lijst zegt dat deze leerling is uitgeschreven, maar zonder datum; de rij is niet "
    "overgenomen. Schrijf de leerling zelf uit."
)
_EXPECTED = "Deze leerling is nog niet ingeschreven; de rij is niet overgenomen."
_PLAIN = ("first_names", "personal_number", "eckid", "birth_date", "year_group_3_start")
_DATES = ("from_date", "until_date")
_STREET = re.compile(r"(.*?\D)\s+(\d+\s*\S.{0,12}|\d+)", re.DOTALL)


def pupils(table: Table, mapping: ListMapping, today: date) -> EdexFile:
    """The pupils of a list. A row that stands there twice is refused, with both numbers."""
    lines: list[Line] = []
    groups = Groups()
    sexes = _sexes(table, mapping)
    found: list[EdexPupil] = []
    for row in table.rows:
        cells = Cells(row, mapping, today, lines)
        pupil = _pupil(cells, groups, sexes)
        if pupil is not None:
            found.append(pupil)
    kept = _once(found, lines)
    used = {pupil.group_key for pupil in kept}
    return as_file(
        table,
        mapping,
        lines,
        [one for key, one in groups.found.items() if key in used],
        pupils=kept,
    )


def _pupil(cells: Cells, groups: Groups, sexes: Mapping[str, str]) -> EdexPupil | None:
    name = cells.name()
    number = cells.text("number")
    cells.who = full_name(name.call_name, name.prefix, name.surname, cells.text("first_names"), "")
    if not cells.who:
        cells.complain("full_name", "", NO_NAME, whole=True)
        return None
    if number:
        cells.who += f" ({number})"
    if not name.sure:
        cells.complain(
            "full_name",
            cells.text("full_name"),
            "Het eerste woord is als roepnaam gelezen en de rest als achternaam. Kijk dit na.",
        )
    parts = {
        part: cells.read(part, text=getattr(name, part)) or ""
        for part in ("call_name", "prefix", "surname")
    }
    values = {one: cells.read(one) for one in (*_PLAIN, *_DATES)}
    status = WORDS["status"].get(fold(cells.text("status")), "")
    left = status == "left" and values["until_date"] is None
    if left or status == "expected":
        cells.complain("status", cells.text("status"), _LEFT if left else _EXPECTED, whole=True)
        return None
    if not any(parts.values()):
        parts["call_name"] = values["first_names"] or ""
    group = read_group(cells.text("group"))
    year_group = cells.read("year_group", text=_year_group(cells.text("year_group")))
    read: dict[str, Any] = {one: value for one, value in values.items() if value is not None}
    told: dict[str, Any] = {**parts, **_home(cells), **_in_order(cells, read)}
    return EdexPupil(
        position=cells.row.number,
        label=label(cells.row.number, cells.who),
        source_key=cells.read("number") or "",
        initials=dotted(cells.read("initials") or ""),
        sex=_sex(cells, sexes),
        group_key=groups.key(group),
        year_group=year_group or group.year_group,
        **told,
    )


def _in_order(cells: Cells, read: dict[str, Any]) -> dict[str, Any]:
    first, last = read.get("from_date"), read.get("until_date")
    if first is not None and last is not None and last < first:
        sentence = "De leerling zou zijn uitgeschreven voor de inschrijving; dit veld blijft leeg."
        cells.complain("until_date", cells.text("until_date"), sentence)
        del read["until_date"]
    return read


def _year_group(text: str) -> str:
    """`Groep 3`, `leerjaar 3` and `3` are year group 3; a former pupil's code is none."""
    bare = re.sub(r"^(?:groep|jaargroep|leerjaar)\s*", "", text.strip(), flags=re.IGNORECASE)
    return "" if bare.upper() == FORMER else bare


def _home(cells: Cells) -> dict[str, str]:
    street, number = cells.text("street"), cells.text("house_number")
    together = " ".join(cells.text("street_and_number").split())
    if together and not street and (match := _STREET.fullmatch(together)):
        street, number = match[1], match[2]
    elif together and not street:
        cells.complain("street_and_number", together, "Er is geen huisnummer in te herkennen.")
    return {
        "street": cells.read("street", text=street) or "",
        "house_number": cells.read("house_number", text=number) or "",
        "postcode": cells.read("postcode") or "",
        "city": cells.read("city") or "",
    }


def _sexes(table: Table, mapping: ListMapping) -> Mapping[str, str]:
    """The words for boys and girls; M is a girl (meisje) beside J, and a boy (man) beside V."""
    column = mapping.column("sex")
    written = {fold(row.cell(column)) for row in table.rows} if column is not None else set()
    if written & {"j", "jongen"}:
        return {**WORDS["sex"], "m": "girl"}
    return {**WORDS["sex"], "m": "boy"} if written & {"v", "vrouw", "f"} else WORDS["sex"]


def _sex(cells: Cells, sexes: Mapping[str, str]) -> str:
    text = cells.text("sex")
    known = {fold(one): code for code, one in _PUPIL.field("sex").choices.items()} | {**sexes}
    code = known.get(fold(text), "") if text else ""
    if text and not code:
        cells.complain("sex", text, "Dit woord is niet bekend; het geslacht blijft onbekend.")
    return code


def _once(found: Iterable[EdexPupil], lines: list[Line]) -> list[EdexPupil]:
    """Without rows that are about one pupil: the same row again is left out, others all are."""
    same: dict[tuple[object, ...], list[EdexPupil]] = defaultdict(list)
    kept: dict[int, EdexPupil] = {}
    for pupil in found:
        kept[pupil.position] = pupil
        for identity in _identities(pupil):
            same[identity].append(pupil)
    for alike in same.values():
        rows = {one.position: one for one in alike if one.position in kept}
        if len(rows) < 2:
            continue
        first, *others = rows.values()
        different = {replace(one, position=0, label="") for one in rows.values()}
        refused = others if len(different) == 1 else [first, *others]
        numbers = " en ".join(str(number) for number in rows)
        said = f"Deze leerling staat in rij {numbers}, " + (
            "met hetzelfde; één keer is overgenomen."
            if len(different) == 1
            else "met verschillen; geen ervan is overgenomen."
        )
        for one in refused:
            del kept[one.position]
            lines.append(Line(one.position, _who(one), "Leerling", "", said))
    return list(kept.values())


def _identities(pupil: EdexPupil) -> list[tuple[object, ...]]:
    """By what two rows are about one pupil. A name alone says so in one group without numbers."""
    found: list[tuple[object, ...]] = []
    if pupil.source_key:
        found.append(("number", pupil.source_key))
    if pupil.personal_number:
        found.append(("bsn", pupil.personal_number))
    if pupil.eckid:
        found.append(("eckid", pupil.eckid))
    if not pupil.source_key:
        name = fold(pupil.call_name + pupil.prefix + pupil.surname)
        found.append(("name", name, pupil.birth_date, pupil.group_key))
    return found


def _who(pupil: EdexPupil) -> str:
    return pupil.label.partition(": ")[2]
