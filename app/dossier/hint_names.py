"""Names of other pupils in a text.

A call name alone is often a word, an adult or the pupil's own brother: it counts only when nothing
else is likelier. A call name with the surname of a pupil always counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.access.pupil_data import PupilData
from app.dossier.hint_numbers import Span
from app.dossier.hint_rules import NAME_WORDS, flat
from app.dossier.names import fold
from app.dossier.values import PupilSummary

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]{0,60}(?:['’-][^\W\d_][\w\u0300-\u036f]{0,60}){0,4}")
_GENITIVE = re.compile(r"['’]s$")
_STARTS = frozenset('.!?:;•"“‘(')
_PREFIXES = frozenset(
    {"de", "den", "der", "van", "het", "'t", "ten", "ter", "el", "la", "al", "in"}
)


@dataclass(frozen=True)
class Name:
    """A pupil's name as folded words: call name; surname with its prefix, and without."""

    pupil_id: str
    call: tuple[str, ...]
    surnames: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SchoolNames(PupilData):
    """Pupils by the first word of their call name; `adults` are the first names of staff."""

    by_first: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    adults: frozenset[str] = frozenset()


NO_NAMES = SchoolNames()


def school_names(pupils: Iterable[PupilSummary], staff: Iterable[str] = ()) -> SchoolNames:
    """The names to look for, from the list of pupils that someone may see anyway."""
    by_first: dict[str, list[Name]] = {}
    for pupil in pupils:
        surname, call, prefix = pupil.sort_key
        if not call:
            continue
        last = tuple(surname.split()) if surname != call else ()
        full = (*prefix.split(), *last)
        surnames = tuple(dict.fromkeys(one for one in (full, last) if one))
        name = Name(pupil.id, tuple(call.split()), surnames)
        by_first.setdefault(name.call[0], []).append(name)
    adults = frozenset(fold(one).split()[0] for one in staff if one.strip())
    return SchoolNames({first: tuple(found) for first, found in by_first.items()}, adults)


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class FoundName:
    """Where another child's name stands; `alone` when it is a call name without a surname."""

    span: Span
    alone: bool


def other_children(text: str, names: SchoolNames, pupil_id: str) -> Iterator[FoundName]:
    """Where the name of a pupil other than `pupil_id` stands."""
    if not names.by_first:
        return
    words = [_Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text)]
    looking = _Looking(text, words, names, pupil_id)
    at = 0
    while at < len(words):
        read = looking.name_at(at)
        if read.counts:
            yield FoundName((words[at].start, words[read.last].end), read.alone)
        at = read.last + 1


@dataclass(frozen=True)
class _Read:
    """What begins at a word: up to which word, and whether it is another child's name."""

    last: int
    counts: bool
    alone: bool = False


@dataclass(frozen=True)
class _Looking:
    text: str
    words: list[_Word]
    names: SchoolNames
    pupil_id: str

    def name_at(self, at: int) -> _Read:
        """What begins at this word."""
        candidates = self._candidates(at)
        if not candidates or self._is_address(at):
            return _Read(at, counts=False)
        for name in candidates:
            after = at + len(name.call)
            for surname in name.surnames:
                if self._says(after, surname) and self._is_name(at, name):
                    return _Read(after + len(surname) - 1, name.pupil_id != self.pupil_id)
        for name in candidates:
            after = at + len(name.call)
            if self._is_initial(after, name):
                return _Read(after, name.pupil_id != self.pupil_id)
        last = at + len(candidates[0].call) - 1
        return _Read(last, self._counts_alone(at, candidates), alone=True)

    def _candidates(self, at: int) -> list[Name]:
        """The pupils whose call name stands here; the longest call name first."""
        folded = self.words[at].folded
        keys = (folded, _GENITIVE.sub("", folded), folded.removesuffix("s"))
        found = [one for key in dict.fromkeys(keys) for one in self.names.by_first.get(key, ())]
        fitting = [one for one in found if self._says(at + 1, one.call[1:])]
        return sorted(fitting, key=lambda one: len(one.call), reverse=True)

    def _is_address(self, at: int) -> bool:
        """Whether the word is a part of an e-mail or web address."""
        before, word = self.text[: self.words[at].start][-1:], self.words[at]
        after = self.text[word.end : word.end + 2]
        return before == "@" or after[:1] == "@" or (after[:1] == "." and after[1:].isalnum())

    def _says(self, at: int, wanted: tuple[str, ...]) -> bool:
        """Whether these words stand here, each right after the one before."""
        words = self.words[at : at + len(wanted)]
        return len(words) == len(wanted) and all(
            self._follows(at + number) and _GENITIVE.sub("", word.folded) == one
            for number, (word, one) in enumerate(zip(words, wanted, strict=True))
        )

    def _follows(self, at: int) -> bool:
        """Whether only blanks stand between this word and the one before."""
        between = self.text[self.words[at - 1].end : self.words[at].start]
        return 0 < len(between) <= 3 and not between.strip(" '’")

    def _is_name(self, at: int, name: Name) -> bool:
        return self.words[at].is_capital or name.call[0] not in NAME_WORDS.words

    def _is_initial(self, at: int, name: Name) -> bool:
        if at >= len(self.words) or not self._follows(at):
            return False
        word = self.words[at]
        first_letters = {surname[0][:1] for surname in name.surnames}
        return len(word.text) == 1 and word.is_capital and word.folded in first_letters

    def _counts_alone(self, at: int, candidates: list[Name]) -> bool:
        """Whether a call name without a surname is another child's, as far as one can tell."""
        first = candidates[0].call[0]
        after = at + len(candidates[0].call)
        if not self.words[at].is_capital or first in self.names.adults:
            return False
        if any(one.pupil_id == self.pupil_id for one in candidates):
            return False
        if at and self._title_before(at):
            return False
        if first in NAME_WORDS.words and self._begins_sentence(at):
            return False
        return not self._is_someone_else(after)

    def _title_before(self, at: int) -> bool:
        before = self.words[at - 1]
        between = self.text[before.end : self.words[at].start]
        return before.folded in NAME_WORDS.titles and not between.strip(" .,")

    def _begins_sentence(self, at: int) -> bool:
        before = self.text[: self.words[at].start][-3:].rstrip(" ")
        return at == 0 or not before or before[-1] in _STARTS or "\n" in before

    def _is_someone_else(self, after: int) -> bool:
        """Whether a surname follows that is of no pupil with this call name."""
        while after < len(self.words) and self._follows(after):
            word = self.words[after]
            if word.is_capital:
                # ADHD after a name is no surname.
                return not word.text.isupper() and word.folded not in self.names.by_first
            if word.folded not in _PREFIXES:
                return False
            after += 1
        return False


def is_fiction(text: str) -> bool:
    """Whether a sentence is about a book, in which a name is somebody's in it."""
    return NAME_WORDS.fiction.search(flat(text)) is not None
