"""Reading lists: what files of schools really look like, and what is refused."""

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.exchange.edexml.fields import clean
from app.exchange.lists.delimited import sniffed
from app.exchange.lists.read import parse
from app.exchange.lists.sheet import MAX_COLUMNS, MAX_ROWS, Row
from tests.exchange.helpers import SAMPLES
from tests.exchange.lists.helpers import cells, workbook

MORNING = datetime(2027, 1, 2, 9, 30)  # noqa: DTZ001 - a cell knows no time zone
NAMES = "Leerlingnr;Naam\r\n12;Zoë Çelik\r\n"
READ_AS = [("12", "Zoë Çelik")]


def test_cells_of_a_workbook_become_what_a_person_would_have_typed() -> None:
    data = workbook(
        ["Nr", "Geboren", "Tijd", "Cijfer", "Ja", "Leeg", "Naam"],
        [248109.0, date(2015, 3, 17), MORNING, 7.5, True, None, "  Zoë\u200b "],
    )
    assert cells(data)[1] == ("248109", "17-03-2015", "02-01-2027 09:30", "7,5", "ja", "", "Zoë")


def test_a_formula_without_a_stored_value_is_an_empty_cell_and_never_runs() -> None:
    assert cells(workbook(["Naam", "Som"], ["=cmd|'/c calc'!A1", 2])) == [
        ("Naam", "Som"),
        ("", "2"),
    ]
    assert cells(b"Naam;Groep\r\n=cmd|'/c calc'!A1;3\r\n")[1] == ("=cmd|'/c calc'!A1", "3")


def test_the_first_sheet_is_read_unless_another_is_named() -> None:
    data = workbook(["Naam"], ["Anna"], title="Een", more={"Twee": ["Bram"]})
    assert parse(data, "x.xlsx").sheets == ("Een", "Twee")
    assert cells(data)[1] == ("Anna",)
    assert cells(data, "Twee") == [("Bram",)]


@pytest.mark.parametrize(
    "data",
    [
        NAMES.encode("utf-8"),
        NAMES.encode("utf-8-sig"),
        NAMES.encode("utf-16"),
        NAMES.encode("utf-16-le"),
        NAMES.encode("cp1252"),
        NAMES.replace(";", ",").encode(),
        NAMES.replace(";", "\t").encode(),
        b"sep=;\r\n" + NAMES.encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "no bom", "windows", "comma", "tab", "sep"],
)
def test_text_is_read_in_whatever_way_it_was_saved(data: bytes) -> None:
    assert cells(data)[-1:] == READ_AS


def test_what_is_guessed_about_letters_is_said() -> None:
    assert "windows-1252" in parse(NAMES.encode("cp1252"), "x.csv").remark
    assert parse(NAMES.encode(), "x.csv").remark == ""


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Naam;Score\nVries, de;7,5\nSmit, jr;8,1\n", ";"),
        ("Lijst van 1 maart\n\nNaam,Groep\nAnna,3\nBram,4\n", ","),
        ('a\tb\tc\n"x;y"\t2\t3\n', "\t"),
        ("een kolom\nmaar\n", ";"),
    ],
)
def test_the_separator_is_the_one_that_makes_equal_rows(text: str, delimiter: str) -> None:
    assert sniffed(text) == delimiter


def test_quotes_line_breaks_and_uneven_rows_keep_their_place() -> None:
    rows = parse(b'Naam;Groepen\n\n"Min; Ada";"7/8B\r\n1/2A"\nBram\n', "x.csv").rows
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("Naam", "Groepen")),
        (3, ("Min; Ada", "7/8B\n1/2A")),
        (4, ("Bram",)),
    ]
    assert rows[2].cell(1) == ""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'


def with_entity() -> bytes:
    """A workbook whose sheet declares an entity."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook(["Naam"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in source.namelist():
            made.writestr(part, ENTITY if "sheet1" in part else source.read(part))
    return out.getvalue()


REFUSED = {
    "nothing": (b"\xef\xbb\xbf \r\n", "leeg"),
    "an empty sheet": (workbook([None]), "leeg"),
    "an old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "oude vorm xls"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "wachtwoord",
    ),
    "a web page called xls": (b"<html><table><tr><td>Naam</td></tr></table></html>", "webpagina"),
    "xml": (b'<?xml version="1.0"?><EDEX/>', "XML"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(30), "geen lijst"),
    "bytes": (bytes(range(1, 32)) * 9, "geen tekst"),
    "another zip": (packed(a_txt=b"x"), "ingepakt"),
    "a document": (packed(word__document_xml=b"x"), "ander soort document"),
    "half a workbook": (workbook(["Naam"])[:900], "beschadigd"),
    "a workbook of rubbish": (packed(xl__workbook_xml=b"<x>"), "beschadigd"),
    "an entity": (with_entity(), "beschadigd"),
    "a bomb": (packed(xl__workbook_xml=bytes(3_000_000)), "veel groter"),
    "too wide": (";".join("x" for _ in range(MAX_COLUMNS + 1)).encode(), "kolommen"),
    "too long": (b"x\n" * (MAX_ROWS + 1), "rijen"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_refused_with_what_to_do(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(UserError, match=words) as refused:
        parse(data, "lijst.xls")
    assert "Er is niets geïmporteerd." in str(refused.value)


def test_the_sample_list_is_read() -> None:
    rows = cells((SAMPLES / "lijst_komma_utf8bom.csv").read_bytes())
    assert rows[:2] == [("Groep", "Roepnaam", "Achternaam"), ("1/2A", "Liv", "Ødegård")]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_they_are_read_or_refused(data: bytes) -> None:
    rows: tuple[Row, ...] = ()
    with contextlib.suppress(UserError):
        rows = parse(data, "x").rows
    assert all(row.cells and row.cells[-1] for row in rows)


WORKBOOK = workbook(["Naam", "Groep"], ["Anna", 3])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int) -> None:
    damaged = bytearray(WORKBOOK)
    damaged[place] = byte
    rows: tuple[Row, ...] = ()
    with contextlib.suppress(UserError):
        rows = parse(bytes(damaged), "x.xlsx").rows
    assert len(rows) <= 2


PLAIN = st.text(st.characters(categories=["L", "N"], include_characters=" ,;'\"-"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PLAIN, PLAIN, PLAIN), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    head = ("Leerlingnummer", "Naam", "Groep")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *rows])
    found = parse(out.getvalue().encode("utf-8-sig"), "x.csv").rows
    assert found[0].cells == head
    told = {row.number: row for row in found[1:]}
    for number, row in enumerate(rows, 2):
        written = [clean(one) for one in row]
        back = [told[number].cell(at) if number in told else "" for at in range(3)]
        assert [clean(one) for one in back] == written


def test_a_list_ends_where_only_empty_rows_follow() -> None:
    assert cells(b"Naam\nAnna\n" + b"\n" * 30_000) == [("Naam",), ("Anna",)]
