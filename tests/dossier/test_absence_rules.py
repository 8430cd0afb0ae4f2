"""The calendar, counting, the register's half-days, leave, sixteen hours: without a database."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dossier import leave_rules, sixteen_hours
from app.dossier.absence_count import half_days, hours, hours_by_day, total
from app.dossier.calendar import (
    DEFAULT_HOURS,
    KNOWN_YEARS,
    PARTS,
    REGIONS,
    FreeDays,
    SchoolCalendar,
    days,
    known_holidays,
    monday_of,
    taking_over,
)
from app.dossier.half_days import Mark, mark_on, piece_of, put
from app.dossier.sixteen_hours import Level, compulsory_from, signal, working_days_after

MONDAY = date(2026, 11, 16)
FRIDAY = MONDAY + timedelta(days=4)
HOLIDAY = FreeDays(MONDAY + timedelta(days=7), MONDAY + timedelta(days=11), "holiday", "Vrij")
STUDY_DAY = FreeDays(MONDAY + timedelta(days=3), MONDAY + timedelta(days=3), "study_day", "Studie")
CALENDAR = SchoolCalendar(DEFAULT_HOURS, (STUDY_DAY, HOLIDAY))
PLAIN = SchoolCalendar()
ONE_DAY = timedelta(days=1)
ALWAYS = (date(2020, 1, 1), date(2030, 1, 1))


def absence(
    first: date,
    last: date | None = None,
    part: str = "whole",
    sort: str = "unauthorised",
    **more: Any,
) -> dict[str, Any]:
    row = {
        "id": f"{first}{part}{sort}",
        "from_date": first,
        "until_date": last,
        "half_day": part,
        "sort": sort,
        "half_days": None,
        "hours": None,
        "ground": None,
        "reported_by": None,
        "note": None,
    }
    return {**row, **more}


# ------------------------------------------------------------------------------------ the calendar


def test_every_known_holiday_of_a_year_lies_in_it_in_order() -> None:
    for year in KNOWN_YEARS:
        for region in REGIONS:
            found = known_holidays(region, year)
            assert [one.name for one in found][-1] == "Zomervakantie"
            for one in found:
                assert one.from_date <= one.until_date
                if one.name.endswith("vakantie"):
                    assert (one.from_date.weekday(), one.until_date.weekday()) == (5, 6)
            own = [one for one in found if one.name != "Zomervakantie"]
            assert len({one.name for one in own}) == len(own) == 8


def test_a_year_that_is_not_known_gives_nothing() -> None:
    assert known_holidays("north", "2030-2031") == ()


def test_taking_over_twice_changes_nothing_and_another_region_replaces_what_came_from_it() -> None:
    def take(present: list[FreeDays], region: str) -> list[FreeDays]:
        gone, new = taking_over(present, region, "2026-2027")
        return [one for one in present if one not in gone] + list(new)

    own = FreeDays(date(2026, 12, 18), date(2027, 1, 3), "holiday", "Kerstvakantie")
    north = take([STUDY_DAY, own], "north")
    assert taking_over(north, "north", "2026-2027") == ([], [])
    assert STUDY_DAY in north
    assert [one for one in north if one.name == "Kerstvakantie"] == [own]
    south = take(north, "south")
    fresh = take([STUDY_DAY, own], "south")
    assert sorted(map(str, south)) == sorted(map(str, fresh))
    assert sum(one.name == "Zomervakantie" for one in south) == 2


# ---------------------------------------------------------------------------------------- counting


@pytest.mark.parametrize(
    ("one", "count", "missed"),
    [
        (absence(MONDAY), 2, 5.5),
        (absence(MONDAY + 2 * ONE_DAY), 1, 3.5),
        (absence(MONDAY, part="afternoon"), 1, 2.0),
        (absence(MONDAY + 2 * ONE_DAY, part="afternoon"), 0, 0.0),
        (absence(MONDAY, FRIDAY), 7, 20.0),  # the Thursday is a study day
        (absence(MONDAY, MONDAY + timedelta(days=13)), 7, 20.0),  # a holiday week counts nothing
        (absence(FRIDAY + ONE_DAY), 0, 0.0),
        (absence(MONDAY, half_days=1, hours=1.0), 1, 1.0),  # typed by hand wins
        (absence(MONDAY, sort="late"), 0, 0.0),
        (absence(MONDAY, sort="late", hours=0.25), 0, 0.25),
        (absence(STUDY_DAY.from_date, hours=4.0), 0, 4.0),
    ],
)
def test_half_days_and_hours_follow_the_calendar(
    one: dict[str, Any], count: int, missed: float
) -> None:
    assert half_days(one, CALENDAR, *ALWAYS) == count
    assert hours(one, CALENDAR, *ALWAYS) == missed


def test_over_the_border_of_a_period_only_what_is_inside_counts() -> None:
    long = absence(MONDAY, MONDAY + timedelta(days=15), half_days=18, hours=30.0)
    assert half_days(long, CALENDAR, MONDAY, MONDAY) == 2
    assert hours(long, CALENDAR, MONDAY, MONDAY) < 30
    assert round(sum(hours_by_day(long, CALENDAR).values()), 6) == 30


def test_only_the_sort_that_is_asked_counts() -> None:
    found = total([absence(MONDAY, sort="ill"), absence(MONDAY)], "ill", CALENDAR, *ALWAYS)
    assert (found.half_days, found.hours, found.occasions) == (2, 5.5, 1)


# -------------------------------------------------------------------------------- the register

Shown = dict[tuple[date, str], str | None]


def shown(rows: list[dict[str, Any]]) -> Shown:
    """What each half-day with lessons says around November 2026."""
    period = days(MONDAY - timedelta(days=14), MONDAY + timedelta(days=28))
    found: Shown = {}
    for day in period:
        for part in CALENDAR.parts(day):
            mark = mark_on(map(piece_of, rows), day, part)
            found[day, part] = mark.sort if mark else None
    return found


def after(
    rows: list[dict[str, Any]], marks: Mapping[tuple[date, str], Mark | None]
) -> list[dict[str, Any]]:
    """The entries as they stand when the changes have been stored."""
    changes = put(rows, marks, CALENDAR)
    stored = {row["id"]: row for row in rows if row["id"] not in changes.delete}
    for piece in changes.change:
        stored[piece.id] = {**stored[piece.id], **piece.values()}
    for piece in changes.add:
        new = f"new {len(rows)} {len(stored)}"
        stored[new] = {"id": new, **piece.values()}
    return list(stored.values())


def both(day: date, sort: str) -> dict[tuple[date, str], Mark | None]:
    return {(day, part): Mark(sort) for part in PARTS}


@st.composite
def apart(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Absences that do not overlap, as a school writes them."""
    rows = []
    day = MONDAY - timedelta(days=draw(st.integers(0, 10)))
    for number in range(draw(st.integers(0, 4))):
        day += timedelta(days=draw(st.integers(1, 4)))
        last = day + timedelta(days=draw(st.integers(0, 9)))
        rows.append(
            absence(
                day,
                last if last != day else None,
                draw(st.sampled_from(("whole", "morning", "afternoon"))),
                draw(st.sampled_from(("ill", "authorised", "unauthorised"))),
                id=str(number),
                hours=draw(st.sampled_from((None, None, 4.0))),
                note=draw(st.sampled_from((None, None, "griep"))),
            )
        )
        day = last
    return rows


