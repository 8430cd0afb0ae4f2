"""Changing all keys: cut off at any moment, everyone gets in and nothing is lost."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.errors import UserError
from app.vault import (
    CARE,
    Compartments,
    Door,
    NewSlot,
    Position,
    Rotation,
    Unlocked,
    WrongPassword,
    add_slot,
    change_roles,
    read_seal,
    remove_slot,
    rotate_keys,
    write_seal,
)
from app.vault.connection import connect
from app.vault.ring import read_ring

from .conftest import FAST, PASSWORD, School

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
STAFF = {"directeur": "head", "ib": "supervisor", "juf": "teacher", "ict": "it"}
PLACE = ("secret", "1", "text")
CARE_TEXT = b"zorg om het kind"


def reseal(connection: Connection, old: Compartments, new: Compartments) -> None:
    for number, text in connection.exec_driver_sql("SELECT id, text FROM secret").all():
        place = ("secret", str(number), "text")
        again = new[CARE].seal(place, old[CARE].open(place, text))
        connection.exec_driver_sql("UPDATE secret SET text = ? WHERE id = ?", (again, number))


def rotate(unlocked: Unlocked) -> None:
    rotate_keys(unlocked, reseal, now=lambda: NOW, progress=lambda _: None)


@pytest.fixture
def filled(school: School) -> School:
    with school.signed_in() as unlocked:
        for name, role in list(STAFF.items())[1:3]:
            add_slot(unlocked, NewSlot(name, PASSWORD, (role,)), kdf=FAST)
        assert unlocked.database is not None
        sealed = unlocked.compartments[CARE].seal(PLACE, CARE_TEXT)
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE secret (id INTEGER PRIMARY KEY, text BLOB)")
            connection.exec_driver_sql("INSERT INTO secret VALUES (1, ?)", (sealed,))
            connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
            connection.exec_driver_sql("INSERT INTO note VALUES ('bewaard')")
        key = unlocked.database.key_for("seal")
        write_seal(school.folder.seal, key, unlocked.school_id, Position(7, "ab" * 32))
    return school


def holds_everything(unlocked: Unlocked) -> None:
    """What each member of staff must find after whatever happened."""
    assert unlocked.pending == []
    if unlocked.database is None:
        return
    with unlocked.database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT text FROM note").scalar() == "bewaard"
        sealed = connection.exec_driver_sql("SELECT text FROM secret").scalar()
    if CARE in unlocked.compartments:
        assert unlocked.compartments[CARE].open(PLACE, sealed) == CARE_TEXT


def everyone_gets_in(school: School) -> None:
    for name in STAFF:
        with school.signed_in(name) as unlocked:
            holds_everything(unlocked)


def is_in_order(school: School) -> None:
    """After a headteacher signed in, nothing half is left."""
    with school.signed_in() as unlocked:
        assert unlocked.roster_problems == ()
        assert unlocked.rotation is Rotation.NONE
        used = unlocked.generation
        assert unlocked.database is not None
        sealed = read_seal(
            school.folder.seal, unlocked.database.key_for("seal"), unlocked.school_id
        )
        assert sealed == Position(7, "ab" * 32)
        if used > 1:
            older = unlocked.older_keys()
            assert set(older) == set(range(1, used))
            assert set(older[used - 1]) == {"database", "care", "teaching"}
    for path in school.folder.keys.glob("*.json"):
        content = json.loads(path.read_bytes())
        if "school_keys" in content:
            assert list(content["school_keys"]) == [str(used)]
    assert not list(school.folder.path.glob(".*"))
    assert not list(school.folder.keys.glob(".*"))
    with school.door().recover(school.code) as unlocked:
        holds_everything(unlocked)


def test_after_a_change_everyone_gets_in_with_the_same_password(filled: School) -> None:
    with filled.signed_in() as unlocked:
        before = dict(unlocked.school_keys)
        said: list[str] = []
        rotate_keys(unlocked, reseal, now=lambda: NOW, progress=said.append)
        assert len(said) == 3
    everyone_gets_in(filled)
    is_in_order(filled)
    with filled.signed_in() as unlocked:
        assert unlocked.generation == 2
        assert not set(unlocked.school_keys.values()) & (set(before.values()) - {before["pending"]})
        assert unlocked.school_keys["pending_before"] == before["pending"]


def test_the_old_keys_open_nothing_any_more(filled: School) -> None:
    with filled.signed_in("ib") as unlocked:
        old = dict(unlocked.school_keys)
    with filled.signed_in() as unlocked:
        rotate(unlocked)
    with pytest.raises(Exception, match="not a database"):
        connect(filled.folder.database, old["database"])
    with filled.signed_in("ib") as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            sealed = connection.exec_driver_sql("SELECT text FROM secret").scalar()
        with pytest.raises(UserError, match="beschermd gegeven"):
            Compartments(old)[CARE].open(PLACE, sealed)


def test_a_backup_from_before_opens_with_the_ring(filled: School) -> None:
    for _ in range(2):
        with filled.signed_in() as unlocked:
            rotate(unlocked)
    backups = sorted(filled.folder.backups.glob("*-voor-sleutelwissel*"))
    assert len(backups) == 2
    with filled.signed_in() as unlocked:
        for number, backup in enumerate(backups, start=1):
            older = unlocked.older_keys()[number]
            connection = connect(backup / "school.db", older["database"])
            sealed = connection.execute("SELECT text FROM secret").fetchone()[0]
            connection.close()
            assert Compartments(older)[CARE].open(PLACE, sealed) == CARE_TEXT
    for name in ("ib", "juf", "ict"):
        with filled.signed_in(name) as unlocked:
            assert unlocked.older_keys() == {}
            for key in unlocked.school_keys.values():
                with pytest.raises(UserError):
                    read_ring(filled.folder.ring, unlocked.school_id, {3: key})


def test_who_was_removed_or_is_not_on_the_roster_gets_no_new_keys(filled: School) -> None:
    path = next(
        path
        for path in filled.folder.keys.glob("*.json")
        if json.loads(path.read_bytes()).get("name") == "juf"
    )
    old = path.read_bytes()
    with filled.signed_in() as unlocked:
        remove_slot(unlocked, path.stem)
        path.write_bytes(old)
        rotate(unlocked)
    assert list(json.loads(path.read_bytes())["school_keys"]) == ["1"]
    with pytest.raises(UserError, match=r"school\.json|school\.db"):
        filled.door().sign_in("juf", PASSWORD)


def test_new_keys_follow_the_roles_on_the_roster(filled: School) -> None:
    with filled.signed_in() as unlocked:
        supervisor = next(one.slot_id for one in unlocked.slots() if one.name == "ib")
        change_roles(unlocked, supervisor, ("teacher",))
        rotate(unlocked)
    with filled.signed_in("ib") as unlocked:
        assert CARE not in unlocked.compartments


@pytest.mark.parametrize("damage", ["missing", "damaged", "swapped"])
def test_a_change_is_refused_when_somebody_would_be_shut_out(filled: School, damage: str) -> None:
    path = next(
        path
        for path in filled.folder.keys.glob("*.json")
        if json.loads(path.read_bytes()).get("name") == "juf"
    )
    if damage == "missing":
        path.unlink()
    elif damage == "damaged":
        path.write_text("{")
    else:
        content = json.loads(path.read_bytes())
        path.write_text(json.dumps({**content, "name": "meester"}))
    with filled.signed_in() as unlocked, pytest.raises(UserError, match=r"juf.*niets gewijzigd"):
        rotate(unlocked)
    with filled.signed_in("ib") as unlocked:
        holds_everything(unlocked)


def test_a_damaged_ring_stops_the_change_before_anything_is_touched(filled: School) -> None:
    with filled.signed_in() as unlocked:
        rotate(unlocked)
    filled.folder.ring.write_text("{}")
    with filled.signed_in() as unlocked, pytest.raises(UserError, match=r"ring\.json"):
        rotate(unlocked)
    with filled.signed_in() as unlocked:
        assert unlocked.generation == 2


def test_attempts_on_another_pc_during_the_change_are_still_read(filled: School) -> None:
    stale = Door(filled.folder, workstation="pc-2", sleep=lambda _: None)
    key = stale.school.pending_public_key
    with filled.signed_in() as unlocked:
        rotate(unlocked)
    from app.vault import pending

    pending.append(filled.folder.pending, key, at=NOW, kind=pending.FAILED_SIGN_IN,
                   name="oud", workstation="pc-2")  # fmt: skip
    with pytest.raises(WrongPassword):
        stale.sign_in("nieuw", "fout")
    with filled.signed_in("ict") as unlocked:
        assert [(one.name, one.readable, one.follows) for one in unlocked.pending] == [
            ("oud", True, True),
            ("een onbekende naam", True, True),
        ]


class Broken(OSError):
    """A write that failed."""


@pytest.mark.timeout(600)  # many processes, on a machine that may be busy
def test_an_error_at_any_write_leaves_a_folder_that_opens(
    filled: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every replace of a file fails once, in turn; everyone gets in and all is there."""
    real = Path.replace
    count = 0

    def failing(at: int) -> int:
        calls = 0

        def replace(self: Path, target: Path) -> Path:
            nonlocal calls
            calls += 1
            if calls >= at:
                raise Broken("disk full")
            return real(self, target)

        with filled.signed_in() as unlocked:
            monkeypatch.setattr(Path, "replace", replace)
            try:
                rotate(unlocked)
            except UserError:
                return -1
            finally:
                monkeypatch.setattr(Path, "replace", real)
        return calls

    at, done = 8, -1
    while done < 0:
        done = failing(at)
        if at % 3 == 0 or done > 0:
            everyone_gets_in(filled)
        is_in_order_after_a_head(filled)
        at += 1
        count += 1
    assert count > 12


