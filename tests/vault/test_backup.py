"""Backups: complete, encrypted, and opening with the secrets of their day."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.vault import BackupFailed, Door, SchoolFolder, make_backup
from app.vault.copies import verify_copy

from .conftest import PASSWORD, School

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MARKER = "zeldzaam-merkwoord-7391"


def test_a_backup_opens_with_the_password_and_the_code_of_its_day(
    school: School, tmp_path: Path
) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql(f"CREATE TABLE t AS SELECT '{MARKER}' AS x")
        school.folder.seal.write_text("zegel")
        made = make_backup(school.folder, unlocked.database, why="test", now=NOW)
        again = make_backup(school.folder, unlocked.database, why="test", now=NOW)
        unlocked.change_password(PASSWORD, "een nieuw wachtwoord")
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql("DROP TABLE t")
    assert made.path.name == "20261124-080000-test"
    assert again.path.name == "20261124-080000-test-2"
    assert made.seal.read_text() == "zegel"
    assert not any(
        MARKER.encode() in path.read_bytes() for path in made.path.rglob("*") if path.is_file()
    )
    restored = SchoolFolder(tmp_path / "terug.school")
    shutil.copytree(made.path, restored.path)
    for enter in (
        lambda: Door(restored).sign_in("directeur", PASSWORD),
        lambda: Door(restored).recover(school.code),
    ):
        with enter() as unlocked:
            assert unlocked.database is not None
            with unlocked.database.transaction() as connection:
                assert connection.exec_driver_sql("SELECT x FROM t").scalar() == MARKER


def test_the_school_stays_in_use_while_a_backup_is_made(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction(), pytest.raises(RuntimeError):
            make_backup(school.folder, unlocked.database, why="test", now=NOW)
        assert list(school.folder.backups.iterdir()) == []
        make_backup(school.folder, unlocked.database, why="test", now=NOW)
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x)")


def test_a_damaged_copy_is_refused(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x)")
            for _ in range(200):
                connection.exec_driver_sql("INSERT INTO t VALUES (?)", ("y" * 500,))
        made = make_backup(school.folder, unlocked.database, why="test", now=NOW)
        assert verify_copy(made.database, unlocked.database.key())["t"] == 200
        content = bytearray(made.database.read_bytes())
        content[-2000] ^= 1
        made.database.write_bytes(content)
        with pytest.raises(BackupFailed, match="niet goed"):
            verify_copy(made.database, unlocked.database.key())


def test_a_failed_backup_leaves_nothing(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("app.vault.backup.write_atomically", full)
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with pytest.raises(BackupFailed, match="niet worden gemaakt"):
            make_backup(school.folder, unlocked.database, why="test", now=NOW)
    assert list(school.folder.backups.iterdir()) == []
