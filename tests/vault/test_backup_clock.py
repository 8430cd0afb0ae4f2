"""What the days of the backups say of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.backup_clock import ClockRules, clock_doubt, clock_rules
from app.vault.backup_scheme import Dated, Sort, rules, to_keep

RULES = ClockRules(jump_days=21, settled_days=7)
TODAY = date(2027, 3, 1)


def backup(days_ago: float) -> Dated:
    at = datetime(2027, 3, 1, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return Dated(f"{at:%Y%m%d-%H%M%S}-dagelijks", at, Sort.REGULAR)


@pytest.mark.parametrize(
    ("days_ago", "before"),
    [
        ([], None),
        ([0, 1, 2, 3], None),
        ([1, 4, 11, 25], None),
        ([22], date(2027, 2, 7)),
        ([21], None),
        ([0, 800], TODAY - timedelta(days=800)),
        ([*range(6), 800], TODAY - timedelta(days=800)),
        ([*range(7), 800], None),
        ([*range(7), 40, 70, 100], None),
    ],
)
def test_a_jump_is_believed_when_a_week_of_backups_stands_behind_it(
    days_ago: list[int], before: date | None
) -> None:
    doubt = clock_doubt([backup(one) for one in days_ago], TODAY, RULES)
    assert doubt.before == before
    assert doubt.holds == (before is not None)
    assert bool(doubt.text) == doubt.holds


def test_one_that_is_still_to_come_is_named() -> None:
    ahead = backup(-30)
    doubt = clock_doubt([ahead, backup(1)], TODAY, RULES)
    assert not doubt.holds
    assert ahead.key in doubt.text
    assert "klok" in doubt.text


@given(st.lists(st.integers(-900, 900), max_size=40, unique=True))
def test_what_is_still_to_come_stays_and_takes_no_place(days_ago: list[int]) -> None:
    found = [backup(one) for one in days_ago]
    past = [one for one in found if one.made_on <= TODAY]
    ahead = {one.key for one in found if one.made_on > TODAY}
    assert to_keep(found, TODAY, rules()) == to_keep(past, TODAY, rules()) | ahead


def test_the_rules_of_the_program() -> None:
    assert 7 * 7 < clock_rules().jump_days < 92  # longer than a summer holiday
    assert clock_rules().settled_days >= rules().days
