"""The sorts of family that schools really have: who, with custody or not, where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.demo.children import Child
from app.demo.identity import Identities, mail
from app.demo.values import OFFICE, EntryPlan, GuardianPlan, Values

_COURT = "Beschikking rechtbank, afschrift gezien"
_REGISTER = "Uittreksel gezagsregister"
_BEFORE_ENROLMENT = timedelta(days=60)


@dataclass(frozen=True)
class Parent:
    """Someone who cares for the child, and what he or she is to it."""

    person: Values
    relationship: str
    custody: str = "yes"
    lives_with: bool = True
    document: str = ""

    @property
    def name(self) -> str:
        """As in the report of a talk."""
        title = {"mevrouw": "mevrouw", "meneer": "de heer"}.get(str(self.person["salutation"]), "")
        parts = (title, self.person["initials"], self.person["prefix"], self.person["surname"])
        return " ".join(str(part) for part in parts if part)

    @property
    def talks(self) -> bool:
        """Does this person come to the school for a talk?"""
        return self.custody == "yes" and not self.person.get("deceased")


@dataclass(frozen=True)
class Household:
    """A family. `homes` are the child's own addresses, the first one where it lives."""

    situation: str
    parents: tuple[Parent, ...]
    homes: tuple[Values, ...]


class Families:
    """Makes households; `Identities` sees to it that no number is given twice."""

    def __init__(self, identities: Identities) -> None:
        self._new = identities

    def make(self, kind: str, child: Child) -> Household:
        """The household of this kind, see `KINDS`."""
        return KINDS[kind](self, child)

    def together(self, child: Child) -> Household:
        """Both parents at one address; about the most usual."""
        home = self._new.address()
        own, other = self._parent(child, "father", home), self._parent(None, "mother", home)
        if self._new.chance.random() < 0.4:
            own, other = self._parent(child, "mother", home), self._parent(None, "father", home)
        return Household("together", (own, other), (home,))

    def apart(self, child: Child) -> Household:
        """Divorced, both with custody, at two addresses; the child lives at both."""
        homes = (self._new.address(), self._new.address("Nieuw-Hazel"))
        mother = self._parent(None, "mother", homes[0])
        father = self._parent(child, "father", homes[1])
        return Household("apart", (mother, father), homes)

    def showcase(self, child: Child) -> Household:
        """Pupil 1001: as `apart`, with a mother of Polish and a father of Turkish descent."""
        first, second = self._new.address("Regendam"), self._new.address("Vossenbroek")
        mother = self._person("mevrouw", "A.K.", "", "Wiśniewska", first)
        father = self._person("meneer", "M.", "", "Özdemir", second)
        parents = (Parent(mother, "mother"), Parent(father, "father"))
        return Household("apart", parents, (first, second))

    def without_custody(self, child: Child) -> Household:
        """Divorced; the father has no custody."""
        home = self._new.address("Regendam")
        mother = replace(self._parent(child, "mother", home), document=_COURT)
        father = self._parent(None, "father", self._new.address("Vossenbroek"))
        father = replace(father, custody="no", lives_with=False, document=_COURT)
        return Household("apart", (mother, father), (home,))

    def institution(self, child: Child) -> Household:
        """The guardian is an institution; the child lives with foster parents without custody."""
        home = self._new.address("Regendam")
        office = self._new.address("Nieuw-Hazel")
        voogd = self._person("institution", "", "", "Stichting Voogdij Regenland", office)
        voogd = {**voogd, "email": "post@voogdij.example"}
        guardian = Parent(voogd, "legal_guardian", "yes", lives_with=False, document=_COURT)
        foster = self._person("mevrouw", "T.", "van", "Beek", home)
        return Household("guardian", (guardian, Parent(foster, "foster", "no")), (home,))

    def deceased(self, child: Child) -> Household:
        """The father has died."""
        home = self._new.address()
        mother = self._parent(None, "mother", home)
        father = self._parent(child, "father", {})
        gone = {**father.person, "deceased": True, "phone": None, "email": None}
        father = replace(father, person=gone, lives_with=False)
        return Household("one_parent", (mother, father), (home,))

    def secret(self, child: Child) -> Household:
        """Mother and child live at a secret address; the father has custody and lives elsewhere."""
        home = self._new.address("Vossenbroek")
        mother = self._parent(child, "mother", home)
        hidden = {**mother.person, "address_secret": True, "phone_secret": True}
        father = self._parent(None, "father", self._new.address("Regendam"))
        parents = (replace(mother, person=hidden), replace(father, lives_with=False))
        return Household("apart", parents, ({**home, "secret": True},))

    def two_mothers(self, child: Child) -> Household:
        """Two mothers, both with custody."""
        home = self._new.address()
        first, second = self._parent(child, "mother", home), self._parent(None, "mother", home)
        return Household("together", (first, second), (home,))

    def single(self, child: Child) -> Household:
        """One parent on record."""
        home = self._new.address()
        return Household("one_parent", (self._parent(child, "mother", home),), (home,))

    def custody_unknown(self, child: Child) -> Household:
        """Divorced; of the father it is not known whether he has custody."""
        home = self._new.address("Regendam")
        father = self._parent(child, "father", self._new.address("Nieuw-Hazel"))
        father = replace(father, custody="unknown", lives_with=False)
        return Household("apart", (self._parent(None, "mother", home), father), (home,))

    def abroad(self, child: Child) -> Household:
        """One parent lives in Belgium; both have custody."""
        home = self._new.address("Regendam")
        away: Values = {"street": "Voorbeeldlei", "house_number": "12 bus 3", "postcode": "9999",
                        "city": "Voorbeeldgem", "country": "België"}  # fmt: skip
        father = replace(self._parent(child, "father", away), lives_with=False)
        return Household("apart", (self._parent(None, "mother", home), father), (home,))

    def arabic(self, child: Child) -> Household:
        """The father's name stands in Arabic script, as in his papers."""
        home = self._new.address()
        father = self._person("meneer", "", "", "الخطيب", home)
        mother = self._parent(None, "mother", home)
        return Household("together", (Parent(father, "father"), mother), (home,))

    def grandparent(self, child: Child) -> Household:
        """A grandmother has custody; the mother, without custody, is to be reached at hers."""
        home = self._new.address("Regendam")
        oma = self._person("mevrouw", "W.H.", child.prefix, child.surname, home)
        mother = replace(self._parent(child, "mother", {}), custody="no", lives_with=False)
        grandmother = Parent(oma, "grandparent", document=_REGISTER)
        return Household("other", (grandmother, mother), (home,))

    def _parent(self, child: Child | None, relationship: str, home: Values) -> Parent:
        prefix, surname = (child.prefix, child.surname) if child else self._new.surname()
        salutation = "mevrouw" if relationship == "mother" else "meneer"
        person = self._person(salutation, self._new.initials(), prefix, surname, home)
        return Parent(person, relationship)

    def _person(
        self, salutation: str, initials: str, prefix: str, surname: str, home: Values
    ) -> Values:
        return {
            "salutation": salutation,
            "initials": initials,
            "prefix": prefix,
            "surname": surname,
            "phone": self._new.phone(),
            "email": mail(initials, surname),
            **home,
        }


