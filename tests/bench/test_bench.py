"""The measuring school is a valid one, and every figure is measured on the work it names."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access.categories import Category
from app.access.log import Event
from app.access.tables import log_entry
from app.bench import school
from app.bench.baseline import plain_copy
from app.bench.measuring import Bench, Measured, Row, measure
from app.bench.pages import same_rows
from app.bench.run import FAMILIES, Result, machine
from app.commands.bench import bench_command
from app.commands.program import run
from app.desk import Desk
from app.dossier.digest import altered_dossiers
from app.dossier.kinds import entry_kinds

SIZE = 30
WHY = "Nagaan of de proefschool klopt."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "De Meetlat.school"
    school.build(path, SIZE, log_per_pupil=4)
    return path


@pytest.fixture(scope="module")
def desk(built: Path) -> Iterator[Desk]:
    desk = school.sign_in(built)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def bench(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("plain") / "plain.db"
    plain = plain_copy(desk._session.database, path)
    sample = [one.id for one in desk.pupils.all()][:3]
    yield Bench(desk, plain, sample, (school.RARE, school.COMMON))
    plain.close()


def test_the_school_is_as_the_program_makes_one(desk: Desk) -> None:
    assert desk.alarms == ()
    verified = desk.verify_log()
    assert verified.intact, verified.sentence
    pupils = desk.pupils.all()
    assert len(pupils) == SIZE
    with desk._session.transaction() as connection:
        assert altered_dossiers(connection, [one.id for one in pupils]) == []
        views = log_entry.select().where(log_entry.c.event == Event.VIEW.value)
        assert len(connection.execute(views).all()) >= SIZE * 4


def test_dossiers_are_full_and_form_says_nothing_is_wrong_with_them(desk: Desk) -> None:
    pupil = desk.pupils.by_number("100000")
    counts = {"result": 20, "absence": 40, "talk": 2, "health": 1, "guardian": 2, "address": 1}
    for category in (
        Category.RESULTS,
        Category.ABSENCE,
        Category.TALK,
        Category.HEALTH,
        Category.CONTACT,
    ):
        page = desk.entries.page(pupil.id, category)
        for kind in page.kinds:
            assert len(page.entries[kind.code]) == counts.get(
                kind.code, len(page.entries[kind.code])
            )
            for entry in page.entries[kind.code][:1]:
                assert desk.entries.problems(kind, entry.values) == {}


def test_the_words_to_search_for_are_there(desk: Desk) -> None:
    found = desk.search.in_texts(school.COMMON, WHY)
    assert found.pupils
    assert found.go_on is not None


def test_every_family_measures_both_and_our_work_is_logged(bench: Bench, desk: Desk) -> None:
    rows = [row for family in FAMILIES for row in family(bench)]
    assert len({row.name for row in rows}) == len(rows) > 14
    for row in rows:
        before = desk._session.newest.number
        row.ours()
        assert row.baseline is None or row.baseline() is not None
        assert desk._session.newest.number > before or "toets" in row.name


def test_the_baseline_reads_the_same_rows(bench: Bench, desk: Desk) -> None:
    for category in (Category.RESULTS, Category.ABSENCE, Category.CONTACT):
        page = desk.entries.page(bench.sample[0], category)
        ours = sum(len(page.entries[kind.code]) for kind in page.kinds) + len(page.filed)
        assert bench.plain.rows(*same_rows(category, bench.sample[0])) == ours
        assert entry_kinds(category)


def test_both_are_done_in_turn_and_preparing_is_not_counted() -> None:
    done: list[str] = []
    row = Row(
        "x",
        lambda: done.append("ours"),
        lambda: done.append("plain"),
        rounds=2,
        prepare=lambda: done.append("prepare"),
    )
    measured = measure(row)
    assert done == ["prepare", "ours", "plain"] * 3
    assert measured.rounds == 2
    assert Measured("x", 6.0, 3.0, 5).ratio == 2.0
    assert Measured("x", 6.0, None, 5).ratio is None


def test_the_command_prints_and_writes_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Result(
        120, machine(), (Measured("pagina", 12.34, 4.0, 7), Measured("zorg", 9.0, None, 5))
    )
    monkeypatch.setattr("app.bench.run.bench", lambda *_given, **_named: result)
    target = tmp_path / "cijfers.json"
    command = bench_command(lambda: lambda *_given: iter(()))
    assert run(["bench", "--json", str(target)], more=(command,), explain=str) == 0
    said = capsys.readouterr().out
    assert "12,3" in said
    assert "3,1×" in said
    assert os.environ.get("USER", "\0") not in machine()
    kept = json.loads(target.read_text("utf-8"))
    assert [one["ratio"] for one in kept["rows"]] == [12.34 / 4.0, None]
    assert kept["size"] == 120


def test_a_size_that_is_not_offered_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    command = bench_command(lambda: lambda *_given: iter(()))
    assert run(["bench", "--size", "7"], more=(command,), explain=str) == 2
    assert "10000" in capsys.readouterr().err
