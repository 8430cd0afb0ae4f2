"""A teacher of group 8 goes for what is not hers, through every service of the desk."""

from collections.abc import Callable
from datetime import date

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.letter_copies import LetterState
from app.vault import Door, SchoolFolder
from tests.transfer_school import COMPLETE, GROUP_7, PASSWORD, TransferSchool, begun, pupil_id

Attack = Callable[[Desk, str, str, str], object]
TODAY = date(2027, 3, 1)
ATTACKS: dict[str, Attack] = {
    "research of an own pupil": lambda d, own, _o, _r: d.entries.page(own, Category.RESEARCH),
    "funding of an own pupil": lambda d, own, _o, _r: d.entries.page(own, Category.FUNDING),
    "reports of an own pupil": lambda d, own, _o, _r: d.entries.page(own, Category.OKR),
    "talks of another pupil": lambda d, _own, other, _r: d.entries.page(other, Category.TALK),
    "results of another pupil": lambda d, _own, other, _r: d.entries.page(other, Category.RESULTS),
    "address of another pupil": lambda d, _own, other, _r: d.entries.page(other, Category.CONTACT),
    "health of another pupil": lambda d, _own, other, _r: d.entries.page(other, Category.HEALTH),
    "writing health": lambda d, own, _o, _r: d.entries.add(own, "health", {}, "x"),
    "writing research": lambda d, own, _o, _r: d.entries.add(own, "research", {}, "x"),
    "writing an enrolment": lambda d, own, _o, _r: d.entries.add(own, "enrolment", {}),
    "renaming a pupil": lambda d, own, _o, _r: d.entries.change(own, "pupil", own, 1, {}),
    "changing a pupil": lambda d, own, _o, _r: d.pupils.change(own, 1, {"surname": "x"}),
    "enrolling": lambda d, _own, _o, _r: d.pupils.enrol({}, {}, {}),
    "moving": lambda d, own, _o, _r: d.pupils.move(own, "g", "8", TODAY),
    "disenrolling": lambda d, own, _o, _r: d.pupils.disenrol(own, TODAY, {}),
    "returning": lambda d, own, _o, _r: d.pupils.return_to_school(own, {}, {}),
    "former pupils": lambda d, _own, _o, _r: d.pupils.former(),
    "list of reports": lambda d, own, _o, _r: d.reports.of_pupil(own),
    "overview of reports": lambda d, _own, _o, _r: d.reports.overview(),
    "beginning a report": lambda d, own, _o, _r: d.reports.begin(own, "po_vo", "12AB"),
    "opening a report": lambda d, own, _o, report: d.reports.open(own, report),
    "a report as PDF": lambda d, own, _o, report: d.reports.pdf(own, report),
    "printing a report": lambda d, own, _o, report: d.reports.pdf(own, report, exporting=True),
    "weighing": lambda d, own, _o, report: d.reports.weigh(own, report, "i", True),
    "refreshing": lambda d, own, _o, report: d.reports.refresh(own, report),
    "discarding": lambda d, own, _o, report: d.reports.discard(own, report),
    "finalising": lambda d, own, _o, report: d.reports.finalise(own, report),
    "sending": lambda d, own, _o, report: d.reports.send(own, report, "post"),
    "letters about a report": lambda d, own, _o, _r: d.letters.make([own], "okr"),
    "who gets letters": lambda d, own, _o, _r: d.letters.who([own], "okr"),
    "a letter about another": lambda d, _own, other, _r: d.letters.preview(
        [other], "free", {"subject": "x", "text": "y"}
    ),
    "letters about own and other": lambda d, own, other, _r: d.letters.make(
        [own, other], "free", {"subject": "x", "text": "y"}
    ),
    "letters of another": lambda d, _own, other, _r: d.letter_copies.of_pupil(other),
    "the log": lambda d, _own, _o, _r: d.log.read(LogFilter()),
    "the log of a pupil": lambda d, own, _o, _r: d.log.read(LogFilter(pupil_id=own)),
    "the log as CSV": lambda d, _own, _o, _r: d.log.as_csv(LogFilter()),
    "the log as PDF": lambda d, own, _o, _r: d.log.as_pdf(LogFilter(pupil_id=own)),
    "verifying the log": lambda d, _own, _o, _r: d.verify_log(),
    "staff": lambda d, _own, _o, _r: d.staff.all(),
    "giving herself a group": lambda d, _own, _o, _r: d.groups.set_teachers(
        d.groups.all()[0].id, [d.person.id]
    ),
    "adding a group": lambda d, _own, _o, _r: d.groups.add("9", ["8"]),
    "the school": lambda d, _own, _o, _r: d.school.change({"name": "x"}),
}


