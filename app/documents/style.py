"""How pages look: the light palette, sizes in points, spacing on a grid of 8 (and its half)."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor

from app.documents.figures import Tone

PAGE = "#F6F6F3"
SURFACE = "#FFFFFF"
LINE = "#DADFE2"
# Lines that carry meaning need 3:1 on white; `LINE` is for lines that only calm the eye.
STRONG_LINE = "#7C8892"
INK = "#1D2730"
MUTED = "#56636E"
PRIMARY = "#0F5C63"
SOFT_PRIMARY = "#E3F0F0"
WATERMARK = "#EFF1F1"

# ink and ground of each tone
TONES: dict[Tone, tuple[str, str]] = {
    Tone.PLAIN: (INK, PAGE),
    Tone.INFO: (PRIMARY, SOFT_PRIMARY),
    Tone.WAITING: ("#8A5200", "#FFF3DC"),
    Tone.MUST: ("#A3241B", "#FCE9E7"),
    Tone.DONE: ("#2B6B3A", "#E5F3E8"),
}
# Lines of a chart: told apart by colour, by marker shape and by the name at their end.
SERIES = (PRIMARY, "#A3241B", "#8A5200", "#3C4FA0")

MILLIMETRE = 72 / 25.4
PAGE_WIDTH = 210 * MILLIMETRE
PAGE_HEIGHT = 297 * MILLIMETRE


@cache
def colour(token: str) -> Any:
    """The reportlab colour of a token."""
    return HexColor(token)


class Face(Enum):
    """The cut of the type; the font itself is chosen per character."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True)
class TextStyle:
    """Sizes in points. `before` and `after` are empty space, dropped at the top of a page."""

    face: Face = Face.REGULAR
    size: float = 10
    leading: float = 14
    colour: str = INK
    before: float = 0
    after: float = 8
    indent: float = 0


TITLE = TextStyle(Face.BOLD, 20, 26, PRIMARY, after=4)
SUBTITLE = TextStyle(size=11, leading=16, colour=MUTED, after=8)
HEADINGS = {
    1: TextStyle(Face.BOLD, 15, 20, PRIMARY, before=20, after=6),
    2: TextStyle(Face.BOLD, 12, 16, INK, before=14, after=4),
    3: TextStyle(Face.BOLD, 10, 14, MUTED, before=10, after=2),
}
BODY = TextStyle()
PARAGRAPHS = {
    "normal": BODY,
    "muted": TextStyle(colour=MUTED),
    "small": TextStyle(size=8.5, leading=12, colour=MUTED, after=6),
    "strong": TextStyle(Face.BOLD),
    "quote": TextStyle(Face.ITALIC, indent=16),
}
BULLET = TextStyle(after=3, indent=16)
CAPTION = TextStyle(Face.BOLD, 9, 13, INK, before=4, after=4)
CELL = TextStyle(size=9, leading=12.5, after=0)
CELL_HEADER = TextStyle(Face.BOLD, 9, 12.5, PRIMARY, after=0)
LABEL = TextStyle(size=9.5, leading=13, colour=MUTED, after=0)
VALUE = TextStyle(size=9.5, leading=13, after=0)
FURNITURE = TextStyle(size=8, leading=11, colour=MUTED, after=0)
CHART_SIZE = 8.0
