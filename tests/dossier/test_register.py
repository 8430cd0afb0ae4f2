"""The register, leave and the calendar against a real school: saved, logged, undone, refused."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.attachments import NewAttachment
from app.dossier.calendar import FreeDays
from app.dossier.checks import InvalidEntry
from app.dossier.half_days import Mark
from app.dossier.register import Marking, RegisterPage
from app.dossier.sixteen_hours import Level
from app.errors import UserError
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, TODAY, UNKNOWN_CUSTODY, TransferSchool, pupil_id

FRIDAY = TODAY + timedelta(days=4)
ILL = {(TODAY, "morning"): Mark("ill"), (TODAY, "afternoon"): Mark("ill")}
ASKED = {"requested_on": TODAY, "from_date": date(2027, 3, 15), "until_date": date(2027, 3, 17)}
LEAVE = {**ASKED, "ground": "weighty", "motivation": "Huwelijk van een oom"}


@pytest.fixture
def teacher(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("leerkracht8")
    yield desk
    desk.close()


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def own_group(desk: Desk) -> str:
    return next(one.id for one in desk.groups.all() if one.name == "8")


def opened(desk: Desk) -> RegisterPage:
    return desk.register.open(own_group(desk), TODAY, FRIDAY)


def entries(desk: Desk, pupil: str) -> list[dict[str, object]]:
    page = desk.entries.page(pupil, Category.ABSENCE)
    return [dict(one.values) for one in page.entries["absence"]]


def test_the_register_shows_the_group_in_the_order_of_a_class_list(teacher: Desk) -> None:
    page = opened(teacher)
    names = [line.pupil.list_name for line in page.lines]
    assert names == [
        "<b>Smit</b> & Zoon, Eva",
        "Hof, Thị Ngọc Ánh van 't",
        "Wit, Bram de",
        "Yılmaz, Cem",
    ]
    assert page.may_write
    assert page.ground == "groepsleerkracht 8"
    assert all(not line.marks for line in page.lines)


def test_three_absentees_are_saved_at_once_and_taken_back_at_once(teacher: Desk) -> None:
    chosen = [line.pupil.id for line in opened(teacher).lines][:3]
    before = teacher._session.newest.number
    saved = teacher.register.mark([Marking(one, ILL) for one in chosen], TODAY, FRIDAY)
    assert teacher._session.newest.number == before + 3, "one line of the log for each pupil"
    assert [line.pupil.id for line in saved.lines] == chosen
    assert all(line.marks == ILL for line in saved.lines)
    (entry,) = entries(teacher, chosen[0])
    assert (entry["half_day"], entry["sort"], entry["until_date"]) == ("whole", "ill", None)
    undone = teacher.register.undo(saved, TODAY, FRIDAY)
    assert all(not line.marks for line in undone.lines)
    assert entries(teacher, chosen[0]) == []


def test_undo_puts_back_what_was_changed_split_or_deleted_with_its_note(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    long = {"from_date": TODAY, "until_date": FRIDAY, "half_day": "whole", "sort": "ill"}
    teacher.entries.add(pupil, "absence", {**long, "note": "griep"})
    before = entries(teacher, pupil)
    middle = TODAY + timedelta(days=1)
    marks = {(middle, "morning"): None, (middle, "afternoon"): Mark("unauthorised")}
    saved = teacher.register.mark([Marking(pupil, marks)], TODAY, FRIDAY)
    assert len(entries(teacher, pupil)) == 3
    teacher.register.undo(saved, TODAY, FRIDAY)
    assert entries(teacher, pupil) == before


def test_undo_does_not_undo_what_someone_else_wrote_after_it(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    saved = teacher.register.mark([Marking(pupil, ILL)], TODAY, FRIDAY)
    (entry,) = teacher.entries.page(pupil, Category.ABSENCE).entries["absence"]
    teacher.entries.change(pupil, "absence", entry.id, 1, {**entry.values, "note": "griep"})
    with pytest.raises(UserError, match="intussen"):
        teacher.register.undo(saved, TODAY, FRIDAY)
    assert len(entries(teacher, pupil)) == 1


def test_one_pupil_of_another_group_among_them_and_nothing_is_saved(teacher: Desk) -> None:
    mine = pupil_id(teacher, COMPLETE)
    other = next(one.id for one in teacher.pupils.all() if not one.own)
    with pytest.raises(Refused):
        teacher.register.mark([Marking(mine, ILL), Marking(other, ILL)], TODAY, FRIDAY)
    assert entries(teacher, mine) == []


def test_an_absence_with_an_attachment_does_not_go_unnoticed(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    day = {"from_date": TODAY, "half_day": "whole", "sort": "authorised"}
    entry = teacher.entries.add(pupil, "absence", day).entry_id
    letter = NewAttachment("Briefje", b"Hij is bij de tandarts.", "briefje.txt")
    teacher.attachments.add(pupil, Category.ABSENCE, letter, "absence", entry)
    with pytest.raises(UserError, match="bijlage"):
        teacher.register.mark([Marking(pupil, ILL)], TODAY, FRIDAY)
    assert [one["sort"] for one in entries(teacher, pupil)] == ["authorised"]


def test_a_free_day_takes_no_absence(head: Desk) -> None:
    head.calendar.add(FreeDays(TODAY, TODAY, "study_day", "Studiedag"))
    assert opened(head).calendar.free_on(TODAY) is not None
    with pytest.raises(UserError, match="Studiedag"):
        head.register.mark([Marking(pupil_id(head, COMPLETE), ILL)], TODAY, FRIDAY)


def test_the_calendar_is_read_by_all_and_changed_by_the_headteacher(
    head: Desk, school: TransferSchool
) -> None:
    assert head.calendar.take_over("north", "2026-2027") == 10  # the summer before it too
    assert head.calendar.take_over("north", "2026-2027") == 0
    head.calendar.set_hours({1: (3.0, 2.25)})
    with pytest.raises(UserError, match="8 uur"):
        head.calendar.set_hours({1: (30.0, 2.25)})
    with pytest.raises(UserError, match="kent de vakanties van 2040-2041"):
        head.calendar.take_over("north", "2040-2041")
    with pytest.raises(InvalidEntry, match="vóór de eerste"):
        head.calendar.add(FreeDays(FRIDAY, TODAY, "other", "Mis"))
    christmas = next(one for one in head.calendar.read().free if one.name == "Kerstvakantie")
    head.calendar.change(
        FreeDays(date(2026, 12, 18), date(2027, 1, 3), "holiday", "K", christmas.id)
    )
    head.calendar.delete(christmas)
    with pytest.raises(UserError, match="staan er niet"):
        head.calendar.delete(christmas)
    said = [
        line.text for line in head.log.read(LogFilter()) if "calendar" in line.codes.object_kind
    ]
    assert any("regio Noord" in one for one in said)
    assert any("verwijderd: Kerstvakantie" in one for one in said)
    head.close()
    teacher = school.desk("leerkracht8")
    calendar = teacher.calendar.read()
    assert (calendar.region, calendar.lessons(TODAY, "whole")) == ("north", 5.25)
    assert not calendar.is_school_day(TODAY + timedelta(days=1))
    teacher.close()


def test_a_teacher_records_a_request_and_cannot_decide_on_it(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    saved = teacher.entries.add(pupil, "leave_request", {**LEAVE, "decision": "granted"})
    look = teacher.leave.look_at(pupil, saved.entry_id)
    assert look.entry.values["decision"] == "open"
    assert look.days == 3
    changed = {**look.entry.values, "decision": "granted", "motivation": "Anders"}
    teacher.entries.change(pupil, "leave_request", saved.entry_id, 1, changed)
    assert teacher.leave.look_at(pupil, saved.entry_id).entry.values["decision"] == "open"


def test_granting_makes_the_absence_and_taking_it_back_takes_it_away(
    head: Desk, school: TransferSchool
) -> None:
    pupil = pupil_id(head, COMPLETE)
    request = head.entries.add(pupil, "leave_request", LEAVE).entry_id
    (waiting,) = head.leave.open_requests()
    assert (waiting.id, waiting.days) == (request, 3)
    with pytest.raises(InvalidEntry, match="waarom"):
        head.leave.decide(pupil, request, 1, "refused", "")
    decided = head.leave.decide(pupil, request, 1, "granted", "")
    (absence,) = entries(head, pupil)
    assert (absence["sort"], absence["ground"]) == ("authorised", "weighty")
    assert head.leave.open_requests() == ()
    with pytest.raises(UserError, match="intussen"):
        head.leave.decide(pupil, request, 1, "granted", "")
    head.leave.take_back(decided)
    assert entries(head, pupil) == []
    head.leave.decide(pupil, request, 3, "passed_on", "Meer dan tien dagen.")
    assert entries(head, pupil) == []
    head.close()
    teacher = school.desk("leerkracht8")
    for attempt in (
        lambda: teacher.entries.delete(pupil, "leave_request", request),
        lambda: teacher.entries.change(pupil, "leave_request", request, 4, LEAVE),
    ):
        with pytest.raises(Refused, match="alleen de directeur"):
            attempt()
    teacher.close()


def test_sixteen_hours_are_signalled_until_they_are_reported(
    head: Desk, school: TransferSchool
) -> None:
    pupil, other = pupil_id(head, COMPLETE), pupil_id(head, UNKNOWN_CUSTODY)
    week = {"from_date": date(2027, 2, 22), "until_date": date(2027, 2, 24), "half_day": "whole"}
    head.entries.add(pupil, "absence", {**week, "sort": "unauthorised"})
    head.entries.add(pupil, "absence", {"from_date": date(2027, 2, 26), "half_day": "morning",
                                        "sort": "unauthorised"})  # fmt: skip
    head.entries.add(other, "absence", {**week, "sort": "unauthorised"})
    found = {one.pupil.id: one.signal for one in head.absences.signals()}
    assert (found[pupil].level, found[pupil].hours) == (Level.MUST, 18.0)
    assert found[other].level is Level.WARN
    assert next(iter(found)) == pupil
    state = head.absences.of_pupil(pupil)
    assert state.signal == found[pupil]
    assert state.totals[0][1]["unauthorised"].half_days == 6
    reported = {"reported_on": TODAY, "sort": "sixteen_hours", "from_date": date(2027, 2, 1)}
    head.entries.add(pupil, "absence_report", {**reported, "until_date": TODAY})
    assert {one.pupil.id for one in head.absences.signals()} == {other}
    head.close()
    teacher = school.desk("leerkracht8")
    assert {one.pupil.id for one in teacher.absences.signals()} == {other}
    teacher.close()


def test_the_overview_of_a_group_is_printed_and_logged(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    head.register.mark([Marking(pupil, ILL)], TODAY, FRIDAY)
    content = head.absence_sheets.group_totals(own_group(head), "8", TODAY, FRIDAY)
    text = everything(content)
    assert "Hof" in text
    assert "Afwezigheid groep 8" in text
    lines = [
        line for line in head.log.read(LogFilter()) if line.codes.object_kind == "absence_totals"
    ]
    assert len(lines) == 4
