"""Reading a list: what the bytes are decides, not what the file is called."""

from pathlib import Path

from app.errors import UserError
from app.exchange.encodings import by_bom
from app.exchange.lists.delimited import read_delimited
from app.exchange.lists.sheet import KEPT, MAX_BYTES, Sheet
from app.exchange.lists.workbook import locked, read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<edex")
_AGAIN = "Open het in een spreadsheet en kies Opslaan als: Excel-werkmap (xlsx) of CSV."


def is_xml(path: Path) -> bool:
    """Whether the file seems to be XML, and so an EDEXML file; False when it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(400)
    except (OSError, ValueError):
        return path.suffix.lower() == ".xml"
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return path.suffix.lower() == ".xml" or start.startswith((b"<?xml", b"<edex"))


def read(path: Path, sheet: str = "") -> Sheet:
    """The rows of a file: of the sheet with this name, or of the first.

    Raises `UserError` for what is no list, or is larger than a list of a school ever is.
    """
    return parse(_bytes(path), path.name, sheet)


def parse(data: bytes, file_name: str, sheet: str = "") -> Sheet:
    """As `read`, from bytes."""
    _check_size(len(data))
    _refuse_other_files(data)
    if data.startswith(_ZIP):
        name, names, rows = read_workbook(data, sheet)
        return Sheet(file_name, name, names, rows)
    rows, remark = read_delimited(data)
    return Sheet(file_name, "", (), rows, remark)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError(f"Het bestand {path.name} bestaat niet. {KEPT} Kies een ander bestand.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise UserError(
            f"Het bestand {path.name} kan niet worden gelezen. {KEPT} Kijk of het niet in een ander"
            " programma open staat en of u erbij mag."
        ) from None


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise UserError(
            f"Het bestand is groter dan {MAX_BYTES // 1024 // 1024} MB; een lijst van een school is"
            f" veel kleiner. {KEPT} Kies het bestand met de lijst."
        )


def _refuse_other_files(data: bytes) -> None:
    if not data.strip(b" \t\r\n\x00\x1a\xef\xbb\xbf\xff\xfe"):
        raise UserError(f"Het bestand is leeg. {KEPT} Maak of bewaar de lijst opnieuw.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UserError(locked())
        raise UserError(f"Dit is een bestand in de oude vorm xls. {KEPT} {_AGAIN}")
    if data.startswith(b"%PDF-"):
        raise UserError(f"Dit is een PDF, geen lijst. {KEPT} Kies een xlsx- of CSV-bestand.")
    start = data[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise UserError(
            f"Dit is een webpagina of XML, ook als de naam op xls eindigt. {KEPT} {_AGAIN}"
        )
    if data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"GIF8", b"Rar!"):
        raise UserError(f"Dit is geen lijst. {KEPT} Kies een xlsx- of CSV-bestand.")
    if not data.startswith(_ZIP) and _is_binary(data):
        raise UserError(f"Dit bestand is geen tekst en geen werkmap. {KEPT} {_AGAIN}")


def _is_binary(data: bytes) -> bool:
    """Whether there are control characters in it that no text has; wide text aside."""
    head = data[:4_000]
    if by_bom(head) is not None or head.count(0) > len(head) // 4:
        return False
    return sum(one < 9 or 13 < one < 32 for one in head) > 2
