"""Tables, pairs and boxes: whatever stands in rows.

reportlab cannot put a row on paper that is taller than a page. Here no row ever is: a tall row is laid
out as several rows of a few lines each, without a line or space between them, so that it reads as one
and flows over as many pages as it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Table as Grid

from app.documents import blocks, fonts, style, text
from app.documents.flow import TextFlow
from app.documents.style import TextStyle, colour

SPLIT_ABOVE = 16  # lines; shorter rows stay whole
PIECE = 8  # lines in each part of a taller one
PADDING = 5.0
ROW_PADDING = 4.0
GUTTER = 24.0
SIGNATURE_ROOM = 32.0
# A header taller than this is not repeated: it would leave no room for what it heads.
REPEATED_HEADER_LINES = 8


class Rows:
    """Rows in the making: cells of text in, one reportlab table out."""

    def __init__(self, widths: Sequence[float], left: float = PADDING) -> None:
        self.widths = list(widths)
        self.left = left  # room left of the first column's text; other columns have `PADDING`
        self.cells: list[list[Any]] = []
        self.commands: list[tuple[Any, ...]] = [
            ("FONT", (0, 0), (-1, -1), fonts.DEFAULT, style.CELL.size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("LEFTPADDING", (0, 0), (0, -1), left),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]

    def add(self, cells: Sequence[TextFlow], above: float, below: float) -> tuple[int, int]:
        """Append a row of cells, whole or in parts; gives its first and last row in the table."""
        for index, (cell, width) in enumerate(zip(cells, self.widths, strict=True)):
            cell.wrap(width - PADDING - (PADDING if index else self.left), 0)
        tallest = max(cell.line_count for cell in cells)
        piece = tallest if tallest <= SPLIT_ABOVE else PIECE
        first = len(self.cells)
        for start in range(0, tallest, piece):
            self.cells.append(
                [
                    cell.part(start, min(start + piece, cell.line_count))
                    if start < cell.line_count
                    else ""
                    for cell in cells
                ]
            )
        last = len(self.cells) - 1
        self.commands.append(("TOPPADDING", (0, first), (-1, first), above))
        self.commands.append(("BOTTOMPADDING", (0, last), (-1, last), below))
        return first, last

    def grid(self, *, repeated: int = 0, before: float = 0, after: float = 12) -> Grid:
        """The table itself."""
        grid = Grid(
            self.cells,
            colWidths=self.widths,
            repeatRows=repeated,
            hAlign="LEFT",
            style=self.commands,
        )
        grid.spaceBefore, grid.spaceAfter = before, after
        return grid


def table(block: blocks.Table, width: float) -> Grid:
    """A table with its header; the caption is not part of it."""
    count = max([len(block.header), *(len(row) for row in block.rows)])
    widths = _shares(block, count, width)
    rows = Rows(widths)
    _, last = rows.add(_cells(block.header, count, style.CELL_HEADER), ROW_PADDING, ROW_PADDING)
    rows.commands += [
        ("BACKGROUND", (0, 0), (-1, last), colour(style.SOFT_PRIMARY)),
        ("LINEBELOW", (0, last), (-1, last), 1, colour(style.PRIMARY)),
    ]
    lines = sum(max((c.line_count for c in row if c), default=0) for row in rows.cells)
    repeated = last + 1 if lines <= REPEATED_HEADER_LINES else 0
    for row in block.rows:
        _, last = rows.add(_cells(row, count, style.CELL), ROW_PADDING, ROW_PADDING)
        rows.commands.append(("LINEBELOW", (0, last), (-1, last), 0.5, colour(style.LINE)))
    return rows.grid(repeated=repeated)


def _cells(words: Sequence[str], count: int, used: TextStyle) -> list[TextFlow]:
    return [TextFlow(each, used) for each in (*words, *[""] * (count - len(words)))]


def _shares(block: blocks.Table, count: int, width: float) -> list[float]:
    """Column widths from the weights, or from what stands in the columns."""
    if block.column_weights:
        weights = [*block.column_weights, *[1.0] * count][:count]
        return [width * weight / sum(weights) for weight in weights]
    face, size = style.CELL_HEADER.face, style.CELL_HEADER.size
    natural, least = [16.0] * count, [16.0] * count
    for row in (block.header, *block.rows):
        for index, words in enumerate(row):
            # What is longer than this wraps anyhow; measuring all of it would only take time.
            sample = words[:200]
            natural[index] = max(natural[index], text.width(sample, face, size) + 2 * PADDING)
            for word in sample.split():
                least[index] = max(least[index], text.width(word, face, size) + 2 * PADDING)
    natural = [min(each, width * 0.6) for each in natural]
    least = [min(each, width / count) for each in least]
    spare = width - sum(least)
    wishes = [max(wish - need, 0.0) + 1 for wish, need in zip(natural, least, strict=True)]
    return [need + spare * wish / sum(wishes) for need, wish in zip(least, wishes, strict=True)]


def key_values(block: blocks.KeyValues, width: float) -> Grid:
    """Labels on the left, values on the right."""
    # The labels stand flush with the text above them.
    rows = Rows([width * block.label_share, width * (1 - block.label_share)], left=0)
    for label, value in block.rows:
        _, last = rows.add([TextFlow(label, style.LABEL), TextFlow(value, style.VALUE)], 3, 3)
        rows.commands.append(("LINEBELOW", (0, last), (-1, last), 0.5, colour(style.LINE)))
    return rows.grid()


def note(block: blocks.Note, width: float) -> Grid:
    """A box in the tone's colours, opened by its word."""
    ink, ground = style.TONES[block.tone]
    word = block.word or blocks.TONE_WORDS.get(block.tone, "Let op")
    rows = Rows([width], left=12)
    bold = TextStyle(style.Face.BOLD, 9.5, 13, ink, after=0)
    rows.add([TextFlow(word, bold)], 7, 1 if block.text else 7)
    if block.text:
        rows.add([TextFlow(block.text, TextStyle(size=9.5, leading=13, after=0))], 0, 8)
    rows.commands += [
        ("BACKGROUND", (0, 0), (-1, -1), colour(ground)),
        ("LINEBEFORE", (0, 0), (0, -1), 3, colour(ink), "butt"),
        ("NOSPLIT", (0, 0), (0, 1)),
    ]
    return rows.grid(before=4, after=12)


