"""What came of asking the desk, as a value: what a refusal or a wrong field says, a page shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from app.access.policy import Refused
from app.dossier.checks import InvalidEntry

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """`value`, or why there is none: refused to this person, or problems per field."""

    value: T | None = None
    refused: str = ""
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def attempt(work: Callable[[], T]) -> Callable[[], Outcome[T]]:
    """`work` for `ui.task.run`, whose refusals and wrong fields come back instead of a message.

    Every other error goes its usual way.
    """

    def run() -> Outcome[T]:
        try:
            return Outcome(work())
        except Refused as refused:
            return Outcome(refused=str(refused))
        except InvalidEntry as invalid:
            return Outcome(problems=dict(invalid.problems))

    return run