@pytest.fixture
def attacked(school: TransferSchool):
    supervisor = school.desk("ib")
    report = begun(supervisor)
    supervisor.close()
    teacher = school.desk("leerkracht8")
    yield teacher, pupil_id(teacher, COMPLETE), pupil_id(teacher, GROUP_7), report.id
    teacher.close()


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_is_refused_and_logged(
    attacked: tuple[Desk, str, str, str], school: TransferSchool, name: str
) -> None:
    teacher, own, other, report = attacked
    with pytest.raises(Refused):
        ATTACKS[name](teacher, own, other, report)
    teacher.close()
    head = school.desk("directeur")
    refused = head.log.read(LogFilter(refused_only=True))
    assert refused
    assert refused[0].staff == "Juf Acht"
    head.close()


def test_a_letter_about_a_report_cannot_be_marked_or_read(
    attacked: tuple[Desk, str, str, str], school: TransferSchool
) -> None:
    teacher, own, _, _ = attacked
    teacher.close()
    supervisor = school.desk("ib")
    letter_id = supervisor.letters.make([own], "okr").letter_ids[0]
    filed_id = supervisor.letter_copies.of_pupil(own)[0].filed_id
    supervisor.close()
    teacher = school.desk("leerkracht8")
    assert teacher.letter_copies.of_pupil(own) == ()
    with pytest.raises(Refused):
        teacher.letter_copies.mark(own, letter_id, LetterState.HANDED, TODAY)
    with pytest.raises(Refused):
        teacher.filed.content(own, filed_id)
    teacher.close()


def test_she_sees_no_bsn_and_only_what_is_shared_of_health(
    attacked: tuple[Desk, str, str, str],
) -> None:
    teacher, own, _, _ = attacked
    pupil = teacher.entries.one(own, "pupil", own)
    assert "personal_number" not in pupil.values
    assert "eckid" not in pupil.values
    health = teacher.entries.page(own, Category.HEALTH)
    shown = {field.name for kind in health.kinds for field in kind.fields}
    assert shown <= {"measure", "emergency"}
    assert not health.may_write


def test_why_health_is_kept_is_not_among_what_is_shared(
    attacked: tuple[Desk, str, str, str], school: TransferSchool
) -> None:
    teacher, own, _, _ = attacked
    teacher.close()
    supervisor = school.desk("ib")
    values = {
        "noted_on": TODAY,
        "condition": "Epilepsie",
        "measure": "Rustige plek",
        "shared_with_group": True,
    }
    supervisor.entries.add(own, "health", values, "Epilepsie, blijkt uit de brief van de arts")
    supervisor.close()
    teacher = school.desk("leerkracht8")
    shared = teacher.entries.page(own, Category.HEALTH).entries["health"]
    assert any(one.values["measure"] == "Rustige plek" for one in shared)
    assert "Epilepsie" not in repr(shared)
    teacher.close()


def test_of_another_pupil_she_gets_the_name_and_group_only(
    attacked: tuple[Desk, str, str, str],
) -> None:
    teacher, _, other, _ = attacked
    head = teacher.pupils.head(other)
    assert head.chips == ()
    assert not any("geboren" in fact for fact in head.facts)


def test_the_key_of_it_opens_no_database(school: TransferSchool) -> None:
    from app.vault import NewSlot

    opened = Door(SchoolFolder(school.path)).sign_in("directeur", PASSWORD)
    opened.add_slot(NewSlot("ict", PASSWORD, ("it",)))
    opened.close()
    it = Door(SchoolFolder(school.path)).sign_in("ict", PASSWORD)
    assert it.database is None
    assert "database" not in it.school_keys
    it.close()
