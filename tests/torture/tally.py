"""What became of it: counts that must all be nought but the first three, and the first failures."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    """The result of one kind of torture; adds up."""

    rounds: int = 0
    faults: int = 0
    saves: int = 0
    """Saves that were said to be made."""
    lost: int = 0
    """… and were not there afterwards, or not whole."""
    silent: int = 0
    """Damage that nothing noticed: values, log or seal were wrong without a word."""
    shut: int = 0
    """Folders that could not be opened though nobody had changed them."""
    false_alarms: int = 0
    noticed: int = 0
    """Damage that was noticed and named."""
    failures: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was lost, silent, shut, or alarmed about nothing."""
        return not (self.lost or self.silent or self.shut or self.false_alarms)

    def fail(self, kind: str, what: str) -> None:
        """Count a failure and keep its description."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.failures.append(f"{kind}: {what}")

    def where(self, first: int, text: str) -> None:
        """Say of the failures from number `first` on where they happened."""
        self.failures[first:] = [f"{text}: {one}" for one in self.failures[first:]]

    def __add__(self, other: "Tally") -> "Tally":
        counts = ("rounds", "faults", "saves", "lost", "silent", "shut", "false_alarms", "noticed")
        added = Tally(**{name: getattr(self, name) + getattr(other, name) for name in counts})
        added.failures = self.failures + other.failures
        return added

    def __str__(self) -> str:
        text = (
            f"{self.rounds} rounds, {self.faults} faults, {self.saves} acknowledged saves: "
            f"{self.lost} lost, {self.silent} silent damage, {self.shut} folders shut, "
            f"{self.false_alarms} false alarms, {self.noticed} noticed"
        )
        return "\n".join([text, *(f"  {one}" for one in self.failures[:10])])
