"""The elements of the report, from `resources/report_elements.toml`.

Besluit uitwisseling leer- en begeleidingsgegevens, art. 2-7: "uitsluitend". What is not an element
here cannot be put into a report, because an item holds an `Element` and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app import resources

_DATA = resources.load("report_elements.toml")

REPORT_KINDS: Mapping[str, str] = MappingProxyType(_DATA["kind"])


@dataclass(frozen=True)
class ReportCategory:
    """One of the five legal categories."""

    code: str
    label: str
    article: str


@dataclass(frozen=True)
class Element:
    """One kind of content that the decree names.

    `from_kinds` and `when` say which entries of the dossier it is drawn from; `source` is set for
    the elements that the program itself fills.
    """

    code: str
    category: ReportCategory
    label: str
    article: str
    needed: Mapping[str, str]
    source: str
    from_kinds: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]
    years: int
    sensitive: bool


CATEGORIES: Mapping[str, ReportCategory] = MappingProxyType(
    {code: ReportCategory(code, **data) for code, data in _DATA["category"].items()}
)


def _element(code: str, data: Mapping[str, Any]) -> Element:
    return Element(
        code=code,
        category=CATEGORIES[data["category"]],
        label=data["label"],
        article=data["article"],
        needed=MappingProxyType(data["needed"]),
        source=data.get("source", ""),
        from_kinds=tuple(data.get("from", ())),
        when=MappingProxyType({name: tuple(v) for name, v in data.get("when", {}).items()}),
        columns=tuple(data.get("columns", ())),
        years=data.get("years", 0),
        sensitive=data.get("sensitive", False),
    )


ELEMENTS: Mapping[str, Element] = MappingProxyType(
    {code: _element(code, data) for code, data in _DATA["element"].items()}
)
