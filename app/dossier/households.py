"""Which guardians get a check sheet (controleblad) together, and what may stand on it. Pure.

A sheet goes to people who may have parted in anger: it holds the data of its own household only,
never the address or telephone of another guardian (AVG art. 5 lid 1 f; a secret address stays
secret). Where it is not certain whose an address is, it is left out and asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.dossier.guardians import same_address
from app.dossier.values import GuardianContact, PupilData, PupilSummary

HOME = "home"
INSTITUTION = "institution"
_ONE_YEAR = 365


@dataclass(frozen=True)
class KnownAddress(PupilData):
    """A present address of a pupil. `name` is its sort as people read it."""

    id: str
    sort: str
    name: str
    lines: tuple[str, ...]
    phone: str
    secret: bool
    confirmed_on: date | None


@dataclass(frozen=True)
class EmergencyNumber(PupilData):
    """Whom to call besides the guardians."""

    id: str
    name: str
    relationship: str
    phone: str
    confirmed_on: date | None


@dataclass(frozen=True)
class Tie(PupilData):
    """What a guardian is to a pupil, and when that and the guardian's own data were confirmed."""

    id: str
    guardian: GuardianContact
    custody_confirmed_on: date | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Child(PupilData):
    """A pupil with guardians, present addresses and emergency numbers.

    `together` and `apart` are what the school knows of the parents; neither when it knows nothing.
    """

    pupil: PupilSummary
    first_names: str
    birth_date: date | None
    together: bool
    apart: bool
    ties: tuple[Tie, ...]
    addresses: tuple[KnownAddress, ...] = ()
    numbers: tuple[EmergencyNumber, ...] = ()


@dataclass(frozen=True)
class Household(PupilData):
    """Guardians who get one sheet. Each of `children` is cut to what may stand on it.

    `id` is that of the first guardian by id; `confirmed_on` is None while anything was never
    confirmed, else the oldest confirmation.
    """

    id: str
    members: tuple[GuardianContact, ...]
    address: tuple[str, ...]
    children: tuple[Child, ...]
    confirmed_on: date | None
    printed_on: date | None = None

    @property
    def youngest(self) -> PupilSummary:
        """The child with whom the sheet goes home."""
        return max(self.children, key=lambda one: one.birth_date or date.min).pupil

    def waits(self) -> bool:
        """Whether a sheet was given and has not come back."""
        if self.printed_on is None:
            return False
        return self.confirmed_on is None or self.confirmed_on < self.printed_on

    def is_stale(self, today: date) -> bool:
        """Whether something was confirmed more than a year ago, or never."""
        return is_stale(self.confirmed_on, today)


@dataclass(frozen=True)
class NoSheet(PupilData):
    """A guardian who gets no sheet about a child, and why (Dutch)."""

    pupil: PupilSummary
    name: str
    why: str


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """Whether this was confirmed more than a year ago, or never."""
    return confirmed_on is None or (today - confirmed_on).days > _ONE_YEAR


def households(
    children: Sequence[Child], linked: Mapping[str, frozenset[str]]
) -> tuple[tuple[Household, ...], tuple[NoSheet, ...]]:
    """The households of these children, each with one sheet, and who gets none.

    `linked` are the ids of all present pupils of each guardian: guardians with other children than
    each other get a sheet each, or one would read of a child that is not hers.
    """
    mine: dict[str, list[Child]] = {}
    people: dict[str, GuardianContact] = {}
    without: list[NoSheet] = []
    for child in children:
        for tie in child.ties:
            why = _why_none(tie.guardian)
            if why:
                without.append(NoSheet(child.pupil, tie.guardian.name, why))
                continue
            mine.setdefault(tie.guardian.id, []).append(child)
            people.setdefault(tie.guardian.id, tie.guardian)
    groups: list[list[str]] = []
    for guardian_id in sorted(mine):
        with_whom = [
            group for group in groups if _together(group[0], guardian_id, mine, people, linked)
        ]
        if with_whom:
            with_whom[0].append(guardian_id)
        else:
            groups.append([guardian_id])
    return tuple(_household(group, mine[group[0]]) for group in groups), tuple(without)


