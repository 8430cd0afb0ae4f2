"""Bekostiging: periods that cannot be right are said, and nothing is stopped."""

from datetime import date

from ui.widgets.labels import PlainLabel

FIRST, LAST = date(2025, 8, 1), date(2026, 7, 31)


def test_two_of_one_sort_in_one_period_and_a_ruling_without_end_are_said(open_as) -> None:
    opened = open_as("administratie")
    anna, entries = opened.id_of("Anna"), opened.desk.entries
    for sort, first, last in (
        ("newcomer", FIRST, LAST),
        ("newcomer", LAST, None),
        ("newcomer", date(2024, 8, 1), date(2025, 7, 31)),
        ("other", FIRST, LAST),
        ("special_ruling", FIRST, None),
    ):
        given = {"value": "categorie 1", "source": "beschikking 1-8-2025"}
        entries.add(
            anna, "funding", {"sort": sort, "from_date": first, "until_date": last, **given}
        )
    opened.open("Anna")
    page = opened.tab("funding")
    said = [one.text() for one in page.findChildren(PlainLabel) if one.isVisible()]
    twice = [one for one in said if "twee keer" in one]
    assert len(twice) == 1, "only the two that share a day"
    assert "01-08-2025 tot en met 31-07-2026" in twice[0]
    assert "vanaf 31-07-2026" in twice[0]
    assert [one for one in said if "geen einddatum" in one]
    assert len(page.cards["funding"].table.rows()) == 5
