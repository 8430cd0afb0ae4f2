"""Pupil 1001: a dossier of group 8 that is complete enough for a whole report to secondary school.

Also the advices of all of group 8, which follow the calendar of WPO art. 45b-45f: what has not been
given yet on the day the school is built does not stand in a dossier. 1001 has the advice of the end
of group 7 that many schools give, so that the report can be made on every day of the year.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from app.demo.calendar import Calendar, school_day_from, school_day_until
from app.demo.care import Care
from app.demo.children import Child
from app.demo.families import Household
from app.demo.lessons import TEXTS, Lessons, talk
from app.demo.values import OFFICE, SUPERVISOR, EntryPlan, Values
from app.dossier.kinds import Value

ABILITY = {"reading": 0.1, "arithmetic": 0.5, "technical_reading": -1.2, "spelling": -1.1}
_ADVICES = ((-1.3, "vmbo_bb"), (-0.9, "vmbo_kb"), (-0.3, "vmbo_gt"), (0.1, "vmbo_gt_havo"),
            (0.5, "havo"), (1.0, "havo_vwo"))  # fmt: skip
_STORIES = ((-0.6, "low"), (0.6, "middle"))
# Aspect, source, text, month and day in group 7.
_SEEN = (
    ("social_emotional_development", "teacher", "social_emotional_development", (5, 12)),
    ("social_emotional_development", "monitoring", "monitoring", (5, 19)),
    ("social_behaviour", "teacher", "social_behaviour", (5, 12)),
    ("play_learning_behaviour", "teacher", "play_learning_behaviour", (3, 10)),
    ("homework_behaviour", "teacher", "homework_behaviour", (3, 10)),
    ("concentration_perseverance", "teacher", "concentration_perseverance", (5, 12)),
    ("independence", "teacher", "independence", (3, 10)),
    ("other_aspects", "teacher", "other_aspects", (6, 9)),
    ("social_emotional_problem", "teacher", "social_emotional_problem", (4, 7)),
)


class Showcase:
    """Everything of 1001 that other children do not have, or not for certain."""

    def __init__(self, calendar: Calendar, lessons: Lessons, care: Care, chance: Random) -> None:
        self._calendar = calendar
        self._lessons = lessons
        self._care = care
        self._chance = chance
        self._texts = TEXTS["p1001"]

    def entries(self, child: Child, household: Household) -> Iterator[EntryPlan]:
        """Observations in all aspects, health, support, research, talks, absence without leave."""
        seven = self._calendar.year - 1
        for aspect, source, name, (month, day) in _SEEN:
            on = school_day_from(self._calendar.day(seven, month, day))
            values: dict[str, Value] = {
                "observed_on": on,
                "aspect": aspect,
                "source": source,
                "text": self._texts["observation"][name],
            }
            yield EntryPlan("observation", values, on, child.teacher_in(seven))
        yield from self._care_of(child, seven)
        present = [parent.name for parent in household.parents]
        for text, month in zip(self._texts["talk"], (2, 6), strict=True):
            on = school_day_from(self._calendar.day(seven, month, 10))
            by = child.teacher_in(seven)
            yield from talk(child, text, on, present, by, self._lessons.taken_in_on)
        yield from self._unauthorised()

    def _care_of(self, child: Child, seven: int) -> Iterator[EntryPlan]:
        texts = self._texts
        health = {**texts["health"], "shared_with_group": True}
        remedial = {**texts["remedial"], "sort": "remedial", "domain": "learning"}
        home = {**texts["home"], "sort": "home_situation", "domain": "social_emotional"}
        planned = (
            ("health", health, "noted_on", self._calendar.day(seven, 9, 15)),
            ("support", remedial, "from_date", self._calendar.day(seven, 10, 6)),
            ("support", home, "from_date", self._calendar.day(seven, 9, 8)),
        )
        for kind, text, field, on in planned:
            one = self._care.dated(child, kind, text, field, school_day_from(on))
            if one:
                yield one
        done = school_day_from(self._calendar.day(seven - 1, 11, 17))
        yield from self._care.research(child, texts["research"], done)

    def _unauthorised(self) -> Iterator[EntryPlan]:
        """Two times in the year before today, so that the report has something to count."""
        latest = self._calendar.taken_in_on
        notes = TEXTS["absence"]["unauthorised"]
        planned = ((notes[0], 230, "whole", 5.5), (notes[1], 70, "morning", 3.5))
        for note, back, part, hours in planned:
            day = school_day_until(latest - timedelta(days=back))
            if day.weekday() == 2:
                day = school_day_until(day - timedelta(days=1))
            values: dict[str, Value] = {
                "from_date": day,
                "half_day": part,
                "sort": "unauthorised",
                "hours": hours,
                "note": note,
            }
            yield EntryPlan("absence", values, day, OFFICE)

    def advices(self, child: Child) -> Iterator[EntryPlan]:
        """What has been advised by now: at the end of group 7 (1001 only), in January, in March."""
        eight = child.in_year
        texts = TEXTS["advice"]
        level = next((code for limit, code in _ADVICES if child.ability < limit), "vwo")
        story = next((texts[n] for limit, n in _STORIES if child.ability < limit), texts["high"])
        wishes = {
            "wish_parents": self._chance.choice(texts["wish_parents"]),
            "wish_pupil": self._chance.choice(texts["wish_pupil"]),
        }
        given = {"provisional": date(eight + 1, 1, 19), "definitive": date(eight + 1, 3, 17)}
        said = {"provisional": story, "definitive": ""}
        if child.has("showcase"):
            own = self._texts["advice"]
            level = "havo"
            wishes = {"wish_parents": own["wish_parents"], "wish_pupil": own["wish_pupil"]}
            said = {"provisional": own["provisional"], "definitive": own["definitive"]}
            before = school_day_from(date(eight, 6, 16))
            yield _advice(before, "provisional", level, own["pre"], wishes)
        for sort, day in given.items():
            on = school_day_from(day)
            if self._calendar.past(on):
                yield _advice(on, sort, level, child.told(said[sort]), wishes)


def _advice(on: date, sort: str, level: str, in_context: str, wishes: Values) -> EntryPlan:
    values: dict[str, Value] = {"given_on": on, "sort": sort, "advice": level}
    # A wish stands beside the text in which it is weighed.
    if in_context:
        values |= {"in_context": in_context, **wishes}
    return EntryPlan("advice", values, on, SUPERVISOR)
