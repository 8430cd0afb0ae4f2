"""From bytes to text where nothing says how they were written: what files of schools really do."""

import re

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MULTI_BYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def by_bom(data: bytes) -> tuple[str, str] | None:
    """(text, encoding) when the bytes begin with a byte order mark."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    return None


def mostly_utf8(data: bytes) -> str | None:
    """The text of UTF-8 with a few broken bytes; None when these bytes are no UTF-8 at all.

    Read as windows-1252 it would have every other letter spoiled.
    """
    text = data.decode("utf-8", "replace")
    return text if len(_MULTI_BYTE.findall(data)) > text.count("\ufffd") else None
