"""The declaration of what a dossier holds, read once from `resources/categories.toml`.

Table, form, list, PDF, export and inspection copy all read these declarations, so that adding a
field is one line there and one migration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from app import resources
from app.access.categories import Category

Value: TypeAlias = str | int | float | bool | date | None


class FieldType(StrEnum):
    """How a field is typed in, checked, stored and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    INTEGER = "integer"
    NUMBER = "number"
    MARK = "mark"
    PERSONAL_NUMBER = "personal_number"
    POSTCODE = "postcode"
    BRIN = "brin"
    BRANCH = "branch"
    PHONE = "phone"
    EMAIL = "email"
    SCHOOL_YEAR = "school_year"
    YEAR_GROUP = "year_group"
    GROUP = "group"
    GUARDIAN = "guardian"
    TALK = "talk"


REFERENCES = (FieldType.GROUP, FieldType.GUARDIAN, FieldType.TALK)
"""Types whose stored value is the id of something else."""


@dataclass(frozen=True)
class Field:
    """One field of an entry. `category` is set where a reader needs more than the kind's.

    `shared` and `on_card`: goes to the group's teachers, or on the emergency card, when the entry
    is marked so. `requires` names the field that a "yes" asks to be filled in.
    `highest` is the most a number may be; 0 leaves it to the sort of field. `own_act`: set by an
    act of its own (a decision), never by the entry's form. `searched` is false for short codes, in
    which nobody looks for words.
    """

    name: str
    label: str
    type: FieldType
    required: bool = False
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    max_length: int = 0
    in_list: bool = False
    category: Category | None = None
    shared: bool = False
    on_card: bool = False
    requires: str = ""
    highest: int = 0
    default: Value = None
    own_act: bool = False
    searched: bool = True


@dataclass(frozen=True)
class Kind:
    """One sort of entry; its table has the same name.

    `compartment` names the key under which every field is sealed once more; empty for most.
    `delete_reason` says which law asks that a deletion is accounted for; empty: none is asked.
    """

    code: str
    category: Category
    singular: str
    plural: str
    title: str
    fields: tuple[Field, ...]
    date_field: str = ""
    necessity: bool = False
    compartment: str = ""
    delete_reason: str = ""

    def field(self, name: str) -> Field:
        """The field with this name; `KeyError` when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True)
class CategoryText:
    """What a category is for, in Dutch: for the page's head and its empty state."""

    label: str
    tab: str
    purpose: str
    law: str
    not_here: str

    @property
    def belongs(self) -> str:
        """What belongs here and why."""
        return f"{self.purpose} {self.law}"

    @property
    def whole(self) -> str:
        """What belongs here, why, and what does not."""
        return f"{self.belongs} {self.not_here}"


_DATA = resources.load("categories.toml")


def _field(name: str, data: Mapping[str, Any]) -> Field:
    values: dict[str, Any] = dict(data)
    values["type"] = FieldType(values["type"])
    values["choices"] = MappingProxyType(values.get("choices", {}))
    if "category" in values:
        values["category"] = Category(values["category"])
    return Field(name=name, **values)


def declared_kind(code: str, data: Mapping[str, Any]) -> Kind:
    """A kind as it is declared in a file of `resources`."""
    return Kind(
        code=code,
        category=Category(data["category"]),
        singular=data["singular"],
        plural=data["plural"],
        title=data["title"],
        fields=tuple(_field(name, one) for name, one in data["field"].items()),
        date_field=data.get("date_field", ""),
        necessity=data.get("necessity", "none") == "required",
        compartment=data.get("compartment", ""),
        delete_reason=_DATA["delete_reason"][data["delete_reason"]]
        if "delete_reason" in data
        else "",
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {code: declared_kind(code, data) for code, data in _DATA["kind"].items()}
)
CATEGORY_TEXTS: Mapping[Category, CategoryText] = MappingProxyType(
    {Category(code): CategoryText(**data) for code, data in _DATA["category"].items()}
)


PERSON_KINDS = ("pupil", "guardian")
NECESSITY = "reason"
NECESSITY_FIELD = Field(
    name=NECESSITY,
    label="Waarom is dit nodig?",
    type=FieldType.LONG_TEXT,
    required=True,
    max_length=2_000,
    help="Dit zijn gevoelige gegevens: schrijf op waarvoor de school ze nodig heeft.",
)
"""What a kind with `necessity` asks besides its own fields."""
SECRET_FIELDS = frozenset({"secret", "address_secret", "phone_secret"})
"""Yes-no fields by which an address or number is kept from everyone outside."""


def entry_kinds(category: Category) -> tuple[Kind, ...]:
    """The kinds of entry that a pupil's page of this category lists."""
    return tuple(
        kind
        for kind in KINDS.values()
        if kind.category is category and kind.code not in PERSON_KINDS
    )
