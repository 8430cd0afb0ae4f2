"""A verifier that was written from FORMAT.md alone agrees with ours."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.access import evidence
from app.access.tables import log_session
from tests.access.signed_log import (
    SCHOOL,
    Forger,
    Rows,
    SignedLog,
    changed,
    copy,
    cut_after,
    inserted,
    make,
    removed,
    renumbered,
    swapped,
)
from tests.access.stranger_verifier import fingerprint, problems

CLOSED, TOTAL = 15, 19


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> SignedLog:
    made = make(tmp_path_factory.mktemp("log"))
    made.remember()
    made.database.dispose()
    return made


@pytest.fixture
def log(pristine: SignedLog, tmp_path: Path) -> Iterator[SignedLog]:
    copied = copy(pristine, tmp_path)
    yield copied
    copied.database.dispose()


def exported(log: SignedLog) -> bytes:
    with log.database.transaction() as connection:
        return evidence.export(connection, SCHOOL)


def stranger(log: SignedLog) -> list[str]:
    assert log.remembered is not None
    return list(problems(exported(log), seen=(log.remembered.number, log.remembered.digest)))


def test_both_find_an_intact_log_intact(log: SignedLog) -> None:
    assert log.verified().intact
    assert stranger(log) == []
    log.open()  # signs the session that was running
    assert log.verified().intact
    assert stranger(log) == []


def test_both_accept_a_line_that_begins_anew(log: SignedLog) -> None:
    (log.folder / "session").unlink()
    log.open()
    log.close()
    log.open()
    assert log.verified().intact
    assert stranger(log) == []


def test_both_have_the_same_fingerprint(log: SignedLog) -> None:
    key = exported(log).split(b'"root_public_key": "')[1][:64].decode()
    assert fingerprint(key) == log.verified().fingerprint
    assert list(problems(exported(log), "0000-0000-0000-0000"))


FORGERIES: list[Callable[[int], Callable[[Rows], Rows]]] = [
    changed,
    removed,
    inserted,
    lambda number: swapped(number, min(number + 2, TOTAL)),
    lambda number: cut_after(min(number, TOTAL - 1)),
]


@pytest.mark.parametrize("rehash", [False, True], ids=["naive", "rehashed"])
@pytest.mark.parametrize("number", [1, 4, 5, 6, 11, 12, 15, 16, 18])
@pytest.mark.parametrize(
    "forge", FORGERIES, ids=["changed", "removed", "inserted", "swapped", "cut"]
)
def test_both_notice_each_kind_of_tampering(
    log: SignedLog, number: int, forge: Callable[[int], Callable[[Rows], Rows]], rehash: bool
) -> None:
    change = forge(number)
    Forger(log).rewrite(change if rehash else renumbered(change), rehash=rehash)
    assert not log.verified().intact
    assert stranger(log)


@pytest.mark.parametrize(
    "values",
    [{"signature": None}, {"signature": b"x" * 64}, {"began": "lost"}, {"staff_id": "ander"},
     {"next_public_key": b"x" * 32}, {"last_entry": 9}, {"first_entry": 7}],
    ids="-".join,
)  # fmt: skip
def test_both_notice_a_session_that_was_changed(log: SignedLog, values: dict[str, object]) -> None:
    with log.database.transaction() as connection:
        connection.execute(update(log_session).where(log_session.c.number == 2).values(values))
    assert not log.verified().intact
    assert stranger(log)


def test_both_notice_a_session_that_was_taken_out(log: SignedLog) -> None:
    with log.database.transaction() as connection:
        connection.execute(delete(log_session).where(log_session.c.number == 2))
    assert not log.verified().intact
    assert stranger(log)


def test_the_stranger_needs_nothing_of_the_program(log: SignedLog, tmp_path: Path) -> None:
    verifier = Path(__file__).with_name("stranger_verifier.py")
    assert "app" not in {
        line.split()[1].split(".")[0]
        for line in verifier.read_text("utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    file = tmp_path / "log.jsonl"
    file.write_bytes(exported(log))
    done = subprocess.run(
        [sys.executable, "-I", verifier, file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "intact", "")
