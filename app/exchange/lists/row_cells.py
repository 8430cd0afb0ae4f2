"""One row of a list, by the names of what its columns mean."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.exchange.lists.cells import Name, read_name, read_value
from app.exchange.lists.lines import Line, hidden
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.sheet import Row


@dataclass
class Cells:
    """One row by the names of its fields, and where to complain about it."""

    row: Row
    mapping: ListMapping
    today: date
    lines: list[Line]
    who: str = ""

    def text(self, name: str) -> str:
        """What stands there, "" when there is no such column; said once for all counts as well."""
        column = self.mapping.column(name)
        value = self.row.cell(column) if column is not None else ""
        return value or self.mapping.constants.get(name, "")

    def complain(self, name: str, value: str, sentence: str, *, whole: bool = False) -> None:
        """Note what was not taken over."""
        known = self.mapping.kind.field(name).label if name else ""
        self.lines.append(
            Line(self.row.number, self.who, known, hidden(name, value), sentence, whole)
        )

    def read(self, name: str, words: str = "", text: str | None = None) -> Any:
        """The value as the dossier stores it; None when it cannot be, with a complaint."""
        declared = self.mapping.kind.field(name).field
        assert declared is not None
        told = self.text(name) if text is None else text
        try:
            return read_value(replace(declared, required=False), told, self.today, words)
        except ValueError as problem:
            self.complain(name, told, f"{problem} Dit veld blijft leeg.")
            return None

    def name(self) -> Name:
        """The name out of its columns."""
        return read_name(*map(self.text, ("full_name", "call_name", "prefix", "surname")))
