"""Letters for a window envelope, one or many in a PDF, each with its own page numbers.

The address stands where the window of a Dutch DL or C5 envelope is: 50 mm from the top of the
sheet, which is folded in three (DL) or in two (C5). It is a place of the paper, not of the text:
nothing in the letterhead can push it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from reportlab.platypus import KeepTogether as Kept
from reportlab.platypus import Spacer as Gap
from reportlab.platypus.flowables import Flowable

from app.documents import blocks, pages, style, tables
from app.documents.document import missing_notice
from app.documents.flow import TextFlow
from app.documents.story import story
from app.documents.style import MILLIMETRE, PAGE_HEIGHT, PAGE_WIDTH, TextStyle, colour
from app.documents.text import MissingCharacters, missing_characters

LEFT_MARGIN = 25 * MILLIMETRE
RIGHT_MARGIN = 20 * MILLIMETRE
TOP_EDGE = 14 * MILLIMETRE
SIGNATURE_ROOM = 48.0
LOWEST = PAGE_HEIGHT * 0.6  # the letterhead and all that belongs to it end above this

_NAME = TextStyle(style.Face.BOLD, 14, 18, style.PRIMARY, after=0)
_SENDER = TextStyle(size=8.5, leading=11.5, colour=style.MUTED, after=0)
_ADDRESS_SIZES = ((10.0, 13.0), (9.0, 11.5), (8.0, 10.0))
_LABEL = TextStyle(size=8, leading=11, colour=style.MUTED, after=0)
_FACT = TextStyle(after=0)
_SUBJECT = TextStyle(style.Face.BOLD, 11, 15, after=12)


class AddressWindow(Enum):
    """Where the address stands: (left, top, width, height) in millimetres on the sheet.

    The envelope's window is larger; the sheet can slide some 10 mm in a DL envelope, and the text
    stays within the window all the same.
    """

    LEFT = (25.0, 50.0, 80.0, 30.0)
    RIGHT = (118.0, 50.0, 72.0, 30.0)


@dataclass(frozen=True)
class Letterhead:
    """The sender: the school's name, then lines such as street, place, telephone, e-mail."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One letter. Every text is plain text, ready to be read; `date` is written out in full.

    `signatures` holds one text for each who signs: a name, with a newline and a function if wanted.
    """

    letterhead: Letterhead
    address: tuple[str, ...]
    date: str
    subject: str
    blocks: tuple[blocks.Block, ...]
    salutation: str = ""
    reference: str = ""
    closing: str = "Met vriendelijke groet,"
    signatures: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    window: AddressWindow = AddressWindow.LEFT
    footer: str = ""
    watermark: str = ""


def render_letters(
    letters: Sequence[Letter],
    *,
    created: datetime,
    title: str = "Brieven",
    author: str = "",
    subject: str = "",
    language: str = "nl-NL",
    replace_missing: bool = False,
) -> bytes:
    """The letters in one PDF, in order, each on its own pages and numbered on its own.

    Raises `MissingCharacters` as `render` does. There must be at least one letter.
    """
    if not letters:
        raise ValueError("no letters to render")
    missing = missing_characters(letters)
    if missing and not replace_missing:
        raise MissingCharacters(missing)
    metadata = pages.Metadata(title, language, author, subject, created)
    return pages.build([_section(letter) for letter in letters], metadata)


def _section(letter: Letter) -> pages.Section:
    opening = _Opening(letter)
    return pages.Section(
        story=lambda width: _story(letter, width, opening.rest),
        header=" · ".join(each for each in (letter.letterhead.name, letter.subject) if each),
        footer=letter.footer,
        watermark=letter.watermark,
        left=LEFT_MARGIN,
        right=RIGHT_MARGIN,
        opening=opening.draw,
        first_top=opening.foot,
    )


class _Opening:
    """Letterhead, address, date and reference of a first page: measured once, drawn on the page."""

    def __init__(self, letter: Letter) -> None:
        left, top, width, height = (each * MILLIMETRE for each in letter.window.value)
        self.parts: list[tuple[float, float, TextFlow]] = []
        # What is so long that it leaves no room for a letter goes on in the text.
        self.rest: list[Flowable] = []
        # The letterhead has the space above the window; if it needs more it goes on beside it.
        aside = RIGHT_MARGIN if letter.window is AddressWindow.LEFT else None
        column = 70 * MILLIMETRE
        x = PAGE_WIDTH - column - aside if aside is not None else LEFT_MARGIN
        foot = self._put(x, TOP_EDGE, column, [(letter.letterhead.name, _NAME)])
        foot = self._put(x, foot + 2, column, [(line, _SENDER) for line in letter.letterhead.lines])
        address = self._address(letter.address, left, top, width, height)
        y = max(foot, address, top + height) + 8 * MILLIMETRE
        self.rule = y - 4 * MILLIMETRE
        facts = [("Datum", letter.date), ("Ons kenmerk", letter.reference)]
        facts = [(label, words) for label, words in facts if words]
        foot = y
        for index, (label, words) in enumerate(facts):
            x = LEFT_MARGIN + index * 82 * MILLIMETRE
            foot = max(foot, self._put(x, y, 78 * MILLIMETRE, [(label, _LABEL), (words, _FACT)]))
        self.foot = foot + 8 * MILLIMETRE

    def _address(
        self, address: Sequence[str], left: float, top: float, width: float, height: float
    ) -> float:
        """Smaller type before a line that the window hides."""
        for size, leading in _ADDRESS_SIZES:
            used = TextStyle(size=size, leading=leading, after=0)
            placed, rest = len(self.parts), len(self.rest)
            foot = self._put(left, top, width, [(line, used) for line in address if line])
            if foot <= top + height or size == _ADDRESS_SIZES[-1][0]:
                break
            del self.parts[placed:], self.rest[rest:]
        return foot

    def _put(
        self, x: float, y: float, width: float, lines: Sequence[tuple[str, TextStyle]]
    ) -> float:
        """Place texts below each other from `y`; gives where the next would come."""
        for words, used in lines:
            flow = TextFlow(words, used)
            flow.wrap(width, PAGE_HEIGHT)
            fit = max(0, min(flow.line_count, int((LOWEST - y) / used.leading)))
            if fit < flow.line_count:
                self.rest.append(flow.part(fit, flow.line_count))
            if fit:
                placed = flow.part(0, fit)
                _, height = placed.wrap(width, PAGE_HEIGHT)
                self.parts.append((x, y, placed))
                y += height
        return y

    def draw(self, canvas: Any) -> None:
        """Draw it all."""
        for x, y, flow in self.parts:
            flow.drawOn(canvas, x, PAGE_HEIGHT - y - flow.height)
        canvas.setStrokeColor(colour(style.LINE))
        canvas.setLineWidth(0.5)
        rule = PAGE_HEIGHT - self.rule
        canvas.line(LEFT_MARGIN, rule, PAGE_WIDTH - RIGHT_MARGIN, rule)


def _story(letter: Letter, width: float, rest: Sequence[Flowable]) -> list[Flowable]:
    flows: list[Flowable] = list(rest)
    if letter.subject:
        flows.append(TextFlow(letter.subject, _SUBJECT))
    if letter.salutation:
        flows.append(TextFlow(letter.salutation, style.BODY))
    flows += story(letter.blocks, width)
    flows += _closing(letter, width)
    if letter.enclosures:
        label = "Bijlage:" if len(letter.enclosures) == 1 else "Bijlagen:"
        small = style.PARAGRAPHS["small"]
        flows.append(Kept([TextFlow("\n".join((label, *letter.enclosures)), small)]))
    return flows + missing_notice(missing_characters(letter), width)


def _closing(letter: Letter, width: float) -> list[Flowable]:
    if not letter.closing and not letter.signatures:
        return []
    flows: list[Flowable] = [Gap(1, 8)]
    if letter.closing:
        flows.append(TextFlow(letter.closing, TextStyle(after=0)))
    for start in range(0, len(letter.signatures), 2):
        flows.append(Gap(1, SIGNATURE_ROOM))
        flows.append(tables.side_by_side(letter.signatures[start : start + 2], width))
    flows.append(Gap(1, 12))
    return [Kept(flows)]
