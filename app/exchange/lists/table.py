"""Where the headings of a list stand, and the rows below them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.edexml.names import fold
from app.exchange.lists.declared import LISTS, NEVER
from app.exchange.lists.sheet import Row, Sheet

_LOOKED_AT = 20
_EXAMPLES = 3
_KNOWN = NEVER.keys() | {alias for one in LISTS.values() for f in one.fields for alias in f.aliases}


@dataclass(frozen=True)
class Table:
    """The headings of a sheet and the rows under them. `heading_row` is a row's number."""

    sheet: Sheet
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def fingerprint(self) -> str:
        """What a list with the same headings has too; says nothing of what they are."""
        return hashlib.sha256("\x1f".join(map(fold, self.headings)).encode("utf-8")).hexdigest()

    def examples(self, column: int) -> tuple[str, ...]:
        """The first different values of a column."""
        found: dict[str, None] = {}
        for row in self.rows:
            if value := " ".join(row.cell(column).split()):
                found[value] = None
            if len(found) == _EXAMPLES:
                break
        return tuple(found)

    def filled(self, column: int) -> int:
        """In how many rows this column has something."""
        return sum(bool(row.cell(column)) for row in self.rows)


def table_of(sheet: Sheet, heading_row: int = 0) -> Table:
    """The sheet with its headings in the row of this number, or where they seem to be (0)."""
    index = next((i for i, row in enumerate(sheet.rows) if row.number == heading_row), -1)
    if index < 0:
        index = _headings_at(sheet.rows)
    rows = sheet.rows[index + 1 :]
    width = max(len(row.cells) for row in sheet.rows[index:])
    told = sheet.rows[index]
    headings = tuple(
        " ".join(told.cell(column).split()) or f"kolom {letters(column)}" for column in range(width)
    )
    return Table(sheet, told.number, headings, rows)


def _headings_at(rows: Sequence[Row]) -> int:
    """The row with the most headings that are known; else the first with two or more cells."""
    counts = [sum(fold(cell) in _KNOWN for cell in row.cells) for row in rows[:_LOOKED_AT]]
    if max(counts) > 0:
        return counts.index(max(counts))
    wide = [i for i, row in enumerate(rows[:_LOOKED_AT]) if sum(map(bool, row.cells)) > 1]
    return wide[0] if wide else 0


def letters(column: int) -> str:
    """A column as a spreadsheet calls it: A, B … Z, AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
