"""The corpus by which the hints are measured, and the measuring."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.dossier.hint_names import SchoolNames, school_names
from app.dossier.kinds import KINDS
from app.dossier.names import display_name, list_name, search_key, sort_key
from app.dossier.text_hints import find_hints
from app.dossier.values import PupilSummary

_DATA = tomllib.loads(Path(__file__).with_name("text_hints_corpus.toml").read_text("utf-8"))
PARTS = ("held_out", "unseen", "development")
OWN = "own"


@dataclass(frozen=True)
class Sentence:
    """A sentence in a field, the rules that must speak up and those that do."""

    text: str
    place: str
    wanted: frozenset[str]
    found: frozenset[str]

    @property
    def is_right(self) -> bool:
        return self.wanted == self.found


def summary(pupil_id: str, call: str, prefix: str, surname: str) -> PupilSummary:
    row = {"call_name": call, "prefix": prefix, "surname": surname, "number": pupil_id}
    return PupilSummary(
        pupil_id,
        pupil_id,
        display_name(row),
        list_name(row),
        search_key(row),
        sort_key(row),
        None,
        "",
        "",
        own=False,
        former=False,
    )


def names() -> SchoolNames:
    """The pupils and the staff of the corpus."""
    others = [summary(str(n), *one) for n, one in enumerate(_DATA["others"])]
    return school_names([summary(OWN, *_DATA["pupil"]), *others], _DATA["staff"])


def sentences(part: str) -> Iterator[Sentence]:
    """What the program says of every sentence of a part."""
    everyone = names()
    for place, lines in _DATA[part].items():
        kind = KINDS[place.split(".")[0]]
        field = kind.field(place.split(".")[1])
        for codes, text in lines:
            hints = find_hints(text, kind, field, everyone, OWN)
            found = frozenset(one.rule.code for one in hints)
            yield Sentence(text, place, frozenset(codes.split()), found)


@dataclass(frozen=True)
class Measured:
    """How often a rule spoke up rightly, wrongly, and not when it should."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def measure(read: Sequence[Sentence]) -> dict[str, Measured]:
    """Per rule, and "" for all together."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for one in read:
        right.update(one.wanted & one.found)
        wrong.update(one.found - one.wanted)
        missed.update(one.wanted - one.found)
    codes = sorted({*right, *wrong, *missed})
    found = {code: Measured(right[code], wrong[code], missed[code]) for code in codes}
    return found | {"": Measured(right.total(), wrong.total(), missed.total())}
