"""The lines of a list that were not taken, or not whole: which row, and why.

The report that is saved names rows and reasons only; who stands there the list itself says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.dossier.spreadsheet_text import table_as_csv
from app.exchange.edexml.fields import masked, shown
from app.exchange.edexml.values import Problem

_ROW = re.compile(r"rij (\d+)", re.ASCII)
REPORT_HEADINGS = ("Rij", "Gegeven", "Wat ermee gebeurt")


@dataclass(frozen=True)
class Line:
    """Something in one row that was not taken over. `whole`: nothing of that row was."""

    row: int
    who: str
    field: str
    value: str
    sentence: str
    whole: bool = True

    def as_problem(self) -> Problem:
        """In the form in which an EDEXML file tells what is wrong in it."""
        return Problem(label(self.row, self.who), self.field, shown(self.value), self.sentence)


def label(row: int, who: str) -> str:
    """How a row is called: `rij 12: Anna de Vries`."""
    return f"rij {row}: {shown(who)}" if who else f"rij {row}"


def hidden(name: str, value: str) -> str:
    """A value as a message may show it: of a BSN the last digits only."""
    return masked(value) if name in ("personal_number", "eckid") else value


def report(problems: Iterable[Problem]) -> bytes:
    """The report as a table file, in the order of the rows; without names and values."""
    rows = []
    for one in problems:
        found = _ROW.match(one.subject)
        rows.append((int(found[1]) if found else 0, one.field, one.sentence))
    rows.sort(key=lambda row: row[0])
    return table_as_csv(
        REPORT_HEADINGS, ((str(row) if row else "–", name, said) for row, name, said in rows)
    )