HALF_DAYS = st.tuples(
    st.integers(-14, 28).map(lambda n: MONDAY + timedelta(days=n)), st.sampled_from(PARTS)
)
MARKS = st.sampled_from((None, Mark("ill"), Mark("authorised"), Mark("unauthorised"), Mark("late")))


@settings(max_examples=60)
@given(apart(), st.dictionaries(HALF_DAYS, MARKS, min_size=1, max_size=3))
def test_typing_half_days_changes_those_and_no_other(
    rows: list[dict[str, Any]], marks: dict[tuple[date, str], Mark | None]
) -> None:
    before, now = shown(rows), shown(after(rows, marks))
    for half_day, sort in before.items():
        said = marks[half_day] if half_day in marks else Mark(sort) if sort else None
        assert now[half_day] == (said.sort if said else None)


@settings(max_examples=40)
@given(apart(), HALF_DAYS)
def test_hours_that_were_typed_are_shared_out_and_never_grow(
    rows: list[dict[str, Any]], half_day: tuple[date, str]
) -> None:
    left = after(rows, {half_day: None})
    was = sum(hours(one, CALENDAR, *ALWAYS) for one in rows)
    assert sum(hours(one, CALENDAR, *ALWAYS) for one in left) <= was + 0.05


@settings(max_examples=30)
@given(apart(), HALF_DAYS, MARKS)
def test_typing_the_same_twice_changes_nothing_the_second_time(
    rows: list[dict[str, Any]], half_day: tuple[date, str], mark: Mark | None
) -> None:
    once = after(rows, {half_day: mark})
    assert not put(once, {half_day: mark}, CALENDAR)


def test_morning_and_afternoon_become_one_whole_day() -> None:
    (one,) = after(after([], {(MONDAY, "morning"): Mark("ill")}), both(MONDAY, "ill"))
    assert (one["half_day"], one["until_date"]) == ("whole", None)


