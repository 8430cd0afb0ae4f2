"""Whether the clock of this PC can be believed, by the days on which backups were made.

One sign-in with a clock that is years ahead must not make every backup "too old". So after a jump
nothing is removed until backups of several days stand behind it, and a backup with a date that is
still to come counts for nothing. The numbers are data in `resources/backups.toml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from app import resources
from app.vault.backup_scheme import Dated


@dataclass(frozen=True)
class ClockRules:
    """`jump_days` without a backup are a jump; it is believed after `settled_days` with one."""

    jump_days: int
    settled_days: int


@dataclass(frozen=True)
class ClockDoubt:
    """What does not fit. `before`: the last day before a jump; `ahead`: backups still to come."""

    today: date
    before: date | None
    ahead: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing may be removed by its age."""
        return self.before is not None

    @property
    def text(self) -> str:
        """In Dutch, with what to do; empty when all fits."""
        said = []
        if self.before is not None:
            said.append(
                f"De klok van deze pc zegt {self.today:%d-%m-%Y}, en de reservekopie daarvoor is "
                f"van {self.before:%d-%m-%Y}. Voorlopig worden er geen oude reservekopieën "
                "opgeruimd. Klopt de datum, bijvoorbeeld na een vakantie, dan hoeft u niets te "
                "doen. Klopt hij niet, zet dan de klok goed en meld u opnieuw aan."
            )
        if self.ahead:
            named = ", ".join(f"‘{name}’" for name in self.ahead)
            said.append(
                f"Een reservekopie heeft een datum die nog moet komen: {named}. De klok van deze "
                f"pc zegt {self.today:%d-%m-%Y}. Zij telt niet mee en wordt niet opgeruimd. Staat "
                "de klok nu verkeerd, zet hem dan goed en meld u opnieuw aan. Staat hij goed, dan "
                "liep de klok van een pc voor: verwijder die map zodra er een nieuwe reservekopie "
                "is."
            )
        return " ".join(said)


@cache
def clock_rules() -> ClockRules:
    """The rules of `resources/backups.toml`."""
    return ClockRules(**resources.load("backups.toml")["clock"])


def clock_doubt(backups: Sequence[Dated], today: date, rules: ClockRules) -> ClockDoubt:
    """What these backups say of the clock that says `today`."""
    ahead = tuple(one.key for one in backups if one.made_on > today)
    days = {one.made_on for one in backups if one.made_on <= today}
    return ClockDoubt(today, _before_jump(days | {today}, rules) if days else None, ahead)


def _before_jump(days: Iterable[date], rules: ClockRules) -> date | None:
    newest = sorted(days, reverse=True)[: rules.settled_days]
    for later, earlier in pairwise(newest):
        if (later - earlier).days > rules.jump_days:
            return earlier
    return None
