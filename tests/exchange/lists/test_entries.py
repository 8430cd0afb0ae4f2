"""Lists of results and absences as entries, and beside what a dossier has already."""

from datetime import date

import pytest

from app.dossier.kinds import KINDS
from app.dossier.values import PupilSummary
from app.exchange.lists.cells import Name
from app.exchange.lists.entries import Clue, Told, entries
from app.exchange.lists.entry_plan import beside, once, planned
from app.exchange.lists.find_pupil import PupilFinder
from tests.exchange.lists.helpers import TODAY, listed

RESULT, ABSENCE = KINDS["result"], KINDS["absence"]
WIDE = "Leerling;Groep;Rekenen M6;Niveau rekenen M6;Begrijpend lezen M6\n"


def told(text: str, **constants: str) -> list[dict[str, object]]:
    found, lines = entries(*listed(text, **constants), TODAY)
    assert lines == ()
    return [{name: one for name, one in row.values.items() if one is not None} for row in found]


def refused(text: str, **constants: str) -> list[tuple[int, str]]:
    return [(one.row, one.sentence) for one in entries(*listed(text, **constants), TODAY)[1]]


def test_one_row_is_one_result() -> None:
    head = "Leerlingnr;Vak;Toets;Afname;Datum;Vaardigheidsscore;Niveau\n"
    [one] = told(head + "7;RW;LVS;M6;1-2-27;187,5;II\n")
    assert one == {
        "domain": "arithmetic",
        "test": "LVS",
        "moment": "M6",
        "taken_on": date(2027, 2, 1),
        "sort": "monitoring",
        "ability": 187.5,
        "level": "II",
    }


def test_a_column_per_test_gives_a_result_for_each_and_joins_columns_of_one_test() -> None:
    found = told(WIDE + "Anna de Vries;6;187;II;n.v.t.\nBram;6;;;140\n", taken_on="1-2-2027")
    assert [(one["domain"], one.get("ability"), one.get("level")) for one in found] == [
        ("arithmetic", 187.0, "II"),
        ("reading", 140.0, None),
    ]
    assert {(one["moment"], one["taken_on"]) for one in found} == {("M6", date(2027, 2, 1))}


def test_a_cell_that_cannot_be_costs_that_test_only() -> None:
    found, lines = entries(
        *listed(WIDE + "Bo;6;150;;140\nAnna;6;veel;;140\n", taken_on="1-2-2027"), TODAY
    )
    assert [one.values["domain"] for one in found if one.row == 3] == ["reading"]
    assert [(one.row, one.field, one.value, one.whole) for one in lines] == [
        (3, "Rekenen M6", "veel", False)
    ]


