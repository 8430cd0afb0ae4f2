"""Which backups are kept: grandfather, father, son, as a pure function over their dates.

The numbers are data in `resources/backups.toml`. They stay within the retention rules of the
dossier: a copy must not keep for years what was destroyed.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from app import resources

_FILE = "backups.toml"


class Sort(StrEnum):
    """What a backup is for, which decides how long it is kept."""

    REGULAR = "regular"
    RISK = "risk"
    """Made before something that cannot be undone."""
    ASIDE = "aside"
    """What a restore set aside."""
    BYTES = "bytes"
    """Copied without a key, so never opened."""


@dataclass(frozen=True)
class Why:
    """Why a backup was made: the code in its name, and the words for people."""

    code: str
    text: str
    sort: Sort


@dataclass(frozen=True)
class Rules:
    """How many are kept, in days, weeks and months with a backup; and the ages in days."""

    all_days: int
    days: int
    weeks: int
    months: int
    before_risk_days: int
    set_aside_days: int
    oldest_days: int


@dataclass(frozen=True)
class Dated:
    """A backup as the scheme sees one. `made_on` is the school's local day and time."""

    key: str
    made_at: datetime
    sort: Sort

    @property
    def made_on(self) -> date:
        """The day."""
        return self.made_at.date()


@cache
def rules() -> Rules:
    """The rules of `resources/backups.toml`."""
    return Rules(**resources.load(_FILE)["keep"])


@cache
def whys() -> dict[str, Why]:
    """All reasons by code."""
    table = resources.load(_FILE)["why"]
    return {code: Why(code, one["text"], Sort(one["sort"])) for code, one in table.items()}


def why_of(code: str) -> Why:
    """The reason of this code; one that a newer program made is shown by its code."""
    return whys().get(code, Why(code, code.replace("-", " "), Sort.REGULAR))


def warn_after(second_place: bool) -> int:
    """Days after which the newest good backup is too old."""
    days: int = resources.load(_FILE)["warn"]["second_days" if second_place else "here_days"]
    return days


def unfinished_after() -> timedelta:
    """Age at which an unfinished copy is of a crash."""
    return timedelta(hours=resources.load(_FILE)["clear"]["unfinished_hours"])


def to_keep(backups: Sequence[Dated], today: date, wanted: Rules) -> frozenset[str]:
    """The keys of the backups to keep; the others may go.

    Of each kept day, week and month the newest stays. So a backup that is the newest of a period
    that is over stays the newest, and pruning every day comes to the same as pruning once. One
    that is dated after `today` was made by a wrong clock, or today's is wrong: it stays and takes
    no place.
    """
    ahead = frozenset(one.key for one in backups if one.made_on > today)
    past = [one for one in backups if one.key not in ahead]
    if not past:
        return ahead
    newest_first = sorted(past, key=lambda one: (one.made_at, one.key), reverse=True)
    ages = {
        Sort.REGULAR: wanted.all_days,
        Sort.BYTES: wanted.all_days,
        Sort.RISK: wanted.before_risk_days,
        Sort.ASIDE: wanted.set_aside_days,
    }
    kept = {one.key for one in newest_first if (today - one.made_on).days <= ages[one.sort]}
    for sort in (Sort.REGULAR, Sort.BYTES):
        series = [one for one in newest_first if one.sort is sort]
        kept |= _newest_of(series, lambda one: one.made_on, wanted.days)
        kept |= _newest_of(series, lambda one: one.made_on.isocalendar()[:2], wanted.weeks)
        kept |= _newest_of(series, lambda one: (one.made_on.year, one.made_on.month), wanted.months)
    within = {one.key for one in newest_first if (today - one.made_on).days <= wanted.oldest_days}
    return frozenset((kept & within) | {newest_first[0].key} | ahead)


def _newest_of(
    newest_first: Iterable[Dated], period: Callable[[Dated], Hashable], most: int
) -> set[str]:
    found: dict[Hashable, str] = {}
    for one in newest_first:
        if len(found) == most and period(one) not in found:
            break
        found.setdefault(period(one), one.key)
    return set(found.values())
