"""From letters to glyphs: fonts per letter, joined Arabic forms, visual order, accents in place.

Works on text that `text.clean` has made safe.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from arabic_reshaper import ArabicReshaper

# The package's newer, compiled algorithm does not mirror brackets in right-to-left text.
from bidi.algorithm import get_display

from app.documents import fonts
from app.documents.style import Face

BOX = "\u25a1"
ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff"
# Marks that only help the order of neutral characters, and joiners: used, then not drawn.
USED_FORMAT = frozenset("\u200c\u200d\u200e\u200f\u061c")

_HAS_ARABIC = re.compile(f"[{ARABIC}]")
_UNDRAWN = re.compile("[\u200c-\u200f\u061c]")
SHADDA = "\u0651"
_GAP = 0.04  # between a letter and an accent that had to move, at size 1


@dataclass(frozen=True)
class Run:
    """Characters in visual order, in one font.

    With a `shift` it is an accent: drawn that far from the pen (at size 1), which stays in place.
    """

    font: str
    text: str
    shift: tuple[float, float] | None = None


def drawn_width(runs: tuple[Run, ...]) -> float:
    """Width of a line at size 1."""
    return sum(fonts.advance(run.font, run.text) for run in runs if run.shift is None)


def is_accent(character: str) -> bool:
    """Whether it is drawn on another letter."""
    return unicodedata.category(character) in {"Mn", "Me"}


def letters(text: str) -> Iterator[str]:
    """The letters of a text, each with the accents that follow it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not is_accent(text[index]):
            yield text[start:index]
            start = index


class Widths(dict[str, float]):
    """The width at size 1 of each character met so far, in the font chosen for it."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, character: str) -> float:
        if character in USED_FORMAT or is_accent(character):
            found = 0.0
        else:
            found = fonts.advance(*_chosen(character, self.face))
        self[character] = found
        return found


@cache
def widths(face: Face) -> Widths:
    """The widths of a face, remembered for the life of the program."""
    return Widths(face)


@cache
def _plain(face: Face) -> tuple[str, frozenset[str]]:
    """The first font of a face, and the characters that need nothing but that font."""
    name = fonts.chain(face)[0]
    return name, frozenset(
        each for each in fonts.characters(name) if each not in USED_FORMAT and not is_accent(each)
    )


@cache
def _chosen(character: str, face: Face) -> tuple[str, str]:
    """The font for one character, and what is drawn: itself, its plain form, or the box."""
    # A joined form that no font has is still the same letter.
    for drawn in (character, unicodedata.normalize("NFKC", character), BOX):
        for name in fonts.chain(face):
            if fonts.covers(name, drawn):
                return name, drawn
    raise AssertionError("the last font has the box")


def runs(text: str, face: Face) -> tuple[Run, ...]:
    """What to draw for a line that is already in visual order."""
    name, plain = _plain(face)
    if plain.issuperset(text):
        return (Run(name, text),) if text else ()
    found: list[tuple[str, list[str], tuple[float, float] | None]] = []
    for letter, accents, accents_first in _letters(_UNDRAWN.sub("", text)):
        name, drawn = _placed(letter, accents, face)
        marks = _accents(name, drawn, accents, accents_first, face) if letter else []
        if not letter:
            marks = [(*_chosen(each, face), (0.0, 0.0)) for each in accents]
        marked = [(font, [mark], shift) for font, mark, shift in marks]
        if accents_first:
            found += marked
        if letter and found and found[-1][0] == name and found[-1][2] is None:
            found[-1][1].append(drawn)
        elif letter:
            found.append((name, [drawn], None))
        if not accents_first:
            found += marked
    return tuple(Run(name, "".join(parts), shift) for name, parts, shift in found)


def _letters(text: str) -> Iterator[tuple[str, str, bool]]:
    """(letter, its accents, whether these stand before it): in right-to-left they do."""
    waiting = ""
    index = 0
    while index < len(text):
        letter = text[index]
        index += 1
        if is_accent(letter):
            waiting += letter
            continue
        if waiting and is_right_to_left(letter):
            # Visual order has turned the accents round as well.
            yield letter, waiting[::-1], True
            waiting = ""
            continue
        if waiting:
            yield "", waiting, False
            waiting = ""
        start = index
        while not is_right_to_left(letter) and index < len(text) and is_accent(text[index]):
            index += 1
        yield letter, text[start:index], False
    if waiting:
        yield "", waiting, False


def _placed(letter: str, accents: str, face: Face) -> tuple[str, str]:
    if not letter:
        return fonts.LAST, ""
    for name in fonts.chain(face) if accents else ():
        if fonts.covers(name, letter + accents):
            return name, letter
    return _chosen(letter, face)


def _accents(
    name: str, letter: str, accents: str, accents_first: bool, face: Face
) -> list[tuple[str, str, tuple[float, float]]]:
    """Each accent over the middle of its letter, higher or lower if it would touch it.

    The fonts hold exact places for many pairs; without a shaping engine this is near enough.
    """
    left, bottom, right, top = fonts.bounds(name, letter[-1])
    origin = 0.0 if accents_first else -fonts.advance(name, letter[-1])
    found = []
    # A shadda stands on its letter, the vowel on the shadda; Unicode orders them otherwise.
    for accent in sorted(accents, key=lambda each: each != SHADDA):
        font = name if fonts.covers(name, accent) else _chosen(accent, face)[0]
        drawn = accent if fonts.covers(font, accent) else BOX
        x1, y1, x2, y2 = fonts.bounds(font, drawn)
        rise = 0.0
        if y1 > 0.4:  # above the letter
            rise = max(0.0, top + _GAP - y1)
            top = y2 + rise
        elif y2 < 0.1:  # below it
            rise = min(0.0, bottom - _GAP - y2)
            bottom = y1 + rise
        found.append((font, drawn, (origin + (left + right) / 2 - (x1 + x2) / 2, rise)))
    # As the eye and a text reader go from left to right, so do the accents of turned text.
    return found[::-1] if accents_first else found


def joined(text: str) -> str:
    """Arabic letters in the forms they have beside each other; still in logical order."""
    return str(_reshaper().reshape(text)) if _HAS_ARABIC.search(text) else text


@cache
def _reshaper() -> Any:
    # Vowel signs are part of what was typed; the library's default would drop them in silence.
    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True})


@cache
def _direction(character: str) -> str:
    return unicodedata.bidirectional(character)


def is_right_to_left(character: str) -> bool:
    """Whether this is a letter of Arabic, Hebrew and their kin."""
    return _direction(character) in {"R", "AL"}


def leans_right_to_left(text: str) -> bool:
    """Whether most of its letters run from right to left."""
    if text.isascii():
        return False
    found = [_direction(each) for each in text]
    return found.count("R") + found.count("AL") > found.count("L")


def visual(text: str, right_to_left: bool) -> str:
    """One line in the order in which it is drawn (UAX #9)."""
    if text.isascii() or not any(_direction(each) in {"R", "AL", "AN"} for each in text):
        return text
    return str(get_display(text, base_dir="R" if right_to_left else "L"))
