"""Names, numbers, addresses and telephones that belong to nobody.

BSNs begin with 999, which is not given out, and pass the test all the same; telephones lie around
06-12345678; postcodes are 9999 XX; mail goes to the reserved domain .example (RFC 2606).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from stdnum.nl import bsn, onderwijsnummer

from app import resources
from app.demo.values import Values
from app.dossier.names import fold

NAMES: dict[str, Any] = resources.load("demo_names.toml")
PRIMARY, SECONDARY = (
    tuple((line[:4], "00", line[5:]) for line in NAMES[sort]) for sort in ("primary", "secondary")
)
"""Other schools that do not exist, as (BRIN, branch, name)."""
_STREET_LETTERS = "ABCDEGHJKLMNPRTV"


def personal_numbers() -> Iterator[str]:
    """BSNs from 999 000 000 on that pass the test of eleven."""
    return (str(n) for n in range(999_000_000, 1_000_000_000, 7) if bsn.is_valid(str(n)))


def education_numbers() -> Iterator[str]:
    """Onderwijsnummers from 109 990 000 on."""
    return (str(n) for n in range(109_990_000, 110_000_000) if onderwijsnummer.is_valid(str(n)))


@dataclass
class Identities:
    """Deals out what must be different for everybody; all else comes from `chance`."""

    chance: Random

    def __post_init__(self) -> None:
        self._phone = 0
        self._bsn = personal_numbers()
        self._education = education_numbers()
        self._used: set[tuple[str, str]] = set()
        self._surnames: list[str] = []

    def bsn(self) -> str:
        """The next free one."""
        return next(self._bsn)

    def education_number(self) -> str:
        """The next free one."""
        return next(self._education)

    def phone(self) -> str:
        """06-12345000 and on."""
        self._phone += 1
        return f"06-12345{self._phone:03d}"

    def call_name(self, sex: str, surname: str) -> str:
        """A first name that nobody with this surname has yet."""
        pool = NAMES["girls" if sex == "girl" else "boys"]
        while True:
            name: str = self.chance.choice(pool)
            if (name, surname) not in self._used:
                self._used.add((name, surname))
                return name

    def surname(self) -> tuple[str, str]:
        """Prefix and surname; all are used before one comes again."""
        if not self._surnames:
            self._surnames = list(NAMES["surnames"])
            self.chance.shuffle(self._surnames)
        prefix, _, surname = self._surnames.pop().partition("|")
        return prefix, surname

    def initials(self) -> str:
        """Of a grown-up."""
        return str(self.chance.choice(NAMES["initials"]))

    def address(self, city: str = "") -> Values:
        """Somewhere in the invented Regendam or near it."""
        index = self.chance.randrange(len(NAMES["streets"]))
        chosen = city or str(self.chance.choice(NAMES["cities"]))
        letters = _STREET_LETTERS[index] + _STREET_LETTERS[len(chosen) % len(_STREET_LETTERS)]
        return {
            "street": NAMES["streets"][index],
            "house_number": str(self.chance.randint(1, 148)),
            "postcode": f"9999 {letters}",
            "city": chosen,
        }


def mail(initials: str, surname: str) -> str:
    """`a.dejong@voorbeeld.example`; only letters that every mail program knows."""
    letters = "".join(c for c in fold(f"{initials[:1]}.{surname}") if c.isascii())
    kept = "".join(c for c in letters if c.isalnum() or c == ".").strip(".")
    return f"{kept or 'ouder'}@voorbeeld.example"
