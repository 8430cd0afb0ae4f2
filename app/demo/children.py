"""A child of the demo school: who it is, in which year group when, and who wrote about it."""

from dataclasses import dataclass
from datetime import date

from app.demo.calendar import school_day_from
from app.demo.values import Values

# Year groups of each group; the teachers' sign-in names follow the group's name.
GROUPS = {
    "1/2": ("1", "2"),
    "3": ("3",),
    "4/5": ("4", "5"),
    "6": ("6",),
    "7": ("7",),
    "8": ("8",),
}
SEATS = {1: 11, 2: 13, 3: 17, 4: 12, 5: 12, 6: 18, 7: 18, 8: 19}


def group_of(year_group: int) -> str:
    """The name of the group in which this year group sits."""
    return next(name for name, held in GROUPS.items() if str(year_group) in held)


def teacher_of(year_group: int) -> str:
    """The sign-in name of the teacher of that group."""
    return "leerkracht" + group_of(year_group).replace("/", "")


def group_key(year: int, year_group: int) -> str:
    """The plan's key of a group in the school year that begins in `year`."""
    return f"{year}/{group_of(year_group)}"


@dataclass(frozen=True)
class Child:
    """One pupil-to-be. `year_group` counts in the school year that begins in `in_year`.

    `ability` is a standard score: 0 is the average of the country. `away`: the last day before the
    child left for a while, and the first after it.
    """

    number: str
    sex: str
    call_name: str
    prefix: str
    surname: str
    birth_date: date
    year_group: int
    in_year: int
    first_day: date
    last_day: date | None
    ability: float
    tags: tuple[str, ...] = ()
    away: tuple[date, date] | None = None

    @property
    def periods(self) -> list[tuple[date, date | None]]:
        """First and last day of each enrolment; who was `away` in between has two."""
        if self.away is None:
            return [(self.first_day, self.last_day)]
        left, came_back = self.away
        return [(self.first_day, left), (came_back, self.last_day)]

    def enrolled_on(self, day: date) -> bool:
        """Was it a pupil of this school then?"""
        return any(first <= day <= (last or day) for first, last in self.periods)

    def year_group_in(self, year: int) -> int:
        """Which year group it was in; who began at four in the course of a year was in 1."""
        return max(1, self.year_group - (self.in_year - year))

    def teacher_in(self, year: int) -> str:
        """Who taught it in that school year."""
        return teacher_of(self.year_group_in(year))

    def has(self, tag: str) -> bool:
        """Is this the child with that special thing?"""
        return tag in self.tags

    def told(self, text: str) -> str:
        """A text about the child, with its name and pronouns."""
        girl = self.sex == "girl"
        said = {"hij": "zij", "zijn": "haar", "hem": "haar"} if girl else {}
        words = {word: said.get(word, word) for word in ("hij", "zijn", "hem")}
        words |= {word.capitalize(): filled.capitalize() for word, filled in words.items()}
        return text.format(naam=self.call_name or self.surname, **words)

    def person(self, personal_number: str, first_names: str, situation: str) -> Values:
        """The fields of the pupil itself."""
        names = first_names.split()
        starts = [name[:2] if name.startswith("IJ") else name[:1] for name in names]
        return {
            "number": self.number,
            "call_name": self.call_name,
            "first_names": first_names,
            "initials": "".join(f"{start}." for start in starts),
            "prefix": self.prefix,
            "surname": self.surname,
            "sex": self.sex,
            "birth_date": self.birth_date,
            "personal_number": personal_number,
            "year_group_3_start": self._start_of_three(),
            "family_situation": situation,
        }

    def _start_of_three(self) -> date | None:
        begun = date(self.in_year - (self.year_group - 3), 8, 1)
        return begun if self.year_group >= 3 and begun >= self.first_day else None


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches an age; no child of this school is born on 29 February."""
    return birth_date.replace(year=birth_date.year + age)


def first_school_day(birth_date: date) -> date:
    """When a child that turns four comes to school.

    The first school day of the year counts as 1 August for who is four by then (Besluit bekostiging
    WPO 2022, art. 9).
    """
    four = birthday(birth_date, 4)
    if (7, 6) <= (four.month, four.day) <= (8, 1):
        return date(four.year, 8, 1)
    return school_day_from(four)
