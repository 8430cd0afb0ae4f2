"""What stands beside an entry does not go without a word, nor by who may not take it away."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.attachments import NewAttachment
from app.dossier.half_days import Mark
from app.dossier.register import Marking
from app.dossier.results.sheet import ChosenTest, RowChange
from app.dossier.values import SavedEntry, Step
from app.errors import UserError
from tests.access.recipes import pupil_list
from tests.dossier.corrected_school import head, pupil, shared_school
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id

__all__ = ["head", "pupil", "shared_school"]
NOTE = NewAttachment("Briefje", b"Tot morgen.", "briefje.txt")
SAID = {"given_by": "A. Hof", "given_on": TODAY, "text": "Wij zien dit anders."}
ILL = {(TODAY, "morning"): Mark("ill"), (TODAY, "afternoon"): Mark("ill")}
LEAVE = {"requested_on": TODAY, "from_date": TODAY, "until_date": TODAY, "ground": "weighty"}
TALK = {"held_on": TODAY, "subject": "Rekenen", "participants": "ouders", "report": "Besproken."}

Beside = Callable[[Desk, str, str, str], object]


def a_file(desk: Desk, pupil: str, kind: str, entry: str) -> object:
    category = Category.ABSENCE if kind == "absence" else Category.RESULTS
    return desk.attachments.add(pupil, category, NOTE, kind, entry)


def a_statement(desk: Desk, pupil: str, kind: str, entry: str) -> object:
    return desk.statements.add(pupil, kind, entry, SAID)


def ids(desk: Desk, pupil: str, category: Category, kind: str) -> list[str]:
    return [one.id for one in desk.entries.page(pupil, category).entries[kind]]


def the_group(desk: Desk) -> str:
    return next(one.id for one in desk.groups.all() if one.name == "8")


@pytest.mark.parametrize("beside", [a_file, a_statement])
def test_lists_do_not_take_away_what_has_something_beside_it(
    head: Desk, pupil: str, beside: Beside
) -> None:
    marked = head.register.mark([Marking(pupil, ILL)], TODAY, TODAY)
    choice = ChosenTest(the_group(head), "method", "reading", "Toets 3", "", TODAY)
    typed = head.results.save(choice, [RowChange(pupil, {"mark": "7"})])
    granted = head.leave.decide(
        pupil, head.entries.add(pupil, "leave_request", LEAVE).entry_id, 1, "granted", ""
    )
    absences = ids(head, pupil, Category.ABSENCE, "absence")
    results = ids(head, pupil, Category.RESULTS, "result")
    for kind, found in (("absence", absences), ("result", results)):
        for entry in found:
            beside(head, pupil, kind, entry)
    emptied = [RowChange(pupil, {"mark": ""}, results[0], 1)]
    present = [Marking(pupil, dict.fromkeys(ILL))]
    for take_away in (
        lambda: head.register.undo(marked, TODAY, TODAY),
        lambda: head.register.mark(present, TODAY, TODAY),
        lambda: head.results.undo(typed),
        lambda: head.results.save(choice, emptied),
        lambda: head.leave.take_back(granted),
    ):
        with pytest.raises(UserError, match="ongemerkt"):
            take_away()
    assert ids(head, pupil, Category.ABSENCE, "absence") == absences
    assert ids(head, pupil, Category.RESULTS, "result") == results


def test_a_decision_is_not_taken_back_over_a_changed_absence(head: Desk, pupil: str) -> None:
    request = head.entries.add(pupil, "leave_request", LEAVE).entry_id
    granted = head.leave.decide(pupil, request, 1, "granted", "")
    absence = head.entries.one(pupil, "absence", granted.absence_id)
    longer = {**absence.values, "note": "Een dag langer."}
    head.entries.change(pupil, "absence", absence.id, 1, longer)
    with pytest.raises(UserError, match="intussen"):
        head.leave.take_back(granted)
    assert head.entries.one(pupil, "leave_request", request).values["decision"] == "granted"


def test_what_was_deleted_by_itself_does_not_come_back_with_its_entry(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    filed = head.attachments.add(pupil, Category.TALK, NOTE, "talk", talk).entry_id

    def away_and_back() -> int:
        head.entries.undo(head.entries.delete(pupil, "talk", talk, "Vergissing."))
        return len(head.entries.page(pupil, Category.TALK).filed)

    assert away_and_back() == 1
    head.attachments.delete(pupil, filed)
    assert away_and_back() == 0


def test_a_teacher_does_not_take_custody_papers_away_with_an_address(
    school: TransferSchool,
) -> None:
    with closing(school.desk("directeur")) as head:
        pupil = pupil_id(head, COMPLETE)
        link = ids(head, pupil, Category.CONTACT, "guardianship")[0]
        head.attachments.add(pupil, Category.CUSTODY_PAPERS, NOTE, "guardianship", link)
    with closing(school.desk("leerkracht8")) as teacher:
        with pytest.raises(Refused, match="bijlage"):
            teacher.entries.delete(pupil, "guardianship", link, "Weg ermee.")
        assert link in ids(teacher, pupil, Category.CONTACT, "guardianship")
    with closing(school.desk("directeur")) as head:
        assert len(head.entries.page(pupil, Category.CONTACT).filed) == 1


@pytest.mark.parametrize("deleted", [False, True])
def test_a_forged_step_sets_nothing_that_another_decides(
    school: TransferSchool, deleted: bool
) -> None:
    """A teacher points undo at a state from when the headteacher had granted the leave."""
    with closing(school.desk("leerkracht8")) as teacher:
        pupil = pupil_id(teacher, COMPLETE)
        request = teacher.entries.add(pupil, "leave_request", LEAVE).entry_id
    with closing(school.desk("directeur")) as head:
        granted = head.leave.decide(pupil, request, 1, "granted", "")
        if deleted:
            head.entries.undo(head.entries.delete(pupil, "leave_request", request, "Vergissing."))
            granted = replace(granted, version=4)
        head.leave.take_back(granted)
    with closing(school.desk("leerkracht8")) as teacher:
        if deleted:
            teacher.entries.delete(pupil, "leave_request", request, "Vergissing.")
        else:
            for said in ("Bruiloft.", None):
                now = teacher.entries.one(pupil, "leave_request", request)
                values = {**now.values, "motivation": said}
                teacher.entries.change(pupil, "leave_request", now.id, now.version, values)
        step = Step("leave_request", request, 3)
        forged = SavedEntry(pupil, "leave_request", request, Category.ABSENCE, (step,))
        with pytest.raises(Refused, match="directeur"):
            teacher.entries.undo(forged)


def test_who_imports_no_pupils_sets_no_columns_for_who_does(desk: Desk) -> None:
    table, mapping = pupil_list(desk)
    with pytest.raises(Refused):
        desk.list_imports.remember(table, mapping)
