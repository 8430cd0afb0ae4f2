"""Dates as people in a Dutch school type them, and a kind sentence when it is none.

Pure: no widget, and the day of today comes in as an argument.
"""

import calendar
import re
from datetime import date, timedelta

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST = 60
EXAMPLE = "Schrijf een datum als 17-03-2015 of 17 maart 2015."
_RELATIVE = {"vandaag": 0, "gisteren": -1, "eergisteren": -2, "morgen": 1, "overmorgen": 2}


class NotADate(ValueError):
    """The argument is a Dutch sentence for the person who typed."""


def written(day: date | None) -> str:
    """17-03-2015, or nothing."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}" if day else ""


def _year(digits: str, today: date) -> int:
    if len(digits) == 2:
        # Ten years ahead at most: `15` is 2015, `62` a grandparent's 1962.
        year = today.year // 100 * 100 + int(digits)
        return year - 100 if year > today.year + 10 else year
    return int(digits)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    number = _SHORT.get(word[:3], 0)
    full = MONTHS[number - 1] if number else ""
    if number and (full.startswith(word) or word in {"mrt", "sept"}):
        return number
    raise NotADate(f"“{word[:20]}” is geen maand. {EXAMPLE}")


def _parts(text: str) -> tuple[str, str, str]:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return match[3], match[2], match[1]
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text):
        return match[1], match[2], match[3]
    pattern = r"(\d{1,2})[-/. ]*(\d{1,2}|[a-z]+)[-/. ]+(\d{4}|\d{2})"
    if match := re.fullmatch(pattern, text):
        return match[1], match[2], match[3]
    if re.fullmatch(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+)[-/. ]*", text):
        raise NotADate(f"Vul ook het jaar in. {EXAMPLE}")
    raise NotADate(f"Dit is geen datum. {EXAMPLE}")


def parse(text: str, today: date) -> date | None:
    """The date that was typed, `None` for an empty text; raises `NotADate` with what is wrong."""
    typed = " ".join(text[:LONGEST].lower().split())
    if not typed:
        return None
    if typed in _RELATIVE:
        return today + timedelta(days=_RELATIVE[typed])
    # A day of the week in front is a kindness of whoever typed it, not an error.
    typed = re.sub(r"^(maan|dins|woens|donder|vrij|zater|zon)dag ", "", typed)
    typed = re.sub(r"^(ma|di|wo|do|vr|za|zo) ", "", typed)
    day_text, month_text, year_text = _parts(typed)
    day, month, year = int(day_text), _month(month_text), _year(year_text, today)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotADate(f"Het jaar {year} kan niet kloppen. {EXAMPLE}")
    if not 1 <= month <= len(MONTHS):
        raise NotADate(f"Er is geen maand {month}. Schrijf eerst de dag, dan de maand.")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise NotADate(f"Deze datum bestaat niet: {MONTHS[month - 1]} {year} heeft {days} dagen.")
    return date(year, month, day)
