"""Who in the file is whom at the school.

An ECK iD or a key of the same school decides, in a list also the leerlingnummer and the BSN, when
the person is plausibly the same; everything else is a question, because two pupils can share a name
and twins share a date. The one exception keeps a second import of one file quiet: a pupil without
usable key that equals exactly one existing pupil in name, birth date and every field that the file
fills.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.exchange.edexml.changes import (
    Frame,
    enrolment_change,
    field_changes,
    has_home,
    placement_change,
)
from app.exchange.edexml.names import fold
from app.exchange.edexml.plan_values import Candidate
from app.exchange.edexml.school import ExistingPupil
from app.exchange.edexml.values import EdexPupil

_BSN = "bsn "


@dataclass(frozen=True)
class Verdict:
    """`existing` when it is certain; `sentence` when it must be asked; neither: somebody new."""

    existing: ExistingPupil | None = None
    sentence: str = ""
    candidates: tuple[Candidate, ...] = ()


def match_pupils(
    pupils: Sequence[EdexPupil], existing: Iterable[ExistingPupil], frame: Frame
) -> dict[int, Verdict]:
    """A verdict for every pupil, by its position in the file."""
    matcher = _Matcher(tuple(existing), frame)
    verdicts = {pupil.position: matcher.by_key(pupil) for pupil in pupils}
    claimed = Counter(name for one in verdicts.values() if one for name in _pointed_at(one))
    result: dict[int, Verdict] = {}
    for pupil in pupils:
        verdict = verdicts[pupil.position]
        result[pupil.position] = verdict or matcher.by_likeness(pupil, claimed)
    for pupil in pupils:
        one = result[pupil.position].existing
        if one is not None and verdicts[pupil.position] is None:
            claimed[one.id] += 1
    return _ask_about_doubles(pupils, result, claimed)


def _pointed_at(verdict: Verdict) -> list[str]:
    """Whom the keys in the file point at, also where that is in doubt."""
    if verdict.existing is not None:
        return [verdict.existing.id]
    return [one.id for one in verdict.candidates]


class _Matcher:
    def __init__(self, existing: tuple[ExistingPupil, ...], frame: Frame) -> None:
        self._existing = existing
        self._frame = frame
        self._by_eckid: dict[str, list[ExistingPupil]] = defaultdict(list)
        self._by_key: dict[str, list[ExistingPupil]] = defaultdict(list)
        self._by_number: dict[str, list[ExistingPupil]] = defaultdict(list)
        self._by_clue: dict[tuple[str, object], list[ExistingPupil]] = defaultdict(list)
        for one in existing:
            if frame.of_list:
                self._by_number[one.number].append(one)
                if one.text("personal_number"):
                    self._by_number[_BSN + one.text("personal_number")].append(one)
            if one.text("eckid"):
                self._by_eckid[one.text("eckid")].append(one)
            if one.source_key and one.source_school == frame.source:
                self._by_key[one.source_key].append(one)
            for clue in _clues(one.text("surname"), one.text("call_name"), one):
                self._by_clue[clue].append(one)

    def by_key(self, pupil: EdexPupil) -> Verdict | None:
        """What ECK iD and key say; None when they say nothing."""
        by_eckid = self._by_eckid.get(pupil.eckid, []) if pupil.eckid else []
        by_key = self._by_key.get(pupil.source_key, []) if pupil.source_key else []
        numbers = [pupil.source_key] if pupil.source_key else []
        if pupil.personal_number:
            numbers.append(_BSN + pupil.personal_number)
        by_number = [one for number in numbers for one in self._by_number.get(number, [])]
        found = {one.id: one for one in (*by_number, *by_eckid, *by_key)}
        if not found:
            return None
        if len(found) > 1:
            return self._ask(
                pupil,
                f"{self._numbers} wijzen naar verschillende leerlingen.",
                [(one, "zelfde sleutel of nummer") for one in found.values()],
            )
        (one,) = found.values()
        if by_eckid or _plausible(pupil, one):
            return Verdict(existing=one)
        return self._ask(
            pupil,
            "Het nummer is bekend, maar naam en geboortedatum zijn van een ander."
            if self._frame.of_list
            else "De sleutel is bekend, maar naam en geboortedatum zijn van een ander.",
            [(one, "zelfde nummer" if self._frame.of_list else "zelfde sleutel")],
        )

    @property
    def _numbers(self) -> str:
        return "Leerlingnummer en BSN" if self._frame.of_list else "Sleutel en ECK iD"

    def by_likeness(self, pupil: EdexPupil, claimed: Counter[str]) -> Verdict:
        """Somebody new, unless the school has somebody like this."""
        found: dict[str, tuple[ExistingPupil, str]] = {}
        for clue in _clues(pupil.surname, pupil.call_name, pupil):
            for one in self._by_clue.get(clue, []):
                reason = _likeness(pupil, one)
                if reason:
                    found[one.id] = (one, reason)
        if not pupil.source_key:
            equal = [one for one, _ in found.values() if self._equals(pupil, one)]
            free = [one for one in equal if not claimed[one.id]]
            if len(free) == 1:
                return Verdict(existing=free[0])
        if not found:
            return Verdict()
        return self._ask(
            pupil, "Deze leerling lijkt op een leerling die de school al heeft.", found.values()
        )

    def _equals(self, pupil: EdexPupil, one: ExistingPupil) -> bool:
        for name in ("call_name", "first_names", "prefix", "surname"):
            if (name != "first_names" or not pupil.call_name) and one.text(name) != getattr(
                pupil, name
            ):
                return False
        return (
            pupil.birth_date == one.birth_date
            and not any(field_changes(pupil, one, self._frame.source))
            and has_home(pupil, one)
            and enrolment_change(pupil, one, self._frame) is None
            and placement_change(pupil, one, self._frame) is None
        )

    def _ask(
        self, pupil: EdexPupil, sentence: str, found: Iterable[tuple[ExistingPupil, str]]
    ) -> Verdict:
        candidates = tuple(
            Candidate(
                one.id, one.label, reason, tuple(field_changes(pupil, one, self._frame.source))
            )
            for one, reason in sorted(found, key=lambda pair: pair[0].number)
        )
        return Verdict(sentence=sentence, candidates=candidates)


def _number(person: EdexPupil | ExistingPupil) -> str:
    if isinstance(person, EdexPupil):
        return person.personal_number
    return person.text("personal_number")


def _clues(
    surname: str, call_name: str, person: EdexPupil | ExistingPupil
) -> list[tuple[str, object]]:
    """What two records of one person would share: a number, a birth date or a name."""
    clues: list[tuple[str, object]] = []
    if number := _number(person):
        clues.append(("number", number))
    if person.birth_date is not None:
        clues.append(("birth_date", person.birth_date))
    if name := fold(surname) + " " + fold(call_name):
        clues.append(("name", name))
    if isinstance(person, ExistingPupil):
        clues.append(("key", person.number))
    elif person.source_key:
        clues.append(("key", person.source_key))
    return clues


def _likeness(pupil: EdexPupil, one: ExistingPupil) -> str:
    """Why these two may be one; "" when they are just two children with something in common."""
    if pupil.personal_number and pupil.personal_number == one.text("personal_number"):
        return "zelfde BSN of onderwijsnummer"
    surname = fold(pupil.surname) == fold(one.text("surname"))
    whole = fold(pupil.prefix + pupil.surname) == fold(one.text("prefix") + one.text("surname"))
    call_names = (fold(pupil.call_name), fold(one.text("call_name")))
    called = call_names[0] == call_names[1] or not all(call_names)
    dates = (pupil.birth_date, one.birth_date)
    if (surname or whole) and called and all(dates) and dates[0] == dates[1]:
        return "zelfde naam en geboortedatum"
    if (surname or whole) and call_names[0] == call_names[1] and not all(dates):
        return "zelfde naam; een geboortedatum ontbreekt"
    alike = (surname and bool(pupil.surname)) or (all(dates) and dates[0] == dates[1])
    if alike and pupil.source_key and pupil.source_key == one.number:
        return "zelfde leerlingnummer"
    return ""


def _plausible(pupil: EdexPupil, one: ExistingPupil) -> bool:
    """Whether a key that matches is not simply a key used again for another child."""
    numbers = (pupil.personal_number, one.text("personal_number"))
    if all(numbers) and numbers[0] != numbers[1] and not any(n.startswith("10") for n in numbers):
        return False
    pairs: list[tuple[object, object]] = [
        (fold(pupil.call_name), fold(one.text("call_name"))),
        (fold(pupil.surname), fold(one.text("surname"))),
        (pupil.birth_date, one.birth_date),
    ]
    known = [(left, right) for left, right in pairs if left and right]
    agreeing = sum(left == right for left, right in known)
    return agreeing >= min(2, len(known))


def _ask_about_doubles(
    pupils: Sequence[EdexPupil], verdicts: dict[int, Verdict], claims: Counter[str]
) -> dict[int, Verdict]:
    """Two in the file for one at the school, and keyless pupils that stand in the file twice."""
    names = Counter(_identity(pupil) for pupil in pupils)
    seen: set[tuple[object, ...]] = set()
    keyed = {_identity(pupil) for pupil in pupils if pupil.source_key}
    for pupil in pupils:
        verdict, identity = verdicts[pupil.position], _identity(pupil)
        one = verdict.existing
        again = names[identity] > 1 and (identity in seen or identity in keyed)
        seen.add(identity)
        if one is not None and claims[one.id] > 1:
            verdicts[pupil.position] = Verdict(
                sentence="Twee leerlingen in het bestand lijken dezelfde leerling van de school.",
                candidates=(Candidate(one.id, one.label, "past bij beide"),),
            )
        elif one is None and not verdict.sentence and not pupil.source_key and again:
            verdicts[pupil.position] = Verdict(
                sentence="Een leerling met deze naam en geboortedatum staat vaker in het bestand."
            )
    return verdicts


def _identity(pupil: EdexPupil) -> tuple[object, ...]:
    return (
        fold(pupil.call_name or pupil.first_names or pupil.initials),
        fold(pupil.prefix + pupil.surname),
        pupil.birth_date,
    )
