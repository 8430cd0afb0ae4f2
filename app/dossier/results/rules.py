"""What a result may be: marks, levels, reference levels per domain. Data in `results.toml`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from app import resources

_DATA: Mapping[str, Any] = resources.load("results.toml")
_MARK = _DATA["mark"]

OUTCOMES = ("score", "mark", "ability", "level", "dle", "reference_level")
"""The fields that say how a pupil did; a result without any of them was not taken."""

LEVELS: tuple[tuple[str, ...], ...] = tuple(tuple(one) for one in _DATA["levels"].values())
"""The scales of levels, each from the highest to the lowest."""

REFERENCE_LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {domain: tuple(levels) for domain, levels in _DATA["reference"].items()}
)
NOT_TAKEN: str = _DATA["not_taken"]["text"]
_NOT_TAKEN_TYPED = frozenset(_DATA["not_taken"]["typed"])

_NOT_A_MARK = (
    f"Een cijfer ligt tussen {_MARK['lowest']} en {_MARK['highest']} met hoogstens één cijfer "
    f"achter de komma, zoals 7 of 7,5; een waardering is {', '.join(_MARK['letters'][:-1])} of "
    f"{_MARK['letters'][-1]}."
)


def mark(text: str) -> str:
    """A mark as it is stored: `7,5`, `8` or a letter; ValueError with a Dutch sentence otherwise.

    >>> mark("7½"), mark("8.0"), mark("rv")
    ('7,5', '8', 'RV')
    """
    typed = text.strip().upper()
    if typed in _MARK["letters"]:
        return typed
    found = re.fullmatch(r"(\d{1,2})(?:[.,](\d)|(½))?", typed, re.ASCII)
    if not found:
        raise ValueError(_NOT_A_MARK)
    value = Decimal(f"{found[1]}.{'5' if found[3] else found[2] or '0'}")
    if not _MARK["lowest"] <= value <= _MARK["highest"]:
        raise ValueError(_NOT_A_MARK)
    return f"{value.normalize():f}".replace(".", ",")


def together(values: Mapping[str, Any]) -> dict[str, str]:
    """What is only wrong in combination, per field of a result."""
    problems: dict[str, str] = {}
    domain, level = values.get("domain"), values.get("reference_level")
    if level and level not in REFERENCE_LEVELS.get(str(domain), ()):
        known = REFERENCE_LEVELS.get(str(domain))
        if known is None:
            problems["reference_level"] = "Bij dit gebied hoort geen referentieniveau."
        else:
            shown = ", ".join(one.replace("below_", "<") for one in known)
            problems["reference_level"] = f"Bij dit gebied hoort {shown}."
    if not any(values.get(name) not in (None, "") for name in (*OUTCOMES, "note")):
        problems["score"] = (
            "Vul een uitkomst in, of schrijf in de toelichting waarom die er niet is."
        )
    return problems


def has_outcome(values: Mapping[str, Any]) -> bool:
    """Whether the test was made: any outcome at all."""
    return any(values.get(name) not in (None, "") for name in OUTCOMES)


def was_not_taken(values: Mapping[str, Any]) -> bool:
    """Whether only an explanation stands in the place of the outcome."""
    return bool(values.get("note")) and not has_outcome(values)


def says_not_taken(text: str) -> bool:
    """Whether this is one of the ways to type that a test was not made."""
    return text.strip().lower() in _NOT_TAKEN_TYPED


def scale_of(level: object) -> tuple[str, ...]:
    """The scale that a level belongs to, highest first; empty when it is none."""
    return next((scale for scale in LEVELS if level in scale), ())