def signatures(labels: Sequence[str], width: float) -> Grid:
    """Lines to sign on, at most three beside each other, each with its label below."""
    across = min(3, len(labels))
    each = (width - (across - 1) * GUTTER) / max(across, 2)
    widths = [each, *[GUTTER, each] * (across - 1)]
    rows = Rows(widths, left=0)
    rows.commands.append(("LEFTPADDING", (0, 0), (-1, -1), 0))
    small = style.PARAGRAPHS["small"]
    for start in range(0, len(labels), across):
        texts = [*labels[start : start + across], *[""] * across][:across]
        above, _ = rows.add([TextFlow("", small) for _ in widths], SIGNATURE_ROOM, 0)
        beside = [words for text_ in texts for words in ("", text_)][1:]
        below, _ = rows.add([TextFlow(words, small) for words in beside], 3, 0)
        rows.commands.append(("NOSPLIT", (0, above), (0, below)))
        for index in range(len(labels[start : start + across])):
            line = ("LINEBELOW", (2 * index, above), (2 * index, above))
            rows.commands.append((*line, 0.8, colour(style.STRONG_LINE)))
    return rows.grid(before=8)


def side_by_side(texts: Sequence[str], width: float) -> Grid:
    """Who signs, two beside each other."""
    rows = Rows([width / 2, width / 2], left=0)
    rows.commands.append(("LEFTPADDING", (0, 0), (-1, -1), 0))
    rows.add([TextFlow(words, style.BODY) for words in [*texts, ""][:2]], 0, 0)
    return rows.grid(after=0)
