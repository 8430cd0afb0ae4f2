"""Text on its way into a table file: nothing in it may run when a spreadsheet opens it.

Names and remarks were typed by people or came in from other programs; a cell that begins with `=`
is a formula to a spreadsheet (OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence

from app.access.exports import safe_cell

__all__ = ["safe_cell", "table_as_csv"]


def table_as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with BOM and semicolons, as a Dutch spreadsheet opens it; every cell is safe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in headings])
    writer.writerows([safe_cell(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
