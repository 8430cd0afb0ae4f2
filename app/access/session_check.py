"""The signatures under the log: every closed session, and that each follows from the one before."""

from typing import Any

from sqlalchemy import Connection, func, select

from app.access.breaks import Break, Finding, broken_session
from app.access.checkpoint import Checkpoint
from app.access.signing import Began, ContentSum, is_signed
from app.access.tables import log_entry, log_session
from app.vault.schema import Row

_UNSIGNED = "de handtekening onder deze sessie is weg"
_FORGED = "de handtekening onder deze sessie klopt niet"
_STRANGE_KEY = "deze sessie heeft een andere sleutel dan de vorige sessie aankondigde"


class SessionCheck:
    """Goes along with the entries of the log, in order."""

    def __init__(self, school_id: str, checkpoint: Checkpoint | None, remarks: list[str]) -> None:
        """`remarks` gets what is no break but must be read."""
        self._school_id = school_id
        self._remarks = remarks
        self._row: dict[str, Any] | None = None
        self._following: int | None = None
        self._content = ContentSum()
        self._number = checkpoint.session if checkpoint else 0
        self._announced = checkpoint.next_public_key if checkpoint else None
        self._signed_before = checkpoint is not None
        self.unsigned_from = checkpoint.number + 1 if checkpoint else 1
        """The first entry that no checked signature stands under."""

    def entry(self, connection: Connection, row: Row) -> Finding | None:
        """The next entry, whose place in the chain is good."""
        number = row["number"]
        if self._row is None or not self._holds(number):
            finding = self._next(connection, number, row["previous"])
            if finding is not None or self._row is None:
                return finding
        session = self._row
        if session["signature"] is None:
            if row["session"] != session["number"]:
                return Finding(Break.CHANGED, number, session=session["number"])
            return None
        self._content.add(row)
        if number < session["last_entry"]:
            return None
        if (row["hash"], self._content.digest()) != (session["head"], session["content_sum"]):
            return broken_session(connection, session)
        self.unsigned_from = number + 1
        return None

    def finish(self, connection: Connection, newest: int) -> Finding | None:
        """After the last entry: no session is half there, none came after it."""
        session = self._row
        if session is not None and session["signature"] and newest < session["last_entry"]:
            later = select(func.count()).where(log_entry.c.session > session["number"])
            if connection.execute(later).scalar():
                return broken_session(connection, session)
            return Finding(
                Break.CUT_OFF, newest + 1, session["last_entry"], session=session["number"]
            )
        beyond = self._read(connection)
        if beyond is not None and beyond["public_key"] is not None:
            return Finding(Break.CUT_OFF, newest + 1, session=beyond["number"])
        return None

    def _holds(self, number: int) -> bool:
        """Whether the present session goes on with this entry."""
        session = self._row
        if session is None:
            return False
        if session["signature"] is not None:
            return bool(number <= session["last_entry"])
        return self._following is None or number < self._following

    def _next(self, connection: Connection, number: int, previous: bytes) -> Finding | None:
        """Take up the session that begins with entry `number`."""
        row = self._read(connection)
        while row is not None and row["public_key"] is None and not self._signed_before:
            # From a version that did not sign; the first session that does covers what follows.
            self._number = row["number"]
            row = self._read(connection)
        if row is None:
            if not self._signed_before:
                return None
            return Finding(Break.REMOVED, number, note="de sessie bij deze regel ontbreekt")
        if not self._signed_before and number < row["first_entry"]:
            return None
        finding = self._follows(row, number, previous)
        if finding is not None:
            return finding
        self._say_how_it_began(row, number)
        self._row, self._number, self._content = row, row["number"], ContentSum()
        self._announced, self._signed_before = row["next_public_key"], True
        after = self._read(connection)
        self._following = after["first_entry"] if after else None
        return None

    def _follows(self, row: dict[str, Any], number: int, previous: bytes) -> Finding | None:
        first, session = row["first_entry"], row["number"]
        if row["signature"] is not None and not is_signed(row, self._school_id):
            return Finding(Break.CHANGED, number, row["last_entry"], session, _FORGED)
        if self._row is not None and self._row["signature"] is None:
            if row["began"] not in (Began.LOST, Began.RESTORED):
                before = self._row
                return Finding(
                    Break.CHANGED, before["first_entry"], number - 1, before["number"], _UNSIGNED
                )
        elif row["began"] == Began.FOLLOWS and row["public_key"] != self._announced:
            return Finding(Break.CHANGED, number, row["last_entry"], session, _STRANGE_KEY)
        if row["began"] == Began.FIRST and self._signed_before:
            return Finding(Break.CHANGED, number, row["last_entry"], session, _STRANGE_KEY)
        if row["began"] == Began.FOLLOWS and not self._signed_before:
            return Finding(
                Break.REMOVED, number, note="de sessies die hieraan voorafgaan zijn weggehaald"
            )
        if first > number:
            return Finding(Break.REMOVED, number, first - 1, note="een sessie is weggehaald")
        if first < number or row["previous"] != previous:
            return Finding(Break.CHANGED, min(first, number), number, session)
        return None

    def _say_how_it_began(self, row: dict[str, Any], number: int) -> None:
        day = f"{row['opened_at'][8:10]}-{row['opened_at'][5:7]}-{row['opened_at'][:4]}"
        where = f"Bij regel {number} ({day}, sessie {row['number']})"
        if row["began"] == Began.RESTORED:
            self._remarks.append(f"{where} is een reservekopie teruggezet: nieuwe handtekeningen.")
        elif row["began"] == Began.LOST:
            self._remarks.append(
                f"{where} was de sleutel van het log weg of van een andere stand: nieuwe "
                "handtekeningen."
            )
        elif row["began"] == Began.FIRST and number > 1:
            self._remarks.append(f"De regels vóór {number} zijn van vóór de ondertekening.")
        if row["closed_how"] == "doubtful":
            self._remarks.append(
                f"{where} hoorden zegel en database niet bij elkaar toen deze sessie achteraf werd "
                "ondertekend."
            )

    def _read(self, connection: Connection) -> dict[str, Any] | None:
        """The session after the present one."""
        query = select(log_session).where(log_session.c.number > self._number)
        row = connection.execute(query.order_by(log_session.c.number).limit(1)).mappings().first()
        return dict(row) if row else None
