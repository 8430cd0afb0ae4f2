"""Who is in the demo school: the children with a special family or name, and everyone else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.calendar import Calendar, school_day_from, school_day_until
from app.demo.children import SEATS, Child, birthday, first_school_day
from app.demo.identity import Identities

_SIBLINGS = (0.55, 0.93)
_MOST_SIBLINGS = 3
_APART = 0.2


@dataclass(frozen=True)
class Special:
    """A child that must be there.

    `household` names a maker in `families`; `tags` say what is special.
    """

    year_group: int
    sex: str
    name: str
    household: str
    tags: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str, str]:
        """Call name, prefix, surname: `Sanne|van 't|Hof`."""
        first, prefix, surname = self.name.split("|")
        return first, prefix, surname


VERY_LONG = (
    "Maximiliaan Alexander Frederik Johannes Christoffel Bartholomeus|van|"
    "Oldenhove-Schuttenberg van Nieuw-Vossenbroek tot Regendam en Hazelveld"
)
SHOWCASE = Special(8, "boy", "Łukasz||Wiśniewski-Özdemir", "showcase",
                   ("showcase", "divorced", "polish"))  # fmt: skip
SHOWCASE_ABILITY = 0.6
SPECIALS = (
    SHOWCASE,
    Special(8, "girl", "Quỳnh||Trần", "together", ("vietnamese", "research", "plus")),
    Special(8, "boy", "Sjoerd|van den|Akkerhof", "apart", ("divorced_2", "health:2")),
    Special(7, "girl", "Ánh||Nguyễn", "together", ("vietnamese_2",)),
    Special(7, "boy", "Aleksandr||Kovalenko", "single", ("education_number", "newcomer")),
    Special(7, "girl", "Merel|van der|Zwaan", "apart", ("moving", "remedial")),
    Special(6, "girl", "Çağla||Şahin", "together", ("turkish",)),
    Special(6, "boy", "Boris||Langeveld", "without_custody", ("parent_without_custody", "plan")),
    Special(6, "boy", "Yusuf||Al-Khatib", "arabic", ("arabic_guardian",)),
    Special(5, "boy", "Tijmen||IJzerman", "together", ("ij",)),
    Special(5, "girl", "Lena||Hoogland", "deceased", ("deceased", "drastic")),
    Special(5, "boy", "Jesse||Brouwer", "institution", ("institution", "ruling")),
    Special(4, "girl", "Sanne|van 't|Hof", "together", ("apostrophe",)),
    Special(4, "girl", "Mirthe||Dorresteijn", "secret", ("secret_address",)),
    Special(4, "girl", "Noor|de|Vries-van der Meulen", "custody_unknown",
            ("double_barrelled", "custody_unknown")),
    Special(3, "girl", "Fien||Rozenveld", "two_mothers", ("two_mothers",)),
    Special(3, "boy", "||Suryani", "together", ("single_name",)),
    Special(3, "boy", VERY_LONG, "together", ("very_long",)),
    Special(6, "girl", "Maartje||Oosterhof", "together", ("returned",)),
    Special(2, "boy", "Ties||Wolfswinkel", "together", ("twins",)),
    Special(2, "girl", "Pleun||Wolfswinkel", "together", ("twin_sister",)),
    Special(2, "boy", "Koen|de|Ridder", "abroad", ("abroad",)),
    Special(1, "girl", "Zofia||Kwaśniewska", "grandparent", ("grandparent", "health:1")),
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Children of one household."""

    key: str
    household: str
    children: tuple[Child, ...]


