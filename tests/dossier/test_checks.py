"""What may be typed into a field, and what it becomes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dossier import checks
from app.dossier.kinds import KINDS, Field, FieldType, Value

TODAY = date(2026, 11, 23)


def stored(kind: FieldType, value: Value, **more: object) -> Value:
    return checks.check_field(Field("x", "Veld", kind, **more), value, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("123456782", "123456782"), ("1234.56.782", "123456782"), ("101222331", "101222331"),
     (" 111222333 ", "111222333"), ("10000008", "010000008")],
)  # fmt: skip
def test_a_right_personal_number_is_kept_as_nine_digits(typed: str, number: str) -> None:
    assert stored(FieldType.PERSONAL_NUMBER, typed) == number


@pytest.mark.parametrize(
    "typed",
    ["123456789", "000000000", "12345", "1234567821", "abcdefghi", "١٢٣٤٥٦٧٨٢", "123456783"],
)
def test_a_wrong_personal_number_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="cijfers"):
        stored(FieldType.PERSONAL_NUMBER, typed)


@given(st.integers(10_000_000, 999_999_999))
def test_changing_one_digit_of_a_personal_number_is_always_noticed(number: int) -> None:
    digits = f"{number:09d}"
    try:
        kept = checks.personal_number(digits)
    except ValueError:
        return
    if checks.is_education_number(kept):
        return  # the two numbers leave other remainders: one digit can turn one into the other
    changed = str((int(kept[4]) + 1) % 10)
    other = kept[:4] + changed + kept[5:]
    try:
        assert checks.is_education_number(checks.personal_number(other))
    except ValueError:
        return


@pytest.mark.parametrize(
    ("typed", "kept"), [("1234ab", "1234 AB"), (" 9999 zz ", "9999 ZZ"), ("1234  AB", "1234 AB")]
)
def test_a_postcode_is_written_the_usual_way(typed: str, kept: str) -> None:
    assert stored(FieldType.POSTCODE, typed) == kept


@pytest.mark.parametrize("typed", ["0234 AB", "1234 A", "12345", "1234 ABC", "AB 1234"])
def test_a_wrong_postcode_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="postcode"):
        stored(FieldType.POSTCODE, typed)


def test_a_postcode_abroad_is_free() -> None:
    values, problems = checks.check(
        KINDS["address"], {"sort": "home", "postcode": "B-2000", "country": "België"}, TODAY
    )
    assert not problems
    assert values["postcode"] == "B-2000"


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (FieldType.BRIN, ["12ab", "00AA"], ["1AB", "ABCD", "12A1"]),
        (FieldType.BRANCH, ["00", "12"], ["0", "123", "ab"]),
        (FieldType.SCHOOL_YEAR, ["2026-2027", "2026/2027"], ["2026", "2026-2028", "26-27"]),
        (FieldType.YEAR_GROUP, ["1", "8", "s"], ["9", "100", "?", "1/2"]),
        (FieldType.EMAIL, ["a@b.nl"], ["a", "a@", "@b", "a b@c.nl"]),
        (FieldType.PHONE, ["06-12345678", "+31 6 1234 5678"], ["12", "bel mij"]),
        (FieldType.INTEGER, ["3", 3], ["3,5", "x", "-1"]),
        (FieldType.NUMBER, ["3,5", 7.25], ["x", "-1", "1e9", "nan"]),
    ],
)
def test_each_sort_of_field_knows_right_from_wrong(
    kind: FieldType, right: list[Value], wrong: list[Value]
) -> None:
    for value in right:
        assert stored(kind, value) is not None
    for value in wrong:
        with pytest.raises(ValueError, match=r"."):
            stored(kind, value)


@pytest.mark.parametrize(
    "typed", ["2023-02-29", "gisteren", "2026-13-01", "1850-01-01", "2090-01-01"]
)
def test_an_impossible_date_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="datum"):
        stored(FieldType.DATE, typed)


def test_29_february_of_a_leap_year_is_a_date() -> None:
    assert stored(FieldType.DATE, "2024-02-29") == date(2024, 2, 29)


def _sentence_or_value(kind: FieldType, typed: str) -> object:
    try:
        return stored(kind, typed) or "leeg"
    except ValueError as problem:
        return str(problem)


@given(st.text())
def test_no_text_makes_a_check_fail_with_anything_but_a_sentence(typed: str) -> None:
    for kind in FieldType:
        assert _sentence_or_value(kind, typed) != ""


@given(st.text(max_size=200))
def test_kept_text_has_no_control_characters_and_is_stable(typed: str) -> None:
    kept = checks.clean_text(typed)
    assert not any(ord(c) < 32 and c not in "\n\t" for c in kept)
    assert checks.clean_text(kept) == kept


def test_markup_is_text() -> None:
    name = '<b>Jan</b> & <img src="x">'
    values, problems = checks.check(KINDS["pupil"], {"number": "1", "surname": name}, TODAY)
    assert not problems
    assert values["surname"] == name


def test_what_is_too_long_is_said_with_numbers() -> None:
    _, problems = checks.check(KINDS["pupil"], {"number": "1", "surname": "x" * 5_000}, TODAY)
    assert "5000" in problems["surname"]
    assert "200" in problems["surname"]


def test_a_pupil_may_have_a_single_name_but_not_none() -> None:
    _, one = checks.check(KINDS["pupil"], {"number": "1", "call_name": "Suharto"}, TODAY)
    _, none = checks.check(KINDS["pupil"], {"number": "1"}, TODAY)
    assert not one
    assert "call_name" in none


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (
            "enrolment",
            {"from_date": date(2026, 8, 1), "until_date": date(2026, 7, 31)},
            "until_date",
        ),
        ("enrolment", {"from_date": date(2026, 8, 1), "reason_out": "secondary"}, "until_date"),
        ("pupil", {"number": "1", "surname": "X", "birth_date": date(2027, 1, 1)}, "birth_date"),
        (
            "absence",
            {"from_date": TODAY, "half_day": "whole", "sort": "unauthorised", "ground": "illness"},
            "ground",
        ),
        (
            "research",
            {"done_on": TODAY, "done_by": "X", "question": "?", "conclusion": "!", "consent": "no"},
            "consent",
        ),
    ],
)
def test_what_is_only_wrong_together_is_said_at_one_field(
    kind: str, values: dict[str, Value], field: str
) -> None:
    _, problems = checks.check(KINDS[kind], values, TODAY)
    assert set(problems) == {field}
