"""Each kind of torture at a small size; `python3 run.py torture` does them at full size."""

from pathlib import Path

import pytest

from tests.torture import damage, full, kill, power, school
from tests.torture.worker import Workshop


def test_no_acknowledged_save_is_lost_by_kill_9_at_a_random_moment(
    workshop: Workshop, template: Path, place: Path
) -> None:
    tally = kill.at_random_moments(workshop, template, place, rounds=6)
    assert tally.good, tally
    assert tally.faults == 6
    assert tally.saves > 0


@pytest.mark.parametrize(
    ("task", "stride"),
    [("save", 13), ("sign_in", 25), ("sign_out", 14), ("backup", 75), ("import", 71)],
)
def test_kill_9_at_any_step_leaves_the_folder_whole(
    workshop: Workshop, template: Path, place: Path, task: str, stride: int
) -> None:
    tally = kill.at_every_step(workshop, template, place, task, stride)
    assert tally.good, tally
    assert tally.faults >= 3


@pytest.mark.parametrize(("task", "rounds"), [("save", 30), ("import", 6)])
def test_what_was_acknowledged_survives_a_power_cut(
    workshop: Workshop, template: Path, place: Path, task: str, rounds: int
) -> None:
    records = power.record(workshop, template, place, saves=5, task=task)
    tally = power.cut(records, template, place, rounds=rounds)
    assert tally.good, tally
    assert tally.faults == rounds


def test_without_syncs_a_power_cut_is_seen_to_lose(
    workshop: Workshop, template: Path, place: Path
) -> None:
    records = power.record(workshop, template, place, saves=5, synchronous_off=True)
    tally = power.cut(records, template, place, rounds=15)
    assert tally.lost + tally.shut > 0


@pytest.mark.parametrize(
    ("kind", "task", "stride"),
    [
        ("full", "save", 37),
        ("full", "sign_in", 21),
        ("full", "backup", 120),
        ("full", "import", 120),
        ("write", "save", 41),
        ("write", "backup", 120),
        ("sync", "save", 9),
        ("name", "sign_in", 3),
        ("read", "save", 41),
        ("denied", "sign_in", 7),
    ],
)
def test_a_failing_disk_makes_a_save_whole_or_refused(
    workshop: Workshop, template: Path, place: Path, kind: str, task: str, stride: int
) -> None:
    tally = full.at_every_step(workshop, template, place, kind, task=task, saves=2, stride=stride)
    assert tally.good, tally
    assert tally.faults >= 2


@pytest.fixture(scope="module")
def then(bench: Path, template: Path) -> Path:
    return damage.grown(template, bench / "then", 1, 8)


@pytest.fixture(scope="module")
def now(bench: Path, then: Path) -> Path:
    return damage.grown(then, bench / "now", 9, 12)


def test_one_changed_byte_in_any_file_is_noticed_or_harmless(now: Path, place: Path) -> None:
    tally = damage.do(place, damage.changed_bytes(now), 12, now, only=25)
    assert tally.good, tally
    assert tally.noticed > 9


def test_an_older_page_put_back_is_noticed_or_harmless(then: Path, now: Path, place: Path) -> None:
    tally = damage.do(place, damage.older_pages(now, then), 12, now, only=0)
    assert tally.good, tally
    assert tally.noticed > 3


def test_an_older_database_put_back_is_noticed(then: Path, now: Path, place: Path) -> None:
    database = f"{school.NAME}/school.db"
    older = damage.Damage(database, "older copy", (then / database).read_bytes())
    assert damage.do(place, iter([older]), 12, now, only=0).noticed == 1


@pytest.mark.parametrize("written", [1, 4])
def test_a_spoiled_journal_is_not_played_back(
    workshop: Workshop, bench: Path, now: Path, place: Path, written: int
) -> None:
    crashed = bench / "crashed"
    journal = damage.crash(workshop, now, crashed, 13, written)
    spoiled = damage.spoiled_journals(journal, journal[:-1], journal[:516])
    tally = damage.do(place, spoiled, 12, crashed, only=30)
    assert tally.good, tally
    assert tally.noticed > 15


def test_the_journal_of_another_school_is_not_played_back(
    workshop: Workshop, template: Path, bench: Path, place: Path
) -> None:
    crashed = bench / "crashed"
    foreign = damage.crash(workshop, template, crashed, 1, 2)
    journal = damage.Damage(f"{school.NAME}/school.db-journal", "foreign", foreign)
    other = bench / "other"
    other.mkdir()
    school.build(other)
    tally = damage.do(place, iter([journal]), 0, other, only=0)
    assert tally.noticed == 1
    database = f"{school.NAME}/school.db"
    assert (place / database).read_bytes() == (other / database).read_bytes()
