"""User text is cleaned, found again without accents, and never taken for mark-up."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import dutch_date, text

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "17-3-2015",
        "17-03-2015",
        "17032015",
        "17 maart 2015",
        "17 mrt 2015",
        "17/3/2015",
        "17.3.2015",
        "2015-03-17",
        "17-3-15",
        "dinsdag 17 maart 2015",
        " 17  Maart  2015 ",
    ],
)
def test_a_date_is_understood_as_people_type_it(typed: str) -> None:
    assert dutch_date.parse(typed, TODAY) == date(2015, 3, 17)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("29-02-2023", "februari 2023 heeft 28 dagen"),
        ("31-4-2020", "april 2020 heeft 30 dagen"),
        ("12-13-2015", "geen maand 13"),
        ("17 maartje 2015", "geen maand"),
        ("17 maart", "jaar"),
        ("appel", "geen datum"),
        ("17-3-0015", "jaar 15"),
        ("1" * 5000, "geen datum"),
    ],
)
def test_what_is_no_date_is_said_kindly(typed: str, says: str) -> None:
    with pytest.raises(dutch_date.NotADate, match=says):
        dutch_date.parse(typed, TODAY)


def test_words_for_days_near_today_are_dates() -> None:
    assert dutch_date.parse("gisteren", TODAY) == date(2026, 11, 22)
    assert dutch_date.parse("", TODAY) is None


def test_a_year_of_two_digits_is_the_nearest_one() -> None:
    assert dutch_date.parse("1-1-36", TODAY) == date(2036, 1, 1)
    assert dutch_date.parse("1-1-37", TODAY) == date(1937, 1, 1)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    assert dutch_date.parse(dutch_date.written(day), TODAY) == day


@given(st.text())
def test_any_text_is_a_date_or_not_one_but_never_a_crash(typed: str) -> None:
    with contextlib.suppress(dutch_date.NotADate):
        assert dutch_date.parse(typed, TODAY) is None or typed.strip()


def test_control_characters_and_direction_overrides_are_taken_out() -> None:
    assert text.clean("An\x00na\u202e \x1bVos\nx") == "Anna Vos x"
    assert text.clean("a\r\nb\x07", lines=True) == "a\nb"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert text.clean(text.clean(typed)) == text.clean(typed)


def test_a_tooltip_shows_mark_up_as_typed() -> None:
    assert text.plain_tooltip('<img src="x">') == "<qt>&lt;img src=&quot;x&quot;&gt;</qt>"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "1 kB"),
        (1_500, "1 kB"),
        (340 << 10, "340 kB"),
        (1 << 20, "1,0 MB"),
        (25 << 20, "25,0 MB"),
    ],
)
def test_a_size_is_said_as_a_file_manager_says_it(size: int, said: str) -> None:
    assert text.file_size(size) == said