def test_an_absence_is_read_in_the_words_of_the_school() -> None:
    [one] = told("Leerling;Van;T/m;Dagdeel;Reden;Uren\nAnna;1-2-2027;3-2-2027;ochtend;Ziek;\n")
    assert one == {
        "from_date": date(2027, 2, 1),
        "until_date": date(2027, 2, 3),
        "half_day": "morning",
        "sort": "ill",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Leerling;Datum;Reden\n;1-2-2027;ziek\n", "van welke leerling"),
        ("Leerling;Datum;Reden\nAnna;morgen;ziek\n", "geen datum"),
        ("Leerling;Datum;Reden\nAnna;1-2-2027;strand\n", "niet bekend"),
        ("Leerling;Datum;Reden\nAnna;;ziek\n", "Eerste dag is nog leeg"),
        ("Leerling;Van;T/m;Reden\nAnna;2-2-2027;1-2-2027;ziek\n", "vóór de eerste"),
        ("Leerling;Datum;Vak;Cijfer\nAnna;1-2-2027;rekenen;\n", "geen score, cijfer of niveau"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_number(text: str, sentence: str) -> None:
    [(row, why)] = refused(text)
    assert row == 2
    assert sentence in why


def pupil(number: str, name: str, group: str = "8") -> PupilSummary:
    first, _, rest = name.partition(" ")
    prefix, _, surname = rest.rpartition(" ")
    before = f"{first} {prefix}".strip()
    return PupilSummary(
        number, number, name, f"{surname}, {before}", "", ("", "", ""), "g", group, "8", True, False
    )


SCHOOL = PupilFinder(
    [
        pupil("1", "Anna de Vries"),
        pupil("2", "Bram Wit", "7/8B"),
        pupil("3", "Noor Bos", "6"),
        pupil("4", "Noor Bos", "7"),
    ]
)


@pytest.mark.parametrize(
    ("clue", "found"),
    [
        (Clue("1", Name(), ""), "1"),
        (Clue("1", Name("Anna", "", "Vries"), ""), "1"),
        (Clue("1", Name("Bram", "", "Wit"), ""), "anders heet"),
        (Clue("9", Name("Anna", "de", "Vries"), ""), "geen leerling met dit leerlingnummer"),
        (Clue("", Name("anna", "de", "vries"), "Groep 8"), "1"),
        (Clue("", Name("Anna", "", "Vries"), ""), "1"),
        (Clue("", Name("Bram", "", "Wit"), "8"), "2"),
        (Clue("", Name("Bram", "", "Wit"), "6"), "niet in deze groep"),
        (Clue("", Name("Noor", "", "Bos"), "7"), "4"),
        (Clue("", Name("Noor", "", "Bos"), ""), "meer dan één"),
        (Clue("", Name("Cem", "", "Kok"), ""), "geen leerling met deze naam"),
    ],
)
def test_a_row_is_of_one_pupil_or_of_nobody(clue: Clue, found: str) -> None:
    answer = SCHOOL.find(clue)
    if isinstance(answer, str):
        assert found in answer
    else:
        assert answer.number == found


def result(row: int, day: int = 1, who: str = "1", **values: object):
    known = {"taken_on": date(2027, 2, day), "domain": "reading", "test": "LVS", "moment": "M8"}
    told = Told(row, Clue(who, Name(), ""), {**known, **values})
    return planned(RESULT, told, pupil(who, "Anna de Vries"))


def test_the_same_result_in_two_rows_is_taken_once_or_not_at_all() -> None:
    same = [result(2, ability=7.0), result(3, ability=7.0)]
    other = [result(4, 2, ability=1.0), result(5, 2, ability=2.0)]
    kept, lines = once(RESULT, [*same, *other, result(6, who="2")])
    assert [one.row for one in kept] == [2, 6]
    assert [(one.row, "rij 4 en 5" in one.sentence) for one in lines] == [
        (3, False),
        (4, True),
        (5, True),
    ]


def test_what_a_dossier_has_is_shown_and_never_changed() -> None:
    known = {"1": [dict(result(0, ability=7.0, level="II").values)]}
    fresh, already, lines = beside(
        RESULT,
        [result(2, ability=7.0), result(3, 2, ability=7.0)],
        known,
    )
    assert [one.row for one in fresh] == [3]
    assert [one.row for one in already] == [2]
    assert lines == ()
    _, _, lines = beside(RESULT, [result(2, ability=9.0)], known)
    assert "met een andere waarde bij: Vaardigheidsscore" in lines[0].sentence


def absence(row: int, first: int, last: int | None = None, sort: str = "ill", half: str = "whole"):
    until = date(2027, 2, last) if last else None
    values = {
        "from_date": date(2027, 2, first),
        "until_date": until,
        "sort": sort,
        "half_day": half,
    }
    told = Told(row, Clue("1", Name(), ""), values)
    return planned(ABSENCE, told, pupil("1", "Anna de Vries"))


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        (absence(2, 2), True),
        (absence(2, 1, 3), True),
        (absence(2, 2, half="morning"), True),
        (absence(2, 3, 4), False),
        (absence(2, 2, sort="late"), False),
    ],
)
def test_an_absence_within_one_that_is_known_is_there_already(wanted, there: bool) -> None:
    known = {"1": [dict(absence(0, 1, 3).values)]}
    fresh, already, _ = beside(ABSENCE, [wanted], known)
    assert (len(already), len(fresh)) == ((1, 0) if there else (0, 1))
