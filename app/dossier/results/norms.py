"""The lowest ability score of each level of a test, and the level that follows from a score.

A school enters the norms that it was given with a test; no publisher's norms come with the program.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from app import resources
from app.dossier import checks
from app.dossier.kinds import KINDS, Field, Kind, Value, declared_kind
from app.dossier.names import fold
from app.dossier.results import moments, rules

DOMAINS = KINDS["result"].field("domain").choices
LOWEST = ("lowest_1", "lowest_2", "lowest_3", "lowest_4")
_ORDER = "Elke volgende ondergrens is lager dan die ervoor: I vanaf het meest, IV vanaf het minst."


def _with_domains(field: Field) -> Field:
    return replace(field, choices=DOMAINS) if field.name == "domain" else field


def _declared() -> Kind:
    kind = declared_kind("norm", resources.load("results.toml")["norm"])
    return replace(kind, fields=tuple(_with_domains(one) for one in kind.fields))


KIND = _declared()
"""The form of a norm. Not a kind of entry: it is about no pupil."""


@dataclass(frozen=True)
class NormBand:
    """The norm of one test of one domain at one moment; `id` is empty for a new one."""

    test: str
    domain: str
    moment: str
    lowest: tuple[float, float, float, float]
    id: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is the norm of, however the test's name was typed."""
        return key_of(self.test, self.domain, self.moment)

    def level(self, ability: float) -> str:
        """The level of this ability score: I for the highest, V below all bounds."""
        scale = rules.LEVELS[0]
        return next(
            (level for level, lowest in zip(scale, self.lowest, strict=False) if ability >= lowest),
            scale[-1],
        )

    def values(self) -> dict[str, Value]:
        """As a form shows it."""
        named: dict[str, Value] = dict(zip(LOWEST, self.lowest, strict=True))
        return {"test": self.test, "domain": self.domain, "moment": self.moment, **named}


Norms = Mapping[tuple[str, str, str], NormBand]


def key_of(test: object, domain: object, moment: object) -> tuple[str, str, str]:
    """By what a norm is found: small differences in typing do not count."""
    return fold(str(test or "")), str(domain or ""), fold(moments.tidy(str(moment or "")))


def by_key(bands: Iterable[NormBand]) -> dict[tuple[str, str, str], NormBand]:
    """The norms as they are looked up."""
    return {band.key: band for band in bands}


def suggested_level(norms: Norms, values: Mapping[str, Any]) -> str:
    """The level that follows from the ability score of a result; empty without a norm or score."""
    ability = values.get("ability")
    if isinstance(ability, bool) or not isinstance(ability, (int, float)):
        return ""
    found = norms.get(key_of(values.get("test"), values.get("domain"), values.get("moment")))
    return found.level(ability) if found else ""


def checked(values: Mapping[str, Value], today: date, norm_id: str = "") -> NormBand:
    """A norm as it will be stored; raises `InvalidEntry` with the problem per field."""
    stored, problems = checks.check(KIND, values, today)
    lowest = [stored.get(name) for name in LOWEST]
    numbers = [float(one) for one in lowest if isinstance(one, (int, float))]
    if not problems and any(higher <= lower for higher, lower in pairwise(numbers)):
        problems["lowest_2"] = _ORDER
    if problems:
        raise checks.InvalidEntry(problems)
    one, two, three, four = numbers
    return NormBand(
        str(stored["test"]),
        str(stored["domain"]),
        moments.tidy(str(stored["moment"])),
        (one, two, three, four),
        norm_id,
    )


@dataclass(frozen=True)
class PastedNorms:
    """Norms that were read from a spreadsheet, and a sentence for each line that was not."""

    bands: tuple[NormBand, ...]
    problems: tuple[str, ...]


_WIDTH_SHORT, _WIDTH_FULL = 5, 7


def read_pasted(text: str, test: str, domain: str, today: date) -> PastedNorms:
    """Lines of a spreadsheet: moment and four bounds, or test, domain, moment and four bounds.

    In the first form `test` and `domain` say what they are the norms of. A first line with words in
    the place of numbers is a heading.
    """
    bands: list[NormBand] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[\t;]", line)]
        if not any(cells):
            continue
        if len(cells) not in (_WIDTH_SHORT, _WIDTH_FULL):
            problems.append(f"Regel {number}: verwacht {_WIDTH_SHORT} of {_WIDTH_FULL} kolommen.")
            continue
        if number == 1 and not any(char.isdigit() for cell in cells[-4:] for char in cell):
            continue
        named = cells[: -len(LOWEST)]
        values = dict(zip(("test", "domain", "moment"), _full(named, test, domain), strict=True))
        try:
            bands.append(checked({**values, **dict(zip(LOWEST, cells[-4:], strict=True))}, today))
        except checks.InvalidEntry as invalid:
            problems.append(f"Regel {number}: {' '.join(invalid.problems.values())}")
    return PastedNorms(tuple(by_key(bands).values()), tuple(problems))


def _full(named: Sequence[str], test: str, domain: str) -> tuple[str, str, str]:
    if len(named) == 1:
        return test, domain, named[0]
    codes = {fold(label): code for code, label in DOMAINS.items()}
    return named[0], codes.get(fold(named[1]), named[1]), named[2]
