"""Letters that were made: warning of a second one, and marking a whole batch at once."""

from datetime import timedelta

import pytest

from app.access.policy import Refused
from app.desk import Desk
from app.dossier.letter_copies import LetterState
from app.errors import UserError
from tests import transfer_school
from tests.transfer_school import TODAY, TransferSchool, begun, pupil_id


def test_it_is_said_why_each_person_is_written_to(desk: Desk) -> None:
    pupil = pupil_id(desk, transfer_school.COMPLETE)
    found = desk.letters.who([pupil], "free")[0]
    assert [one.why for one in found.recipients] == ["heeft gezag", "heeft gezag"]
    assert [(one.name, one.why) for one in found.skipped] == [("C. Zonder", "heeft geen gezag")]


def test_a_letter_about_the_same_report_that_was_made_before_is_named(desk: Desk) -> None:
    report = begun(desk)
    pupil = report.pupil.id
    assert desk.letters.who([pupil], "okr")[0].earlier == ()
    batch = desk.letters.make([pupil], "okr")
    earlier = desk.letters.who([pupil], "okr")[0].earlier
    assert {one.id for one in earlier} == set(batch.letter_ids)
    assert desk.letters.who([pupil], "free")[0].earlier == ()


def test_letters_about_an_earlier_report_do_not_count(desk: Desk) -> None:
    report = begun(desk)
    desk.letters.make([report.pupil.id], "okr")
    desk.reports.discard(report.pupil.id, report.id)
    begun(desk)
    assert desk.letters.who([report.pupil.id], "okr")[0].earlier == ()


def test_a_batch_is_marked_as_a_whole(desk: Desk) -> None:
    pupils = [
        pupil_id(desk, one) for one in (transfer_school.COMPLETE, transfer_school.TWO_MOTHERS)
    ]
    batch = desk.letters.make(pupils, "free", {"subject": "Musical", "text": "Kom kijken."})
    copies = desk.letter_copies.of_pupils(pupils)
    assert {one.id for one in copies} == set(batch.letter_ids)
    marked = [(one.pupil_id, one.id) for one in copies]
    desk.letter_copies.mark_all(marked, LetterState.SENT, TODAY)
    assert {one.state for one in desk.letter_copies.of_pupils(pupils)} == {LetterState.SENT}


def test_nothing_of_a_batch_is_marked_when_one_letter_is_not_there(desk: Desk) -> None:
    pupil = pupil_id(desk, transfer_school.COMPLETE)
    batch = desk.letters.make([pupil], "free", {"subject": "Musical", "text": "Kom kijken."})
    marked = [(pupil, batch.letter_ids[0]), (pupil, "0" * 32)]
    with pytest.raises(UserError, match="bestaat niet"):
        desk.letter_copies.mark_all(marked, LetterState.HANDED, TODAY)
    assert {one.state for one in desk.letter_copies.of_pupil(pupil)} == {LetterState.MADE}


def test_a_letter_cannot_have_been_handed_over_before_it_was_made(desk: Desk) -> None:
    pupil = pupil_id(desk, transfer_school.COMPLETE)
    batch = desk.letters.make([pupil], "free", {"subject": "Musical", "text": "Kom kijken."})
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(UserError, match="Er is niets gewijzigd"):
        desk.letter_copies.mark(pupil, batch.letter_ids[0], LetterState.HANDED, yesterday)


def test_a_teacher_marks_letters_of_the_own_group_and_no_others(school: TransferSchool) -> None:
    desk = school.desk("leerkracht8")
    own = next(one for one in desk.pupils.all() if one.number == transfer_school.COMPLETE)
    batch = desk.letters.make([own.id], "free", {"subject": "Musical", "text": "Kom kijken."})
    marked = [(own.id, one) for one in batch.letter_ids]
    desk.letter_copies.mark_all(marked, LetterState.PRINTED, TODAY)
    other = next(one for one in desk.pupils.all() if one.number == transfer_school.GROUP_7)
    with pytest.raises(Refused):
        desk.letters.who([other.id], "free")
    with pytest.raises(Refused):
        desk.letters.who([own.id], "okr")
    desk.close()


def test_a_pupil_without_anyone_to_write_to_is_an_obstacle_with_its_reason(desk: Desk) -> None:
    numbers = (transfer_school.UNKNOWN_CUSTODY, transfer_school.NOTHING)
    found = desk.letters.who([pupil_id(desk, one) for one in numbers], "free")
    assert "gezag onbekend" in found[0].obstacle
    assert found[1].obstacle.endswith("er staat geen ouder of verzorger in het dossier.")
