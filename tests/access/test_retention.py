"""Old entries of the log go from the front, and what stays still verifies."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.access import evidence, retention
from app.access.breaks import Break
from app.access.checkpoint import read_checkpoint
from app.access.journal import LogFilter
from app.access.log import Event, LogEvent
from app.access.policy import Refused
from app.access.tables import log_checkpoint, log_entry, log_session, log_text
from app.desk import Desk, SchoolDoor
from app.dossier.checks import InvalidEntry
from app.errors import UserError
from tests.access.signed_log import SCHOOL, Forger, SignedLog, changed, make
from tests.access.stranger_verifier import problems
from tests.transfer_school import PASSWORD, TransferSchool, clock


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SignedLog]:
    made = make(tmp_path, (3, 4, 2), running=2)
    made.remember()
    yield made
    made.database.dispose()


def closed_at(log: SignedLog, session: int) -> datetime:
    with log.database.transaction() as connection:
        query = select(log_session.c.closed_at).where(log_session.c.number == session)
        return datetime.fromisoformat(connection.execute(query).scalar_one())


def trim(log: SignedLog, before: datetime) -> retention.Removal | None:
    assert log.session is not None
    with log.session.transaction() as connection:
        return retention.trim(log.session, connection, before, max(before, log.clock()))


def test_whole_closed_sessions_go_and_the_rest_verifies(log: SignedLog) -> None:
    before = closed_at(log, 2) + timedelta(seconds=1)
    with log.database.transaction() as connection:
        due = retention.due(connection, before, log.clock())
    assert due is not None
    assert (due.first, due.last, due.entries, due.sessions) == (1, 11, 11, 2)
    assert trim(log, before) == due
    checked = log.verified()
    assert checked.intact
    with log.database.transaction() as connection:
        numbers = connection.execute(select(log_entry.c.number)).scalars().all()
        texts = connection.execute(select(log_text.c.number)).scalars().all()
    assert min(numbers) == 12
    assert min(texts) > 11
    log.open()
    assert log.verified().intact
    assert log.verified().remarks == ()


def test_the_fingerprint_stays_that_of_the_first_key(log: SignedLog) -> None:
    known = log.verified().fingerprint
    trim(log, closed_at(log, 3) + timedelta(days=1))
    assert log.verified(root=known).intact
    assert log.verified().fingerprint == known


def test_nothing_of_the_running_session_goes(log: SignedLog) -> None:
    removal = trim(log, log.clock() + timedelta(days=999))
    assert removal is not None
    assert removal.last == 15
    assert trim(log, log.clock() + timedelta(days=999)) is None
    assert log.verified().intact


def test_nothing_is_due_before_anything_is_old(log: SignedLog) -> None:
    with log.database.transaction() as connection:
        assert retention.due(connection, datetime(2020, 1, 1, tzinfo=UTC), log.clock()) is None
    assert trim(log, datetime(2020, 1, 1, tzinfo=UTC)) is None


def test_the_log_can_be_cut_again(log: SignedLog) -> None:
    trim(log, closed_at(log, 1) + timedelta(seconds=1))
    log.open()
    trim(log, log.clock())
    log.open()
    assert log.verified().intact
    with log.database.transaction() as connection:
        checkpoint = read_checkpoint(connection)
        assert checkpoint is not None
        assert checkpoint.session == 4
        exported = evidence.export(connection, SCHOOL)
    assert list(problems(exported)) == []


def test_the_newest_digest_of_a_dossier_and_of_the_school_outlives_its_entry(
    log: SignedLog,
) -> None:
    session = log.session
    assert session is not None
    old, new, other, school = (bytes([n]) * 32 for n in range(1, 5))
    with session.transaction() as connection:
        session.record(
            connection,
            LogEvent(Event.CHANGE, pupil_id="a", digest=old),
            LogEvent(Event.CHANGE, pupil_id="a", digest=new),
            LogEvent(Event.CHANGE, pupil_id="b", digest=other),
            LogEvent(Event.CHANGE, pupil_id="a"),
            LogEvent(Event.SETTINGS, digest=school),
        )
    session = log.open()
    with session.transaction() as connection:
        session.record(connection, LogEvent(Event.CHANGE, pupil_id="b", digest=other))
    trim(log, log.clock())
    with log.database.transaction() as connection:
        rows = connection.execute(
            select(log_entry.c.pupil_id, log_entry.c.digest, log_entry.c.event)
            .where(log_entry.c.digest.is_not(None))
            .order_by(log_entry.c.number)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("b", other, "change"),
        ("a", new, "digest"),
        (None, school, "digest"),
    ]


@pytest.mark.parametrize(
    ("logged", "carried"),
    [
        ([("roster", "1:aa"), ("roster", "2:bb")], [("roster", "2:bb")]),
        ([("recovery", "made"), ("recovery", "used")], [("recovery", "used")]),
        ([("recovery", "used"), ("recovery", "made")], []),
        (
            [("keys_taken", None), ("rotation", "done")],
            [("keys_taken", None), ("rotation", "done")],
        ),
        ([("password", None)], []),
    ],
)
def test_what_the_log_says_of_keys_outlives_its_entry(
    log: SignedLog,
    logged: list[tuple[str, str | None]],
    carried: list[tuple[str, str | None]],
) -> None:
    session = log.session
    assert session is not None
    with session.transaction() as connection:
        session.record(
            connection,
            *(LogEvent(Event.KEYS, object_kind=kind, object_id=said) for kind, said in logged),
        )
    log.open()
    trim(log, log.clock())
    with log.database.transaction() as connection:
        query = select(log_entry.c.object_kind, log_entry.c.object_id)
        rows = connection.execute(query.where(log_entry.c.event == "keys")).all()
    assert [tuple(row) for row in rows] == carried
    assert log.verified().intact


@pytest.mark.parametrize("what", ["no checkpoint", "no entry", "further", "other key", "left over"])
def test_who_cuts_the_front_off_in_another_way_is_noticed(log: SignedLog, what: str) -> None:
    trim(log, closed_at(log, 2) + timedelta(seconds=1))
    log.open()  # the removal is signed now
    with log.database.transaction() as connection:
        if what == "no checkpoint":
            connection.execute(delete(log_checkpoint))
        elif what == "no entry":
            connection.execute(update(log_checkpoint).values(made_at="2020"))
        elif what == "further":
            connection.execute(delete(log_text).where(log_text.c.number <= 13))
            connection.execute(delete(log_entry).where(log_entry.c.number <= 13))
        elif what == "other key":
            connection.execute(update(log_checkpoint).values(next_public_key=b"x" * 32))
        else:
            row = connection.execute(select(log_entry).limit(1)).mappings().one()
            connection.execute(log_entry.insert().values({**row, "number": 3}))
    assert not log.verified(with_memory=False).intact


def test_a_forged_entry_after_the_cut_is_still_noticed(log: SignedLog) -> None:
    trim(log, closed_at(log, 1) + timedelta(seconds=1))
    log.open()
    Forger(log).rewrite(changed(3), rehash=False)
    found = log.verified().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.CHANGED, 8)


@pytest.mark.parametrize(
    ("today", "years", "first"),
    [
        (date(2026, 11, 24), 5, date(2021, 11, 24)),
        (date(2028, 2, 29), 5, date(2023, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 28)),
        (date(2026, 1, 1), 2, date(2024, 1, 1)),
        (date(2026, 1, 1), 0, date(2024, 1, 1)),  # what stands there was not put there by us
    ],
)
def test_the_first_day_that_is_kept(today: date, years: int, first: date) -> None:
    assert retention.kept_from(today, years) == first


# ------------------------------------------------------------------------------- at the desk


def at(school: TransferSchool, days: int, who: str = "directeur") -> Desk:
    """The desk so many days on."""
    door = SchoolDoor(school.path, clock=lambda: clock() + timedelta(days=days))
    desk = door.sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def lived(school: TransferSchool, days: int) -> Desk:
    """The desk so many days on, in a school where somebody signed in every few months."""
    for day in range(90, days, 90):
        at(school, day).close()
    return at(school, days)


THREE_YEARS = 3 * 366


def test_the_headteacher_removes_what_the_setting_allows(school: TransferSchool) -> None:
    desk = lived(school, THREE_YEARS)
    assert desk.log.due_for_removal() is None
    desk.school.change({"log_years": 2})
    due = desk.log.due_for_removal()
    assert due is not None
    assert due.entries > 20
    assert desk.log.trim() == due
    assert desk.log.due_for_removal() is None
    lines = desk.log.read(LogFilter())
    assert "oude regels verwijderd" in {line.event for line in lines}
    assert desk.verify_log().intact
    desk.close()
    desk = at(school, THREE_YEARS)
    assert desk.alarms == ()
    assert desk.verify_log().intact
    # Every dossier still has a digest to be compared with, so it opens.
    for pupil in desk.pupils.all():
        assert desk.pupils.head(pupil.id)
    desk.close()


def test_nobody_else_may(school: TransferSchool) -> None:
    desk = school.desk("ib")
    for act in (desk.log.due_for_removal, desk.log.trim):
        with pytest.raises(Refused):
            act()
    desk.close()


def test_a_broken_log_is_not_cut(school: TransferSchool) -> None:
    desk = lived(school, THREE_YEARS)
    desk.school.change({"log_years": 2})
    with desk._session.transaction() as connection:
        changed_entry = log_entry.c.number == 5
        connection.execute(update(log_entry).where(changed_entry).values(ground="anders"))
    with pytest.raises(UserError, match="Er is niets verwijderd"):
        desk.log.trim()
    assert desk.log.due_for_removal() is not None
    desk.close()


@pytest.mark.parametrize("years", [0, 1, 21])
def test_the_setting_has_bounds(school: TransferSchool, years: int) -> None:
    desk = school.desk("directeur")
    with pytest.raises(InvalidEntry):
        desk.school.change({"log_years": years})
    desk.close()


def test_a_clock_put_ahead_empties_nothing(school: TransferSchool) -> None:
    before = school.desk("directeur")
    known = len(before.log.read_all(LogFilter()))
    before.close()
    for _ in range(3):  # also when the first sign-ins with that clock are closed sessions by now
        desk = at(school, 12 * 366)
        assert desk.log.due_for_removal() is None
        with pytest.raises(UserError, match="Kijk of de klok goed staat"):
            desk.log.trim()
        desk.close()
    desk = school.desk("directeur")
    assert len(desk.log.read_all(LogFilter())) > known
    assert desk.log.trim() is None
    remarks = desk.verify_log().remarks
    assert any("springt ver vooruit" in one for one in remarks)
    assert any("loopt terug" in one for one in remarks)
    desk.close()
    desk = at(school, 60)
    assert desk.log.due_for_removal() is None
    desk.close()
