"""A list of results or absences as entries, not yet laid beside the school."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.dossier import checks
from app.dossier.kinds import KINDS, Kind, Value
from app.exchange.edexml.names import full_name
from app.exchange.lists.cells import Name, read_group, read_value
from app.exchange.lists.lines import Line
from app.exchange.lists.mapping import EACH, ListMapping, OneTest
from app.exchange.lists.row_cells import Cells
from app.exchange.lists.table import Table

_NOTHING = ("", "-", "–", "x", "nvt", "n.v.t.")
_VALUES = ("ability", "score", "mark", "level", "dle", "reference_level")
_NO_VALUE = "Er staat geen score, cijfer of niveau in deze rij; de rij is niet overgenomen."
_NO_PUPIL = "Er staat niet in van welke leerling deze rij is; de rij is niet overgenomen."
_NOT_TAKEN = "Dit is niet overgenomen."


@dataclass(frozen=True)
class Clue:
    """Of whom a row says it is."""

    number: str
    name: Name
    group: str

    @property
    def who(self) -> str:
        """The name and number as the row gives them."""
        name = full_name(self.name.call_name, self.name.prefix, self.name.surname, "", "")
        return f"{name} ({self.number})" if name and self.number else name or self.number


@dataclass(frozen=True)
class Told:
    """An entry that a row asks for; `values` passed the checks of the dossier."""

    row: int
    clue: Clue
    values: Mapping[str, Value]


def entries(
    table: Table, mapping: ListMapping, today: date
) -> tuple[tuple[Told, ...], tuple[Line, ...]]:
    """What the rows ask for, and what of them cannot be."""
    lines: list[Line] = []
    found: list[Told] = []
    for row in table.rows:
        cells = Cells(row, mapping, today, lines)
        found.extend(_of_row(cells, table.headings))
    return tuple(found), tuple(lines)


def _of_row(cells: Cells, headings: tuple[str, ...]) -> Iterable[Told]:
    kind = KINDS[cells.mapping.kind.entry_kind]
    clue = Clue(cells.text("number"), cells.name(), read_group(cells.text("group")).name)
    cells.who = clue.who
    if not clue.who:
        cells.complain("full_name", "", _NO_PUPIL, whole=True)
        return
    values = _values(cells)
    if values is None:
        return
    tests = _tests(cells, kind, headings)
    if any(one.startswith(EACH) for one in cells.mapping.columns):
        told = [{**values, **_said(test), **read} for test, read in tests.items()]
    elif kind.code == "result" and not any(values.get(name) is not None for name in _VALUES):
        cells.complain("mark", "", _NO_VALUE, whole=True)
        return
    else:
        told = [values]
    for one in told:
        stored, problems = checks.check(kind, _with_defaults(kind, one), cells.today)
        for name, problem in problems.items():
            label = kind.field(name).label
            sentence = f"{problem} {_NOT_TAKEN}"
            cells.lines.append(Line(cells.row.number, cells.who, label, "", sentence))
        if not problems:
            yield Told(cells.row.number, clue, stored)


def _values(cells: Cells) -> dict[str, Value] | None:
    """What the columns with a field of their own say; None when one of them cannot be."""
    values: dict[str, Value] = {}
    words = cells.mapping.kind.words
    before = len(cells.lines)
    for one in cells.mapping.kind.fields:
        if one.field is None or not (text := cells.text(one.name)):
            continue
        field = replace(one.field, required=False)
        try:
            values[one.name] = read_value(field, text, cells.today, words(one.name))
        except ValueError as problem:
            cells.complain(one.name, text, f"{problem} De rij is niet overgenomen.", whole=True)
    return values if len(cells.lines) == before else None


def _tests(cells: Cells, kind: Kind, headings: tuple[str, ...]) -> dict[OneTest, dict[str, Value]]:
    """The tests that have columns of their own; columns of one test are taken together."""
    found: dict[OneTest, dict[str, Value]] = {}
    words = cells.mapping.kind.words
    for column, meaning in enumerate(cells.mapping.columns):
        text = cells.row.cell(column)
        if not meaning.startswith(EACH) or text.strip().casefold() in _NOTHING:
            continue
        name = meaning.removeprefix(EACH)
        try:
            read = read_value(kind.field(name), text, cells.today, words(name))
        except ValueError as problem:
            sentence = f"{problem} {_NOT_TAKEN}"
            cells.lines.append(
                Line(cells.row.number, cells.who, headings[column], text, sentence, whole=False)
            )
            continue
        found.setdefault(cells.mapping.tests[column], {})[name] = read
    return found


def _said(test: OneTest) -> dict[str, Value]:
    told = {"domain": test.domain, "test": test.test, "moment": test.moment}
    return {name: text for name, text in told.items() if text}


def _with_defaults(kind: Kind, values: Mapping[str, Value]) -> dict[str, Value]:
    return {field.name: values.get(field.name, field.default) for field in kind.fields}
