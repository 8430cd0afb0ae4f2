"""What a file is, told by its content; and what is refused, with what to do instead."""

import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.sniffing import LIMITS, NotAcceptable, file_types, packages, sniff
from tests.documents.files import (
    EVERY,
    MACRO_WORD,
    OLE_BEGIN,
    compound,
    image,
    office,
    old_office,
    open_document,
    pdf,
    zipped,
)


@pytest.mark.parametrize(("code", "name", "content"), EVERY)
def test_every_type_is_known_by_its_content(code: str, name: str, content: bytes) -> None:
    found = sniff(content, name)
    assert (found.type.code, found.note) == (code, "")


def test_every_type_that_is_declared_is_tried_here() -> None:
    assert {code for code, _, _ in EVERY} == set(file_types.TYPES)


def test_a_name_that_tells_something_else_is_told_and_does_not_count() -> None:
    found = sniff(pdf(), "uitnodiging.docx")
    assert found.type.code == "pdf"
    assert ".docx" in found.note
    assert "PDF" in found.note


def png_that_says_it_is_huge() -> bytes:
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\x10IDAT"


REFUSED = {
    "empty": (b"", "a.pdf", "leeg"),
    "too large": (bytes(LIMITS.most_bytes + 1), "a.txt", "groter dan 25 MB"),
    "half a PDF": (pdf(3)[:300], "a.pdf", "niet compleet"),
    "a PDF in name": (b"%PDF-1.7\nniets\n%%EOF", "a.pdf", "beschadigd"),
    "a PDF without pages": (pdf(0), "a.pdf", "beschadigd"),
    "a PDF behind something else": (b"GIF89a" + pdf(), "a.pdf", "GIF"),
    "a PDF with a password": (pdf(password="x"), "a.pdf", "wachtwoord"),
    "half a picture": (image()[:60], "a.png", "beschadigd"),
    "half a photograph": (image("JPEG")[:300], "a.jpg", "beschadigd"),
    "a picture that is a bomb": (png_that_says_it_is_huge(), "a.png", "beeldpunten"),
    "TIFF": (image("TIFF"), "a.tif", "TIFF"),
    "WebP": (b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", "WebP"),
    "a photograph of a telephone": (b"\0\0\0\x18ftypheic\0\0", "a.heic", "HEIC"),
    "GIF": (image("GIF"), "a.gif", "GIF"),
    "a program": (b"MZ\x90\0", "rekening.pdf", "programma"),
    "macros in Word": (office(MACRO_WORD), "a.docm", "macro"),
    "macros under another name": (office(**{"word/vbaProject.bin": b"x"}), "a.docx", "macro"),
    "macros in ODF": (open_document(**{"Basic/Standard/M.xml": b"x"}), "a.odt", "macro"),
    "macros in old Excel": (old_office("Workbook", "_VBA_PROJECT_CUR"), "a.xls", "macro"),
    "a locked document": (old_office("EncryptedPackage"), "a.docx", "wachtwoord"),
    "a locked ODF": (
        open_document(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "a.odt",
        "wachtwoord",
    ),
    "mail of Outlook": (old_office("__properties_version1.0"), "a.msg", "Outlook"),
    "an old file that leads round": (compound("Root Entry", next_sector=1), "a.doc", "Outlook"),
    "an old file without an inside": (OLE_BEGIN, "a.doc", "beschadigd"),
    "a zip": (zipped({"a.docx": office()}), "a.docx", "ingepakt"),
    "half a zip": (office()[:100], "a.docx", "beschadigd"),
    "a part that is a bomb": (
        zipped({"[Content_Types].xml": bytes(2 << 20)}),
        "a.docx",
        "te veel",
    ),
    "a web page": (b"<html><script>alert(1)</script>", "a.html", "Dit soort"),
    "a script": (b"@echo off\r\ndel *.*", "a.bat", "Dit soort"),
    "bytes called text": (b"a\0b", "a.txt", "Dit soort"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_kept_is_refused_with_what_to_do_instead(what: str) -> None:
    content, name, said = REFUSED[what]
    with pytest.raises(NotAcceptable, match=said) as refused:
        sniff(content, name)
    assert name not in str(refused.value)


@settings(max_examples=150)
@given(st.sampled_from(EVERY), st.data())
def test_damage_anywhere_is_either_noticed_or_harmless(
    one: tuple[str, str, bytes], data: st.DataObject
) -> None:
    _, name, content = one
    cut = data.draw(st.integers(0, len(content)))
    put = data.draw(st.binary(max_size=12))
    damaged = content[:cut] + put + content[cut + data.draw(st.integers(0, 12)) :]
    try:
        found = sniff(damaged, name)
    except NotAcceptable:
        return
    assert found.type.code in file_types.TYPES


def test_an_office_file_that_unpacks_to_too_much_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = office(big=bytes(20_000))
    assert sniff(large, "a.docx").type.code == "docx"
    for name in ("most_unpacked_bytes", "most_parts"):
        monkeypatch.setattr(packages, "LIMITS", replace(LIMITS, **{name: 2}))
        with pytest.raises(NotAcceptable, match="te veel"):
            sniff(large, "a.docx")
