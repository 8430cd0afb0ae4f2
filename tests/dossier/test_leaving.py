"""Group 8 leaves: who is proposed, all or nothing, and back again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.access.categories import Category
from app.desk import Desk, SchoolDoor
from app.dossier.checks import InvalidEntry
from app.dossier.leaving import Leaver, NextSchool
from app.dossier.roll_over_plan import Choices, plan_of
from app.errors import UserError
from tests.transfer_school import COMPLETE, GROUP_7, NOTHING, PASSWORD, TransferSchool, pupil_id

LYCEUM = NextSchool("Het Lyceum", "12CD", "01")
JULY = date(2027, 7, 31)


def signed_in(school: TransferSchool, day: date) -> Desk:
    moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    desk = SchoolDoor(school.path, clock=lambda: moment).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = signed_in(school, date(2027, 6, 28))
    yield desk
    desk.close()


def to_lyceum(desk: Desk) -> list[Leaver]:
    return [replace(one, school=LYCEUM) for one in desk.leaving.plan().leavers]


def enrolments(desk: Desk, number: str) -> list[dict[str, object]]:
    page = desk.entries.page(pupil_id(desk, number), Category.ENROLMENT)
    return [dict(one.values) for kind in ("enrolment", "placement") for one in page.entries[kind]]


def test_all_of_group_8_are_proposed_to_leave_on_31_july(head: Desk) -> None:
    plan = head.leaving.plan()
    assert (plan.school_year, plan.day) == ("2026-2027", JULY)
    assert [one.pupil.number for one in plan.leavers] == ["1005", "1001", "1002", "1003"]
    assert {one.school for one in plan.leavers} == {NextSchool("")}
    assert plan.schools == ()


def test_they_leave_together_and_may_be_seen_until_that_day(
    school: TransferSchool, head: Desk
) -> None:
    head.leaving.carry_out(JULY, to_lyceum(head))
    enrolment, placement = enrolments(head, COMPLETE)
    assert enrolment["until_date"] == placement["until_date"] == JULY
    assert (enrolment["reason_out"], enrolment["next_brin"]) == ("secondary", "12CD")
    assert len(head.pupils.all()) == 5
    plan = head.leaving.plan()
    assert (plan.leavers, len(plan.gone), plan.schools) == ((), 4, (LYCEUM,))
    assert len(head.roll_over.plan().going) == 4, "the new school year knows that they go"
    head.close()
    august = signed_in(school, date(2027, 8, 1))
    assert [one.number for one in august.pupils.all()] == [GROUP_7]
    assert len(august.pupils.former()) == 4
    august.close()


def test_who_does_the_year_again_stays(head: Desk) -> None:
    again = pupil_id(head, NOTHING)
    plan = head.roll_over.plan()
    head.roll_over.carry_out(plan_of(plan.now, Choices(staying=frozenset({again}))))
    leaving = head.leaving.plan()
    assert [one.id for one in leaving.staying] == [again]
    assert again not in {one.pupil.id for one in leaving.leavers}


def test_a_wrong_brin_stops_all_of_it(head: Desk) -> None:
    leavers = to_lyceum(head)
    leavers[-1] = replace(leavers[-1], school=NextSchool("Ergens", "XX"))
    with pytest.raises(InvalidEntry, match="BRIN"):
        head.leaving.carry_out(JULY, leavers)
    assert [one["until_date"] for one in enrolments(head, COMPLETE)] == [None, None]


def test_it_is_taken_back_whole_or_not_at_all(head: Desk) -> None:
    before = enrolments(head, COMPLETE)
    done = head.leaving.carry_out(JULY, to_lyceum(head))
    head.leaving.undo(done)
    assert enrolments(head, COMPLETE) == before
    again = head.leaving.carry_out(JULY, to_lyceum(head))
    pupil = pupil_id(head, NOTHING)
    row = head.entries.page(pupil, Category.ENROLMENT).entries["enrolment"][0]
    head.entries.change(pupil, "enrolment", row.id, row.version, {"next_school": "Elders"})
    with pytest.raises(UserError, match="niets teruggedraaid"):
        head.leaving.undo(again)
    assert enrolments(head, COMPLETE)[0]["until_date"] == JULY


def test_a_plan_that_is_no_longer_so_and_a_day_before_the_placement_are_refused(
    head: Desk,
) -> None:
    leavers = to_lyceum(head)
    with pytest.raises(UserError, match="latere dag"):
        head.leaving.carry_out(date(2026, 7, 1), leavers)
    head.pupils.disenrol(leavers[0].pupil.id, date(2027, 7, 1), {})
    with pytest.raises(UserError, match="intussen gewijzigd"):
        head.leaving.carry_out(JULY, leavers)
    assert len(head.pupils.former()) == 0
    assert len(head.leaving.plan().gone) == 1


def test_a_group_8_that_was_forgotten_leaves_with_the_last_day_of_its_own_year(
    school: TransferSchool,
) -> None:
    head = signed_in(school, date(2027, 9, 6))
    head.roll_over.carry_out(head.roll_over.plan())
    plan = head.leaving.plan()
    assert (plan.school_year, plan.day) == ("2026-2027", JULY)
    assert GROUP_7 not in {one.pupil.number for one in plan.leavers}, "she is in group 8 now"
    head.leaving.carry_out(plan.day, plan.leavers)
    assert [one.number for one in head.pupils.all()] == [GROUP_7]
    assert head.leaving.plan().day == date(2028, 7, 31)
    head.close()


def test_who_comes_back_keeps_number_and_history_and_may_leave_again(
    school: TransferSchool, head: Desk
) -> None:
    head.leaving.carry_out(JULY, to_lyceum(head))
    head.close()
    autumn = signed_in(school, date(2027, 10, 4))
    back = next(one for one in autumn.pupils.former() if one.number == COMPLETE)
    eight = autumn.groups.add("8", ["8"])
    placed = {"group_id": eight, "year_group": "8"}
    autumn.pupils.return_to_school(back.id, {"from_date": date(2027, 10, 4)}, placed)
    page = autumn.entries.page(back.id, Category.ENROLMENT)
    reasons = [one.values["reason_in"] for one in page.entries["enrolment"]]
    assert reasons == ["returned", None]
    assert page.entries["enrolment"][1].values["next_school"] == "Het Lyceum"
    assert [one.values["school_year"] for one in page.entries["placement"]] == [
        "2027-2028",
        "2026-2027",
    ]
    (leaver,) = [one for one in autumn.leaving.plan().leavers if one.pupil.number == COMPLETE]
    assert leaver.school == NextSchool(""), "where it went the first time is not where it goes now"
    autumn.close()
