"""One test of a whole group: what it is, and what stands in its cells. Plain values.

A cell is text as it is typed; `check_cell` says what is wrong with it and `stored` what it becomes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from app import resources
from app.access.pupil_data import PupilData
from app.dossier import checks, wording
from app.dossier.kinds import KINDS, Field, FieldType, Value
from app.dossier.names import fold
from app.dossier.results import moments, rules
from app.dossier.results.norms import Norms, suggested_level
from app.dossier.school_year import school_year_of
from app.errors import UserError

KIND = KINDS["result"]
SORTS: Mapping[str, Mapping[str, Any]] = MappingProxyType(resources.load("results.toml")["sort"])


@dataclass(frozen=True)
class ChosenTest:
    """Which test of which group; `moment` may be a letter alone (M), which is M6 in group 6."""

    group_id: str
    sort: str
    domain: str
    test: str
    moment: str
    taken_on: date

    def of_pupil(self, year_group: str) -> dict[str, Value]:
        """The fields that all cells of one pupil share."""
        return {
            "sort": self.sort,
            "domain": self.domain,
            "test": " ".join(checks.clean_text(self.test).split()) or None,
            "moment": moments.for_pupil(checks.clean_text(self.moment), year_group) or None,
            "taken_on": self.taken_on,
        }

    def problems(self, today: date) -> dict[str, str]:
        """What must still be chosen before anything can be typed, per field."""
        found: dict[str, str] = {}
        for name, value in self.of_pupil("").items():
            try:
                checks.check_field(KIND.field(name), value, today)
            except ValueError as problem:
                found[name] = str(problem)
        if not self.test.strip():
            found["test"] = "Vul in welke toets dit is."
        if self.taken_on > today:
            found["taken_on"] = "Deze datum ligt in de toekomst."
        return found


@dataclass(frozen=True)
class SheetRow(PupilData):
    """One pupil, and the result that is there already: `entry_id` is empty when there is none."""

    pupil_id: str
    number: str
    name: str
    display_name: str
    year_group: str
    moment: str
    entry_id: str = ""
    version: int = 0
    taken_on: date | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupSheet(PupilData):
    """A test of a group as it stands. `tests` are names that were used before, the newest first."""

    choice: ChosenTest
    rows: tuple[SheetRow, ...]
    tests: tuple[str, ...]
    ground: str


@dataclass(frozen=True)
class RowChange:
    """What somebody typed for one pupil, on its way in, and the version that was seen."""

    pupil_id: str
    values: Mapping[str, str]
    entry_id: str = ""
    version: int = 0


class InvalidCells(UserError):
    """Cells that cannot be stored as they are: (pupil id, field) with a Dutch sentence each."""

    def __init__(self, problems: Mapping[tuple[str, str], str]) -> None:
        self.problems = dict(problems)
        number = len(self.problems)
        what = "1 vakje klopt" if number == 1 else f"{number} vakjes kloppen"
        super().__init__(
            f"Er is nog niets opgeslagen: {what} nog niet. Wat u typte staat er nog; in de rij "
            "staat wat er niet klopt."
        )


def same_test(choice: ChosenTest, row: Mapping[str, Any], year_group: str) -> bool:
    """Whether a stored result is of this test, made in the same school year."""
    # Who stays down makes M6 again: that is another result.
    mine = choice.of_pupil(year_group)
    taken = row["taken_on"]
    return (
        row["sort"] == mine["sort"]
        and row["domain"] == mine["domain"]
        and fold(str(row["test"] or "")) == fold(str(mine["test"] or ""))
        and fold(str(row["moment"] or "")) == fold(str(mine["moment"] or ""))
        and taken is not None
        and school_year_of(taken) == school_year_of(choice.taken_on)
    )


def columns_of(sort: str) -> tuple[Field, ...]:
    """The fields that a grid of this sort can show, those it begins with first."""
    declared = SORTS[sort]
    return tuple(KIND.field(name) for name in (*declared["grid"], *declared["more"]))


def first_columns(sort: str) -> tuple[str, ...]:
    """The names of the columns that a grid of this sort begins with."""
    return tuple(SORTS[sort]["grid"])


def shown(column: Field, value: Value) -> str:
    """A stored value as it stands in a cell."""
    return wording.show(column, value, {})


def stored(column: Field, text: str, today: date) -> Value:
    """What a cell becomes; ValueError with a Dutch sentence when it cannot be stored.

    A choice is typed by its label: a level in any case (`iii`), 1f for 1F.
    """
    value: Value = checks.clean_text(text)
    if column.type is FieldType.CHOICE and value:
        codes = {fold(label): code for code, label in column.choices.items()}
        if fold(str(value)) not in codes:
            raise ValueError(f"{column.label} is {_listed(list(column.choices.values()))}.")
        value = codes[fold(str(value))]
    return checks.check_field(column, value, today)


def stored_row(
    texts: Mapping[str, str], shared: Mapping[str, Value], today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The typed fields of one pupil as they will be stored, and the problem per field.

    `-` in any cell says that the test was not made: that becomes the explanation.
    """
    if any(rules.says_not_taken(text) for name, text in texts.items() if name != "note"):
        left: dict[str, Value] = {
            name: None for name in texts if name == "note" or name in rules.OUTCOMES
        }
        note = texts.get("note", "").strip()
        return {**left, "note": note or rules.NOT_TAKEN}, {}
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        try:
            values[name] = stored(KIND.field(name), text, today)
        except ValueError as problem:
            problems[name] = str(problem)
    if not problems and any(value is not None for value in values.values()):
        wrong = rules.together({**shared, **values})
        problems.update({name: text for name, text in wrong.items() if name in texts})
    return values, problems


def suggestion(
    texts: Mapping[str, str], shared: Mapping[str, Value], norms: Norms, today: date
) -> str:
    """The level that the norms give for the ability score in this row; empty when there is none."""
    try:
        ability = stored(KIND.field("ability"), texts.get("ability", ""), today)
    except ValueError:
        return ""
    return suggested_level(norms, {**shared, "ability": ability})


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} of {words[-1]}"
