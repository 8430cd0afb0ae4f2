"""Values of arguments that the shell gives as text; a wrong one is wrong usage."""

import argparse
from collections.abc import Callable
from datetime import date, datetime

from app.dossier import checks

_YEARS = range(1990, 2200)


def _checked(check: Callable[[str], str]) -> Callable[[str], str]:
    def tidied(text: str) -> str:
        try:
            return check(text)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(str(problem).removesuffix(".")) from None

    return tidied


brin = _checked(checks.brin)
"""A BRIN in capitals, for argparse."""

branch = _checked(checks.branch)
"""A vestigingsnummer of two digits, for argparse."""


def day(text: str) -> date:
    """A date as people type it, 23-11-2026, or as computers do, 2026-11-23."""
    for pattern in ("%d-%m-%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a bare date
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    raise argparse.ArgumentTypeError("dit is geen bestaande datum; typ bijvoorbeeld 23-11-2026")
