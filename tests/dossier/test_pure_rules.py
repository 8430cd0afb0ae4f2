"""Names, school years, who must be informed: rules without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dossier import names
from app.dossier.absence_count import year_before
from app.dossier.informing import PUPIL_ITSELF, Proof, informing
from app.dossier.school_year import age_on, first_day, last_day, school_year_of
from app.dossier.values import GuardianContact

TODAY = date(2026, 11, 23)


def person(call: str, prefix: str, surname: str) -> dict[str, str]:
    return {"call_name": call, "prefix": prefix, "surname": surname, "number": "7"}


def test_the_prefix_does_not_count_in_sorting() -> None:
    people = [person("Jan", "de", "Wit"), person("An", "van 't", "Hof"), person("Bo", "", "IJzer"),
              person("Çem", "", "Öz"), person("Łuk", "", "Łąka")]  # fmt: skip
    ordered = [names.list_name(one) for one in sorted(people, key=names.sort_key)]
    assert ordered == ["Hof, An van 't", "IJzer, Bo", "Łąka, Łuk", "Öz, Çem", "Wit, Jan de"]


def test_a_single_name_stands_alone() -> None:
    assert names.display_name({"surname": "Suharto"}) == "Suharto"
    assert names.list_name({"call_name": "Suharto"}) == "Suharto"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lukasz", True), ("wisniewski ł", True), ("WIŚ", True), ("hof", False), ("", True)],
)
def test_search_folds_marks_and_takes_the_beginnings_of_words(typed: str, found: bool) -> None:
    key = names.search_key(person("Łukasz", "", "Wiśniewski"))
    assert names.matches(key, typed) is found


def test_search_finds_names_with_an_apostrophe_either_way() -> None:
    key = names.search_key(person("An", "van 't", "Hof"))
    for typed in ("van 't hof", "van ’t hof", "t hof"):
        assert names.matches(key, typed)


def test_folding_takes_marks_and_case_away() -> None:
    assert names.fold("Şimşek Wiśniewska Łukasz Thị Ánh") == "simsek wisniewska lukasz thi anh"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_its_school_year(day: date) -> None:
    year = school_year_of(day)
    assert first_day(year) <= day <= last_day(year)


def test_someone_of_29_february_is_a_year_older_on_1_march() -> None:
    born = date(2012, 2, 29)
    assert age_on(born, date(2027, 2, 28)) == 14
    assert age_on(born, date(2027, 3, 1)) == 15
    assert age_on(born, date(2028, 2, 29)) == 16


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_year_before_a_report_is_twelve_months_that_end_with_it(day: date) -> None:
    first = year_before(day)
    assert 364 <= (day - first).days <= 365
    assert (first - timedelta(days=1)).month in (day.month, 2, 3)


def guardian(key: str, custody: str, *, deceased: bool = False) -> GuardianContact:
    return GuardianContact(
        key, f"Naam {key}", "Naam", "none", "ouder", custody, deceased,
        True, (), False, "", "", False,
    )  # fmt: skip


BORN = date(2015, 3, 17)
PROOF = Proof("a", TODAY, "brief meegegeven")


@pytest.mark.parametrize(
    ("guardians", "proofs", "complete", "said"),
    [
        ([guardian("a", "yes")], [PROOF], True, ""),
        ([guardian("a", "yes")], [], False, "Naam a"),
        ([guardian("a", "yes"), guardian("b", "yes")], [PROOF], False, "Naam b"),
        ([guardian("a", "yes"), guardian("b", "no")], [PROOF], True, ""),
        ([guardian("a", "yes"), guardian("b", "unknown")], [PROOF], False, "Naam b"),
        ([guardian("a", "yes"), guardian("b", "yes", deceased=True)], [PROOF], True, ""),
        ([guardian("a", "yes"), guardian("b", "unknown", deceased=True)], [PROOF], True, ""),
        ([guardian("b", "no")], [], False, "geen ouder of andere vertegenwoordiger"),
        ([], [], False, "geen ouder of andere vertegenwoordiger"),
    ],
)
def test_everyone_with_custody_must_be_informed(
    guardians: list[GuardianContact], proofs: list[Proof], complete: bool, said: str
) -> None:
    found = informing(guardians, "Kind", BORN, TODAY, proofs)
    assert found.complete is complete
    assert said in found.refusal


def test_from_sixteen_years_on_the_pupil_is_informed_and_nobody_else() -> None:
    born = date(2010, 11, 23)
    found = informing([guardian("a", "unknown")], "Kind", born, TODAY, [])
    assert found.missing == ((PUPIL_ITSELF, "Kind"),)
    the_day_before = informing([guardian("a", "yes")], "Kind", born, date(2026, 11, 22), [])
    assert the_day_before.missing == (("a", "Naam a"),)
