"""Workbooks (xlsx): values only, and nothing that could be turned against the reader.

openpyxl reads with defusedxml and lxml without entities; what it does not guard against, a small
file that unpacks to a huge one, is looked at before it opens anything.
"""

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from app.errors import UserError
from app.exchange.lists.sheet import KEPT, Collector, Row

_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_RATIO = 300
_SMALL = 1024 * 1024
_MAX_PARTS = 2_000
_DAMAGED = (
    f"Dit bestand is niet als werkmap te lezen: het is beschadigd of ongewoon opgebouwd. {KEPT} "
    "Open het in een spreadsheet, bewaar het opnieuw als xlsx en probeer het nog eens."
)
_TOO_LARGE = (
    f"Dit bestand pakt uit tot iets dat veel groter is dan een lijst van een school. {KEPT} "
    "Kopieer de lijst in een spreadsheet naar een nieuw bestand en bewaar dat als xlsx."
)


def read_workbook(data: bytes, wanted: str = "") -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
    """(the sheet read, all sheets, its rows): the sheet called `wanted`, else the first one."""
    _look_inside(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and checks that openpyxl does not know
            return _read(data, wanted)
    except UserError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl fails in dozens of ways on a broken workbook
        raise UserError(_DAMAGED) from None


def _look_inside(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UserError(_DAMAGED) from None
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names or "content.xml" in names or "word/document.xml" in names:
        raise UserError(
            f"Dit is een ander soort document, geen xlsx. {KEPT} Open het in een spreadsheet en "
            "kies Opslaan als: Excel-werkmap (xlsx) of CSV."
        )
    if "xl/workbook.xml" not in names:
        raise UserError(
            f"Dit is een ingepakt bestand (zip), geen lijst. {KEPT} Pak het uit en kies de xlsx of "
            "CSV die erin zit."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UserError(locked())
    unpacked = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > _SMALL and part.file_size > _MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if bomb or unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise UserError(_TOO_LARGE)


def locked() -> str:
    """The sentence for a workbook with a password."""
    return (
        f"Dit bestand is met een wachtwoord beveiligd. {KEPT} Open het in een spreadsheet, haal "
        "het wachtwoord eraf en bewaar het opnieuw. Gooi die kopie weg na het importeren."
    )


def _read(data: bytes, wanted: str) -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
    import openpyxl  # noqa: PLC0415 - takes a while, and most days nobody opens a workbook

    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = shown or book.worksheets
        if not sheets:
            raise UserError(_DAMAGED)
        names = tuple(sheet.title for sheet in sheets)
        sheet = sheets[names.index(wanted)] if wanted in names else sheets[0]
        sheet.reset_dimensions()  # what a file says of its own size need not be true
        return sheet.title, names, _rows(sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _rows(rows: Iterable[tuple[Any, ...]]) -> tuple[Row, ...]:
    collected = Collector()
    for row in rows:
        if not collected.add([as_text(value) for value in row]):
            break
    return collected.done()


def as_text(value: object) -> str:
    """A cell as a Dutch person would have typed it; an error in a formula is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y}" if value.time() == time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, (time, timedelta)):
        return str(value)
    text = str(value)
    return "" if text in _ERRORS else text


_ERRORS = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA"}
)
