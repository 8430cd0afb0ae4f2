"""Small files of every type, made here, and files that only pretend."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import pikepdf
from PIL import Image

OLE_BEGIN = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
_ODF = "application/vnd.oasis.opendocument."


def pdf(pages: int = 1, password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        locked = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=locked)
    return out.getvalue()


def image(sort: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, sort)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def office(part_type: str = _WORD, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{part_type}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w/>", **more})


def open_document(sort: str = "text", **more: bytes) -> bytes:
    return zipped({"mimetype": (_ODF + sort).encode(), "content.xml": b"<office/>", **more})


def compound(*names: str, next_sector: int = 0xFFFFFFFE) -> bytes:
    """A compound file with these streams: header, one sector of the table, the directory."""
    entries = b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in names)
    count = -(-len(entries) // 512) or 1
    entries = entries.ljust(count * 512, b"\0")
    table = [0xFFFFFFFD, *range(2, count + 1), next_sector]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = bytearray(512)
    header[:8] = OLE_BEGIN
    struct.pack_into("<HHH", header, 26, 3, 0xFFFE, 9)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + struct.pack("<128I", *table) + entries


def _entry(name: str, kind: int) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    return said.ljust(64, b"\0") + struct.pack("<HB", len(said), kind) + bytes(61)


def old_office(*names: str) -> bytes:
    return compound("Root Entry", *names)


EVERY: Sequence[tuple[str, str, bytes]] = (
    ("pdf", "scan.pdf", pdf()),
    ("png", "plaatje.png", image()),
    ("jpeg", "foto.jpeg", image("JPEG")),
    ("docx", "verslag.docx", office()),
    ("xlsx", "lijst.xlsx", office(_SHEET)),
    ("pptx", "dia.pptx", office(_SLIDES)),
    ("odt", "verslag.odt", open_document()),
    ("ods", "lijst.ods", open_document("spreadsheet")),
    ("odp", "dia.odp", open_document("presentation")),
    ("doc", "oud.doc", old_office("WordDocument", "1Table")),
    ("xls", "oud.xls", old_office("Workbook")),
    ("xls", "heel oud.xls", old_office("Book")),
    ("ppt", "oud.ppt", old_office("Current User", "Pictures", "x", "y", "PowerPoint Document")),
    ("txt", "briefje.txt", "Ánh zei: „goed zo”\r\n".encode()),
    ("txt", "oud.TXT", "Financiële café".encode("cp1252")),
    ("txt", "wijd.txt", "Ánh".encode("utf-16")),
    ("txt", "zonder ending", b"Tot morgen."),
)
