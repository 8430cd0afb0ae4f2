"""A clock that is set, so that the demo school has a past."""

from datetime import UTC, date, datetime, time, timedelta

_TICK = timedelta(seconds=4)


class Moments:
    """Handed to the desk in place of the real clock; every look at it takes four seconds.

    It never comes at or beyond `limit`, the moment at which the school is built.
    """

    def __init__(self, limit: datetime) -> None:
        self._limit = limit
        self._now = limit

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        """Local time of the school."""
        self._now = datetime.combine(day, time(hour, minute)).astimezone(UTC)

    def __call__(self) -> datetime:
        """The time, in UTC."""
        self._now += _TICK
        return min(self._now, self._limit)
