"""Reading the access log: filters, going on where an earlier reading ended, taking it out."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.access import journal, log
from app.access.exports import as_csv
from app.access.journal import OBJECT_NAMES, LogFilter, LogLine
from app.access.log import Event, LogEvent, Origin, Outcome
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.kinds import KINDS
from app.dossier.statements import CODE as STATEMENT
from app.vault import Database
from app.vault.schema import metadata
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, pupil_id

FIRST_DAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAYS, PER_DAY = 3, 4


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "log.db", bytes(range(32)), new=True)
    with database.transaction() as connection:
        metadata.create_all(connection)
        for day in range(DAYS):
            log.append_all(
                connection,
                Origin(1, f"s{day}", "directeur", "pc"),
                [
                    LogEvent(
                        Event.VIEW,
                        pupil_id=f"p{number}",
                        outcome=Outcome.REFUSED if number == 0 else Outcome.DONE,
                    )
                    for number in range(PER_DAY)
                ],
                FIRST_DAY + timedelta(days=day),
            )
    yield database
    database.dispose()


def numbers(database: Database, wanted: LogFilter, **how: int | None) -> list[int]:
    with database.transaction() as connection:
        return [one.number for one in journal.read(connection, wanted, {}, {}, **how)]


def test_going_on_gives_every_line_once_and_in_order(database: Database) -> None:
    first = numbers(database, LogFilter(), limit=5)
    second = numbers(database, LogFilter(), limit=5, before=first[-1])
    third = numbers(database, LogFilter(), limit=5, before=second[-1])
    assert first + second + third == list(range(DAYS * PER_DAY, 0, -1))
    assert numbers(database, LogFilter(), limit=5, before=third[-1]) == []


def test_what_is_added_meanwhile_shifts_nothing(database: Database) -> None:
    first = numbers(database, LogFilter(), limit=5)
    with database.transaction() as connection:
        log.append(connection, Origin(1, "s", "", "pc"), LogEvent(Event.VIEW), FIRST_DAY)
    assert numbers(database, LogFilter(), limit=1, before=first[-1]) == [first[-1] - 1]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (LogFilter(pupil_id="p1"), [10, 6, 2]),
        (LogFilter(staff_id="s1"), [8, 7, 6, 5]),
        (LogFilter(refused_only=True), [9, 5, 1]),
        (LogFilter(first=date(2026, 11, 21), last=date(2026, 11, 21)), [8, 7, 6, 5]),
        (LogFilter(first=date(2026, 11, 22)), [12, 11, 10, 9]),
        (LogFilter(last=date(2026, 11, 20), pupil_id="p3"), [4]),
        (LogFilter(staff_id="s1", refused_only=True), [5]),
    ],
)
def test_the_filters_go_together(
    database: Database, wanted: LogFilter, expected: list[int]
) -> None:
    assert numbers(database, wanted) == expected


def test_the_desk_goes_on_with_the_same_filter(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    pupil = pupil_id(desk, COMPLETE)
    lines = desk.log.read(LogFilter(pupil_id=pupil))
    assert len(lines) > 3
    assert {one.pupil_id for one in lines} == {pupil}
    rest = desk.log.read(LogFilter(pupil_id=pupil), before=lines[2].number)
    assert rest == lines[3:]
    desk.close()


def test_who_may_see_one_pupils_log_may_not_see_all(desk: Desk) -> None:
    assert desk.log.read(LogFilter(pupil_id=pupil_id(desk, GROUP_7)))
    with pytest.raises(Refused, match="directeur"):
        desk.log.read(LogFilter())


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_runs_nothing_of_what_someone_typed(start: str) -> None:
    line = LogLine(
        number=1,
        at=FIRST_DAY,
        staff='Dirk; de "Baas"',
        role="directeur",
        workstation="pc",
        event="ingezien",
        pupil="",
        category="",
        object_kind="",
        ground="",
        outcome="gelukt",
        text=f"{start}HYPERLINK(1)",
    )
    written = as_csv([line])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == journal.HEADER
    assert rows[1][2] == 'Dirk; de "Baas"'
    assert rows[1][-1] == f"'{start}HYPERLINK(1)"


def test_the_log_has_a_dutch_word_for_every_kind_of_entry() -> None:
    assert not {*KINDS, STATEMENT} - OBJECT_NAMES.keys()
