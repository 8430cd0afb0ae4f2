"""An empty attendance list for a week, for who keeps the register on paper first."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.documents import Block, Paragraph, Table
from app.dossier.wording import day_and_month, long_date

_DAYS = ("ma", "di", "wo", "do", "vr")
_HALVES = ("och", "mid")
_KEY = "Z ziek · L te laat · G geoorloofd afwezig · O ongeoorloofd afwezig · leeg: aanwezig"


def monday_of(day: date) -> date:
    """The first day of the week in which `day` falls."""
    return day - timedelta(days=day.weekday())


def week_words(day: date) -> str:
    """`Week van 23 november tot en met 27 november 2026`."""
    first = monday_of(day)
    return f"Week van {day_and_month(first)} tot en met {long_date(first + timedelta(days=4))}"


def blocks(names: Sequence[str]) -> tuple[Block, ...]:
    """A box for each half day."""
    halves = tuple(f"{day}\n{half}" for day in _DAYS for half in _HALVES)
    rows = tuple((str(number), name, *[""] * 10) for number, name in enumerate(names, start=1))
    weights = (1.0, 6.0, *[1.4] * len(halves))
    return (Paragraph(_KEY, "muted"), Table(("", "Naam", *halves), rows, weights, boxes=True))
