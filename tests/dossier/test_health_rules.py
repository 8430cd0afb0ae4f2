"""Medication goes with the parents' answer; what lapsed is marked and no longer shared."""

from datetime import date

import pytest

from app.dossier import checks
from app.dossier.health_rules import LAPSED, NOT_AGREED, remarks, seen_by_group
from app.dossier.kinds import KINDS, Value

TODAY = date(2027, 3, 1)
HEALTH = KINDS["health"]
ENTRY: dict[str, Value] = {"noted_on": TODAY, "condition": "Astma", "measure": "Rust"}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({}, set()),
        ({"medication": "Pufje"}, {"medication_agreed"}),
        ({"medication": "Pufje", "medication_agreed": "no"}, set()),
        ({"medication": "Pufje", "medication_agreed": "yes"}, {"medication_agreed_on"}),
        ({"medication": "P.", "medication_agreed": "yes", "medication_agreed_on": TODAY}, set()),
        (
            {"medication_agreed": "yes", "medication_agreed_on": date(2027, 3, 2)},
            {"medication_agreed_on"},
        ),
    ],
)
def test_medication_goes_with_the_answer_of_the_parents(
    more: dict[str, Value], wrong: set[str]
) -> None:
    assert set(checks.check(HEALTH, {**ENTRY, **more}, TODAY)[1]) == wrong


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, ()),
        ({"valid_until": TODAY}, ()),
        ({"valid_until": date(2027, 2, 28)}, (LAPSED,)),
        ({"medication": "Pufje"}, (NOT_AGREED,)),
        ({"medication": "P.", "medication_agreed": "yes"}, ()),
        (
            {"medication": "P.", "medication_agreed": "no", "valid_until": date(2027, 2, 28)},
            (NOT_AGREED, LAPSED),
        ),
    ],
)
def test_what_must_not_be_missed(more: dict[str, Value], said: tuple[str, ...]) -> None:
    assert remarks({**ENTRY, **more}, TODAY) == said


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({}, ()),
        ({"shared_with_group": True}, ("measure",)),
        ({"shared_with_group": True, "emergency": "112"}, ("measure", "emergency")),
        ({"shared_with_group": True, "valid_until": date(2027, 2, 28)}, ()),
    ],
)
def test_what_the_group_sees(more: dict[str, Value], seen: tuple[str, ...]) -> None:
    assert seen_by_group(HEALTH, {**ENTRY, **more}, TODAY) == seen
