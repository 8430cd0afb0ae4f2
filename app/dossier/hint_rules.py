"""The rules of `resources/text_hints.toml`: what a free text should probably not hold, and why.

Words are looked for in flattened text (`flat`): small letters without accents, one for one, so that
a place in it is the same place in the text. Every pattern is bounded, so that searching takes time
in proportion to the text whatever stands in it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from app import resources
from app.dossier.kinds import Field, FieldType, Kind

_BETWEEN = r"[\s,]{1,6}"
_GAP = rf"{_BETWEEN}(?:[\w'-]{{1,40}}{_BETWEEN}){{0,4}}?"
_STAR = r"[\w-]{0,40}"


@dataclass(frozen=True)
class WordGroup:
    """Words that count under the same conditions; see the head of the resource."""

    any: re.Pattern[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    allowed: frozenset[str]
    exact: bool


@dataclass(frozen=True)
class Rule:
    """One sort of thing to point out. `finder` names how it is found when not by words.

    Its words are compiled when first looked for: who types no text need not wait for that.
    """

    code: str
    title: str
    why: str
    instead: str
    verdict: str
    finder: str
    allowed: frozenset[str]
    words: tuple[Mapping[str, Any], ...]

    @cached_property
    def groups(self) -> tuple[WordGroup, ...]:
        """The words, ready to look for."""
        return tuple(_group(one, _SETS) for one in self.words)


@dataclass(frozen=True)
class NameWords:
    """What tells a name from a word, and another child from an adult or a character in a book."""

    titles: frozenset[str]
    words: frozenset[str]
    fiction: re.Pattern[str]


@cache
def _flat_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return base if len(base) == 1 else letter


def flat(text: str) -> str:
    """Small letters without accents, as long as the text itself.

    >>> flat("Oriëntatie")
    'orientatie'
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_flat_letter, text.replace("’", "'")))


def spots(kind: Kind, field_name: str) -> tuple[str, ...]:
    """How the resource may name this field: its kind, `kind.field` or `*.field`."""
    return kind.code, f"{kind.code}.{field_name}", f"*.{field_name}"


def get_ready() -> None:
    """Compile all words; takes tens of milliseconds, so not while someone types."""
    for rule in RULES.values():
        len(rule.groups)


def is_watched(kind: Kind, field: Field) -> bool:
    """Whether this field holds free text in which something may be pointed out."""
    free = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    return free and SILENT.isdisjoint(spots(kind, field.name))


def _pattern(words: Iterable[str], sets: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One expression for a list of patterns, on whole words."""
    longest_first = sorted(words, key=len, reverse=True)
    alternatives = "|".join(_phrase(one, sets) for one in longest_first)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")


def _phrase(phrase: str, sets: Mapping[str, Sequence[str]]) -> str:
    parts = phrase.split()
    found = _word(parts[0], sets)
    for before, part in pairwise(parts):
        if part != "..":
            found += (_GAP if before == ".." else _BETWEEN) + _word(part, sets)
    return found


def _word(word: str, sets: Mapping[str, Sequence[str]]) -> str:
    if word.startswith("{"):
        return f"(?:{'|'.join(_phrase(one, sets) for one in sets[word[1:-1]])})"
    return _STAR.join(re.escape(part) for part in word.split("*"))


def _group(data: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> WordGroup:
    def pattern(key: str) -> re.Pattern[str] | None:
        return _pattern(data[key], sets) if key in data else None

    return WordGroup(
        any=_pattern(data["any"], sets),
        near=pattern("near"),
        unless=pattern("unless"),
        not_before=pattern("not_before"),
        allowed=frozenset(data.get("allowed", ())),
        exact=data.get("exact", False),
    )


def _rule(code: str, data: Mapping[str, Any]) -> Rule:
    return Rule(
        code=code,
        title=data["title"],
        why=data["why"],
        instead=data["instead"],
        verdict=data.get("verdict", "hoort hier meestal niet"),
        finder=data.get("finder", ""),
        allowed=frozenset(data.get("allowed", ())),
        words=tuple(data.get("words", ())),
    )


_DATA = resources.load("text_hints.toml")

_SETS: Mapping[str, Sequence[str]] = _DATA["sets"]
SILENT = frozenset(_DATA["silent"])
RULES: Mapping[str, Rule] = MappingProxyType(
    {code: _rule(code, one) for code, one in _DATA["rule"].items()}
)
NAME_WORDS = NameWords(
    titles=frozenset(_DATA["names"]["titles"]),
    words=frozenset(_DATA["names"]["words"]),
    fiction=_pattern(_DATA["names"]["fiction"], {}),
)
