"""Plain text: readable characters only, under a name that says so.

A script, a web page and a table with commas are text too; only the name tells them apart, so here
it counts.
"""

import codecs
import unicodedata

from app.documents.sniffing.file_types import TYPES, FileType

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BLANKS = frozenset("\t\n\r\f")


def look(content: bytes, ending: str) -> FileType | None:
    """The type when it is text and called so."""
    text = TYPES["txt"]
    return text if text.has_ending(ending) and _is_text(content) else None


def _is_text(content: bytes) -> bool:
    marked = next((code for mark, code in _MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            read = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(
            unicodedata.category(one) == "Cc" and one not in _BLANKS for one in set(read)
        )
    return False
