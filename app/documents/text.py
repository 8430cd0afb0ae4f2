"""Any text a user typed, made safe to draw: the one way from a string to a page.

Nothing here is ever parsed as markup: lines go to the page as runs of characters, so that `<img>`,
`</b>` or `&` cannot be anything but what they look like. What this module does to a text:

* NFC, so that a letter and its accent are one character where Unicode has one;
* control characters, bidi overrides, embeddings and isolates, invisible joiners, soft hyphens, tags
  and variation selectors go: they change what is *seen* without being seen (Trojan Source,
  CVE-2021-42574). ZWJ and ZWNJ stay only between Arabic letters, where they decide how a Persian or
  Urdu word is written; they have served once the letters are shaped, and are not drawn;
* a font is chosen per letter with its accents; Arabic letters get their joined forms and every line
  its visual order (UAX #9). The direction of a paragraph is that of most of its letters: a Dutch
  sentence that begins with an Arabic name stays a Dutch sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from app.documents import fonts, shaping
from app.documents.shaping import (
    ARABIC,
    BOX,
    USED_FORMAT,
    Run,
    drawn_width,
    joined,
    leans_right_to_left,
    letters,
    visual,
    widths,
)
from app.documents.style import Face
from app.errors import UserError

_STRAY_JOINERS = re.compile(
    f"(?<![{ARABIC}])[\u200c\u200d]+|[\u200c\u200d]+(?![{ARABIC}\u200c\u200d])"
)
_NEWLINES = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PIECES = re.compile(" +|[^ ]+")
# After a hyphen or slash between letters, never inside a number or a date.
_BREAK_IN_WORD = re.compile("(?<=[^\\W\\d_][-/\u2010\u2013])(?=[^\\W\\d_])")
# Format characters that are seen: Arabic number signs and their kin.
_SEEN_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
# Texts that a document carries but does not draw.
_NOT_DRAWN_FIELDS = frozenset({"author", "language", "alternative_text"})


class MissingCharacters(UserError):
    """A text holds characters that no bundled font can draw. `characters` holds them."""

    def __init__(self, characters: frozenset[str]) -> None:
        self.characters = characters
        super().__init__(
            "Er is geen document gemaakt, want deze tekens kunnen niet worden gedrukt: "
            f"{described(characters)}. Er is niets veranderd. Haal deze tekens weg, of kies ervoor "
            f"om op hun plaats een leeg vakje ({BOX}) te laten drukken."
        )


@dataclass(frozen=True)
class Line:
    """One line as drawn; `joiner` is what stood between it and the next in the text."""

    runs: tuple[Run, ...]
    width: float
    joiner: str
    right_to_left: bool = False


def clean(text: str) -> str:
    """`text` without anything that is not seen; see the module's docstring."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text).replace("\t", "    "))
    return _STRAY_JOINERS.sub("", "".join(map(_kept, text)))


@cache
def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or character in _SEEN_FORMAT or character in USED_FORMAT:
        return character
    if category in {"Cc", "Cf"} or _is_variation_selector(character):
        return ""
    if character == "\u202f":
        return "\u00a0"
    return " " if category == "Zs" and character != "\u00a0" else character


def _is_variation_selector(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0000" <= character <= "\U000e0fff"
        or character in "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0"
    )


def missing_characters(value: Any) -> frozenset[str]:
    """The characters that no bundled font has in a text, a block, a document or several of them."""
    return frozenset(
        character
        for text in _texts(value)
        for character in set(clean(text))
        if character != "\n" and character not in USED_FORMAT and not fonts.drawable(character)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in _NOT_DRAWN_FIELDS:
                yield from _texts(getattr(value, each.name))
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)


def described(characters: Iterable[str]) -> str:
    """The characters as `U+1F389`, in order; after the twelfth only how many more there are."""
    codes = [f"U+{ord(character):04X}" for character in sorted(characters)]
    more = f" en nog {len(codes) - 12}" if len(codes) > 12 else ""
    return ", ".join(codes[:12]) + more


def runs(text: str, face: Face) -> tuple[Run, ...]:
    """One line of text as it is drawn, without breaking it."""
    words = _boxed(clean(text).replace("\n", " "))
    return shaping.runs(visual(joined(words), leans_right_to_left(words)), face)


def width(text: str, face: Face, size: float) -> float:
    """Width of one line of text in points."""
    return size * drawn_width(runs(text, face))


def lines(text: str, face: Face, size: float, room: float) -> tuple[Line, ...]:
    """`text` broken into lines of at most `room` points. A word that is too long is broken too."""
    found: list[Line] = []
    for paragraph in _boxed(clean(text)).split("\n"):
        reverse = leans_right_to_left(paragraph)
        for part, joiner in _broken(joined(paragraph), face, room / size):
            drawn = shaping.runs(visual(part, reverse), face)
            found.append(Line(drawn, size * drawn_width(drawn), joiner, reverse))
    return tuple(found)


def _boxed(text: str) -> str:
    """A box for what cannot be drawn, before the order of UAX #9, which unassigned codes break."""
    if text.isascii():
        return text
    return "".join(
        each if each in USED_FORMAT or each == "\n" or fonts.drawable(each) else BOX
        for each in text
    )


def _broken(text: str, face: Face, room: float) -> Iterator[tuple[str, str]]:
    """Parts of one paragraph in logical order, each with what stood after it."""
    line, wide, gap = "", 0.0, ""
    width_of = widths(face).__getitem__
    for piece in _PIECES.findall(text):
        if piece[0] == " ":
            gap += piece
            continue
        for part in _BREAK_IN_WORD.split(piece):
            needed = sum(map(width_of, part))
            longer = wide + sum(map(width_of, gap)) + needed
            if longer <= room:
                line, wide, gap = line + gap + part, longer, ""
                continue
            if line:
                yield line, " " if gap else ""
            *full, line = _cut(part, face, room) if needed > room else [part]
            yield from ((each, "") for each in full)
            wide, gap = sum(map(width_of, line)), ""
    yield line, "\n"


def _cut(word: str, face: Face, room: float) -> list[str]:
    """A word that is wider than the page, in parts that are not."""
    width_of = widths(face).__getitem__
    parts, start, wide, at = [], 0, 0.0, 0
    for letter in letters(word):
        needed = sum(map(width_of, letter))
        if wide + needed > room and at > start:
            parts.append(word[start:at])
            start, wide = at, 0.0
        at += len(letter)
        wide += needed
    return [*parts, word[start:]]
