"""Every page of a database against its own HMAC."""

import os
from pathlib import Path

import pytest

from app.vault import Database, SchoolFolder, pages
from app.vault.check import check_database
from app.vault.pages import PAGE, check_pages

KEY = b"k" * 32


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "school.db"
    database = Database(path, KEY, new=True)
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB)")
        for _ in range(40):
            connection.exec_driver_sql("INSERT INTO t (x) VALUES (?)", (os.urandom(5000),))
    database.dispose()
    return path


def damaged(path: Path, key: bytes = KEY) -> list[int]:
    return [page for _done, _total, found in check_pages(path, key) for page in found]


def test_a_whole_file_has_no_damaged_page(file: Path) -> None:
    assert damaged(file) == []


def test_one_changed_byte_in_any_page_is_named_and_the_engine_agrees(file: Path) -> None:
    whole = file.read_bytes()
    for page in range(1, len(whole) // PAGE + 1):
        for place in (0, 20, 2000, PAGE - 70, PAGE - 1):
            content = bytearray(whole)
            content[(page - 1) * PAGE + place] ^= 1
            file.write_bytes(content)
            if page == 1 and place < 16:
                # The salt: without it no page opens.
                assert damaged(file) == list(range(1, len(whole) // PAGE + 1))
            else:
                assert damaged(file) == [page]
    content = bytearray(whole)
    content[7 * PAGE + 5] ^= 1
    file.write_bytes(content)
    database = Database(file, KEY)
    with database.raw_connection() as raw:
        (said,) = raw.execute("PRAGMA cipher_integrity_check").fetchone()
    database.dispose()
    assert said == "HMAC verification failed for page 8"


def test_a_page_in_another_place_and_a_rest_are_damage(file: Path) -> None:
    whole = file.read_bytes()
    swapped = whole[: 3 * PAGE] + whole[4 * PAGE : 5 * PAGE] + whole[3 * PAGE : 4 * PAGE]
    file.write_bytes(swapped + whole[5 * PAGE :])
    assert damaged(file) == [4, 5]
    file.write_bytes(whole[:-100])
    assert damaged(file) == [len(whole) // PAGE]


def test_another_key_fits_no_page(file: Path) -> None:
    assert len(damaged(file, b"x" * 32)) == file.stat().st_size // PAGE


OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="needs /proc")
def test_pages_of_an_open_school_are_read_while_sqlite_does_not_have_the_file_open(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On POSIX closing any handle of a file drops SQLite's locks on it."""
    whole, seen = pages.is_whole, []

    def is_whole(page: bytes, number: int, mac_key: bytes) -> bool:
        seen.append(sum(one.resolve() == file for one in OPEN_FILES.iterdir()))
        return whole(page, number, mac_key)

    monkeypatch.setattr(pages, "is_whole", is_whole)
    monkeypatch.setattr(pages, "_CHUNK", 5)
    database = Database(file, KEY)
    parts: list[int] = []
    check_database(
        SchoolFolder(file.parent), database, lambda done, _all, _text: parts.append(done)
    )
    database.dispose()
    assert len(parts) > 5
    assert set(seen) == {0}
