"""When a progression test must raise the school's advice (WPO art. 45b-45f).

A test advice that is higher than the definitive advice raises it, unless it is argued that the
pupil's interest asks otherwise. A lower one never changes it. This only signals: it blocks nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app import resources
from app.dossier.kinds import KINDS

_DATA: Mapping[str, Any] = resources.load("results.toml")["advice"]
RANKS: Mapping[str, int] = _DATA["rank"]
_NAMES = KINDS["advice"].field("advice").choices


class AdviceState(StrEnum):
    """How the advices of one pupil stand to each other."""

    NOTHING = "nothing"
    NO_DEFINITIVE = "no_definitive"
    NOT_HIGHER = "not_higher"
    MUST_RAISE = "must_raise"
    RAISED = "raised"
    PARTLY_RAISED = "partly_raised"
    ARGUED = "argued"
    LOWERED = "lowered"

    @property
    def asks(self) -> bool:
        """Whether the school still has something to do."""
        return self in (AdviceState.MUST_RAISE, AdviceState.PARTLY_RAISED, AdviceState.LOWERED)


@dataclass(frozen=True)
class AdviceSignal:
    """The state, a few words for a list, and the whole story for the pupil's page."""

    state: AdviceState
    word: str
    text: str


def signal_of(advices: Iterable[Mapping[str, Any]]) -> AdviceSignal:
    """What follows from these advices, each the values of an entry; the newest of a sort counts."""
    newest: dict[str, Mapping[str, Any]] = {}
    for one in sorted(advices, key=lambda one: one.get("given_on") or date.min):
        newest[str(one.get("sort"))] = one
    state = _state(newest)
    said = _DATA["signal"][state.value]
    names = {
        "test": _name(newest.get("test")),
        "advice": _name(newest.get("definitive")),
        "reconsidered": _name(newest.get("reconsidered")),
    }
    return AdviceSignal(state, said["word"], said["text"].format(**names))


def _state(newest: Mapping[str, Mapping[str, Any]]) -> AdviceState:
    test, definitive = _rank(newest.get("test")), _rank(newest.get("definitive"))
    reconsidered = _rank(newest.get("reconsidered"))
    if definitive is not None and reconsidered is not None and reconsidered < definitive:
        return AdviceState.LOWERED
    if test is None:
        return AdviceState.NOTHING
    if definitive is None:
        return AdviceState.NO_DEFINITIVE
    if test <= definitive:
        return AdviceState.NOT_HIGHER
    argued = any(
        str(newest.get(sort, {}).get("motivation") or "").strip()
        for sort in ("definitive", "reconsidered", "test")
    )
    if reconsidered is not None and reconsidered >= test:
        return AdviceState.RAISED
    if argued:
        return AdviceState.ARGUED
    raised = reconsidered is not None and reconsidered > definitive
    return AdviceState.PARTLY_RAISED if raised else AdviceState.MUST_RAISE


def _rank(advice: Mapping[str, Any] | None) -> int | None:
    return RANKS.get(str(advice.get("advice"))) if advice is not None else None


def _name(advice: Mapping[str, Any] | None) -> str:
    code = str(advice.get("advice") or "") if advice is not None else ""
    return _NAMES.get(code, code)
