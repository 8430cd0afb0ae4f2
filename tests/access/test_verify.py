"""Whatever is done to the log is noticed, with every key in hand; and what it was is said."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.access.breaks import Break
from app.access.tables import log_session, log_text
from app.access.verify import LogCheck, Witnesses
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

SIZES, RUNNING = (3, 4, 2), 3
# Each closed session has a sign-in and a sign-out besides; the running one a sign-in.
CLOSED = sum(SIZES) + 2 * len(SIZES)
TOTAL = CLOSED + 1 + RUNNING


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> SignedLog:
    made = make(tmp_path_factory.mktemp("log"), SIZES, running=RUNNING)
    made.remember()
    assert made.newest().number == TOTAL
    made.database.dispose()
    return made


@pytest.fixture
def log(pristine: SignedLog, tmp_path: Path) -> Iterator[SignedLog]:
    copied = copy(pristine, tmp_path)
    yield copied
    copied.database.dispose()


def session_of(log: SignedLog, number: int) -> tuple[int, int, int]:
    """Number, first and last entry of the session that holds this entry."""
    with log.database.transaction() as connection:
        row = connection.execute(
            select(log_session).where(log_session.c.first_entry <= number)
            .order_by(log_session.c.number.desc()).limit(1)
        ).one()  # fmt: skip
    return row.number, row.first_entry, row.last_entry


def test_an_untouched_log_is_intact(log: SignedLog) -> None:
    checked = log.verified()
    assert checked.intact
    assert checked.entries == TOTAL
    assert checked.remarks == ()


def test_it_is_the_same_in_small_slices(log: SignedLog) -> None:
    check = LogCheck(Witnesses(SCHOOL, log.sealed, log.remembered), slice=2)
    steps = 0
    with log.database.transaction() as connection:
        while not check.advance(connection):
            steps += 1
            assert check.done <= 2 * steps
    assert check.result() == log.verified()
    assert (check.done, check.total) == (TOTAL, TOTAL)


def test_what_is_added_between_two_slices_is_left_for_the_next_check(log: SignedLog) -> None:
    log.open()
    so_far = log.newest().number
    check = LogCheck(Witnesses(SCHOOL), slice=5)
    done = False
    while not done:
        with log.database.transaction() as connection:
            done = check.advance(connection)
        log.act()
    assert check.result().intact
    assert check.done == so_far


# ------------------------------------------------------------------ the naive forger: exact entry


@pytest.mark.parametrize("number", range(1, TOTAL + 1))
@pytest.mark.parametrize("field", ["ground", "staff_id", "time", "pupil_id", "hash", "previous"])
def test_a_changed_entry_is_named(log: SignedLog, number: int, field: str) -> None:
    value = b"x" * 32 if field in ("hash", "previous") else "anders"
    Forger(log).rewrite(changed(number, **{field: value}), rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.CHANGED, number)


@pytest.mark.parametrize("number", range(1, TOTAL))
@pytest.mark.parametrize("close_up", [False, True])
def test_a_removed_entry_is_named(log: SignedLog, number: int, close_up: bool) -> None:
    change = removed(number)
    Forger(log).rewrite(renumbered(change) if close_up else change, rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.REMOVED, number)


@pytest.mark.parametrize("number", range(1, TOTAL + 1))
def test_an_inserted_entry_is_named(log: SignedLog, number: int) -> None:
    Forger(log).rewrite(renumbered(inserted(number)), rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.INSERTED, number)


@pytest.mark.parametrize("number", range(1, TOTAL + 1))
def test_a_copy_of_an_entry_is_an_insertion(log: SignedLog, number: int) -> None:
    def twice(rows: Rows) -> Rows:
        return [*rows[: number - 1], rows[TOTAL - number], *rows[number - 1 :]]

    Forger(log).rewrite(renumbered(twice), rehash=False)
    found = log.verified().finding
    assert found is not None
    assert found.kind is Break.INSERTED
    assert found.first in (number, number + 1)


@pytest.mark.parametrize("one", range(1, TOTAL))
@pytest.mark.parametrize("further", [1, 2, 5])
def test_entries_that_changed_places_are_named(log: SignedLog, one: int, further: int) -> None:
    other = min(one + further, TOTAL)
    Forger(log).rewrite(renumbered(swapped(one, other)), rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.REORDERED, one)


@pytest.mark.parametrize("number", range(1, TOTAL))
def test_one_entry_made_anew_with_its_own_hash_is_named(log: SignedLog, number: int) -> None:
    from app.access.log import entry_hash

    def change(rows: Rows) -> Rows:
        rows[number - 1]["ground"] = "anders"
        rows[number - 1]["hash"] = entry_hash(rows[number - 1])
        return rows

    Forger(log).rewrite(change, rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.CHANGED, number)


@pytest.mark.parametrize("number", range(1, TOTAL))
def test_an_end_cut_off_is_told_from_an_older_database(log: SignedLog, number: int) -> None:
    sealed = log.sealed
    Forger(log).rewrite(cut_after(number), rehash=False)
    log.sealed = sealed
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.CUT_OFF, number + 1)


@pytest.mark.parametrize("number", [2, 9, TOTAL - 1])
def test_a_changed_explanation_is_named(log: SignedLog, number: int) -> None:
    with log.database.transaction() as connection:
        wanted = log_text.c.number == number
        connection.execute(update(log_text).where(wanted).values(text='{"purpose":"x"}'))
    found = log.verified().finding
    assert found is not None
    assert found.first == number
    assert "toelichting" in found.sentence


def test_an_erased_explanation_leaves_the_log_intact(log: SignedLog) -> None:
    with log.database.transaction() as connection:
        connection.execute(delete(log_text))
    assert log.verified().intact


# ---------------------------------------------- the forger with all keys: every hash made to fit


@pytest.mark.parametrize("number", range(1, CLOSED + 1))
@pytest.mark.parametrize(
    ("forge", "kind"),
    [(changed, Break.CHANGED), (removed, Break.REMOVED), (inserted, Break.INSERTED)],
)
def test_a_forged_closed_session_is_noticed_without_any_memory(
    log: SignedLog, number: int, forge: Callable[[int], Callable[[Rows], Rows]], kind: Break
) -> None:
    session, first, last = session_of(log, number)
    Forger(log).rewrite(forge(number))
    found = log.verified(with_memory=False).finding
    assert found is not None
    assert found.kind is kind
    assert (found.session, found.first, found.last) == (session, first, last)


@pytest.mark.parametrize("one", range(1, CLOSED))
@pytest.mark.parametrize("further", [1, 3, 7])
def test_closed_sessions_put_in_another_order_are_noticed(
    log: SignedLog, one: int, further: int
) -> None:
    session, _first, _last = session_of(log, one)
    Forger(log).rewrite(swapped(one, min(one + further, TOTAL)))
    found = log.verified(with_memory=False).finding
    assert found is not None
    assert (found.kind, found.session) == (Break.REORDERED, session)


@pytest.mark.parametrize("number", range(1, CLOSED + 1))
def test_an_end_cut_off_far_back_is_noticed_without_any_memory(log: SignedLog, number: int) -> None:
    Forger(log).rewrite(cut_after(number))
    found = log.verified(with_memory=False).finding
    assert found is not None
    assert found.kind is Break.CUT_OFF
    assert found.first == number + 1


@pytest.mark.parametrize("number", range(CLOSED + 1, TOTAL + 1))
@pytest.mark.parametrize("forge", [changed, removed, inserted, cut_after])
def test_in_the_running_session_what_lies_behind_the_memory_is_noticed(
    log: SignedLog, number: int, forge: Callable[[int], Callable[[Rows], Rows]]
) -> None:
    if forge is cut_after and number == TOTAL:
        number -= 1
    Forger(log).rewrite(forge(number))
    found = log.verified().finding
    assert found is not None
    assert found.kind in (Break.CHANGED, Break.FOLDER_PUT_BACK, Break.CUT_OFF)
    assert found.first <= number + 1


@pytest.mark.parametrize("session", range(1, len(SIZES) + 1))
@pytest.mark.parametrize(
    "values",
    [{"staff_id": "een ander"}, {"workstation": "pc-2"}, {"opened_at": "2020"}, {"began": "lost"},
     {"closed_how": "later"}, {"closed_at": "2020"}, {"signature": b"x" * 64},
     {"next_public_key": b"x" * 32}, {"public_key": b"x" * 32}, {"content_sum": b"x" * 32},
     {"head": b"x" * 32}, {"last_entry": 2}, {"first_entry": 2}, {"previous": b"x" * 32}],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_a_changed_signed_session_is_noticed(
    log: SignedLog, session: int, values: dict[str, object]
) -> None:
    with log.database.transaction() as connection:
        wanted = log_session.c.number == session
        connection.execute(update(log_session).where(wanted).values(values))
    assert not log.verified(with_memory=False).intact


@pytest.mark.parametrize("session", range(1, len(SIZES) + 1))
def test_a_signature_that_was_taken_away_is_noticed(log: SignedLog, session: int) -> None:
    with log.database.transaction() as connection:
        wanted = log_session.c.number == session
        connection.execute(update(log_session).where(wanted).values(signature=None))
    assert not log.verified(with_memory=False).intact


@pytest.mark.parametrize("session", range(1, len(SIZES) + 1))
@pytest.mark.parametrize("with_row", [False, True])
def test_a_whole_session_taken_out_is_noticed(log: SignedLog, session: int, with_row: bool) -> None:
    Forger(log).rewrite(lambda rows: [row for row in rows if row["session"] != session])
    if with_row:
        with log.database.transaction() as connection:
            connection.execute(delete(log_session).where(log_session.c.number == session))
    assert not log.verified(with_memory=False).intact


def test_a_line_signed_anew_from_the_start_is_noticed_by_the_remembered_fingerprint(
    log: SignedLog, tmp_path: Path
) -> None:
    known = log.verified().fingerprint
    (tmp_path / "anders").mkdir()
    forged = make(tmp_path / "anders", SIZES, running=RUNNING)
    assert forged.verified(root="").intact
    found = forged.verified(root=known).finding
    assert found is not None
    assert found.kind is Break.REPLACED
    forged.database.dispose()


# ------------------------------------------------------------------------------ a large log


def test_random_forgeries_of_a_large_log_are_all_noticed(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    log = make(tmp_path, [chance.randint(50, 150) for _ in range(12)], running=40)
    log.remember()
    total = log.newest().number
    assert total > 1_000
    assert log.verified().intact
    log.database.dispose()
    for attempt in range(16):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        again = copy(log, folder)
        number = chance.randint(1, total - 1)
        further = min(number + 9, total)
        change = chance.choice(
            [changed(number), removed(number), inserted(number), cut_after(number),
             swapped(number, further)]
        )  # fmt: skip
        rehash = chance.random() < 0.7
        Forger(again).rewrite(change if rehash else renumbered(change), rehash=rehash)
        assert not again.verified().intact, (number, rehash)
        again.database.dispose()
