"""Every way in which a file can lie about its encoding."""

import pytest

from app.errors import UserError
from app.exchange.edexml import MAX_BYTES, decode, parse, read, read_file
from tests.exchange.helpers import edex, pupil

NAMES = {"achternaam": "Müller", "roepnaam": "Zoë"}


def _file(encoding: str, written: str | None = None, declared: bool = True) -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n' if declared else ""
    return (head + edex(pupil(**NAMES))).encode(written or encoding)


TRAPS = {
    "UTF-8 as declared": (_file("UTF-8"), False),
    "UTF-8 without a declaration": (_file("UTF-8", declared=False), False),
    "UTF-8 with a byte order mark": (_file("UTF-8", "utf-8-sig"), False),
    "UTF-16 with a byte order mark": (_file("UTF-16"), False),
    "UTF-16 little endian without a mark": (_file("UTF-16", "utf-16-le"), False),
    "UTF-16 big endian without a mark": (_file("UTF-16", "utf-16-be"), False),
    "UTF-16 that says UTF-8": (_file("UTF-8", "utf-16"), False),
    "UTF-32": (_file("UTF-32", "utf-32"), False),
    "UTF-32 little endian without a mark": (_file("UTF-32", "utf-32-le"), False),
    "UTF-32 big endian without a mark": (_file("UTF-32", "utf-32-be"), False),
    "windows-1252 as declared": (_file("windows-1252", "cp1252"), False),
    "windows-1252 declared as UTF-8": (_file("UTF-8", "cp1252"), True),
    "windows-1252 without a declaration": (_file("", "cp1252", declared=False), True),
    "ISO-8859-1 as declared": (_file("ISO-8859-1", "iso-8859-1"), False),
    "UTF-8 declared as ISO-8859-1": (_file("ISO-8859-1", "utf-8"), True),
    "UTF-8 declared as windows-1252": (_file("windows-1252", "utf-8"), True),
    "an encoding nobody knows": (_file("x-school", "utf-8"), True),
    "blanks before the declaration": (b"\r\n \t\n" + _file("UTF-8"), False),
    "a mark and blanks before the declaration": (b"\xef\xbb\xbf\n " + _file("UTF-8"), False),
    "an end-of-file sign of DOS": (_file("UTF-8") + b"\x1a", False),
}


@pytest.mark.parametrize(("data", "remarked"), TRAPS.values(), ids=TRAPS)
def test_every_encoding_gives_the_same_names(data, remarked):
    file = parse(data)
    assert [(one.call_name, one.surname) for one in file.pupils] == [("Zoë", "Müller")]
    assert bool(file.encoding_remark) is remarked
    assert not file.problems


def test_the_remark_names_what_was_claimed():
    decoded = decode(_file("ISO-8859-1", "utf-8"))
    assert (decoded.encoding, decoded.declared) == ("utf-8", "iso-8859-1")
    assert decoded.differs
    assert "iso-8859-1" in decoded.remark


def test_turkish_letters_survive_their_own_code_page():
    data = edex(pupil(roepnaam="Şeyma")).encode("cp1254")
    data = b'<?xml version="1.0" encoding="windows-1254"?>' + data
    assert parse(data).pupils[0].call_name == "Şeyma"


def test_one_broken_byte_spoils_one_name_and_is_reported():
    data = edex(pupil("1", **NAMES) + pupil("2", roepnaam="Ren@")).encode()
    file = parse(data.replace(b"Ren@", b"Ren\xe9"))
    assert file.pupils[0].call_name == "Zoë"
    assert file.pupils[1].call_name == "Ren"
    assert [one.field for one in file.problems] == ["Roepnaam"]
    assert file.encoding_remark


def test_line_numbers_stay_those_of_the_file():
    with pytest.raises(UserError, match="regel 4"):
        parse(b'\n<?xml version="1.0"\n encoding="utf-8"?>\n<EDEX></EDEXX>')


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "groot.xml"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UserError, match="200 MB"):
        read_file(path)
    with pytest.raises(UserError):
        decode(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize("name", ["er-is-niets.xml", "."])
def test_what_is_not_a_file_is_refused(tmp_path, name):
    with pytest.raises(UserError, match="Er is niets geïmporteerd"):
        read(tmp_path / name)


def test_fixed_width_edex_is_recognised_and_explained(tmp_path):
    line = "Vries     de        Anna           20150304 2 8A   "
    with pytest.raises(UserError, match=r"EDEXLL\.TXT"):
        decode(f"{line}\r\n{line}\r\n{line}\r\n".encode("cp850"))
    path = tmp_path / "EdexLL.txt"
    path.write_text("iets")
    with pytest.raises(UserError, match="vaste kolommen"):
        read(path)


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"", "leeg"), (b" \r\n", "leeg"), (b"PK\x03\x04rest", "zip"), (b"%PDF-1.7", "PDF")],
)
def test_other_kinds_of_file_are_named(data, word):
    with pytest.raises(UserError, match=word):
        decode(data)
