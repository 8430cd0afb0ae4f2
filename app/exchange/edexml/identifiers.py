"""Keys and numbers that must point at one pupil only.

After a question is answered with "add" or "same", somebody could get a key, an ECK iD or a BSN that
another pupil of the school already has. Then it stays where it is, with a problem for the preview.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.exchange.edexml.changes import keeps_bsn
from app.exchange.edexml.fields import masked, shown
from app.exchange.edexml.school import ExistingPupil
from app.exchange.edexml.values import FIELD_LABELS, EdexPupil, Problem

_IDENTIFIERS = ("eckid", "personal_number", "source_key")

Pair = tuple[EdexPupil, ExistingPupil | None]


def without_taken(
    pairs: Sequence[Pair], school: Iterable[ExistingPupil], source: str
) -> tuple[list[Pair], list[Problem]]:
    """The same pairs (None: to be added), without identifiers that stay with another pupil."""
    school = tuple(school)
    result, problems = list(pairs), []
    for name in _IDENTIFIERS:
        held = {one.id: _held(name, one, source) for one in school}
        wanted = {
            pupil.position: value
            for pupil, one in result
            if (value := getattr(pupil, name))
            and not (one is not None and keeps_bsn(name, one.text(name), value))
        }
        refused = _refused(result, held, wanted)
        for index, (pupil, one) in enumerate(result):
            if pupil.position not in refused:
                continue
            value = getattr(pupil, name)
            problems.append(
                Problem(
                    pupil.label,
                    FIELD_LABELS[name],
                    masked(value) if name == "personal_number" else shown(value),
                    "Dit hoort al bij een andere leerling van de school;"
                    " het is hier niet overgenomen.",
                )
            )
            emptied: Any = {name: ""}
            result[index] = (replace(pupil, **emptied), one)
    return result, problems


def _held(name: str, one: ExistingPupil, source: str) -> str:
    if name == "source_key":
        return one.source_key if one.source_school == source else ""
    return one.text(name)


def _refused(pairs: Sequence[Pair], held: dict[str, str], wanted: dict[int, str]) -> set[int]:
    """Who cannot get what they want. Two pupils may change places; refusing one may refuse more."""
    refused: set[int] = set()
    while True:
        after = dict(held)
        granted = {position: value for position, value in wanted.items() if position not in refused}
        for pupil, one in pairs:
            if one is not None and pupil.position in granted:
                after[one.id] = granted[pupil.position]
        new = [granted.get(pupil.position, "") for pupil, one in pairs if one is None]
        counts = Counter([*after.values(), *new])
        more = {
            pupil.position
            for pupil, one in pairs
            if (value := granted.get(pupil.position))
            and counts[value] > 1
            and (one is None or held[one.id] != value)
        }
        if not more:
            return refused
        refused |= more
