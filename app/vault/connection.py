"""Opening an encrypted database file, and what its errors say to the user.

The recipe and its traps were measured; the odd lines say which.
"""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import exc
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import UserError

KEY_LENGTH = 32
PLAINTEXT_HEADER = b"SQLite format 3\0"

_BUSY, _LOCKED, _READ_ONLY, _IO_ERROR, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = (
    5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip

_UNREACHABLE_TEXTS = (
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
)


class DatabaseDamaged(UserError):
    """The database cannot be decrypted or a page fails its check; names file and way back."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        """The damaged file: the database, or the journal beside it."""


class CommitUncertain(UserError):
    """The disk gave an error while committing: the transaction stands as a whole, or not at all."""


def connect(path: Path, key: bytes, *, new: bool = False, read_only: bool = False) -> Any:
    """A raw SQLCipher connection with every setting of the school folder, its key proven right.

    With `read_only` nothing is written, nor beside the file: for copies. The caller closes it.
    Raises UserError when the file is missing, empty or not encrypted, and the driver's
    DatabaseError when the key or the file is wrong.
    """
    if len(key) != KEY_LENGTH:
        # SQLCipher takes a raw key of another length for a passphrase, without a word.
        raise ValueError("the database key must be 32 bytes")
    if not new:
        _refuse_missing_or_plain(path)
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=ro" if read_only else str(path),
        uri=read_only,
        isolation_level=None,  # we say BEGIN and COMMIT ourselves
        check_same_thread=False,  # the pool hands the connection from thread to thread
    )
    try:
        # First statement; without it SQLCipher would quietly make a plaintext file.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
        version = connection.execute("PRAGMA cipher_version").fetchone()
        if not version or not version[0]:
            raise RuntimeError("this SQLite cannot encrypt: SQLCipher is missing")
        if not read_only:
            # The folder's own lock keeps other PCs out; this keeps out any other program too.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # A rollback journal and no WAL: the folder may stand on a share, which has no shared
            # memory, and one changed byte in a -wal silently drops every later commit.
            connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")  # else plaintext in temporary files
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = 1")  # fsync on macOS does not reach the disk
            connection.execute("PRAGMA checkpoint_fullfsync = 1")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # proves the key
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_read_only(path: Path) -> None:
    """Raise UserError when `path` is there and cannot be opened for writing just now.

    SQLite would open it for reading, without a word, and refuse every save from then on.
    """
    try:
        with path.open("r+b"):
            return
    except FileNotFoundError:
        return  # `connect` says so better
    except OSError as error:
        raise UserError(unreachable(path)) from error


def _refuse_missing_or_plain(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(len(PLAINTEXT_HEADER))
    except FileNotFoundError as error:
        raise DatabaseDamaged(
            path,
            f"De database ‘{path.name}’ ontbreekt in de map ‘{path.parent}’. Er is niets "
            "gewijzigd. Zet haar terug uit de nieuwste reservekopie in de map ‘backups’.",
        ) from error
    except OSError as error:
        raise UserError(unreachable(path)) from error
    if len(header) < len(PLAINTEXT_HEADER):
        raise DatabaseDamaged(path, damaged(path))
    if header == PLAINTEXT_HEADER:
        raise DatabaseDamaged(
            path,
            f"De database ‘{path}’ is niet versleuteld en is dus niet de database van deze "
            "school. Er is niets gelezen of gewijzigd. Zet haar terug uit de nieuwste "
            "reservekopie in de map ‘backups’.",
        )


def damaged(path: Path) -> str:
    """Said when a page fails its check or pages do not fit together."""
    return (
        f"De database ‘{path}’ is beschadigd of buiten het programma om veranderd. Wat u het "
        "laatst deed is niet opgeslagen; er is verder niets gewijzigd. Maak een kopie van de hele "
        "schoolmap en zet daarna de nieuwste goede reservekopie terug uit de map ‘backups’."
    )


def unreachable(path: Path) -> str:
    """Said when the system cannot read or write the file just now."""
    return (
        f"De database ‘{path}’ kan niet worden gelezen of geschreven. Wat eerder is opgeslagen, "
        "is bewaard; het laatste niet. Kijk of de schijf of netwerkmap bereikbaar is en of u er "
        "mag schrijven, en probeer het opnieuw."
    )


def uncertain(path: Path) -> str:
    """Said when a commit ended in an error and nobody could look whether it stands."""
    return (
        f"De schijf met ‘{path}’ gaf een fout op het moment van opslaan. Wat eerder is opgeslagen, "
        "is bewaard; of uw laatste wijziging is opgeslagen, is niet zeker: geheel of helemaal "
        "niet. Kijk of de schijf of netwerkmap bereikbaar is en niet vol, en daarna wat er staat."
    )


def replaced(path: Path) -> str:
    """Said when another file took the place of the open database."""
    return (
        f"De database ‘{path}’ is intussen vervangen: er is een kopie teruggezet, of een andere pc "
        "werkt in deze map. Wat u eerder hebt opgeslagen, staat in de vorige; het laatste is niet "
        "opgeslagen en er is niets geschreven. Uw tekst blijft als concept bewaard. Meld u opnieuw "
        "aan en sla hem opnieuw op."
    )


def still_busy() -> str:
    """Said when another thread's transaction does not end."""
    return (
        "Het programma is nog bezig met een andere bewerking van de database. Uw laatste "
        "handeling is niet uitgevoerd. Wacht even en probeer het opnieuw."
    )


def translate(error: Exception, path: Path) -> UserError | None:
    """What a database error says to the user; None when it is a bug of ours."""
    if isinstance(error, exc.TimeoutError):
        return UserError(still_busy())
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    text = str(original)
    if primary in (_CORRUPT, _NOT_A_DATABASE) or "disk image is malformed" in text:
        return DatabaseDamaged(path, damaged(path))
    if "not a database" in text or "Could not decode" in text:  # text that is no UTF-8
        return DatabaseDamaged(path, damaged(path))
    if primary == _FULL or "disk is full" in text:
        return UserError(
            f"De schijf met ‘{path}’ is vol. Uw laatste wijziging is niet opgeslagen; "
            "wat eerder is opgeslagen, is bewaard. Maak ruimte vrij en sla opnieuw op."
        )
    if primary in (_BUSY, _LOCKED) or "is locked" in text:
        return UserError(
            f"De database ‘{path}’ is in gebruik door een ander programma, misschien een "
            "reservekopie- of synchronisatieprogramma. Uw laatste wijziging is niet "
            "opgeslagen. Sluit dat programma of wacht even, en probeer het opnieuw."
        )
    # An error of the online backup carries no code.
    if primary in (_IO_ERROR, _CANNOT_OPEN, _READ_ONLY) or text in _UNREACHABLE_TEXTS:
        return UserError(unreachable(path))
    return None
