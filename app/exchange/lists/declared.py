"""What a list can hold, read from `resources/lists.toml` and the declaration of the dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app import resources
from app.access.categories import Category
from app.dossier.kinds import KINDS, Field
from app.exchange.edexml.names import fold

_DATA = resources.load("lists.toml")


@dataclass(frozen=True)
class ListField:
    """What a column may mean. `field` is its declaration in the dossier, where it has one."""

    name: str
    label: str
    aliases: frozenset[str]
    field: Field | None = None


@dataclass(frozen=True)
class ListKind:
    """One sort of list; see the head of `lists.toml`.

    `entry_kind` is the kind of entry that each row becomes; "" for lists of people, which need the
    right to import. `each` are the fields that a column per test may hold.
    """

    code: str
    label: str
    explanation: str
    fields: tuple[ListField, ...]
    needs: tuple[tuple[str, ...], ...]
    telling: frozenset[str]
    constants: tuple[str, ...]
    each: tuple[str, ...] = ()
    entry_kind: str = ""

    def field(self, name: str) -> ListField:
        """The field of this name; `KeyError` when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    def words(self, name: str) -> str:
        """The name in `WORDS` of what may stand in cells of this field."""
        return f"{self.entry_kind}.{name}"

    @property
    def category(self) -> Category | None:
        """The category that whoever imports must be allowed to write; None: importing itself."""
        return KINDS[self.entry_kind].category if self.entry_kind else None


def _field(name: str, data: Mapping[str, Any], kind: str) -> ListField:
    kind = data.get("kind", kind)
    declared = KINDS[kind].field(name) if kind else None
    label = data.get("label") or (declared.label if declared else name)
    return ListField(name, label, frozenset(map(fold, data["aliases"])), declared)


def _kind(code: str, data: Mapping[str, Any]) -> ListKind:
    kind = data.get("kind", "")
    shared = _DATA["shared"].get(data.get("shared", ""), {})
    people = bool(data.get("only_import"))
    fields = [
        _field(name, one, kind if people and name in _OWN else "") for name, one in shared.items()
    ]
    fields += [_field(name, one, kind) for name, one in data["field"].items()]
    return ListKind(
        code=code,
        label=data["label"],
        explanation=data["explanation"],
        fields=tuple(fields),
        needs=tuple(map(tuple, data["needs"])),
        telling=frozenset(data["telling"]),
        constants=tuple(data["constants"]),
        each=tuple(data.get("each", ())),
        entry_kind="" if people else kind,
    )


_OWN = ("number", "call_name", "prefix", "surname")

LISTS: Mapping[str, ListKind] = MappingProxyType(
    {code: _kind(code, data) for code, data in _DATA["list"].items()}
)

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: MappingProxyType(
            {fold(word) or word: code for code, words in codes.items() for word in words}
        )
        for name, codes in _DATA["words"].items()
    }
)
"""Per field ("absence.sort") or sort of field ("yes_no"): a folded word and the code it means."""

NEVER: Mapping[str, str] = MappingProxyType(
    {fold(alias): one["reason"] for one in _DATA["never"] for alias in one["aliases"]}
)
"""Folded headings that are never taken over, each with the reason."""


def why_never(heading: str) -> str:
    """Why a column with this heading is never taken over; "" when it may be."""
    return NEVER.get(fold(heading), "")
