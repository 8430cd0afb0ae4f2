"""Where the cells of a spreadsheet go in a grid of pupils: by name or number, else in order.

Nothing is ever shifted silently: a line whose pupil is not certain is left out and told.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.access.pupil_data import PupilData
from app.dossier.names import fold
from app.dossier.results.sheet import SheetRow

_MOST_TOLD = 12
_HEADING = "De eerste regel is als kop gezien en niet overgenomen."
IsRight = Callable[[str, str], bool]


@dataclass(frozen=True)
class Pasted(PupilData):
    """Text per (pupil id, field), and what was not placed, each as a Dutch sentence."""

    cells: Mapping[tuple[str, str], str]
    by_name: bool
    remarks: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The remarks in one text, not longer than a message can show."""
        more = len(self.remarks) - _MOST_TOLD
        rest = (f"En nog {more} van zulke regels.",) if more > 0 else ()
        return " ".join((*self.remarks[:_MOST_TOLD], *rest))


def block(text: str) -> list[list[str]]:
    """The cells that were copied: tabs between columns, else semicolons; quoted cells as one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text:
        return []
    delimiter = "\t" if "\t" in text else ";"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def place(
    text: str,
    pupils: Sequence[SheetRow],
    columns: Sequence[str],
    start: tuple[int, int],
    is_right: IsRight,
) -> Pasted:
    """Where each cell goes. `start` is the cell one was at: (row, column) of the grid.

    `is_right` says whether a text fits a column; it tells a heading from a value.
    """
    lines = block(text)
    keys = _keys(pupils)
    if _is_named(lines, keys):
        return _by_name(lines, keys, columns)
    return _in_order(lines, pupils[start[0] :], columns[start[1] :], is_right)


def _keys(pupils: Sequence[SheetRow]) -> dict[str, list[SheetRow]]:
    """Every way to write a pupil's name or number, and who is meant by it."""
    found: dict[str, list[SheetRow]] = {}
    for pupil in pupils:
        for way in {fold(pupil.number), fold(pupil.name), fold(pupil.display_name)} - {""}:
            found.setdefault(way, []).append(pupil)
    return found


def _number(text: str) -> str:
    """Spreadsheets write a number as 248109.0."""
    return text[:-2] if text.endswith((".0", ",0")) else text


def _of(keys: Mapping[str, list[SheetRow]], text: str) -> list[SheetRow]:
    return keys.get(fold(_number(text)), [])


def _is_named(lines: Sequence[Sequence[str]], keys: Mapping[str, list[SheetRow]]) -> bool:
    """More than half of the first column are pupils of this group, with something behind it."""
    firsts = [line[0] for line in lines if len(line) > 1 and line[0]]
    matched = sum(1 for one in firsts if _of(keys, one))
    return matched > 0 and 2 * matched >= len(firsts)


def _by_name(
    lines: Sequence[Sequence[str]], keys: Mapping[str, list[SheetRow]], columns: Sequence[str]
) -> Pasted:
    cells: dict[tuple[str, str], str] = {}
    remarks: list[str] = []
    seen: dict[str, int] = {}
    # Names fill the columns from the first on, whichever cell one was at.
    too_wide = False
    for number, line in enumerate(lines, 1):
        if not any(line):
            continue
        found = _of(keys, line[0])
        if len(found) != 1:
            remarks.append(_unplaced(number, line, is_double=bool(found)))
            continue
        pupil = found[0]
        if pupil.pupil_id in seen:
            remarks.append(
                f"Regel {number} niet overgenomen: dezelfde leerling stond al in regel "
                f"{seen[pupil.pupil_id]}."
            )
            continue
        seen[pupil.pupil_id] = number
        too_wide = too_wide or any(line[1 + len(columns) :])
        for column, text in zip(columns, line[1:], strict=False):
            if text:
                cells[pupil.pupil_id, column] = text
    return Pasted(cells, True, (*remarks, *_width(too_wide, len(columns))))


def _unplaced(number: int, line: Sequence[str], *, is_double: bool) -> str:
    """Why this line is nobody's; a first line without any digit is taken for a heading."""
    if number == 1 and not is_double and not any(c.isdigit() for cell in line for c in cell):
        return _HEADING
    why = "past bij meer dan één leerling" if is_double else "staat niet in deze groep"
    return f"Regel {number} niet overgenomen: “{line[0][:60]}” {why}."


def _in_order(
    lines: Sequence[Sequence[str]],
    pupils: Sequence[SheetRow],
    columns: Sequence[str],
    is_right: IsRight,
) -> Pasted:
    remarks: list[str] = []
    values = list(lines)
    if len(values) > 1 and _is_heading(values, columns, is_right):
        values = values[1:]
        remarks.append(_HEADING)
    if len(values) > len(pupils):
        remarks.append(
            f"Er waren {len(values)} regels voor {len(pupils)} leerlingen vanaf hier: de laatste "
            f"{len(values) - len(pupils)} zijn niet overgenomen."
        )
    elif 1 < len(values) < len(pupils):
        remarks.append(
            f"Er waren {len(values)} regels voor {len(pupils)} leerlingen vanaf hier: kijk of de "
            "volgorde klopt. Met namen of nummers in de eerste kolom komt elke score bij het "
            "juiste kind."
        )
    cells = {
        (pupil.pupil_id, column): text
        for pupil, line in zip(pupils, values, strict=False)
        for column, text in zip(columns, line, strict=False)
        if text
    }
    too_wide = any(any(line[len(columns) :]) for line in values)
    return Pasted(cells, False, (*remarks, *_width(too_wide, len(columns))))


def _is_heading(lines: Sequence[Sequence[str]], columns: Sequence[str], is_right: IsRight) -> bool:
    """The first line fits nowhere, and what stands below it does."""
    first = [(c, t) for c, t in zip(columns, lines[0], strict=False) if t]
    below = [(c, t) for line in lines[1:] for c, t in zip(columns, line, strict=False) if t]
    return (
        bool(first)
        and not any(is_right(column, text) for column, text in first)
        and any(is_right(column, text) for column, text in below)
    )


def _width(too_wide: bool, columns: int) -> tuple[str, ...]:
    if not too_wide:
        return ()
    fit = "1 kolom past" if columns == 1 else f"{columns} kolommen passen"
    return (f"Er waren meer kolommen dan hier passen ({fit}): de rest is niet overgenomen.",)
