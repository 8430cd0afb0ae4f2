"""The bundled fonts: registered once, embedded always, chosen per character.

reportlab's own default is Helvetica, which is never embedded; nothing in this room may fall back
to it. Noto Sans goes first, then its Arabic and Hebrew sisters, then DejaVu Sans for signs and
rarer scripts. Every chain ends in the same font, so that what can be drawn does not depend on the
face.
"""

import struct
import unicodedata
from functools import cache
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app import resources
from app.documents.style import Face

CHAINS = {
    Face.REGULAR: ("NotoSans-Regular", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
    Face.BOLD: ("NotoSans-Bold", "NotoSansArabic-Bold", "NotoSansHebrew-Bold", "DejaVuSans-Bold"),
    Face.ITALIC: ("NotoSans-Italic", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"),
}
LAST = "DejaVuSans"
DEFAULT = CHAINS[Face.REGULAR][0]

# Arabic and Hebrew forms that only drawing needs; a reader who copies or searches wants the letter.
_FORMS = (("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"))
_MOST_MAPPED = 100  # in one block of a character map

_lock = Lock()
_loaded: dict[str, Any] = {}


class _Font(TTFont):  # type: ignore[misc]
    """A font whose characters come out of the PDF as they went in.

    The library's own map is wrong above U+FFFF, maps unused codes to U+0000 and knows nothing of
    joined forms.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (the library's name)
        """Let the library write the font, then put the right character map in its place."""
        state = self.state.get(doc)
        subsets = [list(subset) for subset in state.subsets] if state else []
        super().addObjects(doc)
        maps = [key for key in doc.idToObject if str(key).startswith("toUnicodeCMap:")]
        mine = [key for key in maps if key.endswith("+" + self.face.name.decode("ascii"))]
        for key, subset in zip(mine, subsets, strict=True):
            doc.idToObject[key].content = _character_map(key.split(":", 1)[1], subset)


def _character_map(name: str, subset: list[int]) -> str:
    pairs = [(code, character) for code, character in enumerate(subset) if character]
    blocks = [pairs[at : at + _MOST_MAPPED] for at in range(0, len(pairs), _MOST_MAPPED)]
    listed = [
        f"{len(block)} beginbfchar\n"
        + "\n".join(f"<{code:02X}> <{_meant(character)}>" for code, character in block)
        + "\nendbfchar"
        for block in blocks
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *listed,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _meant(character: int) -> str:
    """The text that a drawn character stands for, in UTF-16, in hexadecimal."""
    drawn = chr(character)
    if any(first <= drawn <= last for first, last in _FORMS):
        drawn = unicodedata.normalize("NFKC", drawn)
    return drawn.encode("utf-16-be").hex().upper()


def font(name: str) -> Any:
    """The reportlab font of this name, read and registered at first use."""
    found = _loaded.get(name)
    if found is None:
        # A window makes a document in the background while another makes one too.
        with _lock:
            found = _loaded.get(name)
            if found is None:
                # `asciiReadable` would keep unused codes that map to U+0000, which PDF/A refuses.
                path = resources.folder() / "fonts" / f"{name}.ttf"
                found = _Font(name, str(path), asciiReadable=0)
                pdfmetrics.registerFont(found)
                _loaded[name] = found
    return found


def ready() -> None:
    """Register the font that a fresh canvas asks for."""
    font(DEFAULT)


@cache
def _widths(name: str) -> Any:
    face = font(name).face
    return face.charWidths, face.defaultWidth


@cache
def characters(name: str) -> frozenset[str]:
    """Every character of a font; its table may name codes that are none, or have no picture."""
    return frozenset(
        chr(code)
        for code, glyph in font(name).face.charToGlyph.items()
        if glyph and unicodedata.bidirectional(chr(code))
    )


def covers(name: str, text: str) -> bool:
    """Whether the font has every character of `text`."""
    return characters(name).issuperset(text)


def chain(face: Face) -> tuple[str, ...]:
    """The fonts to try, in order."""
    return (*CHAINS[face], LAST)


@cache
def drawable(character: str) -> bool:
    """Whether any bundled font has this character."""
    return any(covers(name, character) for name in chain(Face.REGULAR))


def advance(name: str, text: str) -> float:
    """Width of `text` in this font at size 1."""
    widths, default = _widths(name)
    return float(sum([widths.get(code, default) for code in map(ord, text)])) / 1000


@cache
def bounds(name: str, character: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a glyph's ink at size 1, from its origin."""
    face = font(name).face
    glyph = face.charToGlyph.get(ord(character), 0)
    start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
    if start == end:  # no ink
        return 0.0, 0.0, advance(name, character), 0.0
    table, _ = face.get_table_pos("glyf")
    box = struct.unpack(">4h", face.get_chunk(table + start + 2, 8))
    left, bottom, right, top = (each / face.unitsPerEm for each in box)
    return left, bottom, right, top
