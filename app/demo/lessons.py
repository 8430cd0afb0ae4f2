"""What teachers write down about every child: absence, tests, observations, talks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from app import resources
from app.demo import tests
from app.demo.calendar import Calendar, is_school_day, school_day_from
from app.demo.children import Child
from app.demo.families import Household
from app.demo.values import HEAD, OFFICE, EntryPlan, Values
from app.dossier.kinds import Value

TEXTS: dict[str, Any] = resources.load("demo_texts.toml")
_MOMENTS = (("M", 1, 20), ("E", 6, 3))
_WITHOUT_E8 = (("B", 11, 3), ("M", 1, 20))
_HOURS = {"whole": 5.5, "morning": 3.5, "afternoon": 2.0}
_WEDNESDAY = 2
_FORGIVING = timedelta(days=5)


class Lessons:
    """Writes one child's school life, as far as it had been entered on the calendar's day."""

    def __init__(self, calendar: Calendar, chance: Random) -> None:
        self._calendar = calendar
        self._chance = chance

    @property
    def taken_in_on(self) -> date:
        """The newest day that a dossier may know of."""
        return self._calendar.taken_in_on

    def years(self, child: Child, back: int) -> Iterator[int]:
        """The school years of this child that count, the present one included."""
        for year in range(self._calendar.year - back, self._calendar.year + 1):
            begun, ended = date(year, 8, 1), date(year + 1, 7, 31)
            if child.first_day <= ended and (child.last_day is None or child.last_day >= begun):
                yield year

    def was_there(self, child: Child, day: date) -> bool:
        """Was the child at school then, and was it before the dossiers were taken over?"""
        return child.enrolled_on(day) and self._calendar.past(day)

    def absence(self, child: Child) -> Iterator[EntryPlan]:
        """Two school years: mostly ill, now and then late, seldom without leave."""
        for year in self.years(child, 1):
            sorts = ["ill"] * self._chance.choice((1, 2, 2, 3, 4))
            sorts += ["late"] * self._chance.choice((0, 0, 0, 1, 3))
            sorts += ["authorised"] * (self._chance.random() < 0.25)
            sorts += ["unauthorised"] * (self._chance.random() < 0.06)
            for sort in sorts:
                day = self._calendar.some_day(self._chance, date(year, 8, 22), date(year + 1, 7, 8))
                one = self.one_absence(child, sort, day)
                if one is not None:
                    yield one

    def one_absence(self, child: Child, sort: str, day: date) -> EntryPlan | None:
        """One absence that begins on this school day; None when the child was not there."""
        texts = TEXTS["absence"]
        part, last = "whole", day
        note, ground = "", None
        if sort == "ill":
            part = self._chance.choice(("whole", "whole", "whole", "morning", "afternoon"))
            while part == "whole" and self._chance.random() < 0.5 and is_school_day(_next(last)):
                last = _next(last)
        elif sort == "late":
            part, note = "morning", self._chance.choice(texts["late"])
        elif sort == "authorised":
            ground = self._chance.choice(("weighty", "weighty", "religion", "holiday"))
            note = self._chance.choice(texts[ground])
        else:
            note = self._chance.choice(texts["unauthorised"])
        if day.weekday() == _WEDNESDAY and part == "afternoon":
            part = "morning"
        if not (self.was_there(child, day) and self.was_there(child, last)):
            return None
        days = sum(1 for _ in self._calendar.school_days(day, last))
        wednesday = part == "whole" and day == last and day.weekday() == _WEDNESDAY
        hours = 0.25 if sort == "late" else days * (3.5 if wednesday else _HOURS[part])
        values: dict[str, Value] = {
            "from_date": day,
            "until_date": last if last != day else None,
            "half_day": part,
            "sort": sort,
            "hours": hours if sort != "ill" else None,
            "ground": ground,
            "half_days": 0 if sort == "late" else None,  # late is no half-day of absence
            "reported_by": "" if sort == "unauthorised" else self._chance.choice(_REPORTERS),
            "note": note,
        }
        by = HEAD if sort == "authorised" else child.teacher_in(_year_of(day))
        return EntryPlan("absence", values, day, OFFICE if sort == "unauthorised" else by)

    def results(
        self, child: Child, offsets: Mapping[str, float] | None = None
    ) -> Iterator[EntryPlan]:
        """Three school years of tests; `offsets` makes a domain stronger or weaker."""
        for year in self.years(child, 2):
            year_group = child.year_group_in(year)
            moments = _WITHOUT_E8 if year_group == 8 else _MOMENTS
            for moment, month, day in moments:
                on = school_day_from(self._calendar.day(year, month, day))
                for index, domain in enumerate(tests.DOMAINS):
                    on_that_day = _next_school_day(on, index)
                    values = self._test(child, domain, moment, year_group, offsets or {})
                    if values is not None and self.was_there(child, on_that_day):
                        taken = {**values, "taken_on": on_that_day}
                        yield EntryPlan("result", taken, on_that_day, child.teacher_in(year))
            if year_group == 8:
                yield from self._progression_test(child, year)
            if year_group >= 6:
                yield from self._report_marks(child, year)

    def _test(
        self, child: Child, domain: str, moment: str, year_group: int, offsets: Mapping[str, float]
    ) -> dict[str, Value] | None:
        if year_group < tests.DOMAINS[domain][0]:
            return None
        score = child.ability + offsets.get(domain, 0.0) + self._chance.gauss(0, 0.35)
        norm = tests.norm(domain, moment, year_group)
        ability = tests.ability(domain, moment, year_group, score)
        return {
            "sort": "monitoring",
            "domain": domain,
            "test": norm.test,
            "moment": norm.moment,
            "ability": ability,
            "level": norm.level(ability),
            "note": self._chance.choice(TEXTS["result"]["note"]) if self._one_in(40) else "",
        }

    def _progression_test(self, child: Child, year: int) -> Iterator[EntryPlan]:
        """The doorstroomtoets of February; its results come before 15 March."""
        on = school_day_from(self._calendar.day(year, 2, 4))
        if not (self.was_there(child, on) and self._calendar.past(date(year + 1, 3, 15))):
            return
        for domain in ("reading", "language", "arithmetic"):
            score = child.ability + self._chance.gauss(0, 0.3)
            high = "1S" if domain == "arithmetic" else "2F"
            level = high if score > 0.2 else "1F" if score > -1.3 else "below_1F"
            values: dict[str, Value] = {
                "taken_on": on,
                "sort": "progression_test",
                "domain": domain,
                "test": "Doorstroomtoets",
                "reference_level": level,
            }
            yield EntryPlan("result", values, date(year + 1, 3, 15), child.teacher_in(year))

    def _report_marks(self, child: Child, year: int) -> Iterator[EntryPlan]:
        for month, day in ((2, 8), (6, 24)):
            on = school_day_from(self._calendar.day(year, month, day))
            if self.was_there(child, on):
                for domain in ("arithmetic", "language", "world"):
                    mark = 7 + child.ability + self._chance.gauss(0, 0.4)
                    mark = round(min(9.5, max(4.5, mark)), 1)
                    values: dict[str, Value] = {
                        "taken_on": on,
                        "sort": "report_mark",
                        "domain": domain,
                        "test": "Rapport",
                        "mark": f"{mark:g}".replace(".", ","),
                    }
                    yield EntryPlan("result", values, on, child.teacher_in(year))

    def observations(self, child: Child) -> Iterator[EntryPlan]:
        """What was seen: social-emotional every year, two other aspects that suit the age."""
        texts = TEXTS["observation"]
        for year in self.years(child, 1):
            year_group = child.year_group_in(year)
            wanted = [(_SOCIAL, _SOCIAL, "teacher", 10)]
            if year_group >= 5 and self._chance.random() < 0.5:
                wanted.append((_SOCIAL, "monitoring", "monitoring", 11))
            for aspect in self._chance.sample(_aspects(year_group), 2):
                pool = "play_young" if aspect == _PLAY and year_group < 3 else aspect
                wanted.append((aspect, pool, "teacher", self._chance.choice((11, 2, 3, 5))))
            for aspect, pool, source, month in wanted:
                day = self._calendar.day(year, month, self._chance.randint(6, 16))
                day = school_day_from(day)
                text = child.told(self._chance.choice(texts[pool]))
                if self.was_there(child, day):
                    values: dict[str, Value] = {
                        "observed_on": day,
                        "aspect": aspect,
                        "source": source,
                        "text": text,
                    }
                    yield EntryPlan("observation", values, day, child.teacher_in(year))

    def talks(self, child: Child, household: Household) -> Iterator[EntryPlan]:
        """In autumn and in spring, with everyone who has custody."""
        present = [parent.name for parent in household.parents if parent.talks]
        autumn = [one for one in TEXTS["talk"] if one["subject"].endswith("najaar")]
        spring = [one for one in TEXTS["talk"] if not one["subject"].endswith("najaar")]
        for year in self.years(child, 1):
            for pool, month in ((autumn, 11), (spring, 2)):
                day = school_day_from(self._calendar.day(year, month, self._chance.randint(5, 12)))
                chosen = self._chance.choice(pool)
                if self.was_there(child, day) and self._chance.random() < 0.8:
                    by = child.teacher_in(year)
                    yield from talk(child, chosen, day, present, by, self.taken_in_on)

    def _one_in(self, number: int) -> bool:
        return self._chance.randrange(number) == 0


def talk(
    child: Child, text: Values, day: date, present: Sequence[str], by: str, now: date
) -> Iterator[EntryPlan]:
    """The report of one talk and what was agreed in it; what was due long before now is done."""
    key = f"{child.number} {day}"
    said = {name: child.told(str(one)) for name, one in text.items() if name != "agreements"}
    who = ", ".join([*present, f"leerkracht groep {child.year_group_in(_year_of(day))}"])
    yield EntryPlan("talk", {**said, "held_on": day, "participants": who}, day, by, key=key)
    agreed: Any = text.get("agreements", ())
    for one in agreed:
        due = day + timedelta(weeks=one["weeks"])
        values: dict[str, Value] = {
            "agreed_on": day,
            "what": child.told(one["what"]),
            "who": child.told(one["who"]),
            "due_on": due,
            "done_on": due if due < now - _FORGIVING else None,
            "talk_id": key,
        }
        yield EntryPlan("agreement", values, day, by)


_SOCIAL = "social_emotional_development"
_PLAY = "play_learning_behaviour"
_ASPECTS = ["social_behaviour", _PLAY, "concentration_perseverance", "independence",
            "other_aspects"]  # fmt: skip
_REPORTERS = ("moeder", "moeder", "vader", "vader", "ouder, via de schoolapp", "ouder, telefonisch")


def _aspects(year_group: int) -> list[str]:
    return [*_ASPECTS, "homework_behaviour"] if year_group >= 6 else _ASPECTS


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _next_school_day(day: date, count: int) -> date:
    for _ in range(count):
        day = school_day_from(_next(day))
    return day


def _year_of(day: date) -> int:
    return day.year if day.month >= 8 else day.year - 1
