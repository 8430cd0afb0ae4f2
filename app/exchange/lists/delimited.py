"""Text with a separator (CSV): semicolon, comma or tab, in whatever encoding it was saved."""

import csv
import io
from collections import Counter

from app.errors import UserError
from app.exchange.encodings import by_bom, mostly_utf8
from app.exchange.lists.sheet import KEPT, Collector, Row

_DELIMITERS = ";\t,|"
_LOOKED_AT = 60
_NOT_UTF8 = (
    "Het bestand is als windows-1252 gelezen; controleer in het voorbeeld een paar namen met é."
)
_BROKEN = "In het bestand staan een paar tekens die niet te lezen zijn."


def read_delimited(data: bytes) -> tuple[tuple[Row, ...], str]:
    """The rows, and a remark about the encoding ("" when there is nothing to say)."""
    text, remark = _decoded(data)
    text = text.replace("\x00", "")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], "\n" + rest  # Excel's own line; it counts as a row
    else:
        delimiter = sniffed(text)
    collected = Collector()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not collected.add(row):
                break
    except csv.Error:
        raise UserError(
            f"Deze tekst is niet als lijst te lezen: een cel is te groot of niet afgesloten. {KEPT}"
            " Open het bestand in een spreadsheet en bewaar het als xlsx."
        ) from None
    return collected.done(), remark


def sniffed(text: str) -> str:
    """The separator: the one that cuts most of the first rows into equally many cells.

    Evenness weighs more than the number of cells: names hold commas too.
    """
    best, best_score = ";", 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(text, delimiter)
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (count / len(widths)) ** 3 * (width - 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _LOOKED_AT:
                break
    except csv.Error:
        return []
    return widths


def _decoded(data: bytes) -> tuple[str, str]:
    marked = by_bom(data)
    if marked is not None:
        return marked[0], ""
    wide = _unmarked_wide(data)
    if wide:
        return data.decode(wide, "replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        broken = mostly_utf8(data)
    if broken is not None:
        return broken, _BROKEN
    return data.decode("cp1252", "replace"), _NOT_UTF8


def _unmarked_wide(data: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of western text is zero."""
    head = data[:2_000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) < len(head) // 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
