"""What someone with the folder and keys can do outside the program, to test what is noticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.vault import Door, SchoolFolder, Unlocked
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


def decrypted(path: Path, name: str = "directeur") -> bytes:
    """Every page of the database as it is without the file's own encryption, free pages too."""
    plain = path.parent / "plain.db"
    with raw_database(path, name) as connection:
        connection.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH DATABASE plain")
    data = plain.read_bytes()
    plain.unlink()
    return data
