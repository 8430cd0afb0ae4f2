"""The journal that a crash left beside the database: is it fit to be played back?

SQLite plays a journal back on trust. Its checksum looks at every 200th byte of a page; a record
that fails it is taken for the end of the journal, so one changed byte leaves half of the
interrupted transaction in place without a word, and the journal of another database overwrites
ours with pages that nothing can decrypt. So every record is checked before SQLite sees it: it must
be there, pass SQLite's own checksum, and be a page of this database with the number that it says.

The format: https://sqlite.org/fileformat2.html#the_rollback_journal.
"""

import struct
from pathlib import Path

from app.errors import UserError
from app.vault.connection import DatabaseDamaged, unreachable
from app.vault.pages import PAGE, SALT, is_whole, page_mac_key

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = struct.Struct(">8sIIIII")
_RECORD = 4 + PAGE + 4
_CHECKED_EVERY = 200


def journal_of(database: Path) -> Path:
    """Where SQLite keeps the journal of this database."""
    return database.with_name(f"{database.name}-journal")


def check_journal(database: Path, key: bytes) -> None:
    """Raise DatabaseDamaged when SQLite would play back something else than we wrote.

    Says nothing about a journal without a complete header: SQLite then rolls nothing back, as after
    a crash before the database itself was touched.
    """
    path = journal_of(database)
    try:
        if path.stat().st_size <= _HEADER.size:
            return
        with database.open("rb") as file:
            salt = file.read(SALT)
        content = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(unreachable(path)) from error
    if not _is_sound(content, page_mac_key(key, salt)):
        raise DatabaseDamaged(path, _damaged(path))


def _is_sound(content: bytes, mac_key: bytes) -> bool:
    at = 0
    while content[at : at + len(_MAGIC)] == _MAGIC and at + _HEADER.size <= len(content):
        _, count, nonce, _, sector, page = _HEADER.unpack_from(content, at)
        if page != PAGE or sector < _HEADER.size:
            return False
        at += sector
        for _ in range(count):
            if not _is_record(content, at, nonce, mac_key):
                return False
            at += _RECORD
        following = -(-at // sector) * sector
        # Records follow their header without a gap; one more means that the count was lowered.
        if following != at and count and _is_record(content, at, nonce, mac_key):
            return False
        at = following
    return True


def _is_record(content: bytes, at: int, nonce: int, mac_key: bytes) -> bool:
    record = content[at : at + _RECORD]
    if len(record) < _RECORD:
        return False
    number, page = int.from_bytes(record[:4], "big"), record[4:-4]
    checksum = nonce + sum(page[PAGE - _CHECKED_EVERY : 0 : -_CHECKED_EVERY])
    if checksum % 2**32 != int.from_bytes(record[-4:], "big"):
        return False
    return is_whole(page, number, mac_key)


def _damaged(path: Path) -> str:
    return (
        f"Het programma is de vorige keer onverwacht gestopt, en het bestand ‘{path}’ waarmee de "
        "laatste wijziging netjes wordt teruggedraaid, is beschadigd of veranderd. Er is niets "
        "gewijzigd. Maak een kopie van de hele schoolmap en zet daarna de nieuwste goede "
        "reservekopie terug uit de map ‘backups’."
    )