def test_days_of_illness_that_follow_each_other_are_one_time() -> None:
    rows: list[dict[str, Any]] = []
    tuesday, wednesday = MONDAY + ONE_DAY, MONDAY + 2 * ONE_DAY
    for day in (MONDAY, tuesday, wednesday, FRIDAY):  # the Thursday is free
        rows = after(rows, both(day, "ill"))
    (one,) = rows
    assert (one["from_date"], one["until_date"]) == (MONDAY, FRIDAY)
    assert half_days(one, CALENDAR, *ALWAYS) == 7


def test_a_holiday_between_makes_it_two_times_and_being_late_is_never_joined() -> None:
    later = HOLIDAY.until_date + timedelta(days=3)
    assert len(after(after([], both(FRIDAY, "ill")), both(later, "ill"))) == 2
    assert len(after([], both(MONDAY, "late"))) == 2


def test_a_half_day_in_the_middle_splits_and_keeps_the_note() -> None:
    long = absence(MONDAY, FRIDAY, sort="ill", id="x", note="griep")
    left = after([long], {(MONDAY + ONE_DAY, "afternoon"): None})
    assert sorted((str(one["from_date"])[-2:], one["half_day"], one["note"]) for one in left) == [
        ("16", "whole", "griep"), ("17", "morning", "griep"), ("18", "whole", "griep"),
    ]  # fmt: skip
    assert sum(half_days(one, CALENDAR, *ALWAYS) for one in left) == 6
    assert "x" in {one["id"] for one in left}, "the entry itself lives on in its first part"


def test_no_two_entries_that_were_written_apart_are_thrown_together() -> None:
    tuesday = MONDAY + ONE_DAY
    rows = [absence(MONDAY, sort="ill", note="oor"), absence(tuesday, sort="ill", id="y")]
    assert after(rows, {(FRIDAY, "morning"): Mark("late", 10)})[:2] == rows


def test_minutes_of_being_late_are_kept_and_shown() -> None:
    (one,) = after([], {(MONDAY, "morning"): Mark("late", 20)})
    assert mark_on([piece_of(one)], MONDAY, "morning") == Mark("late", 20)


def test_half_days_without_lessons_are_left_alone() -> None:
    assert not put([], {(HOLIDAY.from_date, "morning"): Mark("ill")}, CALENDAR)


# -------------------------------------------------------------------------------- sixteen hours

BORN = date(2016, 5, 9)
TODAY = date(2026, 12, 4)


def report(until: date, sort: str = "sixteen_hours") -> dict[str, Any]:
    return {"sort": sort, "until_date": until}


@pytest.mark.parametrize(
    ("rows", "reports", "level", "missed"),
    [
        ([], [], Level.NONE, 0),
        ([absence(MONDAY)], [], Level.NONE, 0),
        ([absence(MONDAY), absence(FRIDAY)], [], Level.WARN, 11.0),
        ([absence(MONDAY, FRIDAY)], [], Level.MUST, 20.0),
        ([absence(MONDAY, FRIDAY, sort="ill")], [], Level.NONE, 0),
        ([absence(MONDAY, FRIDAY)], [report(FRIDAY)], Level.NONE, 0),
        ([absence(MONDAY, FRIDAY)], [report(FRIDAY, "luxury")], Level.MUST, 20.0),
        ([absence(MONDAY, hours=15.99)], [], Level.WARN, 15.99),
        ([absence(MONDAY, hours=16.0)], [], Level.MUST, 16.0),
        ([absence(date(2025, 11, 3), date(2025, 11, 14))], [], Level.NONE, 0),  # over a year ago
        ([absence(MONDAY, sort="late", hours=16.0)], [], Level.NONE, 0),
        ([absence(HOLIDAY.from_date, hours=16.0)], [], Level.NONE, 0),  # a week without lessons
    ],
)
def test_sixteen_hours_in_four_weeks_must_be_reported(
    rows: list[dict[str, Any]], reports: list[dict[str, Any]], level: Level, missed: float
) -> None:
    found = signal(rows, reports, CALENDAR, BORN, TODAY)
    assert (found.level, found.hours) == (level, missed)


def test_the_day_it_was_reached_starts_the_five_working_days() -> None:
    rows = [absence(MONDAY, MONDAY + 3 * ONE_DAY), absence(FRIDAY)]
    found = signal(rows, [], CALENDAR, BORN, TODAY)
    assert found.reached == FRIDAY  # 5,5 + 5,5 + 3,5 before the free Thursday is 14,5
    assert found.due == date(2026, 11, 27)
    assert signal(rows, [], CALENDAR, BORN, FRIDAY - ONE_DAY).level is Level.WARN


