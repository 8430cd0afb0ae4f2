"""One PC at a time, and what becomes of the one that comes back too late."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.colleague import Colleague
from tests.torture import history, school
from tests.torture.history import State, after_all
from tests.torture.kill import fresh

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGSTOP"), reason="Windows has no SIGSTOP, and renames no open folder"
)

Start = Callable[[Path], Colleague]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Colleague] = []

    def begin(place: Path) -> Colleague:
        started.append(Colleague(place))
        return started[-1]

    yield begin
    for one in started:
        one.end()


def files(place: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in sorted((place / school.NAME).rglob("*"))
        if path.is_file()
    }


def read(place: Path) -> State:
    desk = school.sign_in(place)
    try:
        assert desk.alarms == ()
        assert desk.verify_log().intact
        return history.read(desk)
    finally:
        desk.close()


def test_after_a_crash_the_next_opens_at_once(template: Path, place: Path, start: Start) -> None:
    fresh(template, place)
    crashed = start(place)
    assert crashed.hear() == "open"
    assert crashed.ask("save 1") == "saved 1"
    assert "al geopend door directeur" in start(place).hear()
    crashed.process.kill()
    crashed.process.wait(timeout=60)
    assert (place / school.NAME / "in-use").exists()
    assert read(place) == after_all(State(), 1)
    assert not (place / school.NAME / "in-use").exists()


@pytest.mark.parametrize("also_without_lock_file", [False, True])
def test_who_slept_past_a_take_over_writes_nothing(
    template: Path, place: Path, start: Start, also_without_lock_file: bool
) -> None:
    fresh(template, place)
    slept = start(place)
    assert slept.hear() == "open"
    for number in (1, 2, 3):
        assert slept.ask(f"save {number}") == f"saved {number}"
    os.kill(slept.process.pid, signal.SIGSTOP)
    # The share moves on: the same files, but not the ones that the sleeper holds.
    folder, gone = place / school.NAME, place / "gone.school"
    folder.rename(gone)
    shutil.copytree(gone, folder)
    if also_without_lock_file:
        (folder / "in-use.lock").unlink()
    other = start(place)
    assert other.hear() == "open"
    assert other.ask("save 4") == "saved 4"
    before, before_gone = files(place), gone_files(gone)
    os.kill(slept.process.pid, signal.SIGCONT)
    for _ in range(2):
        answer = slept.ask("save 4")
        assert answer.startswith("refused FolderLost: ")
        assert "directeur op pc" in answer
        assert "concept" in answer
    assert slept.ask("close") == "closed"
    assert files(place) == before
    assert gone_files(gone) == before_gone
    assert other.ask("save 5") == "saved 5"
    assert other.ask("close") == "closed"
    assert read(place) == after_all(State(), 5)


def gone_files(gone: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in gone.rglob("*") if path.is_file()}


def test_who_slept_while_another_came_and_went_writes_nothing(
    template: Path, place: Path, start: Start
) -> None:
    fresh(template, place)
    slept = start(place)
    assert slept.hear() == "open"
    assert slept.ask("save 1") == "saved 1"
    os.kill(slept.process.pid, signal.SIGSTOP)
    folder, gone = place / school.NAME, place / "gone.school"
    folder.rename(gone)
    shutil.copytree(gone, folder)
    assert read(place) == after_all(State(), 1)
    before = files(place)
    os.kill(slept.process.pid, signal.SIGCONT)
    assert slept.ask("save 2").startswith("refused FolderLost: ")
    slept.process.send_signal(signal.SIGTERM)
    assert files(place) == before


def test_without_the_lock_file_the_database_itself_keeps_the_other_out(
    template: Path, place: Path, start: Start
) -> None:
    fresh(template, place)
    first = start(place)
    assert first.hear() == "open"
    assert first.ask("save 1") == "saved 1"
    (place / school.NAME / "in-use.lock").unlink()
    assert "in gebruik" in start(place).hear()
    # Nothing protects the first any more either: it stops writing rather than trust to luck.
    assert first.ask("save 2").startswith("refused FolderLost: ")
    assert first.ask("close") == "closed"
    assert read(place) == after_all(State(), 1)


def test_a_share_pulled_away_loses_no_save_and_goes_on_when_it_is_back(
    template: Path, place: Path, start: Start
) -> None:
    fresh(template, place)
    folder, away = place / school.NAME, place / "away"
    saving = start(place)
    assert saving.hear() == "open"
    number, refusals = 1, 0
    for round_number in range(6):
        for _ in range(3):
            saving.say(f"save {number}")
            if round_number % 2:
                folder.rename(away)  # at whatever moment of the save
            answer = saving.hear()
            if answer == f"saved {number}":
                number += 1
            else:
                assert answer.startswith("refused UserError: ")
                assert "bereikbaar" in answer
                refusals += 1
            if away.exists():
                refused = saving.ask(f"save {number}")
                assert refused.startswith("refused UserError: ")
                assert "niet bereikbaar" in refused
                away.rename(folder)
    saved = number - 1
    saving.process.kill()
    saving.process.wait(timeout=60)
    assert read(place) == after_all(State(), saved)
    assert saved >= 9


def test_a_database_put_back_under_an_open_school_is_noticed_before_the_next_save(
    template: Path, place: Path, start: Start
) -> None:
    fresh(template, place)
    saving = start(place)
    assert saving.hear() == "open"
    older = (place / school.NAME / "school.db").read_bytes()
    assert saving.ask("save 1") == "saved 1"
    database = place / school.NAME / "school.db"
    database.unlink()
    database.write_bytes(older)
    assert "vervangen" in saving.ask("save 2")
    assert saving.ask("close") == "closed"
    desk = school.sign_in(place)
    assert "ouder" in desk.alarms[0]
    desk.close()


def test_a_seal_written_by_another_stops_the_next_save(
    template: Path, place: Path, start: Start
) -> None:
    fresh(template, place)
    saving = start(place)
    assert saving.hear() == "open"
    seal = place / school.NAME / "seal"
    other = seal.read_bytes()
    assert saving.ask("save 1") == "saved 1"
    seal.write_bytes(other)
    assert "Het zegel" in saving.ask("save 2")
    assert saving.ask("close") == "closed"
    assert seal.read_bytes() == other
