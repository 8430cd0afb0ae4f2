"""What the law says of a request for leave, as remarks beside it; the headteacher decides. Pure.

Leerplichtwet 1969: art. 11 e and 13 (religion), art. 11 f and 13a (holiday because of the parents'
occupation), art. 11 g and 14 (weighty circumstances).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import resources
from app.dossier.calendar import DAY, SchoolCalendar
from app.dossier.school_year import first_day, last_day, school_year_of
from app.dossier.wording import dutch_date
from app.vault.schema import Row

_RULES: Mapping[str, Any] = resources.load("school_year.toml")["leave"]
HOLIDAY_DAYS: int = _RULES["holiday_days"]
WEIGHTY_DAYS: int = _RULES["weighty_days"]
_NOT_IN_FIRST: int = _RULES["not_in_first_days"]
# A free period this long around 1 August is the summer holiday.
_SUMMER_AT_LEAST = 21
OPEN, GRANTED, REFUSED, PASSED_ON = "open", "granted", "refused", "passed_on"


@dataclass(frozen=True)
class Remark:
    """One rule as it bears on a request. `against` when granting would not be lawful."""

    text: str
    article: str
    against: bool = False


def school_days(request: Row, calendar: SchoolCalendar) -> int:
    """How many days with lessons the request takes."""
    return len(list(calendar.school_days(request["from_date"], request["until_date"])))


def remarks(request: Row, others: Iterable[Row], calendar: SchoolCalendar) -> tuple[Remark, ...]:
    """What to look at before deciding. `others`: the pupil's other requests."""
    granted = [
        one
        for one in others
        if one["decision"] == GRANTED
        and one["ground"] == request["ground"]
        and school_year_of(one["from_date"]) == school_year_of(request["from_date"])
    ]
    days = school_days(request, calendar)
    if days == 0:
        return (Remark("In deze periode is er geen les: verlof is niet nodig.", "art. 11 a"),)
    if request["ground"] == "holiday":
        return tuple(_holiday(request, granted, calendar, days))
    if request["ground"] == "weighty":
        return tuple(_weighty(granted, calendar, days))
    return (
        Remark(
            "Voor een godsdienstige of levensbeschouwelijke plicht geldt verlof als de ouders het "
            "uiterlijk twee dagen van tevoren melden.",
            "art. 11 e en 13",
        ),
    )


def _holiday(
    request: Row, granted: Iterable[Row], calendar: SchoolCalendar, days: int
) -> Iterator[Remark]:
    yield Remark(
        "Alleen als het door het beroep van een ouder niet kan in een schoolvakantie; vraag een "
        "verklaring van de werkgever.",
        "art. 11 f en 13a",
    )
    if days > HOLIDAY_DAYS:
        yield Remark(
            f"Dit zijn {days} schooldagen; het mag hoogstens {HOLIDAY_DAYS} zijn.",
            "art. 13a",
            against=True,
        )
    if any(granted):
        yield Remark(
            "Dit schooljaar is al een keer vakantieverlof toegestaan; het mag één keer.",
            "art. 13a",
            against=True,
        )
    until = first_weeks_until(request["from_date"], calendar)
    if until is not None and request["from_date"] <= until:
        yield Remark(
            f"Tot en met {dutch_date(until)} zijn dit de eerste twee weken na de zomervakantie: "
            "dan mag het niet.",
            "art. 13a",
            against=True,
        )


def _weighty(granted: Iterable[Row], calendar: SchoolCalendar, days: int) -> Iterator[Remark]:
    earlier = sum(school_days(one, calendar) for one in granted)
    said = f", met de {earlier} van eerder dit schooljaar erbij {days + earlier}" if earlier else ""
    if days + earlier > WEIGHTY_DAYS:
        yield Remark(
            f"Dit zijn {days} schooldagen{said}. Boven de {WEIGHTY_DAYS} in een schooljaar "
            "beslist de leerplichtambtenaar: geef de aanvraag door.",
            "art. 14 lid 3",
            against=True,
        )
    else:
        yield Remark(
            f"Dit zijn {days} schooldagen{said}; tot en met {WEIGHTY_DAYS} in een schooljaar "
            "beslist de directeur. Een vakantie is geen gewichtige omstandigheid.",
            "art. 11 g en 14",
        )


def first_weeks_until(day: date, calendar: SchoolCalendar) -> date | None:
    """The last day of the two weeks after the summer holiday before `day`, if that is known."""
    first = first_day(school_year_of(day))
    summers = (
        one
        for one in calendar.free
        if (one.until_date - one.from_date).days >= _SUMMER_AT_LEAST
        and one.overlaps(first, first + 2 * timedelta(days=31))
        and one.until_date <= last_day(school_year_of(day))
    )
    summer = next(summers, None)
    return summer.until_date + _NOT_IN_FIRST * DAY if summer else None