class Roster:
    """Makes the families; everything random comes from the one `chance`."""

    def __init__(self, calendar: Calendar, chance: Random, identities: Identities) -> None:
        self._calendar = calendar
        self._chance = chance
        self._new = identities
        self._seats = [yg for yg, count in sorted(SEATS.items()) for _ in range(count)]
        self._number = 1000

    def families(self) -> Iterator[Family]:
        """The special ones first, so that number 1001 is theirs; then the rest; then who left."""
        yield from self._special()
        for special in SPECIALS:
            self._seats.remove(special.year_group)
        self._chance.shuffle(self._seats)
        index = 0
        while self._seats:
            index += 1
            yield self._usual(f"family{index}")
        yield from self._left()

    def _special(self) -> Iterator[Family]:
        twin: Child | None = None
        for special in SPECIALS:
            if special.tags == ("twin_sister",):
                continue
            child = self._special_child(special)
            children: tuple[Child, ...] = (child,)
            if child.has("twins"):
                sister = next(one for one in SPECIALS if one.tags == ("twin_sister",))
                twin = self._special_child(sister, child.birth_date)
                children = (child, twin)
            yield Family(special.tags[0], special.household, children)

    def _special_child(self, special: Special, born: date | None = None) -> Child:
        return self._child(special.year_group, special.sex, special.names, special.tags, born)

    def _usual(self, key: str) -> Family:
        prefix, surname = self._new.surname()
        children = []
        for year_group in self._take_seats():
            sex = self._chance.choice(("girl", "boy"))
            names = (self._new.call_name(sex, surname), prefix, surname)
            children.append(self._child(year_group, sex, names, ()))
        household = "together"
        if self._chance.random() < _APART:
            household = self._chance.choice(("apart", "apart", "without_custody", "single"))
        return Family(key, household, tuple(children))

    def _take_seats(self) -> list[int]:
        """Year groups of brothers and sisters, at least two apart."""
        taken = [self._seats.pop()]
        draw = self._chance.random()
        wanted = 1 + sum(draw > limit for limit in _SIBLINGS)
        while len(taken) < min(wanted, _MOST_SIBLINGS):
            fitting = [s for s in self._seats if all(abs(s - other) >= 2 for other in taken)]
            if not fitting:
                break
            taken.append(fitting[-1])
            self._seats.remove(fitting[-1])
        return sorted(taken, reverse=True)

    def _child(
        self,
        year_group: int,
        sex: str,
        names: tuple[str, str, str],
        tags: tuple[str, ...],
        born: date | None = None,
    ) -> Child:
        self._number += 1
        year = self._calendar.year
        born = born or self._birth_date(year_group, year)
        first = first_school_day(born)
        if "newcomer" in tags:
            first = school_day_from(date(year, 3, 1))
        elif not tags and year_group > 3 and self._chance.random() < 0.12:
            first = date(year - self._chance.randint(1, year_group - 2), 8, 1)
            tags = ("changed_school",)
        away = (date(year - 2, 12, 18), date(year - 1, 8, 1)) if "returned" in tags else None
        return Child(
            str(self._number), sex, *names, born, year_group, year, first, None,
            SHOWCASE_ABILITY if "showcase" in tags else self._ability(), tags, away,
        )  # fmt: skip

    def _ability(self) -> float:
        return round(max(-2.2, min(2.2, self._chance.gauss(0, 1))), 2)

    def _birth_date(self, year_group: int, year: int) -> date:
        """Between 1 October and 30 September; the youngest were four before this school year."""
        first = date(year - 4 - year_group, 10, 1)
        days = 275 if year_group == 1 else 364
        born = first + timedelta(days=self._chance.randint(0, days))
        return born + timedelta(days=1) if (born.month, born.day) == (2, 29) else born

    def _left(self) -> Iterator[Family]:
        """Former pupils whose dossiers are still kept."""
        year = self._calendar.year
        leavers = [(8, year - 1, date(year, 7, 31), ("left_secondary",)) for _ in range(6)]
        moved = school_day_until(self._calendar.taken_in_on - timedelta(days=9))
        moved_year = moved.year if moved.month >= 8 else moved.year - 1
        leavers.append((5, moved_year, moved, ("moved_away",)))
        for number, (year_group, in_year, last, tags) in enumerate(leavers, start=941):
            prefix, surname = self._new.surname()
            sex = self._chance.choice(("girl", "boy"))
            born = self._birth_date(year_group, in_year)
            yield self._former(
                str(number), sex, (self._new.call_name(sex, surname), prefix, surname),
                born, (year_group, in_year, last), tags,
            )  # fmt: skip
        born = _sixteen_years_before(self._calendar.today)
        eighth = born.year + (12 if (born.month, born.day) >= (10, 1) else 11)
        yield self._former(
            "812", "girl", ("Hedwig", "van der", "Linden"), born,
            (8, eighth, date(eighth + 1, 7, 31)), ("sixteen",),
        )  # fmt: skip

    def _former(
        self,
        number: str,
        sex: str,
        names: tuple[str, str, str],
        born: date,
        left: tuple[int, int, date],
        tags: tuple[str, ...],
    ) -> Family:
        year_group, in_year, last = left
        child = Child(
            number, sex, *names, born, year_group, in_year, first_school_day(born), last,
            self._ability(), tags,
        )  # fmt: skip
        household = "apart" if "moved_away" in tags else "together"
        return Family(f"former{number}", household, (child,))


def _sixteen_years_before(today: date) -> date:
    """A birth date that makes someone sixteen for some weeks now."""
    return birthday(today - timedelta(days=40 + (today.month == 4 and today.day == 9)), -16)
