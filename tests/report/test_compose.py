"""What the dossier offers for a report, and what it never offers."""

from datetime import date
from typing import Any

import pytest

from app.dossier.calendar import SchoolCalendar
from app.dossier.kinds import KINDS
from app.report.compose import Candidate, Source, candidates
from app.report.elements import CATEGORIES, ELEMENTS, REPORT_KINDS

TODAY = date(2027, 3, 1)
DECREE = {
    "administrative": {
        "pupil_identity_contact", "personal_number", "guardian_identity_contact", "school_admin",
    },
    "history_results": {
        "school_career", "education_results", "advice", "cognition", "advice_in_context",
    },
    "social_emotional": {
        "social_emotional_development", "social_behaviour", "play_learning_behaviour",
        "homework_behaviour", "concentration_perseverance", "independence", "other_aspects",
        "social_emotional_problem",
    },
    "support": {
        "obstacles", "diagnosed_limitations", "support_allocated_given", "drastic_event",
        "home_situation",
    },
    "absence_history": {"unauthorised_absence"},
}  # fmt: skip


def row(kind: str, **values: Any) -> dict[str, Any]:
    return {
        **{field.name: None for field in KINDS[kind].fields},
        "id": f"{kind}-{len(values)}",
        "version": 1,
        **values,
    }


def offered(kind: str = "po_vo", **entries: list[dict[str, Any]]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for one in candidates(Source(entries, {}, SchoolCalendar()), kind, TODAY):
        found.setdefault(one.element.code, []).append(one)
    return found


def test_the_elements_are_those_of_the_decree_and_no_others() -> None:
    assert set(CATEGORIES) == set(DECREE)
    assert {code: one.category.code for code, one in ELEMENTS.items()} == {
        code: category for category, codes in DECREE.items() for code in codes
    }


def test_no_element_is_drawn_from_talks_letters_or_contact() -> None:
    drawn = {kind for element in ELEMENTS.values() for kind in element.from_kinds}
    assert drawn == {
        "enrolment", "placement", "result", "advice", "support", "observation", "health",
        "research",
    }  # fmt: skip


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_every_element_says_how_much_it_is_needed_for_every_kind(kind: str) -> None:
    assert {one.needed[kind] for one in ELEMENTS.values()} <= {"obligatory", "optional", "none"}


def test_unauthorised_absence_is_counted_over_twelve_months_only() -> None:
    days = [
        row("absence", from_date=day, half_day="whole", sort=sort)
        for day, sort in (
            (date(2027, 2, 1), "unauthorised"),
            (date(2026, 3, 2), "unauthorised"),
            (date(2026, 2, 27), "unauthorised"),
            (date(2027, 2, 2), "ill"),
            (date(2027, 2, 3), "late"),
        )
    ]
    (one,) = offered(absence=days)["unauthorised_absence"]
    assert one.included
    assert one.text.startswith("4 dagdelen, 11 uur ongeoorloofd verzuim, 2 keer")


def test_no_absence_is_said_too() -> None:
    (one,) = offered()["unauthorised_absence"]
    assert one.text.startswith("Geen ongeoorloofd verzuim")


@pytest.mark.parametrize(
    ("values", "included"),
    [
        ({"taken_on": date(2027, 2, 1), "sort": "monitoring"}, True),
        ({"taken_on": date(2024, 8, 1), "sort": "monitoring"}, True),
        ({"taken_on": date(2024, 7, 31), "sort": "monitoring"}, False),
        ({"taken_on": date(2027, 2, 1), "sort": "method"}, False),
        ({"taken_on": date(2027, 2, 1), "sort": "report_mark"}, False),
        ({"taken_on": date(2027, 2, 1), "sort": "progression_test"}, True),
    ],
)
def test_only_normed_tests_of_three_school_years_start_included(
    values: dict[str, Any], included: bool
) -> None:
    (one,) = offered(result=[row("result", domain="reading", **values)])["education_results"]
    assert one.included is included


@pytest.mark.parametrize(
    ("kind", "values", "element"),
    [
        ("health", {"condition": "Astma", "measure": "Rustig aan."}, "obstacles"),
        ("support", {"sort": "obstacle", "subject": "Spelling"}, "obstacles"),
        ("support", {"sort": "drastic_event", "subject": "Verhuizing"}, "drastic_event"),
        ("support", {"sort": "home_situation", "subject": "Thuis"}, "home_situation"),
        ("support", {"sort": "remedial", "subject": "Lezen"}, "support_allocated_given"),
        ("support", {"sort": "remedial", "domain": "cognitive", "subject": "x"}, "cognition"),
        (
            "research",
            {"diagnosis": "Dyslexie", "done_by": "P. Sycholoog", "done_on": TODAY},
            "diagnosed_limitations",
        ),
        (
            "observation",
            {"aspect": "social_emotional_problem", "text": "Is stil.", "source": "teacher"},
            "social_emotional_problem",
        ),
    ],
)
def test_what_is_sensitive_starts_excluded(kind: str, values: dict[str, Any], element: str) -> None:
    (one,) = offered(**{kind: [row(kind, **values)]})[element]
    assert not one.included
    assert one.element.sensitive


def test_research_without_a_diagnosis_is_not_offered() -> None:
    assert "diagnosed_limitations" not in offered(research=[row("research", conclusion="geheim")])


def test_medication_and_emergency_instructions_are_never_offered() -> None:
    health = row("health", condition="A", measure="B", emergency="EpiPen", medication="pillen")
    text = " ".join(one.text for ones in offered(health=[health]).values() for one in ones)
    assert "EpiPen" not in text
    assert "pillen" not in text


@pytest.mark.parametrize(
    "aspect", sorted(DECREE["social_emotional"] - {"social_emotional_problem"})
)
def test_each_aspect_of_behaviour_goes_to_its_own_element(aspect: str) -> None:
    seen = row("observation", aspect=aspect, text="Gezien.", source="teacher", observed_on=TODAY)
    assert [one.text for one in offered(observation=[seen])[aspect]] == ["Gezien."]


def test_the_advice_in_context_is_asked_for_secondary_school_only() -> None:
    advice = row("advice", sort="definitive", advice="havo", in_context="Past bij de toetsen.")
    assert "advice_in_context" in offered("po_vo", advice=[advice])
    assert "advice_in_context" not in offered("po_po", advice=[advice])
