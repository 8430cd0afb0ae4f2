"""The rules of talks and agreements, as tables."""

from datetime import date

import pytest

from app.dossier.talk_rules import (
    AgreementState,
    TalkState,
    agreement_problems,
    agreement_state,
    present,
    talk_problems,
    talk_state,
)

TODAY = date(2027, 3, 1)
YESTERDAY, TOMORROW = date(2027, 2, 28), date(2027, 3, 2)
PARENTS = (("A. Wiśniewska", "Wiśniewska"), ("B. van 't Hof", "van 't Hof"), ("C. Hof", "Hof"))


@pytest.mark.parametrize(
    ("held_on", "report", "state"),
    [
        (TOMORROW, None, TalkState.PLANNED),
        (TODAY, None, TalkState.PLANNED),
        (YESTERDAY, None, TalkState.UNWRITTEN),
        (YESTERDAY, "Besproken.", TalkState.REPORTED),
        (TOMORROW, "Alvast geschreven.", TalkState.REPORTED),
    ],
)
def test_a_talk_is_planned_until_its_day_has_passed(held_on, report, state) -> None:
    assert talk_state(held_on, report, TODAY) is state


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"held_on": YESTERDAY}, {"report"}),
        ({"held_on": YESTERDAY, "report": "Besproken."}, set()),
        ({"held_on": TODAY, "agenda": "Rapport"}, set()),
        ({"held_on": TOMORROW}, set()),
        ({"held_on": TOMORROW, "sent_to_parents": True}, {"sent_to_parents"}),
        ({"held_on": TODAY, "informed_guardian": "g"}, {"informed_guardian"}),
        ({"held_on": TODAY, "informed_guardian_2": "g"}, {"informed_guardian_2"}),
        ({"held_on": TODAY, "informed_guardian": "g", "report": "Ja."}, set()),
    ],
)
def test_only_a_talk_that_still_comes_may_be_without_a_report(values, wrong) -> None:
    assert set(talk_problems(values, TODAY)) == wrong


@pytest.mark.parametrize(
    ("due_on", "done_on", "state"),
    [
        (None, None, AgreementState.OPEN),
        (TODAY, None, AgreementState.OPEN),
        (YESTERDAY, None, AgreementState.OVERDUE),
        (YESTERDAY, TODAY, AgreementState.DONE),
    ],
)
def test_an_agreement_is_too_late_after_its_last_day(due_on, done_on, state) -> None:
    assert agreement_state(due_on, done_on, TODAY) is state


def test_nothing_is_done_in_the_future() -> None:
    assert set(agreement_problems({"done_on": TOMORROW}, TODAY)) == {"done_on"}
    assert agreement_problems({"done_on": TODAY}, TODAY) == {}


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("A. Wiśniewska, leerkracht groep 8", ["A. Wiśniewska"]),
        ("mevrouw WIŚNIEWSKA en juf Acht", ["A. Wiśniewska"]),
        ("de heer Van 't Hof", ["B. van 't Hof", "C. Hof"]),
        ("C. Hof (stiefvader)", ["C. Hof"]),
        ("leerkracht en intern begeleider", []),
        ("Hofstra", []),
        ("", []),
    ],
)
def test_who_was_there_is_read_from_whole_names(said, there) -> None:
    assert list(present(PARENTS, said)) == there


def test_a_family_name_of_two_parents_tells_neither() -> None:
    both = (("A. Smit", "Smit"), ("B. Smit", "Smit"))
    assert present(both, "familie Smit") == ()
    assert present(both, "B. Smit") == ("B. Smit",)
