"""What a document is made of: frozen values that say what something is, never how it is drawn.

Every text is plain text. `<b>` is drawn as the four characters it is; a newline is a new line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.documents.figures import Chart, Tone

ParagraphStyle: TypeAlias = Literal["normal", "muted", "small", "strong", "quote"]

# A colour never stands alone: each tone of a note has its word.
TONE_WORDS = {
    Tone.INFO: "Ter informatie",
    Tone.WAITING: "Wacht nog",
    Tone.MUST: "Moet nu",
    Tone.DONE: "Gereed",
}


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3; stays with what follows it and stands in the PDF's outline."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    style: ParagraphStyle = "normal"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` counts 1. 2. 3. in place of bullets."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyValues:
    """Facts in two columns: (label, value). `label_share` is the labels' share of the width."""

    rows: tuple[tuple[str, str], ...]
    label_share: float = 0.3


@dataclass(frozen=True)
class Table:
    """A table with one header row, repeated on every page. A short row is filled with blanks.

    `column_weights` are relative widths, one for each column; empty lets the content decide.
    `boxes` draws a line between columns too and makes rows high enough to write in by hand.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    column_weights: tuple[float, ...] = ()
    caption: str = ""
    boxes: bool = False


@dataclass(frozen=True)
class Note:
    """A box that must not be missed. It always opens with a word: `word`, or the tone's own."""

    text: str
    tone: Tone = Tone.INFO
    word: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart. `alternative_text` says in words what a reader must see in it."""

    chart: Chart
    alternative_text: str
    caption: str = ""


@dataclass(frozen=True)
class Spacer:
    """Empty space of `height` points (72 to the inch); the grid is 8."""

    height: float = 8.0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page. Never makes an empty page."""


@dataclass(frozen=True)
class KeepTogether:
    """Blocks that stay on one page, as long as they fit on one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SignatureLine:
    """Room to sign: one line beside the other, each with its label below."""

    labels: tuple[str, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | KeyValues
    | Table
    | Note
    | Figure
    | Spacer
    | PageBreak
    | KeepTogether
    | SignatureLine
)
