"""What the columns of a list seem to mean, and what a file says that they mean."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from app.dossier.kinds import KINDS
from app.errors import UserError
from app.exchange.edexml.names import fold
from app.exchange.lists.declared import LISTS, WORDS, ListKind
from app.exchange.lists.mapping import EACH, ListMapping, OneTest
from app.exchange.lists.table import Table

_MOMENT = re.compile(r"\b([BME][1-8])\b", re.IGNORECASE)
_VALUE_WORDS = {
    "ability": ("vaardigheid", "vaardigheidsscore", "vs"),
    "level": ("niveau", "nivo"),
    "mark": ("cijfer", "waardering"),
    "score": ("score", "goed"),
    "dle": ("dle",),
}
# A column that only counts the rows is no leerlingnummer.
_COUNTED = ("1", "2", "3")
_LEVEL = re.compile(r"(?:I|II|III|IV|V|[A-E])", re.IGNORECASE)


def guess_kind(table: Table, kinds: Iterable[ListKind] = tuple(LISTS.values())) -> ListKind:
    """Which of these kinds this list seems to be, by its headings."""

    def score(kind: ListKind) -> tuple[bool, int]:
        found = guess(kind, table)
        names = [one for one in found.columns if one]
        telling = sum(one in kind.telling or one.startswith(EACH) for one in names)
        return not _lacks_a_column(found), len(names) + 3 * telling

    return max(kinds, key=score)


def _lacks_a_column(found: ListMapping) -> bool:
    """Whether something is missing that cannot be said once for the whole list."""
    return any(not set(names) & set(found.kind.constants) for names in found.lacking())


def guess(kind: ListKind, table: Table) -> ListMapping:
    """What the columns seem to mean: known headings first, then tests named in headings."""
    columns: list[str] = []
    tests: dict[int, OneTest] = {}
    for column, heading in enumerate(table.headings):
        name = next((one.name for one in kind.fields if fold(heading) in one.aliases), "")
        counts = name == "number" and table.examples(column)[:3] == _COUNTED
        columns.append("" if name in columns or counts else name)
    if "full_name" in columns and {"surname", "call_name"} & set(columns):
        columns[columns.index("full_name")] = ""
    if kind.each and not {"ability", "score", "mark", "level"} & set(columns):
        for column, heading in enumerate(table.headings):
            domain = "" if columns[column] else domain_in(heading)
            if domain:
                moment = _MOMENT.search(heading)
                columns[column] = EACH + _value_in(heading, table.examples(column))
                tests[column] = OneTest(domain, "", moment[1].upper() if moment else "")
    return ListMapping(kind, tuple(columns), MappingProxyType({}), MappingProxyType(tests))


def domain_in(heading: str) -> str:
    """The domain whose words stand in a heading such as `Rekenen-Wiskunde 3.0 M6`."""
    words = [fold(one) for one in re.split(r"[^\w]+", heading) if one]
    known = dict(WORDS["result.domain"])
    known |= {fold(label): code for code, label in KINDS["result"].field("domain").choices.items()}
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            code = known.get("".join(words[start : start + length]))
            if code:
                return code
    return ""


def _value_in(heading: str, examples: tuple[str, ...]) -> str:
    words = {fold(one) for one in re.split(r"[^\w]+", heading)}
    for name, said in _VALUE_WORDS.items():
        if words & set(said):
            return name
    if any(_LEVEL.fullmatch(one) for one in examples):
        return "level"
    numbers = [float(one.replace(",", ".")) for one in examples if _is_number(one)]
    return "ability" if numbers and max(numbers) > 10 else "mark"


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,6}(?:[.,]\d+)?", text, re.ASCII))


def from_headings(kind: ListKind, table: Table, said: Mapping[str, Any]) -> ListMapping:
    """A mapping as a file gives it: headings and fields by name, the rest as guessed.

    `{"columns": {"Stamnr": "number", "RW M6": "each:ability"}, "constants": {"domain": "rekenen"},
    "tests": {"RW M6": {"domain": "arithmetic", "moment": "M6"}}}`. Raises `UserError`.
    """
    result = guess(kind, table)
    known = {"", *(one.name for one in kind.fields), *(EACH + one for one in kind.each)}
    at = {fold(heading): column for column, heading in enumerate(table.headings)}
    try:
        for heading, meaning in dict(said.get("columns", {})).items():
            if fold(heading) not in at or meaning not in known:
                raise UserError(_no_such(heading, meaning, known))
            test = OneTest(**dict(said.get("tests", {})).get(heading, {}))
            result = result.with_column(at[fold(heading)], meaning, test)
        for name, value in dict(said.get("constants", {})).items():
            if name not in kind.constants:
                raise UserError(_no_such("constants", name, set(kind.constants)))
            result = result.with_constant(name, str(value))
    except (TypeError, ValueError, AttributeError):
        raise UserError(
            "Het bestand met de koppeling is niet te begrijpen. Er is niets geïmporteerd. Zie de "
            "handleiding voor de vorm."
        ) from None
    return result


def _no_such(heading: str, meaning: object, known: set[str]) -> str:
    return (
        f"In de koppeling staat ‘{heading}’: ‘{meaning}’, en dat kan bij deze lijst niet. Er is "
        f"niets geïmporteerd. Mogelijk: {', '.join(sorted(one for one in known if one))}."
    )
