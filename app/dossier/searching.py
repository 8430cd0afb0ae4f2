"""What a search looks for and finds in a text: words, snippets, marks. Plain functions.

Words are compared without case and diacritics (`names.fold`); what was typed must begin a word.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.access.categories import Category
from app.dossier.kinds import Field, FieldType, Kind
from app.dossier.names import fold

SHORTEST = 2
"""Letters that a search must have in at least one word: one letter begins a word of every text."""

_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT)
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_BEFORE, _AFTER = 40, 110


@dataclass(frozen=True)
class Snippet:
    """A piece of one field's text; `marks` are the (start, end) of the words that were found."""

    label: str
    text: str
    marks: tuple[tuple[int, int], ...]


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, as the index splits them: runs of letters and digits.

    >>> words_of("Van 't Hóf, 2e")
    ('van', 't', 'hof', '2e')
    """
    return tuple(folded[start:end] for folded in [fold(text)] for start, end in _runs(folded))


def is_enough(words: Sequence[str]) -> bool:
    """Whether these words say enough to search for."""
    return any(len(word) >= SHORTEST for word in words)


def searched_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that hold words to look for."""
    return tuple(field for field in kind.fields if field.type in _TEXTS and field.searched)


def texts_by_category(kind: Kind, row: Mapping[Any, Any]) -> dict[Category, str]:
    """The folded texts of a row, by what a reader must be allowed to read; empty ones left out."""
    found: dict[Category, list[str]] = {}
    for field in searched_fields(kind):
        if row.get(field.name):
            found.setdefault(field.category or kind.category, []).append(row[field.name])
    return {category: fold(" ".join(texts)) for category, texts in found.items()}


def fields_of(kind: Kind, category: Category) -> tuple[Field, ...]:
    """The searched fields of a kind for which a reader needs this category."""
    return tuple(
        field for field in searched_fields(kind) if (field.category or kind.category) is category
    )


def find(fields: Sequence[Field], row: Mapping[Any, Any], wanted: Sequence[str]) -> Snippet | None:
    """A snippet of these fields when together they hold all wanted words; else None."""
    filled = [field for field in fields if row.get(field.name)]
    there = {word for field in filled for word in words_of(row[field.name])}
    if not filled or not all(any(one.startswith(want) for one in there) for want in wanted):
        return None
    marked = [(field, marks_in(row[field.name], wanted)) for field in filled]
    field, marks = max(marked, key=lambda pair: len(pair[1]))
    return _snippet(field.label, row[field.name], marks)


def marks_in(text: str, wanted: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where in the text, as it is written, words stand that begin with a wanted one."""
    return tuple(
        (start, end)
        for start, end in _runs(text)
        if any(word.startswith(want) for word in words_of(text[start:end]) for want in wanted)
    )


def _snippet(label: str, text: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    """One line around the first mark; line ends become blanks, which keeps every place."""
    text = "".join(" " if letter.isspace() else letter for letter in text)
    first = marks[0][0] if marks else 0
    start, end = max(0, first - _BEFORE), min(len(text), first + _AFTER)
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = text.rfind(" ", first, end) if text.rfind(" ", first, end) > first else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    kept = tuple((a + shift, min(b, end) + shift) for a, b in marks if start <= a < end)
    return Snippet(label, f"{before}{text[start:end]}{after}", kept)


def _runs(text: str) -> list[tuple[int, int]]:
    """Where letters and digits stand together, marks on letters included."""
    return [one.span() for one in _WORD.finditer(text)]
