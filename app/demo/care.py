"""What only some children have: health, support, research, funding. A believable share of each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.demo.calendar import school_day_from
from app.demo.children import Child
from app.demo.lessons import TEXTS, Lessons
from app.demo.values import OFFICE, SUPERVISOR, EntryPlan
from app.dossier.kinds import Value

_HEALTH, _SUPPORT, _RESEARCH = 0.12, 0.2, 0.05
_BY_RESEARCHER = "Praktijk Leerhuis Regendam, orthopedagoog"
# What support a child with this tag gets: index in the texts.
_TAGGED_SUPPORT = {"plan": 1, "remedial": 0, "newcomer": 6, "plus": 4, "ruling": 2}
_TAGGED_HEALTH = {"health:1": 1, "health:2": 2}


class Care:
    """Chooses and dates the entries that stand only where they are needed."""

    def __init__(self, lessons: Lessons, chance: Random) -> None:
        self._lessons = lessons
        self._chance = chance

    def entries(self, child: Child) -> Iterator[EntryPlan]:
        """All of one child."""
        yield from self._health(child)
        yield from self._support(child)
        yield from self._research(child)
        yield from self._funding(child)

    def dated(
        self, child: Child, kind: str, text: Mapping[str, Value], field: str, on: date
    ) -> EntryPlan | None:
        """An entry of the supervisor from a text, its reason included; None on a day too early."""
        if not self._lessons.was_there(child, on):
            return None
        values = {k: child.told(v) if isinstance(v, str) else v for k, v in text.items()}
        reason = str(values.pop("reason", ""))
        if values.get("medication"):
            values |= {"medication_agreed": "yes", "medication_agreed_on": on}
        values[field] = on
        return EntryPlan(kind, values, on, SUPERVISOR, reason)

    def _some_day(self, child: Child, years: int) -> date:
        """A school day in the years before the take-over, after the child came."""
        latest = self._lessons.taken_in_on
        earliest = max(child.first_day, latest - timedelta(days=365 * years))
        span = max((latest - earliest).days - 14, 0)
        return school_day_from(earliest + timedelta(days=self._chance.randint(0, span)))

    def _health(self, child: Child) -> Iterator[EntryPlan]:
        chosen = next((i for tag, i in _TAGGED_HEALTH.items() if child.has(tag)), None)
        if chosen is None and self._chance.random() < _HEALTH:
            chosen = self._chance.randrange(len(TEXTS["health"]))
        if chosen is None:
            return
        text = dict(TEXTS["health"][chosen])
        text["shared_with_group"] = text.pop("shared")
        one = self.dated(child, "health", text, "noted_on", self._some_day(child, 2))
        if one:
            yield one

    def _support(self, child: Child) -> Iterator[EntryPlan]:
        if child.has("drastic"):
            text = {**TEXTS["drastic_event"], "sort": "drastic_event", "domain": "social_emotional"}
            one = self.dated(child, "support", text, "from_date", self._some_day(child, 2))
            if one:
                yield one
        chosen = next((i for tag, i in _TAGGED_SUPPORT.items() if child.has(tag)), None)
        # The first three years are for the lessons in class; a plan begins with reading.
        if chosen is None and child.year_group >= 3 and self._chance.random() < _SUPPORT:
            chosen = self._chance.randrange(len(TEXTS["support"]) - 1)
        if chosen is None:
            return
        one = self.dated(
            child, "support", TEXTS["support"][chosen], "from_date", self._some_day(child, 1)
        )
        if one is None:
            return
        ended = one.on + timedelta(days=self._chance.choice((70, 84, 140)))
        if one.values.get("evaluation") and ended <= self._lessons.taken_in_on:
            yield replace(one, values={**one.values, "until_date": ended})
        else:
            yield replace(one, values={**one.values, "evaluation": ""})

    def _research(self, child: Child) -> Iterator[EntryPlan]:
        if child.has("showcase") or child.year_group < 4:
            return
        if not child.has("research") and self._chance.random() >= _RESEARCH:
            return
        chosen = 2 if child.has("plus") else self._chance.randrange(len(TEXTS["research"]))
        yield from self.research(child, TEXTS["research"][chosen], self._some_day(child, 2))

    def research(self, child: Child, text: Mapping[str, Value], on: date) -> Iterator[EntryPlan]:
        """An examination by somebody outside the school, with the parents' consent."""
        full: dict[str, Value] = {
            **text,
            "done_by": _BY_RESEARCHER,
            "consent": "yes",
            "consent_date": on - timedelta(days=30),
        }
        one = self.dated(child, "research", full, "done_on", on)
        if one:
            yield one

    def _funding(self, child: Child) -> Iterator[EntryPlan]:
        texts = TEXTS["funding"]
        if child.has("newcomer"):
            sort, name, years, on = "newcomer", "newcomer", 1, child.first_day
        elif child.has("ruling"):
            sort, name, years = "special_ruling", "ruling", 2
            on = date(self._lessons.taken_in_on.year - 1, 8, 1)
        else:
            return
        until = on.replace(year=on.year + years) - timedelta(days=1)
        values: dict[str, Value] = {
            "sort": sort,
            "from_date": on,
            "until_date": until,
            "value": texts[name],
            "source": texts[f"{name}_source"],
        }
        yield EntryPlan("funding", values, max(on, child.first_day), OFFICE)
