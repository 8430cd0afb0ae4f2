"""The demo school as it is built: a real encrypted folder, opened by its staff."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import true

from app.access.categories import DOSSIER_CATEGORIES, Category, Role
from app.access.journal import LogFilter
from app.demo.school import STAFF, DemoSchool, build
from app.desk import Desk, ItDesk, SchoolDoor
from app.dossier.kinds import KINDS
from app.dossier.letter_copies import LetterState
from app.dossier.rows import select_rows
from app.dossier.sixteen_hours import Level
from app.errors import UserError
from app.report.values import ReportState
from tests.demo_fixture import BUILT_AT


@contextmanager
def at(school: DemoSchool, name: str) -> Iterator[Desk]:
    desk = SchoolDoor(school.path).sign_in(name, school.password)
    assert isinstance(desk, Desk)
    try:
        yield desk
    finally:
        desk.close()


_RANDOM = ("id", "_by", "guardian", "_2")


def contents(path: Path) -> Counter[tuple[object, ...]]:
    """Every row of every kind, opened, without what is random: ids and references."""
    desk = SchoolDoor(path).sign_in("directeur", "regenboog")
    assert isinstance(desk, Desk)
    rows: Counter[tuple[object, ...]] = Counter()
    with desk._session.transaction() as connection:
        for code, kind in KINDS.items():
            for row in select_rows(connection, desk._session, kind, true()):
                kept = {n: v for n, v in row.items() if not n.endswith(_RANDOM)}
                rows[(code, *kept.values())] += 1
    desk.close()
    return rows


def test_everyone_of_the_staff_can_sign_in_and_all_roles_are_there(
    demo_school: DemoSchool,
) -> None:
    assert {role for one in STAFF for role in one.roles} == set(Role)
    shown = {"leerkracht7", "leerkracht8", "ib", "directeur", "administratie", "ict"}
    assert shown <= set(demo_school.sign_in_names)
    for name in demo_school.sign_in_names:
        desk = SchoolDoor(demo_school.path).sign_in(name, "regenboog")
        assert isinstance(desk, ItDesk) is (name == "ict")
        if isinstance(desk, Desk):
            assert desk.alarms == ()
        desk.close()


def test_the_recovery_code_opens_the_demo_school(demo_school: DemoSchool) -> None:
    SchoolDoor(demo_school.path).recover(demo_school.recovery_code).close()


def test_all_nine_categories_hold_something(demo_school: DemoSchool) -> None:
    with at(demo_school, "directeur") as desk:
        tags = ("showcase", "moved_away", "newcomer")
        pupils = [desk.pupils.by_number(demo_school.kinds[tag]) for tag in tags]
        for category in DOSSIER_CATEGORIES:
            pages = [desk.entries.page(pupil.id, category) for pupil in pupils]
            held = sum(len(found) for page in pages for found in page.entries.values())
            assert held + sum(len(page.filed) for page in pages) > 0, category
        assert len(desk.pupils.all()) == 120
        former = {pupil.number for pupil in desk.pupils.former()}
        assert {demo_school.kinds["sixteen"], demo_school.kinds["moved_away"]} <= former


def test_leave_waits_some_was_granted_and_truancy_must_be_reported(
    demo_school: DemoSchool,
) -> None:
    with at(demo_school, "directeur") as desk:
        must = [one for one in desk.absences.signals() if one.signal.level is Level.MUST]
        assert [one.pupil.number for one in must] == [demo_school.kinds["returned"]]
        assert must[0].signal.hours >= 16
        (waiting,) = desk.leave.open_requests()
        assert waiting.pupil.number == demo_school.kinds["twins"]
        granted = desk.pupils.by_number(demo_school.kinds["two_mothers"])
        page = desk.entries.page(granted.id, Category.ABSENCE)
        assert any(one.values["ground"] == "weighty" for one in page.entries["absence"])
        assert desk.calendar.read().region == "middle"


def test_a_teacher_has_the_own_group_and_sees_what_is_shared_of_health(
    demo_school: DemoSchool,
) -> None:
    with at(demo_school, "leerkracht8") as desk:
        own = [pupil for pupil in desk.pupils.all() if pupil.own]
        assert {pupil.group_name for pupil in own} == {"8"}
        showcase = next(pupil for pupil in own if pupil.number == "1001")
        page = desk.entries.page(showcase.id, Category.HEALTH)
        assert len(page.entries["health"]) == 1


def test_reports_stand_in_different_states(demo_school: DemoSchool) -> None:
    expected = {
        "moved_away": ReportState.SENT,
        "moving": ReportState.FINALISED,
        "vietnamese": ReportState.CONCEPT,
    }
    with at(demo_school, "ib") as desk:
        for tag, state in expected.items():
            pupil = desk.pupils.by_number(demo_school.kinds[tag])
            (line,) = desk.reports.of_pupil(pupil.id)
            assert line.state is state
        moving = desk.pupils.by_number(demo_school.kinds["moving"])
        states = {copy.state for copy in desk.letter_copies.of_pupil(moving.id)}
        assert states == {LetterState.HANDED, LetterState.MADE}


def test_the_log_tells_of_some_days_and_is_whole(demo_school: DemoSchool) -> None:
    with at(demo_school, "directeur") as desk:
        assert desk.verify_log().intact
        lines = desk.log.read(LogFilter())
        events = {line.event for line in lines}
        assert {"geïmporteerd", "aanmelden mislukt", "verzonden", "ingezien"} <= events
        created = [line for line in lines if line.event == "toegevoegd" and line.number < 200]
        assert len(created) >= 120
        assert len(desk.log.read(LogFilter(refused_only=True))) >= 3
        built = [line for line in lines if line.at < BUILT_AT]
        assert len({line.at.date() for line in built}) == 7
        # Numbers and times go the same way.
        assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


def test_two_builds_on_one_day_hold_the_same_data(demo_school: DemoSchool, tmp_path: Path) -> None:
    again = build(tmp_path / "nog eens.school", clock=lambda: BUILT_AT)
    assert contents(again.path) == contents(demo_school.path)
    assert again.recovery_code != demo_school.recovery_code


def test_it_does_not_build_over_something_that_stands_there(
    demo_school: DemoSchool, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="bestaat al"):
        build(demo_school.path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [demo_school.path.name]


def test_a_build_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    folder = tmp_path / "hier"

    def stop(said: str) -> None:
        if "dagen" in said:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder / "x.school", progress=stop)
    assert list(folder.iterdir()) == []
