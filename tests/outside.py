"""What someone with the folder and keys can do outside the program, to test what is noticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.vault import Database, Door, SchoolFolder, Unlocked
from tests.transfer_school import PASSWORD


@contextmanager
def unlocked(path: Path, name: str) -> Iterator[Unlocked]:
    """The folder opened with a real key file and password, without a desk."""
    door = Door(SchoolFolder(path), sleep=lambda _seconds: None)
    with door.sign_in(name, PASSWORD) as opened:
        yield opened


@contextmanager
def raw_database(path: Path, name: str = "directeur") -> Iterator[Any]:
    """A raw connection to the decrypted database; what it changes is committed."""
    with unlocked(path, name) as opened:
        assert opened.database is not None
        with opened.database.raw_connection() as connection:
            yield connection


def decrypted_pages(database: Database) -> bytes:
    """Every page of the database, free pages included, with the encryption taken off.

    SQLCipher's page: ciphertext, then 16 bytes IV and 64 bytes HMAC-SHA512; the first 16 bytes of
    the file are the salt. AES-256-CBC under the raw key.
    """
    raw, key = database.path.read_bytes(), bytes(database._key)
    size, reserve = 4096, 80
    pages = []
    for start in range(0, len(raw), size):
        page = raw[start : start + size]
        begin = 16 if start == 0 else 0
        iv = page[size - reserve : size - reserve + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        pages.append(decryptor.update(page[begin : size - reserve]) + decryptor.finalize())
    found = b"".join(pages)
    assert b"CREATE TABLE log_session" in found  # it is really decrypted
    return found


def decrypted(path: Path, name: str = "directeur") -> bytes:
    """The same of a school folder."""
    with unlocked(path, name) as opened:
        assert opened.database is not None
        return decrypted_pages(opened.database)
