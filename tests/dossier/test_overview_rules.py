"""What will end, what waits and what was not confirmed; and how a timeline is ordered."""

from datetime import date

import pytest

from app.access.categories import Category
from app.dossier.kinds import KINDS
from app.dossier.notices import ending, is_unconfirmed, unconfirmed, undecided
from app.dossier.timeline import TimelineItem, in_order, item_of, title_without_day
from app.dossier.values import Entry

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("kind", "field", "until", "told"),
    [
        ("health", "valid_until", date(2027, 4, 1), "Astma loopt af op 01-04-2027"),
        ("health", "valid_until", date(2027, 2, 1), "Astma is verlopen sinds 01-02-2027"),
        ("health", "valid_until", date(2027, 6, 30), None),
        ("health", "valid_until", date(2026, 1, 1), None),
        ("health", "valid_until", None, None),
        ("research", "valid_until", date(2027, 3, 1), "Astma loopt af op 01-03-2027"),
        ("support", "until_date", date(2027, 5, 31), "Astma loopt af op 31-05-2027"),
        ("support", "until_date", date(2027, 2, 28), None),
        ("placement", "until_date", date(2027, 3, 2), None),
    ],
)
def test_what_ends_within_three_months_is_told(kind, field, until, told) -> None:
    found = ending(KINDS[kind], {"id": "x", field: until}, "Astma", TODAY)
    assert (found.text if found else None) == told


@pytest.mark.parametrize(
    ("confirmed", "entered", "more", "told"),
    [
        (None, "2025-01-10", {}, True),
        (date(2025, 9, 1), "2020-01-10", {}, True),
        (date(2026, 9, 1), "2020-01-10", {}, False),
        (None, "2026-03-01", {}, False),
        (None, "2026-02-28", {}, True),
        (None, "2025-01-10", {"until_date": date(2026, 1, 1)}, False),
        (None, "2025-01-10", {"deceased": True}, False),
    ],
)
def test_what_nobody_confirmed_for_a_year_is_told(confirmed, entered, more, told) -> None:
    row = {"id": "x", "confirmed_on": confirmed, "created_at": f"{entered}T09:00:00Z", **more}
    assert is_unconfirmed(KINDS["guardian"], row, TODAY) is told
    assert not is_unconfirmed(KINDS["talk"], row, TODAY)


def test_all_that_was_not_confirmed_is_one_sentence() -> None:
    found = unconfirmed(["Laan 1, Zwolle", "A. Hof"])
    assert found.text == "Langer dan een jaar niet bevestigd: Laan 1, Zwolle; A. Hof"


@pytest.mark.parametrize(
    ("decision", "first", "late"),
    [("open", date(2027, 3, 5), False), ("open", TODAY, True), ("granted", TODAY, None)],
)
def test_a_request_for_leave_without_a_decision_is_told(decision, first, late) -> None:
    row = {"id": "x", "decision": decision, "from_date": first}
    found = undecided(KINDS["leave_request"], row, TODAY)
    assert (found.late if found else None) is late


def entry(kind: str, **display: str) -> Entry:
    return Entry("x", KINDS[kind], "p", {}, display, "", "", 1, "", "", "", "")


@pytest.mark.parametrize(
    ("kind", "display", "title"),
    [
        ("absence", {"sort": "ziek", "from_date": "01-03-2027"}, "ziek"),
        ("enrolment", {"from_date": "01-08-2020"}, ""),
        ("leave_request", {"from_date": "01-03-2027"}, ""),
        ("result", {"domain": "spelling", "moment": "M7"}, "spelling M7"),
        ("talk", {"subject": "Rapport", "held_on": "01-03-2027"}, "Rapport"),
        ("health", {}, ""),
    ],
)
def test_the_day_of_an_entry_is_not_said_twice(kind, display, title) -> None:
    assert title_without_day(entry(kind, **display)) == title


def test_an_entry_without_a_day_of_its_own_stands_at_the_day_it_was_written() -> None:
    row = {"created_at": "2027-02-03T09:00:00Z"}
    assert item_of(entry("health"), row).on == date(2027, 2, 3)


def test_newest_first_and_within_a_day_in_the_order_of_the_categories() -> None:
    def one(on: int, category: Category, title: str) -> TimelineItem:
        return TimelineItem(category, "x", title, date(2027, 3, on), "", title)

    items = [
        one(1, Category.TALK, "d"),
        one(2, Category.TALK, "b"),
        one(2, Category.ABSENCE, "a"),
        one(2, Category.TALK, "c"),
    ]
    assert [item.title for item in in_order(items)] == ["a", "b", "c", "d"]
