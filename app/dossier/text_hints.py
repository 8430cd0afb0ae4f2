"""What in a free text probably does not belong in a dossier. It points out and never blocks.

"No more than necessary" (AVG art. 5 lid 1 c) cannot be checked by a program; it can remind, at the
moment of writing, of what is often written without need. Rules: `resources/text_hints.toml`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from app.dossier.hint_names import NO_NAMES, SchoolNames, is_fiction, other_children
from app.dossier.hint_numbers import Span, email_addresses, full_personal_numbers, phone_numbers
from app.dossier.hint_rules import RULES, Rule, WordGroup, flat, is_watched, spots
from app.dossier.kinds import Field, Kind

LONGEST = 40_000
"""What is behind this many characters is not looked at; no field of a form holds as much."""

_MOST = 20
_SENTENCE_END = re.compile(r"[.!?;\n]+(?=\s|$)")


@dataclass(frozen=True)
class Hint:
    """One rule that speaks up about a text: `spans` are places in it, `words` what stands there."""

    rule: Rule
    spans: tuple[Span, ...]
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """What to say: the words, why, and what to do instead."""
        quoted = ", ".join(f"‘{one}’" for one in self.words[:3])
        more = " …" if len(self.words) > 3 else ""
        rule = self.rule
        return f"Let op: {rule.title} {rule.verdict} ({quoted}{more}). {rule.why} {rule.instead}"


def find_hints(
    text: str,
    kind: Kind,
    field: Field,
    names: SchoolNames = NO_NAMES,
    pupil_id: str = "",
    accepted: Container[str] = (),
) -> tuple[Hint, ...]:
    """What to point out in this text, in the order of the rules; `accepted` rules are silent."""
    if not is_watched(kind, field):
        return ()
    sentences = _Sentences(text[:LONGEST])
    where = spots(kind, field.name)
    found = []
    for rule in RULES.values():
        if rule.code in accepted or not rule.allowed.isdisjoint(where):
            continue
        spans = tuple(_first(_spans(rule, sentences, where, names, pupil_id)))
        if spans:
            words = dict.fromkeys(text[start:end] for start, end in spans)
            found.append(Hint(rule, spans, tuple(words)))
    return tuple(found)


class _Sentences:
    """A text, its flattened form, and where its sentences begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = flat(text)
        ends = [found.end() for found in _SENTENCE_END.finditer(text)]
        self._starts = [0, *ends]
        self._ends = [*ends, len(text)]

    def at(self, place: int) -> str:
        """The text of the sentence in which this place is."""
        first, last = self.around(place)
        return self.text[first:last]

    def around(self, place: int) -> Span:
        """The sentence in which this place is."""
        number = bisect_right(self._starts, place) - 1
        return self._starts[number], self._ends[number]


def _spans(
    rule: Rule, sentences: _Sentences, where: tuple[str, ...], names: SchoolNames, pupil_id: str
) -> Iterator[Span]:
    if rule.finder == _OTHER_CHILD:
        for name in other_children(sentences.text, names, pupil_id):
            if not (name.alone and is_fiction(sentences.at(name.span[0]))):
                yield name.span
    elif rule.finder:
        yield from _FINDERS[rule.finder](sentences.text)
    for group in rule.groups:
        if group.allowed.isdisjoint(where):
            yield from _words(group, sentences)


def _words(group: WordGroup, sentences: _Sentences) -> Iterator[Span]:
    searched = sentences.text if group.exact else sentences.flat
    # Many hits in one endless sentence must not search that sentence as many times.
    fits: dict[Span, bool] = {}
    for found in group.any.finditer(searched):
        sentence = sentences.around(found.start())
        if sentence not in fits:
            fits[sentence] = _fits(group, sentences.flat, sentence)
        if fits[sentence] and not _goes_on(group, sentences.flat, found.end()):
            yield found.span()


def _fits(group: WordGroup, text: str, sentence: Span) -> bool:
    if group.unless is not None and group.unless.search(text, *sentence):
        return False
    return group.near is None or group.near.search(text, *sentence) is not None


def _goes_on(group: WordGroup, text: str, end: int) -> bool:
    """Whether the words are the beginning of a name of something else (a school)."""
    if group.not_before is None or text[end : end + 1] != " ":
        return False
    return group.not_before.match(text, end + 1) is not None


def _first(spans: Iterator[Span]) -> list[Span]:
    """The first few, in the order of the text, none inside another."""
    kept: list[Span] = []
    for _number, span in zip(range(_MOST), spans, strict=False):
        kept.append(span)
    kept.sort()
    return [one for n, one in enumerate(kept) if not n or one[0] >= kept[n - 1][1]]


_OTHER_CHILD = "other_child"
_FINDERS: Mapping[str, Callable[[str], Iterator[Span]]] = {
    "personal_number": full_personal_numbers,
    "phone": phone_numbers,
    "email": email_addresses,
}
