"""What importing a list of results or absences would do: a pure function from values to values.

Nothing that is in a dossier is changed: what is there already is shown as such, and what differs
from it is left for the user to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.access.categories import Category
from app.access.pupil_data import PupilData
from app.dossier import wording
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.values import PupilSummary
from app.exchange.edexml.values import NotTaken, Problem
from app.exchange.lists.entries import Told
from app.exchange.lists.lines import Line

_SAME_TEST = ("domain", "test", "moment", "taken_on")
_SAME_ABSENCE = ("from_date", "until_date", "half_day", "sort")
SHOWN: Mapping[str, tuple[str, ...]] = {
    "result": ("domain", "test", "moment", "taken_on", "ability", "level", "mark", "score"),
    "absence": ("sort", "from_date", "until_date", "half_day"),
}
"""The fields that the preview shows, per kind of entry."""


@dataclass(frozen=True)
class PlannedEntry(PupilData):
    """An entry to add to a dossier. `shown` has the texts of the fields in `SHOWN`."""

    row: int
    pupil_id: str
    who: str
    group: str
    values: Mapping[str, Value]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class EntryPlan(PupilData):
    """What the preview shows and the desk carries out. `already` is in the dossier as it is."""

    file_name: str
    kind_code: str
    category: Category
    rows: int
    fresh: tuple[PlannedEntry, ...]
    already: tuple[PlannedEntry, ...]
    problems: tuple[Problem, ...]
    not_taken: tuple[NotTaken, ...]

    @property
    def kind(self) -> Kind:
        """The kind of entry that the rows become."""
        return KINDS[self.kind_code]

    @property
    def pupil_ids(self) -> tuple[str, ...]:
        """Whose dossiers would grow."""
        return tuple(dict.fromkeys(one.pupil_id for one in self.fresh))

    @property
    def changes_nothing(self) -> bool:
        """Whether carrying this out would leave the school as it is."""
        return not self.fresh


def planned(kind: Kind, told: Told, pupil: PupilSummary) -> PlannedEntry:
    """An entry for this pupil."""
    shown = (wording.show(kind.field(name), told.values.get(name), {}) for name in SHOWN[kind.code])
    return PlannedEntry(
        told.row, pupil.id, pupil.display_name, pupil.group_name, told.values, tuple(shown)
    )


def once(
    kind: Kind, found: Sequence[PlannedEntry]
) -> tuple[tuple[PlannedEntry, ...], tuple[Line, ...]]:
    """Without what stands in the list twice: the same again is left out, what differs all is."""
    same: dict[tuple[object, ...], list[PlannedEntry]] = defaultdict(list)
    for one in found:
        same[one.pupil_id, *identity(kind, one.values)].append(one)
    kept: list[PlannedEntry] = []
    lines: list[Line] = []
    for alike in same.values():
        equal = all(one.values == alike[0].values for one in alike)
        rows = " en ".join(dict.fromkeys(str(one.row) for one in alike))
        if len(alike) == 1 or equal:
            kept.append(alike[0])
        said = (
            f"Dit staat in rij {rows}, met hetzelfde; één keer is overgenomen."
            if equal
            else f"Dit staat in rij {rows}, met verschillen; geen ervan is overgenomen."
        )
        refused = alike[1:] if equal else alike
        lines += [Line(one.row, one.who, kind.singular, "", said) for one in refused]
    return tuple(sorted(kept, key=lambda one: one.row)), tuple(lines)


def beside(
    kind: Kind, found: Iterable[PlannedEntry], known: Mapping[str, Sequence[Mapping[str, Value]]]
) -> tuple[tuple[PlannedEntry, ...], tuple[PlannedEntry, ...], tuple[Line, ...]]:
    """(to add, there already, what differs from what is there); `known` is per pupil."""
    fresh: list[PlannedEntry] = []
    already: list[PlannedEntry] = []
    lines: list[Line] = []
    there: dict[tuple[object, ...], list[Mapping[str, Value]]] = defaultdict(list)
    for pupil_id, rows in known.items():
        for row in rows:
            there[pupil_id, *identity(kind, row)].append(row)
    for one in found:
        alike = there.get((one.pupil_id, *identity(kind, one.values)), [])
        present = known.get(one.pupil_id, ())
        if not alike and not any(_lies_within(kind, one.values, row) for row in present):
            fresh.append(one)
            continue
        differing = _differing(kind, one.values, alike)
        if differing:
            said = f"Staat al in het dossier, met een andere waarde bij: {differing}. "
            said += "Er is niets gewijzigd; kijk na wat klopt."
            lines.append(Line(one.row, one.who, kind.singular, "", said))
        else:
            already.append(one)
    return tuple(fresh), tuple(already), tuple(lines)


def identity(kind: Kind, values: Mapping[str, Value]) -> tuple[object, ...]:
    """By what two entries of one pupil are the same."""
    if kind.code == "absence":
        return tuple(_last(values) if n == "until_date" else values.get(n) for n in _SAME_ABSENCE)
    return tuple(str(values.get(name) or "").casefold() for name in _SAME_TEST)


def _last(values: Mapping[str, Value]) -> Value:
    """The last day, which is the first where none is given."""
    return values.get("until_date") or values.get("from_date")


def _lies_within(kind: Kind, values: Mapping[str, Value], row: Mapping[str, Value]) -> bool:
    """Whether an absence of the same sort that is there covers this one."""
    if kind.code != "absence" or values.get("sort") != row.get("sort"):
        return False
    first, last, known_first, known_last = (
        values.get("from_date"),
        _last(values),
        row.get("from_date"),
        _last(row),
    )
    if not (isinstance(first, date) and isinstance(last, date)):
        return False
    if not (isinstance(known_first, date) and isinstance(known_last, date)):
        return False
    whole = row.get("half_day") in ("whole", values.get("half_day"))
    return whole and known_first <= first and last <= known_last


def _differing(
    kind: Kind, values: Mapping[str, Value], alike: Sequence[Mapping[str, Value]]
) -> str:
    """The labels of what the list fills otherwise than the entry that is most like it."""
    labels = [
        [
            field.label
            for field in kind.fields
            if values.get(field.name) not in (None, "", field.default)
            and values.get(field.name) != row.get(field.name)
            and not (field.name == "until_date" and _last(values) == _last(row))
        ]
        for row in alike
    ]
    fewest = min(labels, key=len, default=[])
    return ", ".join(fewest)
