"""What lists of pupils and of staff have in common: groups, and the way to an `EdexFile`."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.exchange.edexml.names import fold
from app.exchange.edexml.values import (
    LIST_KEY,
    EdexFile,
    EdexGroup,
    EdexPupil,
    EdexSchool,
    EdexStaff,
    NotTaken,
    Problem,
)
from app.exchange.lists.cells import Group
from app.exchange.lists.declared import ListKind, why_never
from app.exchange.lists.lines import Line
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.table import Table

NO_NAME = "Er staat geen naam in deze rij; de rij is niet overgenomen."


@dataclass
class Groups:
    """The groups that the rows name, each once."""

    found: dict[str, EdexGroup] = field(default_factory=dict)

    def key(self, group: Group) -> str:
        """The key of this group; it is added when it is new."""
        if not group.name:
            return ""
        key = fold(group.name) or group.name
        known = self.found.get(key)
        spans = dict.fromkeys((*(known.spans if known else ()), *group.year_groups))
        self.found[key] = EdexGroup(
            key, known.name if known else group.name, "", spans=tuple(spans)
        )
        return key


def as_file(
    table: Table,
    mapping: ListMapping,
    lines: Iterable[Line],
    groups: Iterable[EdexGroup],
    pupils: Iterable[EdexPupil] = (),
    staff: Iterable[EdexStaff] = (),
) -> EdexFile:
    """The outcome in the form of an EDEXML file, with every line that was not taken."""
    by_row = sorted(lines, key=lambda one: one.row)
    problems: tuple[Problem, ...] = tuple(one.as_problem() for one in by_row)
    sheet = table.sheet
    return EdexFile(
        school=EdexSchool(school_key=LIST_KEY),
        groups=tuple(groups),
        pupils=tuple(pupils),
        staff=tuple(staff),
        problems=problems,
        not_taken=not_taken(table, mapping),
        encoding=f"werkmap, blad {sheet.name}" if sheet.name else "tekst met scheidingstekens",
        encoding_remark=sheet.remark,
        list_of=mapping.kind.code,
    )


def not_taken(table: Table, mapping: ListMapping) -> tuple[NotTaken, ...]:
    """The columns that have no place in the dossier, with how often they are filled."""
    return tuple(
        NotTaken(heading, heading, _why(mapping.kind, heading), count)
        for column, heading in enumerate(table.headings)
        if not mapping.columns[column] and (count := table.filled(column))
    )


def _why(kind: ListKind, heading: str) -> str:
    return (
        why_never(heading)
        or f"Deze kolom hoort niet bij {kind.label.lower()}, of is niet aangewezen."
    )
