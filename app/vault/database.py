"""The encrypted database: one connection, one transaction at a time.

A wrong or missing key, a damaged page, a full disk or a share that went away become a `UserError`
in `transaction()`; all other database errors are bugs of ours and pass through.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import sqlalchemy
from sqlalchemy import event, exc
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import UserError
from app.vault.connection import (
    KEY_LENGTH,
    PLAINTEXT_HEADER,
    CommitUncertain,
    DatabaseDamaged,
    connect,
    damaged,
    refuse_read_only,
    replaced,
    still_busy,
    translate,
    uncertain,
    unreachable,
)
from app.vault.derived import derived_key
from app.vault.files import identity
from app.vault.lock import FolderLost
from app.vault.rollback import check_journal

Guard: TypeAlias = Callable[[], None]

WAIT_FOR_TURN = 30.0
"""Seconds that a thread waits for another thread's transaction to end."""

COPY_STEP = 500
"""Pages copied in one turn: 2 MB, a few hundredths of a second on a local disk."""

_BETWEEN_STEPS = 0.005

T = TypeVar("T")


class Database:
    """One open, encrypted database. Thread-safe: transactions wait for each other."""

    def __init__(
        self, path: Path, key: bytes, *, new: bool = False, guards: Sequence[Guard] = ()
    ) -> None:
        """Open `path` with the raw 32-byte `key`; with `new` the file is made.

        `guards` are asked before every transaction and again before its commit.
        Raises UserError (DatabaseDamaged) when the file is missing, damaged, not encrypted or
        belongs to another key.
        """
        if len(key) != KEY_LENGTH:
            raise ValueError("the database key must be 32 bytes")
        if new and path.exists():
            raise FileExistsError(f"a database stands at this path already: {path.name}")
        self.path = path
        self.guards = list(guards)
        """Each raises FolderLost when nothing may be written any more, UserError for not now."""
        self.lost: FolderLost | None = None
        """Set for good when a guard said so: this object then refuses everything."""
        self._key = bytearray(key)
        self._new = new
        self._identity: tuple[int, int] | None = None
        self._committing = False
        self._thread = threading.local()
        self._turn = threading.Lock()
        # No path in the URL: then nothing that prints the engine prints a path or key either.
        self._engine = sqlalchemy.create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=WAIT_FOR_TURN,
            hide_parameters=True,  # values of pupils must not stand in an exception's text
        )
        event.listen(self._engine, "begin", _begin)
        try:
            with self.transaction() as connection:
                if new:
                    # Written at once, so that the header on disk can be checked.
                    connection.exec_driver_sql("PRAGMA user_version = 1")
            if new:
                self._check_encrypted()
            self._identity = self._found()
        except BaseException:
            self.dispose()
            raise

    def __repr__(self) -> str:
        return f"Database({self.path.name!r})"

    def _connect(self) -> Any:
        if not self._key:
            raise RuntimeError("this database was closed")
        new, self._new = self._new, False
        if not new:
            refuse_read_only(self.path)
            check_journal(self.path, bytes(self._key))
        return connect(self.path, bytes(self._key), new=new)

    def _check_encrypted(self) -> None:
        with self.at_rest() as path, path.open("rb") as file:
            if file.read(len(PLAINTEXT_HEADER)) == PLAINTEXT_HEADER:
                raise RuntimeError("the database was written without encryption")

    @contextlib.contextmanager
    def transaction(
        self, then: Callable[[], object] | None = None
    ) -> Iterator[sqlalchemy.Connection]:
        """BEGIN IMMEDIATE … COMMIT; any exception rolls back.

        Raises RuntimeError when this thread is inside a transaction already (it would wait for
        itself), FolderLost when the folder is no longer ours, CommitUncertain when only the disk
        knows whether the commit stands, UserError for damage, a full disk, a lost share or a
        database in use. `then` runs after the commit and before anybody's next transaction begins,
        so that seals are written in order; it begins no transaction itself.
        """
        with self._guarded():
            with self._engine.begin() as connection:
                yield connection
                self._check_ours()  # this PC may have slept since the transaction began
                self._committing = True
            self._committing = False
            if then is not None:
                then()

    @contextlib.contextmanager
    def migration(self) -> Iterator[sqlalchemy.Connection]:
        """A transaction with foreign keys off, checked before the commit.

        Rebuilding a parent table with foreign keys on would delete the children (ON DELETE
        CASCADE), and the setting can only be changed outside a transaction.
        """
        with self._guarded(), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        tables = sorted({str(row[0]) for row in broken})
                        raise RuntimeError(f"broken foreign keys in {', '.join(tables)}")
                    self._check_ours()
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    @contextlib.contextmanager
    def raw_connection(self) -> Iterator[Any]:
        """The driver's own connection, outside any transaction (for backup and checks)."""
        with self._guarded():
            pooled = self._engine.raw_connection()
            try:
                yield pooled.driver_connection
            finally:
                pooled.close()

    @contextlib.contextmanager
    def at_rest(self) -> Iterator[Path]:
        """The file, closed and with nobody at work on it, to be read by hand.

        Never open it otherwise: on POSIX, closing any handle of a file drops all locks that this
        process has on it, those of SQLite too.
        """
        with self._guarded():
            self._engine.dispose()
            yield self.path

    def check_pages(self) -> None:
        """Read every page, compare indexes with tables and references with what they name.

        Raises DatabaseDamaged. For after a crash: half a transaction has pages that are each whole.
        """
        with self.raw_connection() as raw:
            found = raw.execute("PRAGMA cipher_integrity_check").fetchall()
            found += raw.execute("PRAGMA integrity_check(1)").fetchall()
            found += raw.execute("PRAGMA foreign_key_check").fetchall()
        if [row[0] for row in found] != ["ok"]:
            raise DatabaseDamaged(self.path, damaged(self.path))

    def key_for(self, purpose: str) -> bytes:
        """A 32-byte key for `purpose`, derived from the database key with HKDF-SHA256."""
        if not self._key:
            raise RuntimeError("this database was closed")
        return derived_key(bytes(self._key), purpose)

    def key(self) -> bytes:
        """The raw key, for copies of this database."""
        if not self._key:
            raise RuntimeError("this database was closed")
        return bytes(self._key)

    def copy_into(self, target: Any, at_end: Callable[[Any], T]) -> T:
        """Copy all pages into the raw connection `target`, in steps between which others work.

        What others write meanwhile is copied too (SQLite's online backup over the one connection).
        `at_end` sees the source when the copy is equal to it, before anyone else has a turn.
        Raises UserError, also when the school is closed meanwhile.
        """
        with self._guarded():
            pooled = self._engine.raw_connection()
            source: Any = pooled.driver_connection
            pooled.close()  # back in the pool, where between two steps others find it

            def between(_status: int, remaining: int, _total: int) -> None:
                if remaining:
                    self._let_others_work()

            source.backup(target, pages=COPY_STEP, progress=between, sleep=0)
            return at_end(source)

    def vacuum(self) -> None:
        """Rebuild the file without free pages, so that nothing of what was deleted is left."""
        with self.raw_connection() as raw:
            raw.execute("VACUUM")

    def _let_others_work(self) -> None:
        self._thread.busy = False
        self._turn.release()
        time.sleep(_BETWEEN_STEPS)  # a lock is not fair: without a pause nobody else gets it
        # Waits without end: a copy can wait, and the turn is released again in any case.
        self._turn.acquire()
        self._thread.busy = True
        if not self._key:
            raise UserError(
                "De school is intussen gesloten of vergrendeld; de kopie is niet afgemaakt. Er is "
                "niets gewijzigd. Meld u opnieuw aan."
            )

    @property
    def is_closed(self) -> bool:
        """Whether the files are closed and the key is forgotten."""
        return not self._key

    def dispose(self) -> None:
        """Close all files and forget the key, as far as Python can. Safe to call twice."""
        self._engine.dispose()
        for index in range(len(self._key)):
            self._key[index] = 0
        self._key.clear()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        if getattr(self._thread, "busy", False):
            raise RuntimeError("this thread is inside a transaction already")
        if not self._turn.acquire(timeout=WAIT_FOR_TURN):
            raise UserError(still_busy())
        self._thread.busy = True
        try:
            self._check_ours()
            yield
        except FolderLost as error:
            self.lost = error
            self._engine.dispose()  # closes the files; writes nothing
            raise
        except (exc.DBAPIError, exc.TimeoutError, sqlcipher.Error) as error:
            translated = translate(error, self.path)
            if translated is None:
                raise
            # After a bad page the connection stays in error, and one that was opened while the
            # disk refused writing stays read-only: the next transaction opens a new one.
            self._engine.dispose()
            if self._committing and not isinstance(translated, DatabaseDamaged):
                # The last step of a commit may fail when all is on the disk already.
                raise CommitUncertain(uncertain(self.path)) from error
            raise translated from error
        finally:
            self._committing = False
            self._thread.busy = False
            self._turn.release()

    def _check_ours(self) -> None:
        """Nothing is written when another PC came in between. Raises what the guards raise."""
        if self.lost is not None:
            raise self.lost
        for guard in list(self.guards):
            guard()
        if self._identity is None:
            return  # being opened
        if self._found() != self._identity:
            raise FolderLost(replaced(self.path))

    def _found(self) -> tuple[int, int]:
        try:
            return identity(self.path)
        except OSError as error:
            raise UserError(unreachable(self.path)) from error


def _begin(connection: sqlalchemy.Connection) -> None:
    # IMMEDIATE: a transaction that begins as a reader and then writes could fail half-way.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