def is_in_order_after_a_head(school: School) -> None:
    with school.signed_in() as unlocked:
        holds_everything(unlocked)
        assert unlocked.rotation in (Rotation.NONE, Rotation.FINISHED, Rotation.TAKEN_BACK)
    is_in_order(school)


KILLED = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
sys.path.insert(0, ".")
from app.vault import Door, SchoolFolder, files, rotate_keys
from tests.vault.test_rotation import reseal
from tests.vault.conftest import PASSWORD
unlocked = Door(SchoolFolder(Path(sys.argv[1]))).sign_in("directeur", PASSWORD)
at, calls = int(sys.argv[2]), 0
real = Path.replace
def replace(self, target):
    global calls
    calls += 1
    if calls == at:
        os._exit(9)
    return real(self, target)
Path.replace = replace
rotate_keys(
    unlocked, reseal, now=lambda: datetime(2026, 11, 24, tzinfo=UTC), progress=lambda _: None
)
"""


def killed_at(school: School, at: int) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(school.folder.path), str(at)],
        cwd=Path(__file__).parents[2],
        env=os.environ,
        check=False,
    )
    assert done.returncode in (0, 9)
    return done.returncode == 9


@pytest.mark.timeout(600)  # many processes, on a machine that may be busy
def test_killed_at_any_moment_the_folder_opens_and_the_next_sign_in_settles_it(
    filled: School,
) -> None:
    at, count = 8, 0
    seen = set()
    while killed_at(filled, at):
        # First somebody who can settle nothing, in turn; then the headteacher.
        name = list(STAFF)[1 + at % 3]
        with filled.signed_in(name) as unlocked:
            holds_everything(unlocked)
            assert unlocked.rotation is Rotation.NONE
        with filled.signed_in() as unlocked:
            seen.add(unlocked.rotation)
            holds_everything(unlocked)
        is_in_order(filled)
        at += 1
        count += 1
    everyone_gets_in(filled)
    is_in_order(filled)
    assert count > 12
    assert {Rotation.FINISHED, Rotation.TAKEN_BACK} <= seen


def test_killed_while_the_new_database_is_made(filled: School) -> None:
    code = KILLED.replace(
        "Path.replace = replace",
        """
