"""What stands on the sheets of a group, as tables of values."""

from datetime import date

import pytest

from app.documents import Note, Paragraph, Table
from app.sheets import attendance, class_list, health_sheet
from app.sheets.birthdays import birthdays
from app.sheets.class_list import Born, ClassListOptions, ListedPupil, Reachable
from app.sheets.health_sheet import SharedHealth

MOTHER = Reachable("A. Hof", "moeder", "06-1", custody="yes", lives_with=True)
FATHER = Reachable("B. Hof", "vader", "06-2", custody="yes")  # the other household
HIDDEN = Reachable("C. Hof", "moeder", "06-3", secret=True, custody="yes", lives_with=True)
DEAD = Reachable("D. Hof", "vader", "06-4", deceased=True, custody="yes")
AWAY = Reachable("E. Hof", "vader", "06-5", custody="no")
STEP = Reachable("F. Wit", "stiefouder", "06-6", custody="no", lives_with=True)
GRANDMOTHER = Reachable("G. Hof", "grootouder", "06-7", custody="no", called_by_order=True)
SILENT = Reachable("H. Hof", "vader", "", custody="yes")
NEIGHBOUR = Reachable("I. Buur", "buurvrouw", "06-8")
NOT_KNOWN = Reachable("J. Hof", "vader", "06-9", custody="unknown")


@pytest.mark.parametrize(
    ("people", "called", "hides"),
    [
        ((MOTHER, FATHER), ["06-1", "06-2"], False),
        ((HIDDEN, NEIGHBOUR), ["06-8"], True),
        ((DEAD, SILENT), [], False),
        ((AWAY, STEP, GRANDMOTHER), ["06-6", "06-7"], False),
        ((NOT_KNOWN,), ["06-9"], False),
        ((Reachable("K.", "vader", "06-0", secret=True, custody="no"),), [], False),
    ],
)
def test_who_may_be_called_from_a_list(
    people: tuple[Reachable, ...], called: list[str], hides: bool
) -> None:
    assert [one.phone for one in class_list.to_call(people)] == called
    assert class_list.hides_a_number(people) is hides


PUPILS = [
    ListedPupil("Hof, Anna van 't", date(2016, 2, 29), (MOTHER, HIDDEN)),
    ListedPupil("Wit, Bram de", None, (FATHER,)),
]


@pytest.mark.parametrize(
    ("options", "headings", "row"),
    [
        (ClassListOptions(), ("", "Naam"), ("1", "Hof, Anna van 't")),
        (
            ClassListOptions(born=Born.BIRTHDAY, own_columns=("betaald",)),
            ("", "Naam", "Jarig op", "betaald"),
            ("1", "Hof, Anna van 't", "29 februari", ""),
        ),
        (
            ClassListOptions(born=Born.DATE, phones=True),
            ("", "Naam", "Geboren", "Bellen"),
            ("1", "Hof, Anna van 't", "29-02-2016", "06-1  A. Hof (moeder)"),
        ),
    ],
)
def test_a_class_list_holds_what_was_chosen_and_no_more(
    options: ClassListOptions, headings: tuple[str, ...], row: tuple[str, ...]
) -> None:
    assert class_list.headings(options) == headings
    assert class_list.rows(PUPILS, options)[0] == row
    table = next(one for one in class_list.blocks(PUPILS, options) if isinstance(one, Table))
    assert len(table.column_weights) == len(headings)
    assert table.boxes is bool(options.own_columns)


def test_a_list_with_numbers_says_for_whom_it_is_and_that_some_are_missing() -> None:
    made = class_list.blocks(PUPILS, ClassListOptions(phones=True))
    assert isinstance(made[0], Note)
    assert made[0].word == class_list.STAFF_ONLY
    assert isinstance(made[-1], Paragraph)
    assert "Geheime nummers staan niet" in made[-1].text
    assert "06-3" not in repr(made)
    without = class_list.blocks(PUPILS[1:], ClassListOptions(phones=True))
    assert "Geheime nummers" not in repr(without)
    assert "medewerkers" not in repr(class_list.blocks(PUPILS, ClassListOptions()))


def test_birthdays_stand_in_the_order_of_the_school_year() -> None:
    people = [
        ("Maart", date(2015, 3, 17)),
        ("Augustus", date(2014, 8, 1)),
        ("Schrikkel", date(2016, 2, 29)),
        ("Onbekend", None),
        ("Juli", date(2015, 7, 31)),
    ]
    found = birthdays(people, "2026-2027")
    assert [(one.name, one.day, one.age) for one in found] == [
        ("Augustus", date(2026, 8, 1), 12),
        ("Schrikkel", date(2027, 3, 1), 11),
        ("Maart", date(2027, 3, 17), 12),
        ("Juli", date(2027, 7, 31), 12),
    ]


def test_an_attendance_list_has_a_box_for_each_half_day_of_the_week() -> None:
    table = attendance.blocks(["Hof, Anna", "Wit, Bram de"])[1]
    assert isinstance(table, Table)
    assert table.header[2:4] == ("ma\noch", "ma\nmid")
    assert table.rows[1] == ("2", "Wit, Bram de", *[""] * 10)
    assert table.boxes
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        assert attendance.week_words(day) == "Week van 23 november tot en met 27 november 2026"


@pytest.mark.parametrize(
    ("others", "said"),
    [(0, "gedeeld."), (1, "Over het andere kind"), (21, "Over de andere 21 kinderen")],
)
def test_a_health_sheet_says_how_many_have_nothing_on_it(others: int, said: str) -> None:
    one = SharedHealth("Anna", "Rustige plek", "", date(2027, 7, 1))
    made = health_sheet.blocks([one], others)
    table = next(block for block in made if isinstance(block, Table))
    assert table.rows == (("Anna", "Rustige plek", "geen aparte instructie", "01-07-2027"),)
    assert (said in repr(made)) is bool(others)
    assert "niets met de groep gedeeld" in repr(health_sheet.blocks([], others))
