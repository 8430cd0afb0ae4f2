"""Marks, reference levels, moments, norms and the advice: rules as tables."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dossier import checks
from app.dossier.kinds import KINDS
from app.dossier.results import advice, moments, norms, rules
from app.dossier.results.advice import AdviceState, signal_of
from app.dossier.results.norms import NormBand, by_key

TODAY = date(2027, 3, 1)
RESULT = {"taken_on": TODAY, "sort": "monitoring", "domain": "reading"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7", "7"),
        ("7,5", "7,5"),
        ("7.5", "7,5"),
        ("7½", "7,5"),
        ("8.0", "8"),
        ("10", "10"),
        ("1", "1"),
        (" rv ", "RV"),
        ("g", "G"),
    ],
)
def test_a_mark_is_kept_the_dutch_way(typed: str, kept: str) -> None:
    assert rules.mark(typed) == kept
    assert rules.mark(kept) == kept


@pytest.mark.parametrize(
    "typed", ["0", "0,5", "10,1", "11", "7,55", "7½½", "A", "zeven", "-1", "\u0667"]
)
def test_what_is_no_mark_is_told_in_dutch(typed: str) -> None:
    with pytest.raises(ValueError, match="Een cijfer ligt tussen 1 en 10"):
        rules.mark(typed)


@given(st.text(max_size=8))
def test_a_mark_is_either_kept_or_refused(typed: str) -> None:
    try:
        kept = rules.mark(typed)
    except ValueError:
        return
    assert rules.mark(kept) == kept


@pytest.mark.parametrize(
    ("domain", "level", "fits"),
    [
        ("arithmetic", "1S", True),
        ("arithmetic", "2F", False),
        ("reading", "2F", True),
        ("reading", "1S", False),
        ("language", "below_1F", True),
        ("vocabulary", "1F", False),
    ],
)
def test_a_domain_has_its_own_reference_levels(domain: str, level: str, fits: bool) -> None:
    values = {**RESULT, "domain": domain, "reference_level": level}
    assert ("reference_level" in checks.check(KINDS["result"], values, TODAY)[1]) is not fits


def test_a_result_says_how_it_went_or_why_not() -> None:
    kind = KINDS["result"]
    assert "uitkomst" in checks.check(kind, RESULT, TODAY)[1]["score"]
    assert checks.check(kind, {**RESULT, "note": "Ziek bij afname."}, TODAY)[1] == {}
    assert checks.check(kind, {**RESULT, "score": 0}, TODAY)[1] == {}
    assert "hoogstens 80" in checks.check(kind, {**RESULT, "dle": 81}, TODAY)[1]["dle"]


# ------------------------------------------------------------------------------------ the advice


def advices(**given_: Any) -> list[dict[str, Any]]:
    """Sort → advice, or (advice, motivation)."""
    found = []
    for day, (sort, said) in enumerate(given_.items(), 1):
        code, why = said if isinstance(said, tuple) else (said, None)
        found.append(
            {"given_on": date(2027, 3, day), "sort": sort, "advice": code, "motivation": why}
        )
    return found


@pytest.mark.parametrize(
    ("given_", "state"),
    [
        ({}, AdviceState.NOTHING),
        ({"definitive": "havo"}, AdviceState.NOTHING),
        ({"provisional": "havo", "test": "vwo"}, AdviceState.NO_DEFINITIVE),
        ({"definitive": "havo", "test": "havo"}, AdviceState.NOT_HIGHER),
        ({"definitive": "havo", "test": "vmbo_gt"}, AdviceState.NOT_HIGHER),
        ({"definitive": "havo", "test": "none"}, AdviceState.NOTHING),
        ({"definitive": "vmbo_kb", "test": "vmbo_kb_gt"}, AdviceState.MUST_RAISE),
        ({"definitive": ("havo", "  "), "test": "vwo"}, AdviceState.MUST_RAISE),
        ({"definitive": ("havo", "Rust thuis."), "test": "vwo"}, AdviceState.ARGUED),
        ({"definitive": "havo", "test": "vwo", "reconsidered": "vwo"}, AdviceState.RAISED),
        ({"definitive": "havo", "test": "vwo", "reconsidered": "havo"}, AdviceState.MUST_RAISE),
        (
            {"definitive": "vmbo_gt", "test": "vwo", "reconsidered": "havo"},
            AdviceState.PARTLY_RAISED,
        ),
        (
            {"definitive": "vmbo_gt", "test": "vwo", "reconsidered": ("havo", "Stap voor stap.")},
            AdviceState.ARGUED,
        ),
        ({"definitive": "havo", "test": "vmbo_gt", "reconsidered": "vmbo_gt"}, AdviceState.LOWERED),
        ({"definitive": "havo", "reconsidered": "vmbo_gt"}, AdviceState.LOWERED),
    ],
)
def test_what_a_test_advice_asks(given_: dict[str, Any], state: AdviceState) -> None:
    signal = signal_of(advices(**given_))
    assert signal.state is state
    assert bool(signal.text) is (state is not AdviceState.NOTHING)
    assert "{" not in signal.text


@given(st.sampled_from(sorted(advice.RANKS)), st.sampled_from(sorted(advice.RANKS)))
def test_only_a_higher_test_advice_asks_something(given_: str, test: str) -> None:
    signal = signal_of(advices(definitive=given_, test=test))
    assert signal.state.asks is (advice.RANKS[test] > advice.RANKS[given_])


def test_every_advice_but_none_has_a_rank_of_its_own() -> None:
    codes = set(KINDS["advice"].field("advice").choices)
    assert set(advice.RANKS) == codes - {"none"}
    assert len(set(advice.RANKS.values())) == len(advice.RANKS)


# ----------------------------------------------------------------------------- moments and norms


def codes(*texts: str) -> list[moments.Moment]:
    return [one for text in texts if (one := moments.parse(text))]


@pytest.mark.parametrize(
    ("year_group", "day", "due"),
    [
        ("6", date(2026, 11, 24), "E5"),
        ("6", date(2027, 2, 28), "E5"),
        ("6", date(2027, 3, 1), "M6"),
        ("6", date(2027, 7, 15), "E6"),
        ("1", date(2026, 11, 24), None),
        ("S", date(2027, 3, 1), None),
    ],
)
def test_which_moment_should_be_there_by_now(year_group: str, day: date, due: str | None) -> None:
    found = moments.due(year_group, day)
    assert (found.code if found else None) == due


def test_moments_between_and_just_after_are_expected_but_not_long_after() -> None:
    def line(found: list[str], last: str) -> list[str]:
        return [one.code for one in moments.expected(codes(*found), moments.parse(last))]

    assert line(["M4", "M5"], "E5") == ["M4", "E4", "M5", "E5"]
    assert line(["M4", "E4"], "M7") == ["M4", "E4"], "no longer tested"
    assert line(["E7", "B8"], "E7") == ["E7", "B8"], "the beginning is never expected, only shown"


def test_a_letter_alone_is_the_moment_of_each_year_group() -> None:
    assert moments.for_pupil("m", "6") == "M6"
    assert moments.for_pupil("e 7", "6") == "E7"
    assert moments.for_pupil("blok 3", "6") == "blok 3"


BAND = NormBand("Regenboogtoets", "reading", "M6", (180.0, 170.0, 160.0, 150.0))


@pytest.mark.parametrize(
    ("ability", "level"),
    [(200, "I"), (180, "I"), (179.9, "II"), (160, "III"), (150, "IV"), (149, "V"), (0, "V")],
)
def test_a_level_follows_from_the_norms(ability: float, level: str) -> None:
    values = {"test": " regenboogtoets", "domain": "reading", "moment": "m6", "ability": ability}
    assert norms.suggested_level(by_key([BAND]), values) == level
    assert norms.suggested_level(by_key([BAND]), {**values, "moment": "M7"}) == ""


def test_norms_run_down_and_the_wrong_order_is_told() -> None:
    with pytest.raises(checks.InvalidEntry, match="lager dan die ervoor"):
        norms.checked({**BAND.values(), "lowest_3": 175}, TODAY)


def test_norms_are_pasted_and_each_line_that_is_wrong_is_told() -> None:
    text = "Afname\tI\tII\tIII\tIV\nM6\t180\t170\t160\t150\nE6\t9\t9\t8\t7\nM7\t1\n"
    found = norms.read_pasted(text, "Toets", "reading", TODAY)
    assert [(one.moment, one.lowest) for one in found.bands] == [("M6", (180, 170, 160, 150))]
    assert [one[:7] for one in found.problems] == ["Regel 3", "Regel 4"]
    full = norms.read_pasted("T;Begrijpend lezen;e6;4,5;4;3;2", "", "", TODAY)
    assert [one.key for one in full.bands] == [("t", "reading", "e6")]
