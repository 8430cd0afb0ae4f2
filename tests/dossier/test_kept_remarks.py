"""Why a text keeps what was pointed out: remembered with the entry, for who may read the text."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.checks import InvalidEntry
from app.dossier.digest import dossier_digests, newest_digests
from app.dossier.values import Entry, KeptRemark
from tests.transfer_school import COMPLETE, TransferSchool, pupil_id

DAY = date(2027, 2, 1)
TALK = {"held_on": DAY, "subject": "Advies", "participants": "ouders", "report": "BSN 123456782."}
HEALTH = {
    "noted_on": DAY,
    "condition": "astma",
    "measure": "Bel 06-12345678.",
    "shared_with_group": True,
}
WHY = {("report", "bsn"): "nodig voor de aanmelding"}
REMARK = KeptRemark("report", "bsn", "nodig voor de aanmelding")


@pytest.fixture
def desk(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("ib")
    yield desk
    desk.close()


def shown(desk: Desk, category: Category, kind: str) -> tuple[Entry, ...]:
    return desk.entries.page(pupil_id(desk, COMPLETE), category).entries[kind]


def test_a_reason_is_kept_with_the_entry_replaced_when_changed_and_there_after_undo(
    desk: Desk,
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    entry_id = desk.entries.add(pupil, "talk", TALK, kept=WHY).entry_id
    assert desk.entries.one(pupil, "talk", entry_id).kept == (REMARK,)
    desk.entries.change(pupil, "talk", entry_id, 1, {"subject": "Anders"})
    assert desk.entries.one(pupil, "talk", entry_id).kept == (REMARK,)
    other = {("report", "bsn"): "toch  anders "}
    desk.entries.change(pupil, "talk", entry_id, 2, {}, kept=other)
    desk.entries.delete(pupil, "talk", entry_id, "Vergissing.")
    desk.entries.undo_delete(pupil, "talk", entry_id)
    assert [one.kept for one in shown(desk, Category.TALK, "talk")] == [
        (KeptRemark("report", "bsn", "toch anders"),)
    ]


def test_a_reason_alone_is_a_change_that_the_log_vouches_for(desk: Desk) -> None:
    pupil = pupil_id(desk, COMPLETE)
    entry_id = desk.entries.add(pupil, "talk", TALK).entry_id
    desk.entries.change(pupil, "talk", entry_id, 1, {}, kept=WHY)
    with desk._session.transaction() as connection:
        assert newest_digests(connection, [pupil]) == dossier_digests(connection, [pupil])
    assert desk.entries.one(pupil, "talk", entry_id).kept == (REMARK,)


@pytest.mark.parametrize(
    "kept",
    [
        {("report", "nothing"): "ja"},
        {("nothing", "bsn"): "ja"},
        {("held_on", "bsn"): "ja"},
        {("reason", "bsn"): "ja"},
        {("report", "bsn"): "  "},
        {("report", "bsn"): "x" * 501},
    ],
)
def test_a_reason_about_nothing_saves_nothing_at_all(
    desk: Desk, kept: dict[tuple[str, str], str]
) -> None:
    with pytest.raises(InvalidEntry) as refused:
        desk.entries.add(pupil_id(desk, COMPLETE), "talk", TALK, kept=kept)
    assert set(refused.value.problems) == {next(iter(kept))[0]}
    assert shown(desk, Category.TALK, "talk") == ()


def test_of_care_the_reason_is_for_who_may_read_care_only(
    school: TransferSchool, desk: Desk
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    kept = {("measure", "phone"): "moeder is dan in het ziekenhuis", ("reason", "bsn"): "polis"}
    desk.entries.add(pupil, "health", HEALTH, "nodig in de klas", kept=kept)
    mine = shown(desk, Category.HEALTH, "health")[0].kept
    assert {(one.field, one.rule): one.reason for one in mine} == kept
    desk.close()
    teacher = school.desk("leerkracht8")
    shared = shown(teacher, Category.HEALTH, "health")[0]
    assert shared.display["measure"]
    assert shared.kept == ()
    teacher.close()


def test_who_may_not_write_the_text_cannot_keep_a_reason(school: TransferSchool) -> None:
    office = school.desk("administratie")
    with pytest.raises(Refused):
        office.entries.add(pupil_id(office, COMPLETE), "talk", TALK, kept=WHY)
    office.close()
