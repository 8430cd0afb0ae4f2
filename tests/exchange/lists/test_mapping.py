"""What the columns of a list mean: guessed from headings, remembered, and what is still missing."""

import json

import pytest

from app.errors import UserError
from app.exchange.lists.declared import LISTS
from app.exchange.lists.guess import from_headings, guess, guess_kind
from app.exchange.lists.mapping import EACH, OneTest, recalled
from app.exchange.lists.read import parse
from app.exchange.lists.table import table_of
from tests.exchange.lists.helpers import listed

PARNASSYS = "Leerlingnummer;Huidige groep;Roepnaam;Voorvoegsel;Achternaam;Huidige status;Foto\n"


@pytest.mark.parametrize(
    ("headings", "kind", "columns"),
    [
        (
            PARNASSYS,
            "pupils",
            ("number", "group", "call_name", "prefix", "surname", "status", ""),
        ),
        (
            "Roepnaam;Voorvoegsel;Achternaam;Rollen;Gekoppelde groepen\n",
            "staff",
            ("call_name", "prefix", "surname", "roles", "groups"),
        ),
        ("STAM-NR;Klas;Achternaam, tussenvoegsel\n", "pupils", ("number", "group", "surname")),
        (
            "Leerling;Datum;Vak;Cijfer\n",
            "results",
            ("full_name", "taken_on", "domain", "mark"),
        ),
        ("Leerling;Van;T/m;Reden\n", "absences", ("full_name", "from_date", "until_date", "sort")),
    ],
)
def test_headings_are_recognised(headings: str, kind: str, columns: tuple[str, ...]) -> None:
    table = table_of(parse(headings.encode(), "x.csv"))
    assert guess_kind(table).code == kind
    assert guess(LISTS[kind], table).columns == columns


def test_headings_may_stand_lower() -> None:
    table, mapping = listed("Schoolnaam\n\nDatum: vandaag\nNaam;Groep;Geboren\nAnna;3;1-2-2018\n")
    assert (table.heading_row, len(table.rows)) == (4, 1)
    assert mapping.columns == ("full_name", "group", "birth_date")
    assert table_of(table.sheet, 1).headings[0] == "Schoolnaam"


def test_a_column_per_test_is_recognised_by_its_heading_and_values() -> None:
    _, mapping = listed(
        "Naam;Rekenen-Wiskunde 3.0 M6;Niveau rekenen M6;BL E5;Opmerking juf\n"
        "Anna;187,5;II;7,5;x\nBram;190;III;8;\n"
    )
    assert mapping.kind.code == "results"
    assert mapping.columns == ("full_name", f"{EACH}ability", f"{EACH}level", f"{EACH}mark", "")
    assert mapping.tests[2] == OneTest("arithmetic", "", "M6")
    assert mapping.tests[3] == OneTest("reading", "", "E5")
    assert [one for one in mapping.missing() if "Datum" in one] == list(mapping.missing())
    assert mapping.with_constant("taken_on", "1-2-2027").missing() == ()


def test_what_is_missing_or_double_is_said() -> None:
    _, mapping = listed("Groep;Nummer\n3;1\n", "pupils")
    assert "Roepnaam, Achternaam of Hele naam" in mapping.missing()[0]
    double = mapping.with_column(0, "surname").with_column(1, "surname")
    assert double.missing() == ("Twee kolommen zijn allebei Achternaam. Kies er één.",)


def test_a_mapping_is_remembered_without_a_word_of_the_list() -> None:
    table, mapping = listed("Naam;Rekenen M6\nAnna;7\n")
    mapping = mapping.with_constant("taken_on", "1-2-2027").with_constant("test", "LVS")
    stored = mapping.stored()
    assert not any(word in stored for word in ("Naam", "Rekenen", "Anna", "2027"))
    found = recalled(mapping.kind, table, stored)
    assert found is not None
    assert found.remembered
    assert (found.columns, found.tests) == (mapping.columns, mapping.tests)
    assert found.constants == {"test": "LVS"}


@pytest.mark.parametrize(
    "stored",
    ["", "[]", '{"columns": ["x"], "constants": {}, "tests": {}}', '{"columns": ["", "", ""]}'],
)
def test_a_mapping_that_does_not_fit_is_not_used(stored: str) -> None:
    table, mapping = listed("Naam;Rekenen M6\nAnna;7\n")
    assert recalled(mapping.kind, table, stored) is None
    tampered = json.loads(mapping.stored()) | {"constants": {"number": "1"}}
    assert recalled(mapping.kind, table, json.dumps(tampered)) is None


def test_equal_headings_have_one_fingerprint_whatever_their_writing() -> None:
    assert listed("Naam;Groep\n")[0].fingerprint == listed("NAAM ; groep\nAnna;3\n")[0].fingerprint
    assert listed("Naam;Groep\n")[0].fingerprint != listed("Naam;Klas\n")[0].fingerprint


def test_a_file_may_say_what_the_columns_mean() -> None:
    table, mapping = listed("Kind;RW\nAnna;7\n", "results")
    said = {
        "columns": {"RW": f"{EACH}mark"},
        "tests": {"RW": {"domain": "arithmetic", "moment": "M6"}},
        "constants": {"taken_on": "1-2-2027"},
    }
    found = from_headings(mapping.kind, table, said)
    assert found.columns == ("full_name", f"{EACH}mark")
    assert found.tests[1] == OneTest("arithmetic", "", "M6")
    assert found.missing() == ()


@pytest.mark.parametrize(
    "said",
    [
        {"columns": {"Weg": "mark"}},
        {"columns": {"RW": "bsn"}},
        {"constants": {"number": "1"}},
        {"columns": {"RW": f"{EACH}mark"}, "tests": {"RW": {"vak": "rekenen"}}},
        {"columns": ["RW"]},
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused(said) -> None:
    table, mapping = listed("Kind;RW\nAnna;7\n", "results")
    with pytest.raises(UserError, match="niets geïmporteerd"):
        from_headings(mapping.kind, table, said)


def test_a_column_that_counts_the_rows_is_no_leerlingnummer() -> None:
    assert listed("Nr;Naam\n1;A B\n2;C D\n3;E F\n", "pupils")[1].columns == ("", "full_name")
    assert listed("Nr;Naam\n1;A B\n7;C D\n", "pupils")[1].columns == ("number", "full_name")
