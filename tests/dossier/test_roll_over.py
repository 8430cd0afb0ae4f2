"""A new school year in a real school: access moves on 1 August and not before."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.log import Event
from app.access.policy import Action, Refused
from app.desk import Desk, SchoolDoor
from app.dossier import tables
from app.dossier.roll_over_plan import Choices, RollOverPlan, plan_of
from app.errors import UserError
from tests.transfer_school import COMPLETE, GROUP_7, NOTHING, PASSWORD, TransferSchool, pupil_id

JUNE, LAST_DAY, FIRST_DAY = date(2027, 6, 1), date(2027, 7, 31), date(2027, 8, 1)


@contextmanager
def signed_in(school: TransferSchool, who: str, day: date) -> Iterator[Desk]:
    moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    desk = SchoolDoor(school.path, clock=lambda: moment).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    try:
        yield desk
    finally:
        desk.close()


def with_teacher(desk: Desk, plan: RollOverPlan, name: str, *sign_in_names: str) -> RollOverPlan:
    ids = tuple(one.id for one in desk.staff.all() if one.sign_in_name in sign_in_names)
    return plan_of(plan.now, replace(plan.choices, teachers={name: ids}))


def may_read(desk: Desk, pupil: str) -> bool:
    try:
        desk.entries.page(pupil, Category.RESULTS)
    except Refused:
        return False
    return True


def test_prepared_in_june_it_begins_on_the_first_of_august(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = with_teacher(head, head.roll_over.plan(), "8", "leerkracht8")
        done = head.roll_over.carry_out(plan)
        assert done.school_year == "2027-2028"
        eight, seven = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
        assert head.pupils.head(seven).summary.year_group == "7"
    with signed_in(school, "leerkracht8", LAST_DAY) as teacher:
        assert may_read(teacher, eight)
        assert not may_read(teacher, seven)
    with signed_in(school, "leerkracht8", FIRST_DAY) as teacher:
        assert not may_read(teacher, eight), "last year's pupils are no longer hers"
        assert may_read(teacher, seven)
        assert teacher.pupils.head(seven).summary.year_group == "8"


def test_a_backup_of_before_is_made_and_without_one_nothing_changes(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = head.roll_over.plan()
        seven = pupil_id(head, GROUP_7)

        def full(*_given: object, **_named: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("app.vault.backup.fsync_file", full)
            with pytest.raises(UserError, match="schijf vol"):
                head.roll_over.carry_out(plan)
        assert head.roll_over.plan() == plan
        head.roll_over.carry_out(plan)
        (backup,) = head.safety.list()
        assert backup.why.code == "voor-overgang"
        head.safety.restore(backup)
    with signed_in(school, "directeur", FIRST_DAY) as head:
        assert head.pupils.head(seven).summary.year_group == "7"


def test_without_a_new_group_last_years_access_ends_by_itself(school: TransferSchool) -> None:
    with signed_in(school, "leerkracht8", LAST_DAY) as teacher:
        own = pupil_id(teacher, COMPLETE)
        assert may_read(teacher, own)
    with signed_in(school, "leerkracht8", FIRST_DAY) as teacher:
        with pytest.raises(Refused, match="zit dit schooljaar niet in uw eigen groep"):
            teacher.entries.page(own, Category.RESULTS)
        assert not any(group.own for group in teacher.groups.all("2026-2027"))


def test_group_8_is_listed_and_stays_enrolled(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = head.roll_over.plan()
        before = {one.id for one in head.pupils.all()}
        assert {one.number for one in plan.leaving} == {"1001", "1002", "1003", "1005"}
        head.roll_over.carry_out(plan)
    with signed_in(school, "directeur", FIRST_DAY) as head:
        assert {one.id for one in head.pupils.all()} == before
        assert head.pupils.former() == ()


def test_one_pupil_does_the_year_again(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        again = pupil_id(head, NOTHING)
        plan = plan_of(head.roll_over.plan().now, Choices(staying=frozenset({again})))
        head.roll_over.carry_out(plan)
    with signed_in(school, "directeur", FIRST_DAY) as head:
        stays = head.pupils.head(again).summary
        assert (stays.group_name, stays.year_group) == ("8", "8")
        history = head.entries.page(again, Category.ENROLMENT).entries["placement"]
        assert [one.values["until_date"] for one in history] == [None, LAST_DAY]


def test_each_pupil_gets_an_entry_in_the_log_and_the_whole_one_more(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        head.roll_over.carry_out(head.roll_over.plan())
        seven = pupil_id(head, GROUP_7)
        of_pupil = head.log.read(LogFilter(pupil_id=seven))
        assert any(line.event == "gewijzigd" and line.ground == "directeur" for line in of_pupil)
        whole = [one for one in head.log.read(LogFilter()) if one.object_kind == "nieuw schooljaar"]
        assert "2027-2028" in whole[0].text


def test_it_is_offered_from_june_until_it_is_done_and_when_it_was_forgotten(
    school: TransferSchool,
) -> None:
    for day, expected in ((date(2027, 5, 31), ""), (JUNE, "2027-2028"), (FIRST_DAY, "2027-2028")):
        with signed_in(school, "directeur", day) as head:
            assert head.roll_over.offered() == expected
    with signed_in(school, "leerkracht8", FIRST_DAY) as teacher:
        assert teacher.roll_over.offered() == ""
    with signed_in(school, "directeur", date(2027, 8, 23)) as head:
        head.roll_over.carry_out(head.roll_over.plan())
        assert head.roll_over.offered() == ""
        assert head.pupils.by_number(GROUP_7).group_name == "8"


def test_a_plan_of_a_school_that_changed_meanwhile_is_not_carried_out(
    school: TransferSchool,
) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = head.roll_over.plan()
        head.pupils.disenrol(pupil_id(head, GROUP_7), JUNE, {})
        head.groups.add("Vlinders", ["7"])
        with pytest.raises(UserError, match="intussen gewijzigd"):
            head.roll_over.carry_out(plan)
        assert head.groups.all("2027-2028") == ()


def test_a_plan_that_was_tampered_with_is_not_carried_out(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = head.roll_over.plan()
        forged = replace(plan, moves=(replace(plan.moves[0], year_group="3"),))
        with pytest.raises(UserError, match="intussen gewijzigd"):
            head.roll_over.carry_out(forged)
        unknown = plan_of(plan.now, Choices(teachers={"8": ("niemand",)}))
        with pytest.raises(UserError, match="intussen gewijzigd"):
            head.roll_over.carry_out(unknown)
        assert head.groups.all("2027-2028") == ()


def test_staff_are_shown_with_the_groups_of_this_year(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        head.roll_over.carry_out(
            with_teacher(head, head.roll_over.plan(), "8", "leerkracht8", "ib")
        )
    for day, taught in ((LAST_DAY, {"Juf Acht"}), (FIRST_DAY, {"Juf Acht", "Ineke Bos"})):
        with signed_in(school, "directeur", day) as head:
            assert {one.name for one in head.staff.all() if one.groups == ("8",)} == taught


def test_a_substitute_who_is_gone_by_then_is_not_proposed(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        assert [len(group.teacher_ids) for group in head.roll_over.plan().groups] == [1]
        with head._session.alone(Action.STAFF, Event.SETTINGS) as connection:
            gone = update(tables.staff).where(tables.staff.c.sign_in_name == "leerkracht8")
            connection.execute(gone.values(until=LAST_DAY))
        assert [group.teacher_ids for group in head.roll_over.plan().groups] == [()]


def test_it_can_be_undone_and_done_again(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        before = head.roll_over.plan()
        done = head.roll_over.carry_out(before)
        head.roll_over.undo(done)
        assert head.roll_over.plan() == before
        assert head.groups.all("2027-2028") == ()
        head.roll_over.carry_out(before)
        assert [one.name for one in head.groups.all("2027-2028")] == ["8"]


def test_what_others_went_on_with_is_not_undone(school: TransferSchool) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        done = head.roll_over.carry_out(head.roll_over.plan())
        seven = pupil_id(head, GROUP_7)
        placed = head.entries.page(seven, Category.ENROLMENT).entries["placement"][0]
        values = {**placed.values, "year_group": "7"}
        head.entries.change(seven, "placement", placed.id, placed.version, values)
        with pytest.raises(UserError, match="niets teruggedraaid"):
            head.roll_over.undo(done)


@pytest.mark.parametrize("who", ["ib", "leerkracht8", "administratie"])
def test_only_the_headteacher_may(school: TransferSchool, who: str) -> None:
    with signed_in(school, "directeur", JUNE) as head:
        plan = head.roll_over.plan()
        done = head.roll_over.carry_out(plan)
    with signed_in(school, who, JUNE) as other:
        for act in (
            other.roll_over.plan,
            lambda: other.roll_over.carry_out(plan),
            lambda: other.roll_over.undo(done),
        ):
            with pytest.raises(Refused, match="nieuw schooljaar brengen mag niet als"):
                act()
    with signed_in(school, "directeur", JUNE) as head:
        assert len(head.log.read(LogFilter(refused_only=True))) == 3
