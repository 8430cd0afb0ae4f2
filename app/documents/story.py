"""Blocks into flowables, and what must stay together on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.platypus import CondPageBreak
from reportlab.platypus import KeepTogether as Kept
from reportlab.platypus import PageBreak as Break
from reportlab.platypus import Spacer as Gap
from reportlab.platypus.flowables import Flowable

from app.documents import blocks, style, tables
from app.documents.charts import ChartFlow
from app.documents.flow import TextFlow
from app.documents.rows import RowsFlow

# A heading asks for at most this much room below it before it goes to the next page.
MOST_ROOM_ASKED = 260.0


def story(content: Sequence[blocks.Block], width: float) -> list[Flowable]:
    """The flowables of a run of blocks, in a column of `width` points."""
    flows: list[Flowable] = []
    for block in _without_empty_pages(content):
        flows += flowables(block, width)
    return keep_headings(flows, width)


def _without_empty_pages(content: Sequence[blocks.Block]) -> Iterable[blocks.Block]:
    """No page break at the start, at the end or right after another."""
    waiting, begun = False, False
    for block in content:
        if isinstance(block, blocks.PageBreak):
            waiting = begun
            continue
        if waiting:
            yield blocks.PageBreak()
        waiting, begun = False, True
        yield block


def keep_headings(flows: list[Flowable], width: float) -> list[Flowable]:
    """Before what stays with what follows: go on to a new page if the pair will not fit.

    platypus' own `keepWithNext` moves a whole long table to the next page for its title's sake.
    """
    kept: list[Flowable] = []
    before_stays = False
    for index, flow in enumerate(flows):
        stays = getattr(flow, "stays_with_next", False)
        if stays and not before_stays:
            kept.append(CondPageBreak(min(_least_room(flows[index:], width), MOST_ROOM_ASKED)))
        before_stays = stays
        kept.append(flow)
    return kept


def _least_room(flows: Sequence[Flowable], width: float) -> float:
    room = 0.0
    for flow in flows:
        if isinstance(flow, Kept):  # cannot be measured before it is on a page; its parts can
            parts = [part.wrap(width, style.PAGE_HEIGHT)[1] for part in flow._content]
            return room + float(sum(parts))
        _, height = flow.wrap(width, style.PAGE_HEIGHT)
        if getattr(flow, "stays_with_next", False):
            room += height + flow.getSpaceBefore() + flow.getSpaceAfter()
            continue
        if isinstance(flow, TextFlow):
            return room + float(min(height, 3 * flow.style.leading))
        if isinstance(flow, RowsFlow):
            return room + flow.least_height()
        return room + float(height)
    return room


def flowables(block: blocks.Block, width: float) -> list[Flowable]:  # noqa: PLR0911
    """The flowables of one block."""
    match block:
        case blocks.Heading(text=words, level=level):
            used = style.HEADINGS[level]
            return [TextFlow(words, used, keep_with_next=True, outline=level - 1)]
        case blocks.Paragraph(text=words, style=name):
            return [TextFlow(words, style.PARAGRAPHS[name])]
        case blocks.Bullets(items=items, numbered=numbered):
            return _bullets(items, numbered)
        case blocks.KeyValues():
            return [tables.key_values(block, width)] if block.rows else []
        case blocks.Table(caption=caption):
            title = TextFlow(caption, style.CAPTION, keep_with_next=True)
            return [*([title] if caption else []), tables.table(block, width)]
        case blocks.Note():
            return [tables.note(block, width)]
        case blocks.Figure(chart=chart, alternative_text=alternative, caption=caption):
            title = TextFlow(caption, style.CAPTION, keep_with_next=True)
            return [*([title] if caption else []), ChartFlow(chart, alternative)]
        case blocks.Spacer(height=height):
            return [Gap(1, height)]
        case blocks.PageBreak():
            return [Break()]
        case blocks.KeepTogether(blocks=content):
            inner = [
                flow
                for each in content
                if not isinstance(each, blocks.PageBreak)
                for flow in flowables(each, width)
            ]
            return [Kept(inner)] if inner else []
        case blocks.SignatureLine(labels=labels):
            return [tables.signatures(labels, width)] if labels else []


def _bullets(items: Sequence[str], numbered: bool) -> list[Flowable]:
    flows: list[Flowable] = [
        TextFlow(item, style.BULLET, bullet=f"{place}." if numbered else "•")
        for place, item in enumerate(items, 1)
    ]
    if flows:
        flows[-1].spaceAfter = style.BODY.after
    return flows