import app.vault.rotation as rotation
def kill(*_):
    os._exit(9)
rotation.verified_rows = kill
""",
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(filled.folder.path), "0"],
        cwd=Path(__file__).parents[2], env=os.environ, check=False,
    )  # fmt: skip
    assert done.returncode == 9
    assert list(filled.folder.path.glob(".school.db.*"))
    everyone_gets_in(filled)
    is_in_order(filled)


@pytest.mark.timeout(600)  # many processes, on a machine that may be busy
def test_settling_that_is_itself_cut_off_goes_on_at_the_next_sign_in(
    filled: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed just after the new database came in place; then each write of finishing fails."""
    at = 8
    while True:
        assert killed_at(filled, at)
        with filled.signed_in("ib") as unlocked:
            if unlocked.generation == 2:
                break
        filled.signed_in().close()
        at += 1
    real = Path.replace
    for fail_at in range(1, 12):
        calls = 0

        def replace(self: Path, target: Path) -> Path:
            nonlocal calls
            calls += 1
            if calls >= fail_at:  # noqa: B023 - called within this turn
                raise Broken("disk full")
            return real(self, target)

        lock_writes = 1  # `in-use`, written at each sign-in
        if fail_at <= lock_writes:
            continue
        monkeypatch.setattr(Path, "replace", replace)
        with filled.signed_in() as unlocked:
            monkeypatch.setattr(Path, "replace", real)
            holds_everything(unlocked)
            if unlocked.rotation is Rotation.HALF:
                with pytest.raises(UserError, match="sleutelwissel"):
                    add_slot(unlocked, NewSlot("nieuw", PASSWORD, ("teacher",)), kdf=FAST)
        with filled.signed_in("juf") as unlocked:
            holds_everything(unlocked)
    everyone_gets_in(filled)
    is_in_order(filled)
