"""Sections of pages, what stands around the text on each, and the build itself.

Layout runs twice: the first time only to know how many pages each section has, for
`pagina x van y`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate
from reportlab.platypus import PageBreak as Break
from reportlab.platypus.flowables import Flowable

from app.documents import fonts, style, text
from app.documents.flow import draw_runs
from app.documents.style import PAGE_HEIGHT, PAGE_WIDTH, TextStyle, colour

CREATOR = "Leerlingdossier"
_PAGE_NUMBER_ROOM = 96.0
_FURNITURE_LINES = 3
_EDGE = 12 * style.MILLIMETRE

# One document at a time: reportlab's fonts keep a state that two documents must not share.
_building = Lock()


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself; `created` is also the time in the file."""

    title: str
    language: str
    author: str
    subject: str
    created: datetime


@dataclass(frozen=True)
class Section:
    """Pages that are numbered together. Measures in points from the page's edges.

    `opening` draws on the first page, whose text begins at `first_top`; the header stands on the
    first page only if there is no opening. `story` makes fresh flowables for a column of `width`.
    """

    story: Callable[[float], list[Flowable]]
    header: str = ""
    footer: str = ""
    watermark: str = ""
    page_numbers: bool = True
    left: float = 22 * style.MILLIMETRE
    right: float = 20 * style.MILLIMETRE
    opening: Callable[[Any], None] | None = None
    first_top: float = 0

    @property
    def width(self) -> float:
        """Width of the column of text."""
        return PAGE_WIDTH - self.left - self.right

    @cached_property
    def header_lines(self) -> tuple[text.Line, ...]:
        """The header in as many lines as it may have."""
        return _furniture(self.header, self.width)

    @cached_property
    def footer_lines(self) -> tuple[text.Line, ...]:
        """The footer beside the page number."""
        return _furniture(self.footer, self.width - (_PAGE_NUMBER_ROOM if self.page_numbers else 0))

    @property
    def top(self) -> float:
        """Where the text begins on a page with a header."""
        lines = len(self.header_lines)
        return _EDGE + (lines * style.FURNITURE.leading + 18 if lines else 16)

    @property
    def bottom(self) -> float:
        """Where the text ends, from the foot of the page."""
        lines = max(len(self.footer_lines), 1 if self.page_numbers else 0)
        return _EDGE + (lines * style.FURNITURE.leading + 14 if lines else 8)


def _furniture(words: str, width: float) -> tuple[text.Line, ...]:
    if not words:
        return ()
    used = style.FURNITURE
    found = text.lines(words, used.face, used.size, width)
    if len(found) <= _FURNITURE_LINES:
        return found
    # A header is no place for a story: it must leave the page to the text.
    kept = text.lines(words[:400], used.face, used.size, width - 12)[:_FURNITURE_LINES]
    last = kept[-1]
    ending = (*last.runs, *text.runs("…", used.face))
    return (*kept[:-1], text.Line(ending, last.width, "\n", last.right_to_left))


class PageCanvas(Canvas):  # type: ignore[misc]
    """A canvas that knows headings and the time it was asked to be made at."""

    created: datetime
    counting: bool  # only the number of pages matters: nothing is drawn

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._doc._timeStamp = _Stamp(self.created)
        self._outline_depth = -1
        self._headings = 0

    def heading(self, words: str, level: int, height: float) -> None:
        """A heading whose box of `height` has its foot at the origin: enters the outline."""
        level = min(level, self._outline_depth + 1)
        self._outline_depth = level
        key = f"heading-{self._headings}"
        self._headings += 1
        self.bookmarkHorizontal(key, 0, height)
        self.addOutlineEntry(text.clean(words).replace("\n", " ")[:200], key, level)


class _Stamp:
    """The time of making, in the shape in which reportlab wants it."""

    def __init__(self, moment: datetime) -> None:
        offset = moment.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        self.YMDhms = moment.timetuple()[:6]
        # The library writes the sign with the hours only.
        self.dhh = int(minutes / 60)
        self.dmm = abs(minutes) % 60
        self.t = 0.0


