"""The whole demo school on paper, for one day. Pure: the same day gives the same school."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from app.demo.calendar import Calendar, text_of_year
from app.demo.care import Care
from app.demo.children import GROUPS, Child, group_key, teacher_of
from app.demo.families import Families, Household, contact_entries, guardians
from app.demo.identity import NAMES, PRIMARY, SECONDARY, Identities
from app.demo.lessons import Lessons
from app.demo.roster import Family, Roster
from app.demo.showcase import ABILITY, Showcase
from app.demo.values import OFFICE, EntryPlan, GroupPlan, GuardianPlan, PupilPlan, SchoolPlan
from app.dossier.kinds import Value

SEED = 20_261_122
_YEARS_WITH_GROUPS = 2
# After the fifth year nothing but this may still stand in a dossier of somebody who left.
_KEPT_LONG = ("enrolment", "placement", "address", "guardianship")


def plan(today: date) -> SchoolPlan:
    """The school as its dossiers were taken over, some working days before `today`."""
    return _Planner(today).school()


class _Planner:
    def __init__(self, today: date) -> None:
        chance = Random(SEED)  # noqa: S311  # an invented school needs no secret chance
        self._chance = chance
        self._calendar = Calendar(today)
        self._new = Identities(chance)
        self._families = Families(self._new)
        self._lessons = Lessons(self._calendar, chance)
        self._care = Care(self._lessons, chance)
        self._showcase = Showcase(self._calendar, self._lessons, self._care, chance)

    def school(self) -> SchoolPlan:
        people: list[GuardianPlan] = []
        pupils: list[PupilPlan] = []
        kinds: dict[str, str] = {}
        for family in Roster(self._calendar, self._chance, self._new).families():
            household = self._families.make(family.household, family.children[0])
            oldest = min(child.first_day for child in family.children)
            people += guardians(family.key, household, oldest)
            for child in family.children:
                pupils.append(self._pupil(family, household, child))
                for tag in child.tags:
                    kinds.setdefault(tag, child.number)
        return SchoolPlan(tuple(self._groups()), tuple(people), tuple(pupils), kinds)

    def _groups(self) -> Iterator[GroupPlan]:
        for year in range(self._calendar.year - _YEARS_WITH_GROUPS + 1, self._calendar.year + 1):
            for name, year_groups in GROUPS.items():
                teachers = [teacher_of(int(year_groups[0]))]
                present = year == self._calendar.year
                if present and name == "7":
                    teachers.append("vervanger")
                key = group_key(year, int(year_groups[0]))
                # Who taught a group last year has no business in it any more.
                taught = tuple(teachers) if present else ()
                yield GroupPlan(key, name, text_of_year(year), year_groups, taught)

    def _pupil(self, family: Family, household: Household, child: Child) -> PupilPlan:
        number = self._new.education_number() if child.has("education_number") else self._new.bsn()
        values = child.person(number, self._first_names(child), household.situation)
        entries = [
            *self._enrolments(child),
            *self._placements(child),
            *contact_entries(child, family.key, household),
            *self._school_life(child, household),
        ]
        if child.has("sixteen"):
            entries = [one for one in entries if one.kind in _KEPT_LONG]
        return PupilPlan(values, child.first_day, tuple(entries))

    def _first_names(self, child: Child) -> str:
        if child.has("single_name"):
            return ""
        if child.has("very_long"):
            return child.call_name
        more = [str(self._chance.choice(NAMES["second"]))] if self._chance.random() < 0.4 else []
        return " ".join([child.call_name, *more])

    def _school_life(self, child: Child, household: Household) -> Iterator[EntryPlan]:
        yield from self._lessons.absence(child)
        yield from self._lessons.results(child, ABILITY if child.has("showcase") else None)
        if child.has("showcase"):
            yield from self._showcase.entries(child, household)
        else:
            yield from self._lessons.observations(child)
            yield from self._lessons.talks(child, household)
            yield from self._care.entries(child)
        if child.year_group == 8:
            yield from self._showcase.advices(child)

    def _enrolments(self, child: Child) -> Iterator[EntryPlan]:
        for index, (first, last) in enumerate(child.periods):
            values: dict[str, Value] = {"from_date": first, "until_date": last}
            values["reason_in"] = "first"
            if child.has("changed_school"):
                brin, branch, name = self._chance.choice(PRIMARY)
                values |= {"reason_in": "moved", "previous_school": name,
                           "previous_brin": brin, "previous_branch": branch}  # fmt: skip
            elif child.has("newcomer"):
                values["reason_in"] = "other"
            if index > 0:
                values |= {"reason_in": "returned", "previous_school": "Escuela La Playa, Málaga"}
            if last is not None:
                values |= self._leaving(child)
            yield EntryPlan("enrolment", values, last or first, OFFICE)

    def _leaving(self, child: Child) -> dict[str, Value]:
        if child.has("returned"):
            return {"reason_out": "abroad", "next_school": "Escuela La Playa, Málaga"}
        away = child.has("moved_away")
        brin, branch, name = PRIMARY[0] if away else self._chance.choice(SECONDARY)
        return {
            "reason_out": "primary" if away else "secondary",
            "next_school": name,
            "next_brin": brin,
            "next_branch": branch,
        }

    def _placements(self, child: Child) -> Iterator[EntryPlan]:
        for first, last in child.periods:
            year = first.year if first.month >= 8 else first.year - 1
            while year <= self._calendar.year and (last is None or date(year, 8, 1) <= last):
                year_group = child.year_group_in(year)
                with_group = year > self._calendar.year - _YEARS_WITH_GROUPS
                ends = date(year + 1, 7, 31)
                until = min(ends, last) if last else ends
                present = year == self._calendar.year and last is None
                values: dict[str, Value] = {
                    "school_year": text_of_year(year),
                    "group_id": group_key(year, year_group) if with_group else None,
                    "year_group": str(year_group),
                    "from_date": max(first, date(year, 8, 1)),
                    "until_date": None if present else until,
                }
                written = max(first, date(year, 8, 1) - timedelta(days=30))
                yield EntryPlan("placement", values, written, OFFICE)
                year += 1
