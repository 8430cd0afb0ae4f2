"""Leave that was asked and absence without it, so that lists, signals and rules show something."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.demo.calendar import school_day_from, school_day_until
from app.desk import Desk
from app.dossier.kinds import Value
from app.dossier.leave_rules import GRANTED

_OPEN, _GRANTED, _TRUANT = "twins", "two_mothers", "returned"
_DAYS_AWAY = 4
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=35)


def record(desk: Desk, kinds: Mapping[str, str], day: date) -> None:
    """As the office does: two requests for leave, and four days without any."""
    first = school_day_from(day + _AHEAD)
    wedding: dict[str, Value] = {
        "requested_on": day,
        "from_date": first,
        "until_date": school_day_from(first + _DAY),
        "ground": "weighty",
        "motivation": "Huwelijk van een tante",
    }
    last = school_day_until(first + timedelta(days=18))
    holiday: dict[str, Value] = {
        "requested_on": day,
        "from_date": first,
        "until_date": max(first, last),
        "ground": "holiday",
        "motivation": "Ouders hebben een ijssalon en kunnen in de zomer niet weg",
    }
    for kind, values in ((_GRANTED, wedding), (_OPEN, holiday)):
        desk.entries.add(desk.pupils.by_number(kinds[kind]).id, "leave_request", values)
    until = begin = school_day_until(day - _DAY)
    for _ in range(_DAYS_AWAY - 1):
        begin = school_day_until(begin - _DAY)
    truant = desk.pupils.by_number(kinds[_TRUANT]).id
    away: dict[str, Value] = {"sort": "unauthorised", "half_day": "whole"}
    desk.entries.add(truant, "absence", {**away, "from_date": begin, "until_date": until})


def decide(desk: Desk, kinds: Mapping[str, str]) -> None:
    """As the headteacher does: one request granted, the other still waits."""
    granted = desk.pupils.by_number(kinds[_GRANTED]).id
    for request in desk.leave.open_requests():
        if request.pupil.id == granted:
            desk.leave.decide(granted, request.id, request.entry.version, GRANTED, "")
