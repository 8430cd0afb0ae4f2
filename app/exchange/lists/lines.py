"""The lines of a list that were not taken, or not whole: which row, and why."""

import re
from dataclasses import dataclass

from app.exchange.edexml.fields import masked, shown
from app.exchange.edexml.values import Problem

_ROW = re.compile(r"rij (\d+)", re.ASCII)


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


def row_of(problem: Problem) -> int:
    """The row that it is about; 0 when it is about the whole list."""
    found = _ROW.match(problem.subject)
    return int(found[1]) if found else 0
