"""The rows of a sheet as text, and the limits that no list of a school reaches."""

from dataclasses import dataclass

from app.errors import UserError
from app.exchange.edexml.fields import clean

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
# Programs that colour a whole column leave a million empty rows below the list.
_EMPTY_ROWS = 2_000
MAX_CELLS = 1_000_000
KEPT = "Er is niets geïmporteerd."


@dataclass(frozen=True)
class Row:
    """One row that is not empty; `number` is its number in the spreadsheet, from 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in this column, "" when the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file. `sheets` names all of them, `remark` says how it was read."""

    file_name: str
    name: str
    sheets: tuple[str, ...]
    rows: tuple[Row, ...]
    remark: str = ""


class Collector:
    """Takes the rows of a reader one by one and stops it where no list of a school comes."""

    def __init__(self) -> None:
        self._raw = self._empty = 0
        self._cells = 0
        self.rows: list[Row] = []

    def add(self, cells: list[str]) -> bool:
        """The next row; False when nothing more is to be expected below it.

        Raises `UserError` beyond the limits.
        """
        self._raw += 1
        tidied = [tidy(one) for one in cells]
        while tidied and not tidied[-1]:
            tidied.pop()
        self._cells += len(tidied)
        if len(tidied) > MAX_COLUMNS:
            raise UserError(
                f"Rij {self._raw} telt {len(tidied)} kolommen; een lijst mag er {MAX_COLUMNS} "
                f"hebben. {KEPT} Verwijder kolommen die niet nodig zijn en bewaar de lijst opnieuw."
            )
        self._empty = 0 if tidied else self._empty + 1
        if tidied:
            self.rows.append(Row(self._raw, tuple(tidied)))
        if len(self.rows) > MAX_ROWS or self._cells > MAX_CELLS:
            raise UserError(
                f"Deze lijst heeft meer dan {MAX_ROWS} rijen of is erg breed. {KEPT} Deel de lijst "
                "in stukken, of verwijder rijen en kolommen die niet nodig zijn."
            )
        return self._empty < _EMPTY_ROWS

    def done(self) -> tuple[Row, ...]:
        """All rows. Raises `UserError` when there is none."""
        if not self.rows:
            raise UserError(
                f"Dit blad is leeg. {KEPT} Kies een ander bestand, of bewaar de lijst opnieuw."
            )
        return tuple(self.rows)


def tidy(text: str) -> str:
    """A cell without outer blanks and invisible characters; line breaks inside it stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = (clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
