"""Tables as files for a spreadsheet program: CSV as a Dutch one opens it, and xlsx."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font

# A spreadsheet would run a cell that begins with one of these as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote in front where it would."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with BOM and semicolons, as a Dutch spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in headings])
    for row in rows:
        writer.writerow([safe_cell(one) for one in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet; every cell is text, so that no number loses its zeros and nothing is run."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    for number, heading in enumerate(headings):
        longest = max([len(heading), *(len(row[number]) for row in rows)], default=0)
        letter = sheet.column_dimensions
        letter[_letter(number)].width = min(longest + 2, _WIDEST_COLUMN)
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, one, bold=True) for one in headings])
    for row in rows:
        sheet.append([_text(sheet, one) for one in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL])
    # openpyxl takes what begins with "=" for a formula unless it is told that it is text.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letter(number: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_name(title: str) -> str:
    """At most 31 characters and none that a sheet's name may not hold."""
    return "".join(one for one in title if one not in r"[]:*?/\'")[:31] or "Lijst"
