"""From the bytes of a file to text, whatever the file claims about itself.

Exports of school programs lie about their encoding: windows-1252 declared as UTF-8, and UTF-8
declared as ISO-8859-1, which every parser accepts and turns into mojibake. So the bytes decide, and
the declaration only where the bytes leave a choice. `Decoded.remark` tells the user what was done.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.exchange.encodings import by_bom, mostly_utf8

# A pupil takes about 500 bytes, so this is room for 40,000 of them.
MAX_BYTES = 20 * 1024 * 1024

_KEPT = "Er is niets geïmporteerd."
# What a Dutch school program may have written; everything else is read as windows-1252.
_SINGLE_BYTE = {
    "iso-8859-1": "cp1252",  # as browsers do: ISO-8859-1 has no printable 0x80-0x9f
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso8859-15",
    "iso-8859-9": "cp1254",
    "windows-1254": "cp1254",
    "iso-8859-2": "iso8859-2",
    "windows-1250": "cp1250",
    "ibm850": "cp850",
    "cp850": "cp850",
}
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"^\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_FIXED_WIDTH_NAMES = {"EDEXLL.TXT", "EDEXLK.TXT", "EDEXGR.TXT", "EDEXLG.TXT"}


@dataclass(frozen=True)
class Decoded:
    """Text without its XML declaration (line numbers unchanged).

    `encoding` is what was used, `declared` what the file said ("" when it said nothing), `remark` a
    Dutch sentence when the two differ.
    """

    text: str
    encoding: str
    declared: str = ""
    remark: str = ""

    @property
    def differs(self) -> bool:
        """Whether the file was not in the encoding that it claims."""
        return bool(self.remark)


def read_file(path: Path) -> bytes:
    """The bytes of the file; `UserError` when it is too large or cannot be read."""
    try:
        if not path.is_file():
            raise UserError(
                f"Het bestand {path.name} bestaat niet. {_KEPT} Kies een ander bestand."
            )
        _check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise UserError(
            f"Het bestand {path.name} kan niet worden gelezen. {_KEPT}"
            " Kijk of het niet in een ander programma open staat en of u erbij mag."
        ) from None
    _check_size(len(data))
    return data


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise UserError(
            f"Het bestand is {size / 1024 / 1024:.0f} MB; een EDEXML-bestand van een school is"
            " nooit"
            f" groter dan {MAX_BYTES // 1024 // 1024} MB. {_KEPT} Kies het bestand met de"
            " leerlingen."
        )


def decode(data: bytes, file_name: str = "") -> Decoded:
    """The text in `data`; `UserError` when this cannot be EDEXML at all."""
    _check_size(len(data))
    _refuse_other_files(data, file_name)
    found = _DECLARED.match(data[:400].removeprefix(b"\xef\xbb\xbf"))
    declared = found.group(1).decode("ascii").lower() if found else ""
    text, encoding, remark = _decode(data, declared)
    text = text.lstrip("\ufeff").rstrip("\x00\x1a")
    if not declared:
        inside = re.match(r"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'<>]{1,40})[\"']", text[:400])
        declared = inside.group(1).lower() if inside else ""
    _refuse_fixed_width(text)
    return Decoded(_without_declaration(text), encoding, declared, remark)


def _decode(data: bytes, declared: str) -> tuple[str, str, str]:
    marked = by_bom(data)
    if marked is not None:
        return (*marked, "")
    head = data[:64].lstrip(b" \t\r\n\x00")[:1]
    if head == b"<" and b"\x00" in data[:64]:
        encoding = _unmarked_wide(data)
        return data.decode(encoding, "replace"), encoding, ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_single_byte(data, declared)
    if declared in ("", "utf-8", "utf8", "us-ascii", "ascii") or text.isascii():
        return text, "utf-8", ""
    return (
        text,
        "utf-8",
        (
            f"Het bestand zegt dat het in {declared} is geschreven, maar het is UTF-8."
            " Het is als UTF-8 gelezen; zo kloppen letters als é en ş."
        ),
    )


def _unmarked_wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark: a `<` has its zero bytes on one side."""
    at = data.index(b"<")
    if at % 4 == 3 and data[at - 3 : at] == b"\x00\x00\x00":
        return "utf-32-be"
    if at % 4 == 0 and data[at : at + 4] == b"<\x00\x00\x00":
        return "utf-32-le"
    return "utf-16-le" if at % 2 == 0 else "utf-16-be"


def _decode_single_byte(data: bytes, declared: str) -> tuple[str, str, str]:
    """Bytes that are not UTF-8: the declared code page, or windows-1252 when UTF-8 was claimed."""
    codec = _SINGLE_BYTE.get(declared)
    if codec is not None:
        return data.decode(codec, "replace"), declared, ""
    text = mostly_utf8(data)
    if text is not None:
        return (
            text,
            "utf-8",
            (
                "In het bestand staan een paar tekens die niet te lezen zijn."
                " Ze staan bij de leerlingen hieronder."
            ),
        )
    said = declared or "utf-8"
    return (
        data.decode("cp1252", "replace"),
        "windows-1252",
        (
            f"Het bestand zegt dat het in {said} is geschreven, maar dat klopt niet."
            " Het is als windows-1252 gelezen; controleer een paar namen met é of ë."
        ),
    )


def _without_declaration(text: str) -> str:
    found = _DECLARATION.match(text)
    return "\n" * found.group().count("\n") + text[found.end() :] if found else text


def _refuse_other_files(data: bytes, file_name: str) -> None:
    if not data.strip(b" \t\r\n\x00\x1a\xef\xbb\xbf"):
        raise UserError(f"Het bestand is leeg. {_KEPT} Maak de export opnieuw.")
    if file_name.upper() in _FIXED_WIDTH_NAMES:
        raise UserError(_fixed_width())
    if data.startswith(b"PK\x03\x04"):
        raise UserError(
            f"Dit is een ingepakt bestand (zip) of een Excel-bestand, geen EDEXML. {_KEPT}"
            " Pak het eerst uit, of kies in het andere programma voor de export EDEXML."
        )
    if data.startswith(b"%PDF-"):
        raise UserError(
            f"Dit is een PDF, geen EDEXML. {_KEPT} Kies het bestand dat op .xml eindigt."
        )


def _refuse_fixed_width(text: str) -> None:
    """EDEX before XML: lines of equal length, filled up with blanks."""
    if text.lstrip().startswith("<"):
        return
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    whole = lines[:-1] or lines
    if len({len(line) for line in whole}) == 1 and len(whole[0]) >= 40 and "  " in whole[0]:
        raise UserError(_fixed_width())


def _fixed_width() -> str:
    return (
        "Dit is een bestand van het oude EDEX (met vaste kolommen, zoals EDEXLL.TXT), niet van"
        " EDEXML."
        f" Dat wordt niet gelezen. {_KEPT} Kies in het andere programma voor de export EDEXML"
        " (één bestand dat op .xml eindigt)."
    )
