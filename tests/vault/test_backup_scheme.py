"""Which backups are kept."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.vault.backup_scheme import Dated, Rules, Sort, rules, to_keep, why_of, whys

RULES = Rules(
    all_days=2, days=7, weeks=5, months=12, before_risk_days=30, set_aside_days=365, oldest_days=365
)
TODAY = date(2027, 3, 1)


def backup(days_ago: float, sort: Sort = Sort.REGULAR) -> Dated:
    at = datetime(2027, 3, 1, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return Dated(f"{at:%Y%m%d-%H%M%S}-{sort}", at, sort)


backups = st.lists(
    st.builds(
        backup,
        st.integers(0, 800) | st.floats(0, 20, allow_nan=False),
        st.sampled_from(list(Sort)),
    ),
    max_size=60,
    unique_by=lambda one: one.key,
)


@given(backups)
def test_the_newest_is_kept_and_nothing_else_gets_older_than_allowed(found: list[Dated]) -> None:
    kept = to_keep(found, TODAY, RULES)
    assert kept <= {one.key for one in found}
    newest = max(found, key=lambda one: (one.made_at, one.key), default=None)
    if newest is not None:
        assert newest.key in kept
    for one in found:
        if one.key in kept and one is not newest:
            assert (TODAY - one.made_on).days <= RULES.oldest_days


@given(backups)
def test_pruning_twice_is_pruning_once(found: list[Dated]) -> None:
    kept = to_keep(found, TODAY, RULES)
    again = to_keep([one for one in found if one.key in kept], TODAY, RULES)
    assert again == kept


@given(backups)
def test_every_recent_day_week_and_month_with_a_backup_keeps_one(found: list[Dated]) -> None:
    kept = to_keep(found, TODAY, RULES)
    regular = [one for one in found if one.sort is Sort.REGULAR]
    days = sorted({one.made_on for one in regular}, reverse=True)[: RULES.days]
    months = sorted({(one.made_on.year, one.made_on.month) for one in regular}, reverse=True)
    still = [one for one in regular if one.key in kept]
    within = [day for day in days if (TODAY - day).days <= RULES.oldest_days]
    assert {one.made_on for one in still} >= set(within)
    whole = [month for month in months[: RULES.months] if month > (2026, 3)]
    assert {(one.made_on.year, one.made_on.month) for one in still} >= set(whole)


@given(backups)
def test_what_was_made_before_a_risk_stays_thirty_days(found: list[Dated]) -> None:
    kept = to_keep(found, TODAY, RULES)
    for one in found:
        if one.sort is Sort.RISK and (TODAY - one.made_on).days <= 30:
            assert one.key in kept


def test_two_years_of_daily_backups_pruned_daily_leave_the_same_as_pruned_once() -> None:
    every = [backup(days) for days in range(730, -1, -1)]
    there: list[Dated] = []
    for one in every:
        there.append(one)
        kept = to_keep(there, one.made_on, RULES)
        there = [other for other in there if other.key in kept]
    assert {one.key for one in there} == to_keep(every, TODAY, RULES)
    assert RULES.days + RULES.weeks <= len(there) <= RULES.days + RULES.weeks + RULES.months


def test_a_copy_that_was_never_opened_takes_no_place_of_one_that_was() -> None:
    opened, bytes_only = backup(3.5), backup(3.1, Sort.BYTES)
    newest = backup(0)
    assert to_keep([opened, bytes_only, newest], TODAY, RULES) == {
        opened.key,
        bytes_only.key,
        newest.key,
    }


def test_all_of_the_last_days_stay() -> None:
    several = [backup(days) for days in (0, 0.1, 0.2, 1, 1.1, 2)]
    assert to_keep(several, TODAY, RULES) == {one.key for one in several}


def test_nothing_is_kept_of_nothing() -> None:
    assert to_keep([], TODAY, RULES) == frozenset()


def test_the_rules_in_resources_stay_within_a_year_and_every_reason_has_words() -> None:
    assert rules().oldest_days <= 366
    assert {one.sort for one in whys().values()} == set(Sort)
    assert all(one.text for one in whys().values())
    assert why_of("iets-nieuws").text == "iets nieuws"
