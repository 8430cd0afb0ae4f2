"""What each column of a list means: chosen by the user, remembered, checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from app.exchange.lists.declared import ListKind
from app.exchange.lists.table import Table

EACH = "each:"
"""Before the field of a column that holds one test; the column's `OneTest` says which."""

_NOT_REMEMBERED = ("taken_on", "from_date", "group")


@dataclass(frozen=True)
class OneTest:
    """Which test a column holds, where each test has a column of its own."""

    domain: str = ""
    test: str = ""
    moment: str = ""


@dataclass(frozen=True)
class ListMapping:
    """`columns` has, per column, the name of a field, that name after `EACH`, or "" (not taken).

    `constants` are words said once for the whole list, `tests` say of which test an `EACH` column
    is. `remembered`: the user chose this before, for a list with the same headings.
    """

    kind: ListKind
    columns: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tests: Mapping[int, OneTest] = field(default_factory=lambda: MappingProxyType({}))
    remembered: bool = False

    def column(self, name: str) -> int | None:
        """The column with this field."""
        return self.columns.index(name) if name in self.columns else None

    def with_column(self, column: int, meaning: str, test: OneTest | None = None) -> "ListMapping":
        """The same with another meaning of one column."""
        columns = (*self.columns[:column], meaning, *self.columns[column + 1 :])
        tests = {at: one for at, one in self.tests.items() if at != column}
        if meaning.startswith(EACH):
            tests[column] = test or self.tests.get(column) or OneTest()
        return replace(self, columns=columns, tests=MappingProxyType(tests))

    def with_constant(self, name: str, value: str) -> "ListMapping":
        """The same with something said once for the whole list; "" takes it back."""
        said = {**self.constants, name: value.strip()}
        kept = {key: one for key, one in said.items() if one}
        return replace(self, constants=MappingProxyType(kept))

    def missing(self) -> tuple[str, ...]:
        """What must be pointed out before the list can be looked at, as Dutch sentences."""
        said = []
        for names in self.lacking():
            labels = [self.kind.field(name).label for name in names]
            choice = f"{', '.join(labels[:-1])} of {labels[-1]}" if labels[1:] else labels[0]
            where = "Wijs een kolom aan"
            if set(names) & set(self.kind.constants):
                where += ", of vul het in voor de hele lijst"
            said.append(f"{where}: {choice}.")
        used = [one for one in self.columns if one and not one.startswith(EACH)]
        said += [
            f"Twee kolommen zijn allebei {self.kind.field(name).label}. Kies er één."
            for name in dict.fromkeys(one for one in used if used.count(one) > 1)
        ]
        return tuple(said)

    def lacking(self) -> tuple[tuple[str, ...], ...]:
        """The fields of which one is needed and none is there."""
        return tuple(
            names for names in self.kind.needs if not any(self.has(name) for name in names)
        )

    def has(self, name: str) -> bool:
        """Whether something says this, for each row or for the whole list."""
        if name in self.columns or self.constants.get(name):
            return True
        if EACH + name in self.columns:
            return True
        each = [at for at, one in enumerate(self.columns) if one.startswith(EACH)]
        return name == "domain" and bool(each) and all(self.tests[at].domain for at in each)

    def stored(self) -> str:
        """What is remembered of it: no heading, no cell, no date, no group."""
        return json.dumps(
            {
                "columns": self.columns,
                "constants": {
                    key: one for key, one in self.constants.items() if key not in _NOT_REMEMBERED
                },
                "tests": {
                    str(at): [one.domain, one.test, one.moment] for at, one in self.tests.items()
                },
            }
        )


def recalled(kind: ListKind, table: Table, stored: str) -> ListMapping | None:
    """The mapping that was remembered; None when it does not fit this program or table any more."""
    try:
        found: dict[str, Any] = json.loads(stored)
        columns = tuple(str(one) for one in found["columns"])
        tests = {int(at): OneTest(*map(str, one)) for at, one in found["tests"].items()}
        constants = {str(key): str(one) for key, one in found["constants"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    known = {"", *(one.name for one in kind.fields), *(EACH + one for one in kind.each)}
    each = {at for at, one in enumerate(columns) if one.startswith(EACH)}
    fits = len(columns) == len(table.headings) and known.issuperset(columns)
    if not fits or each != set(tests) or not set(kind.constants).issuperset(constants):
        return None
    return ListMapping(
        kind, columns, MappingProxyType(constants), MappingProxyType(tests), remembered=True
    )
