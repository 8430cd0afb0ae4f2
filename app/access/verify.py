"""Does the access log still say what it said?

Recomputes the chain entry by entry, checks that every closed session is signed and that its entries
are those it signed, that each key was announced by the session before it, and compares the end with
what stands outside the database. In slices, so that others can work meanwhile and memory stays
flat.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from app.access.breaks import Break, Finding, broken_chain
from app.access.checkpoint import Checkpoint, read_checkpoint, root_key
from app.access.log import FIRST_PREVIOUS, Event, entry_hash, log_state, text_hash
from app.access.session_check import SessionCheck
from app.access.signing import fingerprint
from app.access.tables import log_entry, log_text
from app.access.times import EntryTimes
from app.vault import Position, SealState, compare
from app.vault.schema import Row

SLICE = 1_000
"""Entries that are checked in one go."""

Progress = Callable[[int, int], bool]
"""Told how many entries are done, of how many; answers whether to go on."""


def on(_done: int, _total: int) -> bool:
    """A `Progress` that always goes on."""
    return True


@dataclass(frozen=True)
class Witnesses:
    """What stands outside the database.

    `root` is the remembered fingerprint of the log's first key, empty when unknown. `found` is how
    seal and memory agreed with the database at sign-in (both are written anew after that), and
    `found_after` the newest entry of that moment.
    """

    school_id: str
    sealed: Position | SealState | None = None
    remembered: Position | None = None
    root: str = ""
    found: SealState = SealState.EQUAL
    found_after: int = 0


@dataclass(frozen=True)
class Verification:
    """The answer: intact, or the first place where it is not and what is wrong there.

    `remarks` are no breaks but must be read: a line of signatures that begins anew, warnings in the
    log, entries from before sessions were signed.
    """

    entries: int
    finding: Finding | None = None
    remarks: tuple[str, ...] = ()
    fingerprint: str = ""
    finished: bool = True

    @property
    def intact(self) -> bool:
        """True when every entry is as it was written and none is missing."""
        return self.finding is None and self.finished

    @property
    def sentence(self) -> str:
        """For the screen and the command line."""
        if not self.finished:
            return f"De controle van het toegangslog is gestopt na {self.entries} regels."
        if self.finding is None:
            return f"Het toegangslog is heel: {self.entries} regels gecontroleerd."
        return f"Het toegangslog is niet meer zoals het geschreven is, {self.finding.sentence}."


def verify(connection: Connection, witnesses: Witnesses) -> Verification:
    """Check the whole log within one transaction."""
    check = LogCheck(witnesses)
    while not check.advance(connection):
        pass
    return check.result()


@dataclass
class LogCheck:
    """One check, slice by slice; what is added to the log meanwhile is left for the next."""

    witnesses: Witnesses
    slice: int = SLICE
    done: int = 0
    total: int = 0
    finding: Finding | None = None
    remarks: list[str] = field(default_factory=list)
    _begun: bool = False
    _end: int = 0
    _number: int = 0
    _previous: bytes = FIRST_PREVIOUS
    _checkpoint: Checkpoint | None = None
    _vouched: bool = False
    _alarms: int = 0
    _fingerprint: str = ""
    _finished: bool = False

    def advance(self, connection: Connection) -> bool:
        """Check the next entries; True when all is done or a break was found."""
        if not self._begun or read_checkpoint(connection) != self._checkpoint:
            self._begin(connection)
        rows = connection.execute(
            select(log_entry, log_text.c.salt, log_text.c.text)
            .join(log_text, log_text.c.number == log_entry.c.number, isouter=True)
            .where(log_entry.c.number > self._number, log_entry.c.number <= self._end)
            .order_by(log_entry.c.number)
            .limit(self.slice)
        )
        some = False
        for row in rows.mappings():
            some = True
            self.finding = self._entry(connection, row)
            if self.finding is not None:
                self._finished = True
                return True
        if not some:
            self._finish(connection)
        return self._finished

    def result(self) -> Verification:
        """What was found."""
        return Verification(
            self.done, self.finding, tuple(self.remarks), self._fingerprint, finished=self._finished
        )

    def _begin(self, connection: Connection) -> None:
        self._begun, self.done, self._vouched, self._alarms = True, 0, False, 0
        self.remarks = []
        self._checkpoint = read_checkpoint(connection)
        start = self._checkpoint
        self._number = start.number if start else 0
        self._previous = start.hash if start else FIRST_PREVIOUS
        self._times = EntryTimes()
        self._sessions = SessionCheck(self.witnesses.school_id, start, self.remarks)
        newest = connection.execute(select(func.max(log_entry.c.number))).scalar() or 0
        self._end = newest
        self.total = max(newest - self._number, 0)
        root = root_key(connection)
        self._fingerprint = fingerprint(root) if root else ""

    def _entry(self, connection: Connection, row: Row) -> Finding | None:
        number = self._number + 1
        whole = row["number"] == number and row["previous"] == self._previous
        if not whole or row["hash"] != entry_hash(row):
            return broken_chain(connection, number, self._previous, row)
        if row["salt"] is not None and row["text_hash"] != text_hash(row["salt"], row["text"]):
            return Finding(Break.CHANGED, number, note="de toelichting is veranderd")
        finding = self._sessions.entry(connection, row)
        if row["event"] == Event.TRIM.value and self._checkpoint is not None:
            self._vouched = self._vouched or self._checkpoint.is_vouched_by(row)
        self._times.entry(number, row["time"])
        self._alarms += row["event"] == Event.ALARM.value
        self._number, self._previous = number, row["hash"]
        self.done += 1
        return finding

    def _finish(self, connection: Connection) -> None:
        self._finished = True
        self.finding = (
            self._sessions.finish(connection, self._number)
            or self._start(connection)
            or self._outside(connection)
        )
        self.remarks += self._times.remarks()
        if self._alarms:
            many = "1 waarschuwing" if self._alarms == 1 else f"{self._alarms} waarschuwingen"
            self.remarks.append(f"In het log staan {many}; lees ze na.")

    def _start(self, connection: Connection) -> Finding | None:
        """Nothing stands before the beginning, and the beginning is the one that is known."""
        first = connection.execute(select(func.min(log_entry.c.number))).scalar()
        expected = self._checkpoint.number + 1 if self._checkpoint else 1
        if first is not None and first < expected:
            return Finding(Break.INSERTED, first)
        if self._checkpoint is not None and not self._vouched:
            return Finding(
                Break.REMOVED,
                expected,
                note="er zijn oude regels weggehaald zonder dat het log dat zelf vermeldt",
            )
        if self.witnesses.root and self._fingerprint not in ("", self.witnesses.root):
            return Finding(Break.REPLACED, expected)
        return None

    def _outside(self, connection: Connection) -> Finding | None:
        """The end against seal and memory, as they are now and as they were at sign-in."""
        outside = self.witnesses
        if outside.found not in (SealState.EQUAL, SealState.DATABASE_AHEAD):
            return self._of_state(outside.found, outside.found_after + 1)
        if outside.sealed is None and outside.remembered is None:
            return None
        log = log_state(connection)
        sealed = log.newest if outside.sealed is None else outside.sealed
        state = compare(log, sealed, outside.remembered)
        if state in (SealState.EQUAL, SealState.DATABASE_AHEAD):
            return None
        return self._of_state(state, log.newest.number + 1)

    def _of_state(self, state: SealState, behind: int) -> Finding:
        kinds = {
            SealState.CUT_OFF: Break.CUT_OFF,
            SealState.DATABASE_BEHIND: Break.OLDER_DATABASE,
            SealState.MISSING: Break.SEAL_SPOILED,
            SealState.ALTERED: Break.SEAL_SPOILED,
        }
        if state in kinds:
            return Finding(kinds[state], behind)
        if state is SealState.FOLDER_BEHIND:
            # What no signature stands under may have been made anew with its end left out.
            first = min(self._sessions.unsigned_from, behind)
            return Finding(Break.FOLDER_PUT_BACK, first, self._seen(behind))
        # Another history than the one that was seen. What closed sessions signed was checked, so
        # either an older folder was put back and used again, or it lies in the running session.
        unsigned = self._sessions.unsigned_from
        witness = self._witness(state)
        if witness is not None and witness.number < unsigned:
            return Finding(Break.FOLDER_PUT_BACK, witness.number)
        return Finding(Break.CHANGED, unsigned, witness.number if witness else self._number)

    def _seen(self, at_least: int) -> int:
        """How far this PC saw the log go."""
        remembered = self.witnesses.remembered
        return max(remembered.number, at_least) if remembered else at_least

    def _witness(self, state: SealState) -> Position | None:
        if state is SealState.DIVERGED:
            return self.witnesses.remembered
        sealed = self.witnesses.sealed
        return sealed if isinstance(sealed, Position) else None
