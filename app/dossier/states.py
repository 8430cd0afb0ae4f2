"""The states that one entry went through, each with its number: what undoing goes by.

A row that is there has the number of its version. That it was taken away is a state too, one number
further; so is each return. In the table `history` stand the versions that ended, with how they did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.access.session import Session
from app.dossier import encoded, rows
from app.dossier.kinds import Kind
from app.dossier.rows import TAKEN_AWAY
from app.dossier.sealed import open_row
from app.dossier.tables import TABLES, history
from app.vault import Compartments
from app.vault.schema import Row


class UnknownState(LookupError):
    """Nothing is kept of the state with this number."""


@dataclass(frozen=True)
class Past:
    """A version that ended: the row as it was, and how, when, by whom and why it ended."""

    version: int
    event: str
    at: str
    by: str
    reason: str
    requested_by: str
    requested_on: date | None
    row: Row

    @property
    def took_away(self) -> bool:
        """Whether nothing took its place."""
        return self.event in TAKEN_AWAY


@dataclass(frozen=True)
class Life:
    """Everything that is kept of one entry: its past, oldest first, and the row as it is now."""

    past: tuple[Past, ...]
    now: Row | None

    @property
    def number(self) -> int:
        """The number of the present state; 0 of an entry that never was."""
        if self.now is not None:
            return int(self.now["version"])
        return self.past[-1].version + 1 if self.past else 0

    @property
    def last(self) -> tuple[str, str]:
        """Who brought the present state about, and when."""
        if self.now is not None:
            return str(self.now["changed_by"]), str(self.now["changed_at"])
        return (self.past[-1].by, self.past[-1].at) if self.past else ("", "")

    def at(self, number: int) -> Row | None:
        """The row in this state, or None where it was away. Raises `UnknownState`."""
        if number == self.number:
            return self.now
        for one in self.past:
            if one.version == number:
                return one.row
            if one.version + 1 == number and one.took_away:
                return None
        raise UnknownState

    def before(self, number: int) -> Row | None:
        """The row in the state before this one, or None where it was away or not yet there."""
        earlier = [one for one in self.past if one.version < number]
        if not earlier or (earlier[-1].took_away and self.at(number) is not None):
            return None
        return earlier[-1].row


def life_of(connection: Connection, session: Session, kind: Kind, entry_id: str) -> Life:
    """What is kept of one entry, opened."""
    there = rows.select_rows(connection, session, kind, TABLES[kind.code].c.id == entry_id)
    return Life(past_of(connection, session, kind, entry_id), there[0] if there else None)


def past_of(
    connection: Connection, session: Session, kind: Kind, entry_id: str
) -> tuple[Past, ...]:
    """The versions of one entry that ended, oldest first, opened."""
    found = connection.execute(
        select(history)
        .where(history.c.entry_id == entry_id, history.c.kind == kind.code)
        .order_by(history.c.version)
    ).mappings()
    return tuple(_opened(session.compartments, kind, kept) for kept in found)


def _opened(compartments: Compartments, kind: Kind, kept: Row) -> Past:
    opened = plain(compartments, kept, sealed=bool(kind.compartment))
    # A field that was declared later has no value in an older version.
    blank: dict[str, Any] = dict.fromkeys(field.name for field in kind.fields)
    return Past(
        version=opened["version"],
        event=opened["event"],
        at=opened["at"],
        by=opened["by"],
        reason=opened["reason"] or "",
        requested_by=opened["requested_by"] or "",
        requested_on=opened["requested_on"],
        row={**blank, **encoded.loads(kind, opened["row"])},
    )


def plain(compartments: Compartments, kept: Row, *, sealed: bool) -> Mapping[str, Any]:
    """A row of the history with what was sealed under the names of the open columns."""
    opened = open_row(compartments, history, kept)
    if not sealed:
        return opened
    names = ("row", "reason", "requested_by")
    return {**opened, **{name: opened[f"sealed_{name}"] for name in names}}


def same(kind: Kind, one: Row | None, other: Row | None) -> bool:
    """Whether two states hold the same."""
    if one is None or other is None:
        return one is other
    names = [*(field.name for field in kind.fields), "reason"]
    return all(one[name] == other[name] for name in names)
