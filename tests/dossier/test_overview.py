"""The overview on a real school: each reader's own cut, one line in the log, a fixed few reads."""

from datetime import date

from sqlalchemy import event

from app.access import journal
from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id

SECRET, SHARED = "Qwyxgeheim", "Rustige plek"
TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "ouders", "report": "Ja."}
HEALTH = {
    "noted_on": TODAY,
    "condition": SECRET,
    "measure": SHARED,
    "shared_with_group": True,
    "valid_until": date(2027, 4, 1),
}
RESEARCH = {
    "done_on": TODAY,
    "done_by": SECRET,
    "question": SECRET,
    "conclusion": SECRET,
    "consent": "yes",
}
BUDDY = {"name": "Buurvrouw Bep", "relationship": "buurvrouw", "phone": "0381234567"}


def with_care(school: TransferSchool) -> str:
    """A pupil with something in most categories; the id."""
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    head.entries.add(pupil, "health", HEALTH, SECRET)
    head.entries.add(pupil, "research", RESEARCH, SECRET)
    head.entries.add(pupil, "funding", {"sort": "other", "from_date": TODAY, "value": SECRET,
                                        "source": SECRET})  # fmt: skip
    head.entries.add(pupil, "emergency_contact", BUDDY)
    leave = {"requested_on": TODAY, "from_date": date(2027, 4, 5), "until_date": date(2027, 4, 6)}
    head.entries.add(pupil, "leave_request", {**leave, "ground": "weighty", "decision": "open"})
    head.talks.add(pupil, TALK, [{"what": "Thuis lezen", "due_on": date(2027, 2, 1)}])
    head.close()
    return pupil


def test_a_teacher_sees_her_own_pupil_without_care_and_without_what_is_not_hers(
    school: TransferSchool,
) -> None:
    pupil = with_care(school)
    teacher = school.desk("leerkracht8")
    shown = teacher.overview.of(pupil)
    assert SECRET not in repr(shown)
    hidden = {Category.FUNDING, Category.OKR, Category.RESEARCH}
    assert not hidden & (set(shown.categories) | {one.category for one in shown.timeline})
    assert [one.values["measure"] for one in shown.class_needs] == [SHARED]
    assert shown.teachers == ("Juf Acht",)
    assert [one.what for one in shown.agreements or ()] == ["Thuis lezen"]
    assert shown.household is not None
    assert [one.name for one in shown.household.numbers] == ["Buurvrouw Bep"]
    assert [one.text for one in shown.notices] == [
        "Verlofaanvraag vanaf 05-04-2027 wacht op een besluit"
    ]
    health = [one for one in shown.timeline if one.category is Category.HEALTH]
    assert [(one.label, one.title) for one in health] == [("Gezondheidsgegeven", "")]
    other = teacher.overview.of(pupil_id(teacher, GROUP_7))
    assert (other.categories, other.timeline, other.notices) == ((), (), ())
    assert (other.household, other.agreements, other.class_needs) == (None, None, ())
    teacher.close()


def test_the_supervisor_sees_care_and_what_of_it_ends_but_no_funding(
    school: TransferSchool,
) -> None:
    pupil = with_care(school)
    supervisor = school.desk("ib")
    shown = supervisor.overview.of(pupil)
    assert Category.FUNDING not in shown.categories
    assert {Category.HEALTH, Category.RESEARCH} <= {one.category for one in shown.timeline}
    assert f"{SECRET} loopt af op 01-04-2027" in [one.text for one in shown.notices]
    assert [one.on for one in shown.timeline] == sorted(
        (one.on for one in shown.timeline), reverse=True
    )
    supervisor.close()


def newest_line(desk: Desk, pupil: str) -> journal.LogLine:
    with desk._session.transaction() as connection:
        return journal.read(connection, LogFilter(pupil_id=pupil), {}, {}, limit=1)[0]


def statements(desk: Desk, pupil: str) -> int:
    """How many statements one overview takes."""
    with desk._session.transaction() as connection:
        engine = connection.engine
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        desk.overview.of(pupil)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_one_line_in_the_log_names_what_was_read_and_more_entries_take_no_more_reads(
    desk: Desk,
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    desk.entries.add(pupil, "absence", {"from_date": TODAY, "half_day": "whole", "sort": "ill"})
    before, few = desk._session.newest.number, statements(desk, pupil)
    assert desk._session.newest.number == before + 1
    line = newest_line(desk, pupil)
    assert line.object_kind == "overzicht van het dossier"
    assert "Afwezigheid" in line.text
    assert "Bekostigingsgegevens" not in line.text
    for day in range(1, 9):
        values = {"from_date": date(2027, 2, day), "half_day": "whole", "sort": "ill"}
        desk.entries.add(pupil, "absence", values)
        desk.talks.add(pupil, {**TALK, "held_on": date(2027, 2, day)})
    assert statements(desk, pupil) == few


def test_whom_one_opened_last_comes_first_and_another_s_openings_do_not_count(
    school: TransferSchool,
) -> None:
    head = school.desk("directeur")
    opened = [pupil_id(head, number) for number in (COMPLETE, GROUP_7, COMPLETE)]
    for one in opened:
        head.pupils.head(one)
    assert head.pupils.choice().recent == (opened[0], opened[1])
    head.close()
    supervisor = school.desk("ib")
    choice = supervisor.pupils.choice()
    assert choice.recent == ()
    assert choice.pupils == supervisor.pupils.all()
    supervisor.close()
