"""The times in the log are those of PC clocks, and a clock can be put back or ahead.

No entry is false because its time is, so this gives remarks and breaks nothing.
"""

from datetime import datetime, timedelta

from app import resources
from app.access.log import moment

_FACTS = resources.load("log.toml")["times"]
_BACK = timedelta(hours=_FACTS["back_hours"])
_AHEAD = timedelta(days=_FACTS["ahead_days"])


class EntryTimes:
    """Told the time of each entry in order; remembers where it runs back or leaps ahead."""

    def __init__(self) -> None:
        self._previous: datetime | None = None
        self._back: list[str] = []
        self._ahead: list[str] = []

    def entry(self, number: int, time: str) -> None:
        """The next entry; one whose time cannot be read is left to the check of its hash."""
        try:
            at = moment(time)
        except ValueError:
            return
        before, self._previous = self._previous, at
        if before is None:
            return
        step = at - before
        if step < -_BACK or step > _AHEAD:
            said = f"regel {number} ({before:%d-%m-%Y} → {at:%d-%m-%Y})"
            (self._back if step < -_BACK else self._ahead).append(said)

    def remarks(self) -> list[str]:
        """In Dutch; empty when the times go up as a calendar does."""
        found = []
        if self._back:
            found.append(f"De tijd loopt terug bij {_first(self._back)}. {_CLOCK}")
        if self._ahead:
            found.append(f"De tijd springt ver vooruit bij {_first(self._ahead)}. {_CLOCK}")
        return found


_CLOCK = "De klok van een pc stond verkeerd of is verzet; de volgorde van de regels klopt wel."


def _first(places: list[str]) -> str:
    more = len(places) - 1
    if not more:
        return places[0]
    return f"{places[0]} en op nog {more} {'plaats' if more == 1 else 'plaatsen'}"
