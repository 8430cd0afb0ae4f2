"""A file that lies open on the page of importing, with what was answered so far."""

from dataclasses import dataclass, field
from pathlib import Path

from app.exchange.edexml import Answer, ImportPlan


@dataclass
class Work:
    """The plan without answers, and what was answered and ticked since.

    `steps` remembers per answer what it replaced, so that one that cannot be is taken back.
    """

    path: Path
    base: ImportPlan
    answers: dict[str, Answer] = field(default_factory=dict)
    separate: frozenset[str] = frozenset()
    steps: list[tuple[str, Answer | None]] = field(default_factory=list)

    def plan(self) -> ImportPlan:
        """What would happen now. Raises `UserError` for answers that exclude each other."""
        plan = self.base
        if self.separate:
            plan = plan.with_separate_groups(self.separate)
        return plan.with_answers(self.answers) if self.answers else plan

    def copy(self) -> "Work":
        """For the thread that plans, while the user goes on answering."""
        return Work(self.path, self.base, dict(self.answers), self.separate)
