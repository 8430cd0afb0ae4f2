"""Text for a spreadsheet: what it would run gets a quote, everything else stays as it is."""

import csv
import io

import pytest

from app.documents.spreadsheet import as_csv, safe_cell


@pytest.mark.parametrize("text", ["=cmd()", "+31 6", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_a_quote(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Anna", "1=2", "'t Hof", "–"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_a_table_is_written_as_a_dutch_spreadsheet_opens_it() -> None:
    written = as_csv(("Naam", "=Som"), [("Zoë; Bo", "=1")])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")
    assert list(rows) == [["Naam", "'=Som"], ["Zoë; Bo", "'=1"]]