def test_weeks_without_lessons_do_not_count_among_the_four() -> None:
    first, last = MONDAY - timedelta(days=14), MONDAY + timedelta(days=14)
    rows = [absence(first, hours=9.0), absence(last, hours=8.0)]
    assert signal(rows, [], CALENDAR, BORN, TODAY).level is Level.MUST
    # Without the holiday between them they are five weeks apart.
    assert signal(rows, [], PLAIN, BORN, TODAY).level is Level.NONE


def test_nothing_is_asked_before_a_child_must_go_to_school() -> None:
    born = date(2021, 11, 3)
    assert compulsory_from(born, CALENDAR) == date(2026, 12, 1)
    assert compulsory_from(date(2021, 12, 31), PLAIN) == date(2027, 1, 1)
    assert signal([absence(MONDAY, FRIDAY)], [], CALENDAR, born, TODAY).level is Level.NONE
    december = absence(date(2026, 12, 1), date(2026, 12, 4))
    assert signal([december], [], CALENDAR, born, TODAY).level is Level.MUST


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from((2.0, 3.5, 5.5))), max_size=12),
    st.integers(0, 60),
)
def test_the_signal_agrees_with_counting_every_window_by_hand(
    missed: list[tuple[int, float]], reported: int
) -> None:
    """Against the definition: four lesson weeks in a row hold sixteen hours after the report."""
    begin = date(2026, 9, 28)
    rows = [absence(begin + timedelta(days=n), hours=hours_) for n, hours_ in missed]
    until = begin + timedelta(days=reported)
    weeks = [begin + timedelta(days=7 * n) for n in range(-5, 11)]
    lessons = [one for one in weeks if CALENDAR.is_lesson_week(one)]

    def counts(row: dict[str, Any], window: list[date]) -> bool:
        day = row["from_date"]
        return until < day <= TODAY and monday_of(day) in window

    reached = any(
        sum(row["hours"] for row in rows if counts(row, lessons[at : at + 4])) >= 16
        for at in range(len(lessons) - 3)
    )
    found = signal(rows, [report(until)], CALENDAR, BORN, TODAY)
    assert (found.level is Level.MUST) == reached


def test_five_working_days_pass_over_the_weekend() -> None:
    assert working_days_after(FRIDAY) == FRIDAY + timedelta(days=7)
    assert working_days_after(FRIDAY + ONE_DAY) == FRIDAY + timedelta(days=7)
    assert sixteen_hours.REPORT_WITHIN == 5


# ---------------------------------------------------------------------------------------- leave

SUMMER = FreeDays(date(2026, 7, 18), date(2026, 8, 30), "holiday", "Zomervakantie")
YEAR = SchoolCalendar(DEFAULT_HOURS, (SUMMER, HOLIDAY))


def request(first: date, last: date, ground: str = "holiday", decision: str = "open") -> Any:
    return {"from_date": first, "until_date": last, "ground": ground, "decision": decision}


@pytest.mark.parametrize(
    ("asked", "others", "said", "against"),
    [
        (request(MONDAY, FRIDAY), [], "verklaring van de werkgever", False),
        (request(MONDAY, MONDAY + timedelta(days=20)), [], "hoogstens 10", False),
        (request(MONDAY, MONDAY + timedelta(days=21)), [], "11 schooldagen", True),
        (request(MONDAY, FRIDAY), [request(FRIDAY, FRIDAY, decision="granted")], "één keer", True),
        (request(MONDAY, FRIDAY), [request(FRIDAY, FRIDAY)], "werkgever", False),
        (request(date(2026, 9, 11), date(2026, 9, 14)), [], "eerste twee weken", True),
        (request(date(2026, 9, 14), date(2026, 9, 14)), [], "werkgever", False),
        (request(MONDAY, FRIDAY, "weighty"), [], "beslist de directeur", False),
        (
            request(MONDAY, FRIDAY, "weighty"),
            [request(date(2026, 9, 21), date(2026, 9, 28), "weighty", "granted")],
            "leerplichtambtenaar",
            True,
        ),
        (request(MONDAY, FRIDAY, "religion"), [], "twee dagen van tevoren", False),
        (request(HOLIDAY.from_date, HOLIDAY.until_date), [], "geen les", False),
    ],
)
def test_what_the_law_says_of_a_request(
    asked: Any, others: list[Any], said: str, against: bool
) -> None:
    found = leave_rules.remarks(asked, others, YEAR)
    if said != "hoogstens 10":
        assert any(said in one.text for one in found)
    assert any(one.against for one in found) is against
    assert all(one.article.startswith("art.") for one in found)
