"""Talks and their agreements on a real school: saved as one, gone as one, back as one."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.checks import InvalidEntry
from app.dossier.talk_rules import AgreementState, TalkState
from app.dossier.values import Entry
from app.errors import UserError
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id

TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "A. Wiśniewska", "report": "Ja."}
READ = {"what": "Thuis lezen", "who": "moeder", "due_on": TODAY + timedelta(days=5)}
PHONE = {"what": "Logopedist bellen", "who": "school", "due_on": TODAY - timedelta(days=1)}


@pytest.fixture
def teacher(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("leerkracht8")
    yield desk
    desk.close()


def agreed(desk: Desk, pupil: str) -> list[Entry]:
    return list(desk.entries.page(pupil, Category.TALK).entries["agreement"])


def whats(desk: Desk, pupil: str) -> set[str]:
    return {str(one.values["what"]) for one in agreed(desk, pupil)}


def kept(entry: Entry) -> dict[str, object]:
    return {"id": entry.id, "version": entry.version, **entry.values}


def test_a_talk_and_its_agreements_are_saved_as_one_and_each_is_logged(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    talk = teacher.talks.add(pupil, TALK, [READ, PHONE]).entry_id
    rows = agreed(teacher, pupil)
    assert {one.values["talk_id"] for one in rows} == {talk}
    assert {one.values["agreed_on"] for one in rows} == {TODAY}
    lines = [one for one in _log(teacher, pupil) if one.event == "toegevoegd"]
    assert sorted(one.object_kind for one in lines[:3]) == [
        "afspraak",
        "afspraak",
        "gespreksverslag",
    ]


def _log(desk: Desk, pupil: str):
    with desk._session.transaction() as connection:
        from app.access import journal

        return journal.read(connection, LogFilter(pupil_id=pupil), {}, {})


def test_one_wrong_agreement_saves_nothing_at_all(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    with pytest.raises(InvalidEntry) as wrong:
        teacher.talks.add(pupil, TALK, [READ, {"who": "school"}])
    assert "Afspraak 2: Wat is afgesproken is nog leeg." in str(wrong.value)
    page = teacher.entries.page(pupil, Category.TALK)
    assert page.entries["talk"] == page.entries["agreement"] == ()


def test_changing_a_talk_adds_changes_and_removes_its_agreements(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    talk = teacher.talks.add(pupil, TALK, [READ, PHONE]).entry_id
    reading = next(one for one in agreed(teacher, pupil) if one.values["what"] == READ["what"])
    new = {"what": "Nieuwe afspraak"}
    changed = {**kept(reading), "who": "vader"}
    teacher.talks.change(pupil, talk, 1, TALK, [changed, new])
    assert whats(teacher, pupil) == {"Thuis lezen", "Nieuwe afspraak"}
    assert next(one for one in agreed(teacher, pupil) if one.id == reading.id).values["who"] == (
        "vader"
    )
    with pytest.raises(UserError, match="intussen"):
        teacher.talks.change(pupil, talk, 1, TALK, [changed])


def of_group_7(school: TransferSchool) -> Entry:
    """An agreement about a pupil who is not the teacher's."""
    head = school.desk("directeur")
    other = pupil_id(head, GROUP_7)
    head.talks.add(other, TALK, [READ])
    [made] = agreed(head, other)
    head.close()
    return made


def test_an_agreement_of_another_pupil_cannot_be_taken_over(school: TransferSchool) -> None:
    foreign = of_group_7(school)
    teacher = school.desk("leerkracht8")
    with pytest.raises(UserError):
        teacher.talks.add(pupil_id(teacher, COMPLETE), TALK, [kept(foreign)])
    teacher.close()


def test_agreements_go_and_come_back_with_their_talk(teacher: Desk) -> None:
    pupil = pupil_id(teacher, COMPLETE)
    talk = teacher.talks.add(pupil, TALK, [READ, PHONE]).entry_id
    alone = next(one for one in agreed(teacher, pupil) if one.values["what"] == PHONE["what"])
    loose = teacher.entries.add(pupil, "agreement", {"agreed_on": TODAY, "what": "Los"}).entry_id
    for _twice in range(2):
        teacher.entries.delete(pupil, "talk", talk, "ging niet door")
        assert {one.id for one in agreed(teacher, pupil)} == {loose}
        teacher.entries.undo_delete(pupil, "talk", talk)
        assert whats(teacher, pupil) == {"Thuis lezen", "Logopedist bellen", "Los"}
    teacher.entries.delete(pupil, "agreement", alone.id)
    teacher.entries.delete(pupil, "talk", talk, "ging niet door")
    teacher.entries.undo_delete(pupil, "talk", talk)
    assert whats(teacher, pupil) == {"Thuis lezen", "Los"}


def test_the_agenda_shows_what_is_due_this_week_of_own_pupils_only(school: TransferSchool) -> None:
    of_group_7(school)
    teacher = school.desk("leerkracht8")
    assert teacher.talks.agenda().agreements == ()
    pupil = pupil_id(teacher, COMPLETE)
    later = {"what": "Later", "due_on": TODAY + timedelta(days=30)}
    teacher.talks.add(pupil, TALK, [READ, PHONE, later])
    coming = {**TALK, "held_on": TODAY + timedelta(days=3), "report": None}
    teacher.talks.add(pupil, coming)
    agenda = teacher.talks.agenda()
    assert [(one.what, one.state) for one in agenda.agreements] == [
        ("Logopedist bellen", AgreementState.OVERDUE),
        ("Thuis lezen", AgreementState.OPEN),
    ]
    assert [(one.held_on, one.state) for one in agenda.talks] == [
        (date(2027, 3, 4), TalkState.PLANNED)
    ]
    assert set(agenda.names) == {pupil}
    teacher.close()


def test_the_office_has_no_agenda_of_talks(school: TransferSchool) -> None:
    office = school.desk("administratie")
    with pytest.raises(Refused):
        office.talks.add(pupil_id(office, COMPLETE), TALK)
    assert office.talks.agenda().talks == ()
    office.close()