def _why_none(guardian: GuardianContact) -> str:
    if guardian.deceased:
        return "overleden"
    if guardian.custody == "yes" or guardian.lives_with:
        return ""
    if guardian.custody == "unknown":
        return "gezag onbekend en het kind woont er niet: zoek eerst uit wie gezag heeft"
    return "heeft geen gezag en het kind woont er niet"


def _together(
    one: str,
    other: str,
    mine: Mapping[str, Sequence[Child]],
    people: Mapping[str, GuardianContact],
    linked: Mapping[str, frozenset[str]],
) -> bool:
    """Whether two guardians live together with the same children and keep nothing secret."""
    if mine[one] != mine[other] or linked.get(one) != linked.get(other):
        return False
    both = (people[one], people[other])
    if any(
        who.address_secret or who.phone_secret or who.salutation == INSTITUTION for who in both
    ) or any(child.apart for child in mine[one]):
        return False
    first, second = (_address(who, mine[who.id]) for who in both)
    return bool(first) and same_address(first, second)


def _household(group: Sequence[str], children: Sequence[Child]) -> Household:
    ids = frozenset(group)
    others = [
        tie.guardian
        for child in children
        for tie in child.ties
        if tie.guardian.id not in ids and not tie.guardian.deceased
    ]
    cut = tuple(
        sorted((_cut(child, ids, others) for child in children), key=lambda one: one.pupil.sort_key)
    )
    members = tuple(tie.guardian for tie in cut[0].ties)
    homes = (one for child in cut for one in child.addresses if one.sort == HOME)
    address = members[0].address or next(
        (one.lines for one in homes if any(who.lives_with for who in members)), ()
    )
    dates = [one for child in cut for one in _confirmations(child)]
    known = [one for one in dates if one is not None]
    oldest = min(known) if known and len(known) == len(dates) else None
    return Household(min(ids), members, address, cut, oldest)


def _cut(child: Child, ids: frozenset[str], others: Sequence[GuardianContact]) -> Child:
    """The child with what this household may read: its own ties, and addresses that are its own.

    `others` are the guardians of any of the household's children who are no members of it.
    """
    own = tuple(tie for tie in child.ties if tie.guardian.id in ids)
    alone = not any(tie.guardian.id not in ids and not tie.guardian.deceased for tie in child.ties)

    def is_theirs(address: KnownAddress) -> bool:
        if any(_is_own(tie.guardian, address) for tie in own):
            return True
        if any(_is_own(other, address) for other in others):
            return False
        if alone:
            return any(tie.guardian.lives_with for tie in own)
        return any(_lives_at(tie.guardian, child, address) for tie in own)

    return replace(
        child,
        ties=own,
        addresses=tuple(one for one in child.addresses if is_theirs(one)),
        # Who gave them is not kept: perhaps the other parent did.
        numbers=child.numbers if alone else (),
    )


def _is_own(guardian: GuardianContact, address: KnownAddress) -> bool:
    return bool(guardian.address) and same_address(guardian.address, address.lines)


def _address(guardian: GuardianContact, children: Iterable[Child]) -> tuple[str, ...]:
    """The guardian's own address, or that of a child where it is certainly the guardian's too."""
    if guardian.address:
        return guardian.address
    for child in children:
        here = next((tie.guardian for tie in child.ties if tie.guardian.id == guardian.id), None)
        for one in child.addresses:
            if here is not None and _lives_at(here, child, one):
                return one.lines
    return ()


def _lives_at(guardian: GuardianContact, child: Child, address: KnownAddress) -> bool:
    """Whether this address of the child is certainly also the guardian's.

    One without an own address lives where the child lives, if the child does live with this
    guardian and no other guardian can be the one whose address it is.
    """
    if guardian.address:
        return _is_own(guardian, address)
    if not guardian.lives_with or address.sort != HOME:
        return False
    others = [
        tie.guardian
        for tie in child.ties
        if tie.guardian.id != guardian.id and not tie.guardian.deceased
    ]
    return child.together or all(one.address and not _is_own(one, address) for one in others)


def _confirmations(child: Child) -> Iterable[date | None]:
    """When each thing on the sheet was confirmed. Custody that is unknown can not be."""
    for tie in child.ties:
        yield tie.confirmed_on
        if tie.guardian.custody != "unknown":
            yield tie.custody_confirmed_on
    for address in child.addresses:
        yield address.confirmed_on
    for number in child.numbers:
        yield number.confirmed_on
