"""Which pupil a row of results or absences is of: by leerlingnummer, else by name and group."""

from collections import defaultdict
from collections.abc import Iterable

from app.dossier.values import PupilSummary
from app.exchange.edexml.names import fold
from app.exchange.edexml.school import bare_group
from app.exchange.lists.entries import Clue

_ANOTHER = "Dit leerlingnummer is van een leerling die anders heet; de rij is niet overgenomen."
_NO_NUMBER = "Er is geen leerling met dit leerlingnummer; de rij is niet overgenomen."
_NOBODY = "Er is geen leerling met deze naam; de rij is niet overgenomen."
_NOT_IN_GROUP = "De leerling met deze naam zit niet in deze groep; de rij is niet overgenomen."
_SEVERAL = (
    "Er is meer dan één leerling met deze naam; de rij is niet overgenomen. Neem het "
    "leerlingnummer op in de lijst."
)


class PupilFinder:
    """Finds among these pupils; answers with a Dutch sentence when it cannot be certain."""

    def __init__(self, pupils: Iterable[PupilSummary]) -> None:
        self._by_number: dict[str, PupilSummary] = {}
        self._by_name: dict[str, list[PupilSummary]] = defaultdict(list)
        self._by_surname: dict[str, list[PupilSummary]] = defaultdict(list)
        for one in pupils:
            self._by_number[one.number] = one
            self._by_name[fold(one.display_name)].append(one)
            self._by_surname[fold(one.list_name.split(", ", maxsplit=1)[0])].append(one)

    def find(self, clue: Clue) -> PupilSummary | str:
        """The one pupil that this is, or why there is none."""
        if clue.number:
            found = self._by_number.get(clue.number)
            if found is None:
                return _NO_NUMBER
            return found if _may_be(clue, found) else _ANOTHER
        name = clue.name
        alike = self._by_name.get(fold(name.call_name + name.prefix + name.surname), [])
        if not alike and name.call_name and name.surname:
            alike = [
                one for one in self._by_surname.get(fold(name.surname), []) if _may_be(clue, one)
            ]
        if not alike:
            return _NOBODY
        in_group = [one for one in alike if not clue.group or _is_in(one, clue.group)]
        if not in_group:
            return _NOT_IN_GROUP
        return in_group[0] if len(in_group) == 1 else _SEVERAL


def _may_be(clue: Clue, pupil: PupilSummary) -> bool:
    """Whether the parts of the name that the row gives are in the pupil's name."""
    name = fold(pupil.display_name)
    surname, call_name = fold(clue.name.surname), fold(clue.name.call_name)
    return surname in name and (not call_name or name.startswith(call_name))


def _is_in(pupil: PupilSummary, group: str) -> bool:
    """By the name of the group, or by the year group where the list says no more."""
    return bare_group(group) in (bare_group(pupil.group_name), bare_group(pupil.year_group))