KINDS: Mapping[str, Callable[[Families, Child], Household]] = {
    "together": Families.together,
    "apart": Families.apart,
    "showcase": Families.showcase,
    "without_custody": Families.without_custody,
    "institution": Families.institution,
    "deceased": Families.deceased,
    "secret": Families.secret,
    "two_mothers": Families.two_mothers,
    "single": Families.single,
    "custody_unknown": Families.custody_unknown,
    "abroad": Families.abroad,
    "arabic": Families.arabic,
    "grandparent": Families.grandparent,
}


def guardian_key(family: str, index: int) -> str:
    """The plan's key of a guardian."""
    return f"guardian:{family}:{index}"


def guardians(family: str, household: Household, on: date) -> list[GuardianPlan]:
    """The people of a household; what they said at the enrolment was right then."""
    return [
        GuardianPlan(guardian_key(family, index), {**parent.person, "confirmed_on": on}, on)
        for index, parent in enumerate(household.parents)
    ]


def contact_entries(child: Child, family: str, household: Household) -> list[EntryPlan]:
    """Where the child lives and what each of the household is to it."""
    found = []
    for sort, home in zip(("home", "second"), household.homes, strict=False):
        begun = child.first_day
        values = {**home, "sort": sort, "from_date": begun, "confirmed_on": begun}
        found.append(EntryPlan("address", values, child.first_day, OFFICE))
    for index, parent in enumerate(household.parents):
        link: dict[str, Any] = {
            "guardian_id": guardian_key(family, index),
            "relationship": parent.relationship,
            "custody": parent.custody,
            "custody_document": parent.document,
            "custody_date": child.first_day - _BEFORE_ENROLMENT if parent.document else None,
            "custody_confirmed_on": None if parent.custody == "unknown" else child.first_day,
            "lives_with": parent.lives_with,
            "emergency_order": None if parent.person.get("deceased") else index + 1,
        }
        found.append(EntryPlan("guardianship", link, child.first_day, OFFICE))
    return found
