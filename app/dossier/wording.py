"""Stored values as Dutch text, for lists, pages and documents."""

from collections.abc import Mapping
from datetime import date

from app.dossier.kinds import REFERENCES, Field, Kind, Value


def dutch_date(day: date) -> str:
    """`17-03-2015`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


_MONTHS = (
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
)


def long_date(day: date) -> str:
    """`17 maart 2015`, as in a letter."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_and_month(day: date) -> str:
    """`17 maart`, as a birthday is said."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def show(field: Field, value: Value, references: Mapping[str, str]) -> str:
    """One value as a person reads it; `references` gives names for ids."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch_date(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    text = str(value)
    if field.choices:
        return field.choices.get(text, text)
    if field.type in REFERENCES:
        return references.get(text, "onbekend")
    return text


def show_all(
    kind: Kind, values: Mapping[str, Value], references: Mapping[str, str]
) -> dict[str, str]:
    """Every field of an entry that is in `values`."""
    return {
        field.name: show(field, values[field.name], references)
        for field in kind.fields
        if field.name in values
    }


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def title(kind: Kind, display: Mapping[str, str]) -> str:
    """The line by which an entry is recognised; never empty."""
    filled = kind.title.format_map(_Blank(display)).replace("()", "")
    text = " ".join(filled.split()).strip(" :,")
    return text or kind.singular
