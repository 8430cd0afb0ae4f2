"""What a check of the log can find, in words; and which kind of break a broken place is."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.access.log import entry_hash
from app.access.signing import ContentSum
from app.access.tables import log_entry, log_session
from app.vault.schema import Row


class Break(Enum):
    """What was done to the log, with what is said about it."""

    CHANGED = "een regel is veranderd"
    REMOVED = "er is een regel weggehaald"
    INSERTED = "er is een regel tussengevoegd"
    REORDERED = "regels zijn van plaats verwisseld"
    CUT_OFF = "het einde van het log is weg"
    OLDER_DATABASE = "er is een oudere database teruggezet, of het einde is eruit gehaald"
    FOLDER_PUT_BACK = "de hele schoolmap is teruggezet naar een ouder moment"
    SEAL_SPOILED = "het zegel buiten de database ontbreekt of is veranderd"
    REPLACED = "het hele log is vervangen: het begint met een andere sleutel dan bekend was"


@dataclass(frozen=True)
class Finding:
    """The first place where the log is not as it was written.

    `last`: when only a signed session or a remembered position tells, it is one of the entries
    from `first` to `last`.
    """

    kind: Break
    first: int
    last: int | None = None
    session: int | None = None
    note: str = ""

    @property
    def sentence(self) -> str:
        """Where and what, to follow on *Het toegangslog is niet heel*."""
        where = f"bij regel {self.first}"
        if self.last is not None and self.last > self.first:
            where = f"tussen regel {self.first} en regel {self.last}"
        if self.session is not None:
            where += f" (sessie {self.session})"
        return f"{where}: {self.note or self.kind.value}"


def broken_chain(connection: Connection, number: int, previous: bytes, row: Row) -> Finding:
    """What happened where the entry `row`, found next, is not entry `number` after `previous`.

    A genuine entry fits its own hash under the number it was written with, so it is recognised
    wherever it now stands.
    """
    if row["number"] != number:
        kind = Break.REORDERED if _true_place(connection, number, previous) else Break.REMOVED
        return Finding(kind, number)
    before = _one(connection, select(log_entry).where(log_entry.c.number == number - 1))
    if before and row["previous"] == before["previous"] and _fits(row, number - 1):
        return Finding(Break.INSERTED, number - 1)
    if _fits(row, number):
        # It is as it was written and so is its link: the entry before it was made anew.
        return Finding(Break.CHANGED, number - 1 if before else number)
    moved_from = _written_as(connection, row)
    if _true_place(connection, number, previous):
        twice = select(func.count()).where(log_entry.c.hash == row["hash"])
        moved = moved_from is not None and connection.execute(twice).scalar() == 1
        return Finding(Break.REORDERED if moved else Break.INSERTED, number)
    return Finding(Break.CHANGED if moved_from is None else Break.REMOVED, number)


def broken_session(connection: Connection, session: Row) -> Finding:
    """What happened to the entries of a session whose signature is good and whose entries are not.

    Count and sum of what was signed are compared with the entries that say to be of this session.
    """
    number, first, last = session["number"], session["first_entry"], session["last_entry"]
    ends = select(log_entry).where(log_entry.c.number.in_((last, last + 1)))
    found = {row["number"]: row for row in connection.execute(ends).mappings()}
    if last + 1 in found and found[last + 1]["previous"] == session["head"]:
        # What follows still links to what was signed, so it was this entry that was made anew.
        return Finding(Break.CHANGED, last, session=number)
    own = select(log_entry).where(log_entry.c.session == number)
    count = _count(connection, number)
    if count != last - first + 1:
        kind = Break.REMOVED if count < last - first + 1 else Break.INSERTED
    elif ContentSum.of(connection.execute(own).mappings()) != session["content_sum"]:
        kind = Break.CHANGED
    else:
        kind = (
            Break.INSERTED if _has_strangers(connection, number, first, last) else Break.REORDERED
        )
    return Finding(kind, first, last, number)


def _has_strangers(connection: Connection, number: int, first: int, last: int) -> bool:
    """Whether an entry stands between these that no session wrote."""
    labels = (
        select(log_entry.c.session)
        .where(log_entry.c.number.between(first, last), log_entry.c.session != number)
        .distinct()
    )
    found = connection.execute(labels).scalars().all()
    return any(_count(connection, label) != _written(connection, label) for label in found)


def _written(connection: Connection, session: int) -> int:
    """How many entries this session has by its signature; the running one: all after the last."""
    signed = select(log_session).where(log_session.c.signature.is_not(None))
    row = _one(connection, signed.where(log_session.c.number == session))
    if row is not None:
        return int(row["last_entry"] - row["first_entry"] + 1)
    before = select(func.max(log_session.c.last_entry)).where(log_session.c.signature.is_not(None))
    newest = connection.execute(select(func.max(log_entry.c.number))).scalar() or 0
    return int(newest - (connection.execute(before).scalar() or 0))


def _count(connection: Connection, session: int) -> int:
    query = select(func.count()).where(log_entry.c.session == session)
    return connection.execute(query).scalar() or 0


def _fits(row: Row, number: int) -> bool:
    return bool(row["hash"] == entry_hash({**row, "number": number}))


def _true_place(connection: Connection, number: int, previous: bytes) -> bool:
    """Whether the real entry `number` still stands somewhere else."""
    followers = select(log_entry).where(
        log_entry.c.previous == previous, log_entry.c.number != number
    )
    return any(_fits(row, number) for row in connection.execute(followers).mappings())


def _written_as(connection: Connection, row: Row) -> int | None:
    """The number with which this entry was written, when it is a genuine one."""
    newest = connection.execute(select(func.max(log_entry.c.number))).scalar() or 0
    # Entries may have been removed, so the real number may lie beyond the newest.
    candidates = range(1, 2 * newest + 100)
    return next((number for number in candidates if _fits(row, number)), None)


def _one(connection: Connection, query: Select[Any]) -> Row | None:
    return connection.execute(query).mappings().first()
