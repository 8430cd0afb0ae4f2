"""The encrypted database: what is on the disk, what rolls back, what is noticed."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import exc

from app.errors import UserError
from app.vault import Database, DatabaseDamaged, savepoint

KEY = b"k" * 32
MARKER = "zeldzaam-merkwoord-7391"


def add(database: Database, text: str) -> None:
    with database.transaction() as connection:
        connection.execute(
            sqlalchemy.text("INSERT INTO note (text) VALUES (:text)"), {"text": text}
        )


def texts(database: Database) -> list[str]:
    with database.transaction() as connection:
        rows = connection.exec_driver_sql("SELECT text FROM note ORDER BY id")
        return [row[0] for row in rows]


def test_what_was_saved_is_there_after_closing_and_opening(database: Database) -> None:
    add(database, "Ł")
    database.dispose()
    again = Database(database.path, KEY)
    assert texts(again) == ["Ł"]
    again.dispose()


def test_no_text_stands_readable_in_any_file(database: Database) -> None:
    with database.transaction() as connection:
        for _ in range(500):
            connection.execute(
                sqlalchemy.text("INSERT INTO note (text) VALUES (:text)"), {"text": MARKER * 20}
            )
        # In the middle of the transaction, so that the journal is looked at too.
        files = [path for path in database.path.parent.iterdir() if path.is_file()]
        assert len(files) >= 2
        assert not any(MARKER.encode() in path.read_bytes() for path in files)
    for path in database.path.parent.iterdir():
        content = path.read_bytes()
        assert MARKER.encode() not in content
        assert KEY not in content
        assert KEY.hex().encode() not in content
    assert database.path.read_bytes()[:15] != b"SQLite format 3"


def test_settings_hold_on_the_connection(database: Database) -> None:
    expected = {
        "locking_mode": "exclusive",
        "journal_mode": "truncate",
        "secure_delete": 1,
        "temp_store": 2,
        "synchronous": 2,
        "foreign_keys": 1,
    }
    with database.transaction() as connection:
        for name, value in expected.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value, name


def test_an_exception_rolls_everything_back(database: Database) -> None:
    add(database, "blijft")

    def fail() -> None:
        with database.transaction() as connection:
            connection.exec_driver_sql("INSERT INTO note (text) VALUES ('weg')")
            connection.exec_driver_sql("CREATE TABLE ook_weg (x)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert texts(database) == ["blijft"]
    with database.transaction() as connection:
        tables = sqlalchemy.inspect(connection).get_table_names()
    assert tables == ["note"]


def test_a_transaction_inside_a_transaction_is_a_clear_bug(database: Database) -> None:
    with (
        database.transaction(),
        pytest.raises(RuntimeError, match="inside a transaction"),
        database.transaction(),
    ):
        pass
    add(database, "daarna gaat het gewoon")
    assert len(texts(database)) == 1


def test_threads_lose_no_update(database: Database) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (value INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")

    def count() -> None:
        for _ in range(25):
            with database.transaction() as connection:
                value = connection.exec_driver_sql("SELECT value FROM counter").scalar_one()
                connection.exec_driver_sql("UPDATE counter SET value = ?", (value + 1,))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT value FROM counter").scalar_one() == 200


def test_what_follows_a_commit_is_done_before_the_next_begins_and_not_after_a_rollback(
    database: Database,
) -> None:
    done: list[str] = []
    other = threading.Thread(target=lambda: (add(database, "b"), done.append("next")))

    def then() -> None:
        other.start()
        other.join(timeout=0.2)  # it waits for its turn
        done.append("then")

    with database.transaction(then=then) as connection:
        connection.exec_driver_sql("INSERT INTO note (text) VALUES ('a')")
    other.join()
    with pytest.raises(ZeroDivisionError), database.transaction(then=lambda: done.append("no")):
        raise ZeroDivisionError
    assert done == ["then", "next"]


def test_the_wrong_key_is_named_in_dutch_with_the_way_back(database: Database) -> None:
    database.dispose()
    with pytest.raises(DatabaseDamaged, match=r"school\.db.*backups"):
        Database(database.path, b"j" * 32)


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33, b"k" * 16])
def test_a_key_of_another_length_is_refused(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Database(tmp_path / "new.db", key, new=True)
    assert not (tmp_path / "new.db").exists()


def test_a_missing_empty_or_plain_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "school.db"
    with pytest.raises(DatabaseDamaged, match="ontbreekt"):
        Database(path, KEY)
    assert not path.exists()
    path.touch()
    with pytest.raises(DatabaseDamaged, match="beschadigd"):
        Database(path, KEY)
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (x)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged, match="niet versleuteld"):
        Database(path, KEY)
    assert path.read_bytes() == before


def open_and_read(path: Path) -> list[str]:
    opened = Database(path, KEY)
    try:
        return texts(opened)
    finally:
        opened.dispose()


def test_one_changed_byte_in_any_page_is_noticed(database: Database) -> None:
    for number in range(40):
        add(database, f"{number} " + "x" * 2000)
    database.dispose()
    good = database.path.read_bytes()
    page = 4096
    for start in range(0, len(good), page):
        for offset in (0 if start else 20, page // 2, page - 1):
            changed = bytearray(good)
            changed[start + offset] ^= 1
            database.path.write_bytes(changed)
            with pytest.raises(DatabaseDamaged, match=r"school\.db"):
                open_and_read(database.path)
    database.path.write_bytes(good)
    assert len(open_and_read(database.path)) == 40


def test_a_full_disk_is_said_and_what_was_saved_stays(database: Database) -> None:
    add(database, "eerst")
    with database.raw_connection() as raw:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="vol"):
        add(database, "x" * 100_000)
    assert texts(database) == ["eerst"]


def test_a_second_connection_is_told_that_the_database_is_in_use(database: Database) -> None:
    with pytest.raises(UserError, match="in gebruik"):
        Database(database.path, KEY).dispose()


def test_a_bug_in_a_statement_stays_a_bug_and_shows_no_values(database: Database) -> None:
    add(database, "a")
    with pytest.raises(exc.IntegrityError) as caught, database.transaction() as connection:
        connection.execute(
            sqlalchemy.text("INSERT INTO note (id, text) VALUES (1, :text)"), {"text": MARKER}
        )
    assert MARKER not in str(caught.value)


def test_subkeys_differ_by_purpose_and_stay_the_same(database: Database) -> None:
    assert database.key_for("seal") == database.key_for("seal")
    assert database.key_for("seal") != database.key_for("log")
    assert len(database.key_for("seal")) == 32
    assert KEY.hex() not in repr(database)


def test_a_closed_database_can_no_longer_be_used(database: Database) -> None:
    database.dispose()
    database.dispose()
    with pytest.raises(RuntimeError, match="closed"), database.transaction():
        pass
    with pytest.raises(RuntimeError, match="closed"):
        database.key_for("seal")


def test_a_full_disk_inside_a_savepoint_is_still_told_as_a_full_disk(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as connection, savepoint(connection):
            # SQLite takes the whole transaction back by itself, and its savepoints with it.
            connection.exec_driver_sql("ROLLBACK")
            raise exc.OperationalError("INSERT", None, Exception("database or disk is full"))

    with pytest.raises(UserError, match="is vol"):
        fail()


def test_only_what_was_done_inside_a_savepoint_is_taken_back(database: Database) -> None:
    def add_twice(connection: sqlalchemy.Connection) -> None:
        with savepoint(connection):
            connection.exec_driver_sql("INSERT INTO kept VALUES ('two')")
            connection.exec_driver_sql("INSERT INTO kept VALUES ('one')")

    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (word TEXT UNIQUE)")
        connection.exec_driver_sql("INSERT INTO kept VALUES ('one')")
        with pytest.raises(exc.IntegrityError):
            add_twice(connection)
        found = connection.exec_driver_sql("SELECT word FROM kept").scalars().all()
    assert found == ["one"]
