"""A draft is its author's alone, and opens only where its author may still write."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.desk.drafts import DraftForm, _parsed
from app.errors import UserError
from app.vault.drafts import SealedDraft
from tests.transfer_school import COMPLETE, TransferSchool, pupil_id

TYPED = {"talk": {"date": "3 maart", "report": "Moeder maakt zich zorgen \ud800"}}


def talk(desk: Desk) -> DraftForm:
    return DraftForm(
        "entry",
        "Gesprek toevoegen",
        about="Thị Ngọc Ánh",
        pupil_id=pupil_id(desk, COMPLETE),
        category=Category.TALK.value,
        kind="talk",
    )


def test_the_author_finds_it_again_at_the_next_sign_in(school: TransferSchool) -> None:
    with_teacher = school.desk("leerkracht8")
    form = talk(with_teacher)
    draft_id = with_teacher.drafts.save("", form, TYPED)
    with_teacher.close()
    again = school.desk("leerkracht8")
    (note,) = again.drafts.notes().notes
    assert (note.id, note.form) == (draft_id, form)
    assert again.drafts.open(draft_id) == TYPED
    again.drafts.discard(draft_id)
    assert again.drafts.notes().notes == ()
    again.close()


def test_nobody_else_sees_that_it_is_there_not_even_the_headteacher(
    school: TransferSchool,
) -> None:
    teacher = school.desk("leerkracht8")
    draft_id = teacher.drafts.save("", talk(teacher), TYPED)
    teacher.close()
    head = school.desk("directeur")
    assert head.drafts.notes().notes == ()
    with pytest.raises(UserError, match="is er niet meer"):
        head.drafts.open(draft_id)
    head.close()


def test_the_office_with_a_copy_of_the_file_in_its_own_folder_opens_nothing(
    school: TransferSchool,
) -> None:
    teacher = school.desk("leerkracht8")
    teacher.drafts.save("", talk(teacher), TYPED)
    teacher.close()
    (file,) = (school.path / "drafts").rglob("*.*")
    office = school.desk("administratie")
    office.drafts.save("", DraftForm("letter", "Vrije brief"), {})
    mine = next(one for one in (school.path / "drafts").iterdir() if one != file.parent)
    (mine / file.name).write_bytes(file.read_bytes())
    found = office.drafts.notes()
    assert [one.form.form for one in found.notes] == ["letter"]
    assert found.damaged == 1
    office.close()


def test_opening_it_again_is_logged_with_its_ground_and_keeping_it_is_not(
    school: TransferSchool,
) -> None:
    teacher = school.desk("leerkracht8")
    draft_id = teacher.drafts.save("", talk(teacher), TYPED)
    teacher.drafts.open(draft_id)
    teacher.close()
    head = school.desk("directeur")
    logged = [one for one in head.log.read(LogFilter()) if "concept" in one.object_kind]
    head.close()
    assert [(one.staff, one.event, one.category) for one in logged] == [
        ("Juf Acht", "ingezien", "Gespreksverslagen")
    ]
    assert "groep 8" in logged[0].ground or "groepsleerkracht" in logged[0].ground


def test_who_may_no_longer_write_there_gets_a_refusal_and_keeps_the_draft(
    school: TransferSchool,
) -> None:
    teacher = school.desk("leerkracht8")
    draft_id = teacher.drafts.save("", talk(teacher), TYPED)
    teacher.close()
    head = school.desk("directeur")
    eight = next(one for one in head.groups.all() if one.name == "8")
    head.groups.set_teachers(eight.id, [])
    head.close()
    again = school.desk("leerkracht8")
    with pytest.raises(Refused):
        again.drafts.open(draft_id)
    assert [one.id for one in again.drafts.notes().notes] == [draft_id]
    again.close()


def test_after_signing_out_a_late_save_is_dropped(school: TransferSchool) -> None:
    teacher = school.desk("leerkracht8")
    form = talk(teacher)
    teacher.close()
    teacher.drafts.save("", form, TYPED)
    assert not (school.path / "drafts").exists()


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300))
def test_content_that_is_no_draft_raises_only_what_the_list_counts_as_damaged(data: bytes) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        _parsed(SealedDraft("ab" * 16, "", data))


def test_todays_program_counts_a_draft_of_another_version_and_shows_the_rest(
    school: TransferSchool,
) -> None:
    desk = school.desk("ib")
    desk.drafts._files.save("ab" * 16, "", b'{"version": 2}')
    desk.drafts.save("", DraftForm("letter", "Vrije brief"), {"letter": {"text": "Beste"}})
    found = desk.drafts.notes()
    assert (len(found.notes), found.damaged) == (1, 1)
    assert found.notes[0].moment.date() == date(2027, 3, 1)
    desk.close()
