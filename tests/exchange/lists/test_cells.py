"""What a cell means: dates, words, names and groups, as tables."""

from datetime import date

import pytest

from app.dossier.kinds import KINDS
from app.exchange.lists.cells import (
    Group,
    Name,
    read_date,
    read_group,
    read_value,
    several,
    split_name,
)
from tests.exchange.lists.helpers import TODAY

RESULT, ABSENCE = KINDS["result"], KINDS["absence"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17-03-2015", date(2015, 3, 17)),
        ("7-3-15", date(2015, 3, 7)),
        ("17/3/2015", date(2015, 3, 17)),
        ("17.03.2015 00:00", date(2015, 3, 17)),
        ("2015-03-17", date(2015, 3, 17)),
        ("2015-03-17T08:30:00", date(2015, 3, 17)),
        ("17 maart 2015", date(2015, 3, 17)),
        ("17-mrt-15", date(2015, 3, 17)),
        ("42080", date(2015, 3, 17)),
        ("42080,5", date(2015, 3, 17)),
    ],
)
def test_a_date_is_understood_however_it_is_written(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize("text", ["31-02-2015", "17-13-2015", "maart", "2015", "12345678", "1-2"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="datum"):
        read_date(text, TODAY)


def test_two_digits_of_a_year_are_the_nearest_that_can_be_meant() -> None:
    assert read_date("1-8-30", TODAY).year == 2030
    assert read_date("1-8-30", TODAY, birth=True).year == 1930
    assert read_date("1-8-18", TODAY, birth=True).year == 2018


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        (ABSENCE, "sort", "Ziek", "ill"),
        (ABSENCE, "sort", "te laat", "late"),
        (ABSENCE, "sort", "Tandarts", "authorised"),
        (ABSENCE, "half_day", "ochtend", "morning"),
        (ABSENCE, "half_day", "vm", "morning"),
        (RESULT, "domain", "Rekenen/Wiskunde", "arithmetic"),
        (RESULT, "domain", "BL", "reading"),
        (RESULT, "reference_level", "<1F", "below_1F"),
        (RESULT, "reference_level", "1f", "1F"),
        (RESULT, "level", "iv", "IV"),
        (RESULT, "ability", "187,5", 187.5),
        (RESULT, "dle", "34", 34),
        (RESULT, "mark", "7,5", "7,5"),
        (RESULT, "moment", "", None),
    ],
)
def test_a_word_is_the_choice_that_it_means(kind, name: str, text: str, value: object) -> None:
    assert read_value(kind.field(name), text, TODAY, f"{kind.code}.{name}") == value


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (RESULT, "level", "I+"),
        (RESULT, "reference_level", "< 2F"),
        (RESULT, "ability", "veel"),
        (ABSENCE, "sort", "strand"),
    ],
)
def test_an_unknown_word_is_refused_and_not_guessed(kind, name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"bekend|getal"):
        read_value(kind.field(name), text, TODAY, f"{kind.code}.{name}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna de Vries", Name("Anna", "de", "Vries")),
        ("Vries, Anna de", Name("Anna", "de", "Vries")),
        ("de Vries, Anna", Name("Anna", "de", "Vries")),
        ("Hof, Thị Ngọc van 't", Name("Thị Ngọc", "van 't", "Hof")),
        ("Thị Ngọc van 't Hof", Name("Thị Ngọc", "van 't", "Hof")),
        ("Cem Yılmaz", Name("Cem", "", "Yılmaz")),
        ("Berg, van den", Name("", "van den", "Berg")),
        ("Noor", Name("Noor")),
        ("Sofia Garcia Lopez", Name("Sofia", "", "Garcia Lopez", sure=False)),
    ],
)
def test_a_whole_name_is_cut_where_it_can_be(text: str, name: Name) -> None:
    assert split_name(text) == name


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Groep 3", Group("3", ("3",), "3")),
        ("4", Group("4", ("4",), "4")),
        ("1/2A", Group("1/2A", ("1", "2"))),
        ("groep 7/8 B", Group("7/8 B", ("7", "8"))),
        ("7/8B (jaargroep 7)", Group("7/8B", ("7", "8"), "7")),
        ("De Vlinders, leerjaar 2", Group("De Vlinders", ("2",), "2")),
        ("De Vlinders", Group("De Vlinders")),
        ("12A", Group("12A")),
        ("", Group("")),
    ],
)
def test_a_group_tells_its_year_groups(text: str, group: Group) -> None:
    assert read_group(text) == group


def test_a_cell_may_hold_several() -> None:
    assert several("7/8B, 1/2A;\n3") == ("7/8B", "1/2A", "3")