class _Template(PageTemplate):  # type: ignore[misc]
    """The first page of a section, or one of the others."""

    def __init__(self, section: Section, index: int, first: bool, counts: _Counts) -> None:
        self.section, self.index, self.first, self.counts = section, index, first, counts
        top = section.first_top if first and section.opening else section.top
        frame = Frame(
            section.left,
            section.bottom,
            section.width,
            PAGE_HEIGHT - top - section.bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        super().__init__(id=_template_id(index, first), frames=[frame])

    def beforeDrawPage(self, canvas: Any, document: Any) -> None:  # noqa: N802
        """Watermark below everything, then header and footer."""
        section, used = self.section, style.FURNITURE
        number = self.counts.next_page(self.index)
        if canvas.counting:
            return
        if section.watermark:
            _draw_watermark(canvas, section.watermark)
        canvas.setFillColor(colour(used.colour))
        if self.first and section.opening:
            section.opening(canvas)
        else:
            y = PAGE_HEIGHT - _EDGE - used.leading + 3
            for line in section.header_lines:
                draw_runs(canvas, section.left, y, line.runs, used.size)
                y -= used.leading
            if section.header_lines:
                _draw_rule(canvas, section, y + used.leading - 6)
        canvas.setFillColor(colour(used.colour))
        lines = section.footer_lines
        y = _EDGE + (max(len(lines), 1) - 1) * used.leading
        if lines:
            _draw_rule(canvas, section, y + used.leading + 2)
        if section.page_numbers:
            words = f"pagina {number} van {self.counts.total(self.index)}"
            x = PAGE_WIDTH - section.right - text.width(words, used.face, used.size)
            draw_runs(canvas, x, y, text.runs(words, used.face), used.size)
        for line in lines:
            draw_runs(canvas, section.left, y, line.runs, used.size)
            y -= used.leading


def _draw_rule(canvas: Any, section: Section, y: float) -> None:
    canvas.setStrokeColor(colour(style.LINE))
    canvas.setLineWidth(0.5)
    canvas.line(section.left, y, PAGE_WIDTH - section.right, y)


def _draw_watermark(canvas: Any, words: str) -> None:
    """Across the page, as large as fits, so light that text stays readable over it."""
    at_one = text.width(words, style.Face.BOLD, 1)
    used = TextStyle(style.Face.BOLD, min(110.0, 620.0 / max(at_one, 1)), colour=style.WATERMARK)
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(52)
    canvas.setFillColor(colour(used.colour))
    wide = at_one * used.size
    draw_runs(canvas, -wide / 2, -used.size * 0.36, text.runs(words, used.face), used.size)
    canvas.restoreState()


class _Counts:
    """Pages of each section: those of this pass, and the totals of the one before."""

    def __init__(self, totals: dict[int, int] | None = None) -> None:
        self.totals = totals or {}
        self.pages: dict[int, int] = {}

    def next_page(self, index: int) -> int:
        self.pages[index] = self.pages.get(index, 0) + 1
        return self.pages[index]

    def total(self, index: int) -> int:
        return self.totals.get(index, 0)


def _template_id(index: int, first: bool) -> str:
    return f"{index}-{'first' if first else 'later'}"


def build(sections: Sequence[Section], metadata: Metadata) -> bytes:
    """The PDF of these sections, each beginning on its own page. Equal input gives equal bytes."""
    with _building:
        counts = _Counts()
        if any(section.page_numbers for section in sections):
            _pass(sections, metadata, counts, counting=True)
        return _pass(sections, metadata, _Counts(counts.pages), counting=False)


def _pass(
    sections: Sequence[Section], metadata: Metadata, counts: _Counts, *, counting: bool
) -> bytes:
    fonts.ready()
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=text.clean(metadata.title),
        author=text.clean(metadata.author),
        subject=text.clean(metadata.subject),
        creator=CREATOR,
        producer=CREATOR,
        keywords="",
        lang=metadata.language,
        invariant=1,
        initialFontName=fonts.DEFAULT,
        displayDocTitle=1,
    )
    flows: list[Flowable] = []
    templates = []
    for index, section in enumerate(sections):
        templates += [_Template(section, index, first, counts) for first in (True, False)]
        if index:
            flows += [NextPageTemplate(_template_id(index, True)), Break()]
        flows.append(NextPageTemplate(_template_id(index, False)))
        # A section without text still has its page.
        flows += section.story(section.width) or [_Nothing()]
    document.addPageTemplates(templates)
    settings = {"created": metadata.created, "counting": counting}
    document._doSave = not counting
    maker = type("PageCanvas", (PageCanvas,), settings)
    document.build(flows, canvasmaker=maker)
    return target.getvalue()


class _Nothing(Flowable):  # type: ignore[misc]
    """Takes no room, draws nothing, makes a page exist."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        return None
