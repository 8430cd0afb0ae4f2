"""Tables, pairs, boxes and lines to sign on: blocks that stand in rows."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents import blocks, style, text
from app.documents.rows import RowsFlow, RowStyle
from app.documents.style import TextStyle

PADDING = 5.0
GUTTER = 24.0
SIGNATURE_ROOM = 20.0
# A header taller than this is not repeated: it would leave no room for what it heads.
REPEATED_HEADER_LINES = 8

_THIN = (0.5, style.LINE)
_HEADER = RowStyle(ground=style.SOFT_PRIMARY, rule=(1, style.PRIMARY), stays_with_next=True)
_ROW = RowStyle(rule=_THIN)
_BOX = (0.5, style.STRONG_LINE)
_BOXES_HEADER = RowStyle(ground=style.SOFT_PRIMARY, rule=_BOX, stays_with_next=True, upright=True)
_BOXES = RowStyle(6, 6, rule=_BOX, upright=True)
_PAIR = RowStyle(3, 3, rule=_THIN)


def table(block: blocks.Table, width: float) -> RowsFlow:
    """A table with its header; the caption is not part of it."""
    count = max([1, len(block.header), *(len(row) for row in block.rows)])
    flow = RowsFlow(_shares(block, count, width), [PADDING] * count, PADDING)
    head, look = (_BOXES_HEADER, _BOXES) if block.boxes else (_HEADER, _ROW)
    lines = flow.add(_cells(block.header, count, style.CELL_HEADER), head)
    flow.repeated = len(flow.rows) if lines <= REPEATED_HEADER_LINES else 0
    for row in block.rows:
        flow.add(_cells(row, count, style.CELL), look)
    return flow


def _cells(words: Sequence[str], count: int, used: TextStyle) -> list[tuple[str, TextStyle]]:
    return [(each, used) for each in (*words, *[""] * (count - len(words)))]


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
            for line in words[:200].splitlines():
                natural[index] = max(natural[index], text.width(line, face, size))
            for word in words[:200].split():
                least[index] = max(least[index], text.width(word, face, size))
    natural = [min(each + 2 * PADDING + 1, width * 0.6) for each in natural]
    least = [min(each + 2 * PADDING + 1, width / count) for each in least]
    spare = width - sum(least)
    wishes = [max(wish - need, 0.0) + 1 for wish, need in zip(natural, least, strict=True)]
    return [need + spare * wish / sum(wishes) for need, wish in zip(least, wishes, strict=True)]


def key_values(block: blocks.KeyValues, width: float) -> RowsFlow:
    """Labels on the left, flush with the text around them; values on the right."""
    labels = width * min(max(block.label_share, 0.1), 0.9)
    flow = RowsFlow([labels, width - labels], [0, PADDING], PADDING)
    for label, value in block.rows:
        flow.add([(label, style.LABEL), (value, style.VALUE)], _PAIR)
    return flow


def note(block: blocks.Note, width: float) -> RowsFlow:
    """A box in the tone's colours, opened by its word."""
    ink, ground = style.TONES[block.tone]
    word = block.word or blocks.TONE_WORDS.get(block.tone, "Let op")
    flow = RowsFlow([width], [12], 8)
    flow.spaceBefore = 4
    bold = TextStyle(style.Face.BOLD, style.VALUE.size, style.VALUE.leading, ink)
    flow.add([(word, bold)], RowStyle(7, 1 if block.text else 8, ground, ink, None, (), True))
    if block.text:
        flow.add([(block.text, style.VALUE)], RowStyle(0, 8, ground, ink))
    return flow


def signatures(labels: Sequence[str], width: float) -> RowsFlow:
    """Lines to sign on, at most three beside each other, each with its label below."""
    across = min(3, len(labels))
    each = (width - (across - 1) * GUTTER) / max(across, 2)
    flow = RowsFlow([each, *[GUTTER, each] * (across - 1)], [0] * (2 * across - 1), 0)
    flow.spaceBefore = 8
    small = style.PARAGRAPHS["small"]
    for start in range(0, len(labels), across):
        here = labels[start : start + across]
        lines = tuple(range(0, 2 * len(here), 2))
        room = RowStyle(SIGNATURE_ROOM, 12, "", "", (0.8, style.STRONG_LINE), lines, True)
        flow.add([("", small)] * len(flow.widths), room)
        padded = [*here, *[""] * (across - len(here))]
        between = [part for label in padded for part in ("", label)][1:]
        flow.add([(words, small) for words in between], RowStyle(3, 4))
    return flow


def side_by_side(texts: Sequence[str], width: float) -> RowsFlow:
    """Who signs, two beside each other."""
    flow = RowsFlow([width / 2, width / 2], [0, 0], 12, after=0)
    flow.add([(words, style.BODY) for words in [*texts, ""][:2]], RowStyle(0, 0))
    return flow
