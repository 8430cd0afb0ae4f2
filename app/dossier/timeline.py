"""The timeline of a dossier: what happened when, one line an entry, newest first."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.access.categories import Category
from app.dossier import wording
from app.dossier.kinds import Kind
from app.dossier.values import Entry, FiledDocument, PupilData
from app.vault.schema import Row

FILED = "filed"
"""The `kind` of a document that was kept."""


@dataclass(frozen=True)
class TimelineItem(PupilData):
    """`label` says what it is, `title` which one; `kind` and `entry_id` where to find it."""

    category: Category
    kind: str
    entry_id: str
    on: date
    label: str
    title: str


def item_of(entry: Entry, row: Row) -> TimelineItem:
    """The line of one entry; its day is not said twice."""
    kind = entry.kind
    on = row.get(kind.date_field) or written_on(row["created_at"])
    return TimelineItem(
        kind.category, kind.code, entry.id, on, kind.singular, title_without_day(entry)
    )


def title_without_day(entry: Entry) -> str:
    """What tells this entry from others of its kind; empty when that is its day alone."""
    kind, said = entry.kind, _said_by(entry.kind, entry.display)
    return wording.title(kind, said) if any(said.values()) else ""


def _said_by(kind: Kind, display: Mapping[str, str]) -> dict[str, str]:
    names = {name for _, name, _, _ in string.Formatter().parse(kind.title) if name}
    return {name: display.get(name, "") for name in names - {kind.date_field}}


def filed_item(document: FiledDocument) -> TimelineItem:
    """The line of a document that was kept."""
    on = written_on(document.made_at)
    return TimelineItem(document.category, FILED, document.id, on, "Bewaard stuk", document.title)


def in_order(items: Iterable[TimelineItem]) -> tuple[TimelineItem, ...]:
    """Newest first; within a day in the order of the categories."""
    order = list(Category)
    return tuple(
        sorted(items, key=lambda one: (-one.on.toordinal(), order.index(one.category), one.title))
    )


def written_on(stamp: str) -> date:
    """The day of a stored moment."""
    return date.fromisoformat(stamp[:10])
