"""The key of a session: handed on at each close, found after a crash at any moment, then erased."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.access import evidence
from app.access.log import Event, LogEvent, Origin, append_all
from app.access.session import close_session
from app.access.signing import Began, fingerprint, public_key
from app.access.tables import log_entry, log_session
from app.errors import UserError
from app.vault import (
    Database,
    SchoolFolder,
    SessionKeyFile,
    make_backup,
    mark_restored,
)
from tests.access.signed_log import SCHOOL, Forger, SignedLog, changed, make
from tests.access.stranger_verifier import problems
from tests.outside import decrypted_pages
from tests.transfer_school import COMPLETE, TransferSchool, clock, pupil_id


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SignedLog]:
    made = make(tmp_path, (1,), running=1)
    yield made
    made.database.dispose()


def sessions(log: SignedLog) -> list[dict[str, object]]:
    with log.database.transaction() as connection:
        rows = connection.execute(select(log_session).order_by(log_session.c.number)).mappings()
        return [dict(row) for row in rows]


def test_each_session_announces_the_key_of_the_next(log: SignedLog) -> None:
    log.close()
    log.open()
    log.close()
    rows = sessions(log)
    assert [row["began"] for row in rows] == ["first", "follows", "follows"]
    assert [row["next_public_key"] for row in rows[:-1]] == [row["public_key"] for row in rows[1:]]
    (seed,) = log.keys.seeds()
    assert public_key(seed) == rows[-1]["next_public_key"]
    assert log.verified().intact


def test_a_crashed_session_is_signed_by_the_next_sign_in(log: SignedLog) -> None:
    log.open()
    rows = sessions(log)
    assert (rows[1]["closed_how"], rows[2]["began"]) == ("later", "follows")
    assert rows[1]["signature"] is not None
    assert log.verified().intact


def test_a_session_signed_after_an_alarm_says_so_for_ever(log: SignedLog) -> None:
    log.open(doubtful=True)
    checked = log.verified()
    assert checked.intact
    assert "zegel en database" in " ".join(checked.remarks)


class Crash(Exception):
    """The program ends here."""


@pytest.mark.parametrize("step", ["add", "commit", "keep_only"])
@pytest.mark.parametrize("act", ["close", "open"])
def test_a_crash_at_any_step_is_resolved_by_the_next_sign_in(
    log: SignedLog, monkeypatch: pytest.MonkeyPatch, step: str, act: str
) -> None:
    """`open` is a sign-in after a crash, which signs the session before it."""

    def crash(*_arguments: object, **_more: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        if step == "commit":
            patched.setattr("app.access.signer.sign", crash)
        else:
            patched.setattr(SessionKeyFile, step, crash)
        with suppress(Crash):
            assert log.session is not None
            close_session(log.session, Event.SIGN_OUT) if act == "close" else log.open()
    log.open()
    log.close()
    assert log.verified().intact
    assert log.verified().remarks == ()
    assert {row["began"] for row in sessions(log)} == {"first", "follows"}
    assert len(log.keys.seeds()) == 1


def test_a_folder_that_cannot_be_written_leaves_the_session_to_the_next_sign_in(
    log: SignedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SessionKeyFile, "add", _full)
        log.close()
    assert sessions(log)[-1]["signature"] is None
    log.open()
    assert sessions(log)[-2]["closed_how"] == "later"
    assert log.verified().intact


def test_a_sign_in_without_a_key_to_write_is_refused(
    log: SignedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SessionKeyFile, "add", _full)
        with pytest.raises(UserError, match="session"):
            log.open()
    assert len(sessions(log)) == 2
    assert log.verified().intact


@pytest.mark.parametrize("left", ["nothing", "rubbish", "another school", "mark"])
def test_a_lost_key_begins_a_new_line_that_can_be_seen(log: SignedLog, left: str) -> None:
    log.close()
    path = log.folder / "session"
    path.unlink()
    if left == "rubbish":
        path.write_bytes(b"\xff" * 5000)
    elif left == "another school":
        SessionKeyFile(path, bytes(32), "b" * 32).add(b"k" * 32)
    elif left == "mark":
        mark_restored(path)
    log.open()
    expected = Began.RESTORED if left == "mark" else Began.LOST
    assert sessions(log)[-1]["began"] == expected
    log.close()
    checked = log.verified()
    assert checked.intact
    assert "reservekopie" in checked.remarks[0] if left == "mark" else "weg" in checked.remarks[0]
    assert any("waarschuwing" in one for one in checked.remarks)


def test_a_new_line_after_a_crash_leaves_the_old_session_unsigned_and_says_so(
    log: SignedLog,
) -> None:
    (log.folder / "session").unlink()
    log.open()
    assert sessions(log)[1]["signature"] is None
    assert log.verified().intact
    assert log.verified().remarks


def test_a_key_of_a_later_day_does_not_sign_for_an_older_database(log: SignedLog) -> None:
    older = (log.folder / "log.db").read_bytes()
    log.close()
    log.open()
    log.database.dispose()
    (log.folder / "log.db").write_bytes(older)
    log.database = Database(log.folder / "log.db", bytes(range(32)))
    log.open()
    assert sessions(log)[-1]["began"] == Began.LOST


def test_a_log_from_before_signing_goes_on_and_is_covered_from_the_first_signature(
    tmp_path: Path,
) -> None:
    log = unsigned(tmp_path)
    assert log.verified().intact
    log.open()
    log.close()
    assert [row["began"] for row in sessions(log)] == [None, "first"]
    checked = log.verified()
    assert checked.intact
    assert checked.entries == 6
    assert checked.remarks == ("De regels vóór 5 zijn van vóór de ondertekening.",)
    Forger(log).rewrite(changed(2))
    assert not log.verified(with_memory=False).intact
    log.database.dispose()


def unsigned(folder: Path) -> SignedLog:
    """What a version that did not sign left behind."""
    log = make(folder, (), running=0)
    with log.database.transaction() as connection:
        for table in (log_entry, log_session):
            connection.execute(delete(table))
        connection.execute(
            log_session.insert().values(
                number=1, opened_at="2026", staff_id="s1", workstation="pc", last_entry=4
            )
        )
        origin = Origin(1, "s1", "directeur", "pc")
        append_all(connection, origin, [LogEvent(Event.VIEW)] * 4, log.clock())
    (folder / "session").unlink()
    log.sealed = log.newest()
    return log


STEPS = ("act", "close", "crash", "lose the key", "restore", "full disk at the close")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_happens_to_a_school_its_log_verifies_and_tells(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    log = make(tmp_path_factory.mktemp("log"), (1,), running=1)
    key, lines = log.folder / "session", 0
    for step in steps:
        if step == "act":
            log.act(2)
            continue
        if step == "close":
            log.close()
        elif step == "lose the key":
            key.unlink()
            lines += 1
        elif step == "restore":
            mark_restored(key)
            lines += 1
        elif step == "full disk at the close":
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(SessionKeyFile, "add", _full)
                log.close()
        log.open()  # for "crash" this is all: the program ended and somebody signs in
        log.remember()
    checked = log.verified()
    assert checked.intact, (steps, checked.sentence)
    assert sum("handtekeningen" in remark for remark in checked.remarks) == lines
    with log.database.transaction() as connection:
        exported = evidence.export(connection, SCHOOL)
    assert list(problems(exported, checked.fingerprint)) == []
    log.database.dispose()


def _full(*_arguments: object, **_more: object) -> None:
    raise OSError("no space left on device")


def test_the_file_serves_two_databases_during_a_rotation(log: SignedLog) -> None:
    log.close()
    new_key = b"n" * 32
    (seed,) = log.keys.seeds()
    log.keys.add_under(new_key, SCHOOL)
    assert log.keys.seeds() == (seed,)
    renewed = SessionKeyFile(log.folder / "session", new_key, SCHOOL)
    assert renewed.seeds() == (seed,)
    renewed.keep_only(seed)
    assert log.keys.seeds() == ()
    assert renewed.seeds() == (seed,)


def test_a_link_in_place_of_the_file_is_not_followed(log: SignedLog, tmp_path: Path) -> None:
    log.close()
    elsewhere = tmp_path / "elders"
    shutil.move(log.folder / "session", elsewhere)
    before = elsewhere.read_bytes()
    (log.folder / "session").symlink_to(elsewhere)
    log.open()
    assert sessions(log)[-1]["began"] == Began.LOST
    assert elsewhere.read_bytes() == before
    assert not (log.folder / "session").is_symlink()


def test_a_fingerprint_is_short_and_of_one_key_only() -> None:
    one, other = (fingerprint(public_key(bytes([n]) * 32)) for n in (1, 2))
    assert one != other
    assert [len(group) for group in one.split("-")] == [4, 4, 4, 4]
    assert not set(one) & set("ILOU")


# ------------------------------------------------------------------------- a day in a real school


def test_the_line_of_signatures_goes_on_after_a_change_of_keys(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    mark = desk.verify_log().fingerprint
    desk.rotate_keys()
    again = school.desk("directeur")
    assert again.alarms == ()
    checked = again.verify_log()
    assert checked.intact
    assert checked.remarks == ()
    assert checked.fingerprint == mark
    assert len(again._session.signer.keys.seeds()) == 1
    again.close()


def every_byte(school: Path) -> bytes:
    """Every file of the folder, journals and backups too."""
    return b"\0".join(path.read_bytes() for path in sorted(school.rglob("*")) if path.is_file())


def test_after_a_days_work_no_old_private_key_is_left_anywhere(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[bytes] = set()
    sealed: set[bytes] = set()
    real = SessionKeyFile._sealed

    def spying(keys: SessionKeyFile, seed: bytes) -> bytes:
        written = real(keys, seed)
        seen.add(seed)
        sealed.add(written)
        return written

    monkeypatch.setattr(SessionKeyFile, "_sealed", spying)
    for who in ("directeur", "ib", "leerkracht8", "administratie", "directeur"):
        desk = school.desk(who)
        pupil_id(desk, COMPLETE)
        desk.close(Event.LOCK)
    desk = school.desk("directeur")
    database = desk._unlocked.database
    assert database is not None
    make_backup(SchoolFolder(school.path), database, why="proef", now=clock())
    keys = SessionKeyFile(
        school.path / "session", database.key_for("session"), desk._unlocked.school_id
    )
    (current,) = keys.seeds()
    plain = decrypted_pages(database)
    desk._unlocked.close()
    old = seen - {current}
    assert len(old) >= 4
    everything = every_byte(school.path) + plain
    for seed in old:
        for form in (seed, seed.hex().encode(), base64.b64encode(seed).rstrip(b"=")):
            assert form not in everything
    # Of the sealed forms only the one of the running session, in its own file, is left.
    assert sum(everything.count(written) for written in sealed) == 1
    assert not list((school.path / "backups").rglob("session"))
