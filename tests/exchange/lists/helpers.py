"""Small lists, as files hold them."""

import io
from datetime import date
from typing import Any

import openpyxl

from app.exchange.lists.declared import LISTS
from app.exchange.lists.guess import guess, guess_kind
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.read import parse
from app.exchange.lists.table import Table, table_of

TODAY = date(2027, 3, 1)


def workbook(
    *rows: list[Any], title: str = "Blad1", more: dict[str, list[Any]] | None = None
) -> bytes:
    """An xlsx with these rows; `more` are other sheets of one row."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, row in (more or {}).items():
        book.create_sheet(name).append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(data: bytes, sheet: str = "") -> list[tuple[str, ...]]:
    """The cells of a file, row by row."""
    return [row.cells for row in parse(data, "lijst", sheet).rows]


def listed(text: str, kind: str = "", **constants: str) -> tuple[Table, ListMapping]:
    """A list in delimited text, with what its columns seem to mean."""
    table = table_of(parse(text.encode(), "lijst.csv"))
    mapping = guess(LISTS[kind] if kind else guess_kind(table), table)
    for name, value in constants.items():
        mapping = mapping.with_constant(name, value)
    return table, mapping
