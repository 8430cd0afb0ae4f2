"""Rows of text as a platypus flowable: what tables, pairs, boxes and signatures are drawn with.

reportlab's own `Table` cannot put a row on paper that is taller than a page, and copies all of its
style at every page, so that a log of some thousand lines takes minutes. Here a tall row is laid out
as several rows of a few lines, without a line or space between them: it reads as one and flows over
as many pages as it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus.flowables import Flowable

from app.documents.flow import TextFlow
from app.documents.style import TextStyle, colour

SPLIT_ABOVE = 16  # lines; shorter rows stay whole
PIECE = 8  # lines in each part of a taller one


@dataclass(frozen=True)
class RowStyle:
    """How a row looks: room above and below the text, its ground, the bar at its left, its line.

    `rule` is (thickness, colour); `ruled` are the columns that the line below runs under, all of
    them if empty. `upright` draws the same line at the right of each column but the last.
    """

    above: float = 4
    below: float = 4
    ground: str = ""
    bar: str = ""
    rule: tuple[float, str] | None = None
    ruled: tuple[int, ...] = ()
    stays_with_next: bool = False
    upright: bool = False


@dataclass(frozen=True)
class _Row:
    cells: tuple[TextFlow | None, ...]
    height: float
    look: RowStyle


def _begun_again(row: _Row) -> _Row:
    """A part of a row at the top of a page, with the room above it that only the first part has."""
    missing = max(0.0, 4 - row.look.above)
    look = replace(row.look, above=row.look.above + missing)
    return _Row(row.cells, row.height + missing, look)


class RowsFlow(Flowable):  # type: ignore[misc]
    """Rows in columns of these widths; `left` is the room left of the text of each column."""

    def __init__(
        self, widths: Sequence[float], left: Sequence[float], right: float = 5, after: float = 12
    ) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.left = tuple(left)
        self.right = right
        self.rows: list[_Row] = []
        self.repeated = 0  # how many of the first rows stand on every page
        self.spaceBefore, self.spaceAfter = 0.0, after

    def add(self, cells: Sequence[tuple[str, TextStyle]], look: RowStyle) -> int:
        """Append a row, whole or in parts; gives how many lines its tallest cell has."""
        flows = [TextFlow(words, used) for words, used in cells]
        for flow, width, left in zip(flows, self.widths, self.left, strict=True):
            flow.wrap(width - left - self.right, 0)
        tallest = max(flow.line_count for flow in flows)
        piece = tallest if tallest <= SPLIT_ABOVE else PIECE
        for start in range(0, tallest, piece):
            parts = [
                flow.part(start, min(start + piece, flow.line_count))
                if start < flow.line_count
                else None
                for flow in flows
            ]
            first, last = start == 0, start + piece >= tallest
            part_look = replace(
                look,
                above=look.above if first else 0,
                below=look.below if last else 0,
                rule=look.rule if last else None,
                stays_with_next=look.stays_with_next and last,
            )
            text_height = max(part.line_count * part.style.leading for part in parts if part)
            height = part_look.above + text_height + part_look.below
            self.rows.append(_Row(tuple(parts), height, part_look))
        return tallest

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as its columns, as high as its rows."""
        self.width, self.height = sum(self.widths), sum(row.height for row in self.rows)
        return self.width, self.height

    def least_height(self) -> float:
        """What it needs at least to begin on a page: its header and its first row."""
        return sum(row.height for row in self.rows[: self._most_that_stay(self.repeated + 1)])

    def _most_that_stay(self, count: int) -> int:
        while count < len(self.rows) and self.rows[count - 1].look.stays_with_next:
            count += 1
        return count

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit, and the others under the repeated header."""
        count, room = 0, available_height + 1e-6
        while count < len(self.rows) and self.rows[count].height <= room:
            room -= self.rows[count].height
            count += 1
        if count == len(self.rows):
            return [self]
        while count and self.rows[count - 1].look.stays_with_next:
            count -= 1
        if count <= self.repeated:
            return []
        head, tail = self._part(self.rows[:count]), self._part(self.rows[count:])
        tail.rows[0] = _begun_again(tail.rows[0])
        tail.rows[:0] = self.rows[: self.repeated]
        head.spaceBefore, tail.spaceAfter = self.spaceBefore, self.spaceAfter
        return [head, tail]

    def _part(self, rows: list[_Row]) -> RowsFlow:
        made = RowsFlow(self.widths, self.left, self.right, after=0)
        made.rows, made.repeated = rows, self.repeated
        return made

    def draw(self) -> None:
        """Each row: ground, bar, text, line."""
        canvas, y = self.canv, self.height
        if canvas.counting:
            return
        for row in self.rows:
            look = row.look
            if look.ground:
                canvas.setFillColor(colour(look.ground))
                canvas.rect(0, y - row.height, self.width, row.height, stroke=0, fill=1)
            if look.bar:
                canvas.setFillColor(colour(look.bar))
                canvas.rect(0, y - row.height, 3, row.height, stroke=0, fill=1)
            x = 0.0
            for index, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
                if cell is not None:
                    _, height = cell.wrap(width, 0)
                    cell.width = width - self.left[index] - self.right
                    cell.drawOn(canvas, x + self.left[index], y - look.above - height)
                if look.rule and (not look.ruled or index in look.ruled):
                    canvas.setLineWidth(look.rule[0])
                    canvas.setStrokeColor(colour(look.rule[1]))
                    canvas.line(x, y - row.height, x + width, y - row.height)
                    if look.upright and index < len(self.widths) - 1:
                        canvas.line(x + width, y - row.height, x + width, y)
                x += width
            y -= row.height
