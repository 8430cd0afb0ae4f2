"""A teacher of group 8 goes for what is not hers, through every service of the desk."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.access.categories import Category, Role
from app.access.journal import LogFilter, LogLine
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.attachments import NewAttachment
from app.dossier.calendar import FreeDays
from app.dossier.half_days import Mark
from app.dossier.household_rows import Confirmed
from app.dossier.leaving import Leaver, LeftSchool
from app.dossier.letter_copies import LetterState
from app.dossier.register import Marking, RegisterSaved
from app.dossier.results.group import SavedResults
from app.dossier.results.sheet import ChosenTest, RowChange
from app.dossier.roll_over import RolledOver
from app.dossier.roll_over_plan import RollOverPlan
from app.dossier.search_values import Found
from app.dossier.values import SavedEntry
from app.errors import UserError
from app.exchange.edexml import EdexFile, ImportPlan, read
from app.exchange.lists.entry_plan import EntryPlan
from app.sheets.class_list import Born, ClassListOptions
from app.sheets.group_sheets import Sheet, SheetOrder
from app.sheets.shown_lists import ListRow, ShownList, TableForm
from app.vault import Door, SchoolFolder
from app.vault.backup_places import BackupInfo
from tests.access.recipes import SAID, SAMPLE, WHY, pupil_list, table
from tests.transfer_school import (
    COMPLETE,
    GROUP_7,
    NOTHING,
    PASSWORD,
    UNKNOWN_CUSTODY,
    TransferSchool,
    begun,
    pupil_id,
)

TODAY = date(2027, 3, 1)
SECRET = "Qwyxgeheim"
TALK = {"held_on": TODAY, "subject": SECRET, "participants": SECRET, "report": SECRET}
AGREED = {"what": SECRET}
HEALTH = {"noted_on": TODAY, "condition": SECRET, "measure": SECRET}
NOTE = NewAttachment(SECRET, SECRET.encode(), "briefje.txt")
ILL = {(TODAY, "morning"): Mark("ill")}
LEAVE = {"requested_on": TODAY, "from_date": TODAY, "until_date": TODAY, "ground": "weighty"}
FREE = {"subject": SECRET, "text": SECRET}
CLOSED = ("research", "health", "custody_papers")
"""Categories whose attachments a teacher may not see."""
NOWHERE = Path("/er/is/geen/bestand.xml")


@dataclass(frozen=True)
class Loot:
    """What she is after: `own` is a pupil of hers, `other` is not, `former` left."""

    own: str
    other: str
    former: str
    head_id: str
    backup: BackupInfo
    report: str
    item: str
    group: str
    other_absence: RegisterSaved
    own_leave: str
    deleted_health: str
    own_health_done: SavedEntry
    other_talk: str
    other_done: SavedEntry
    other_statement: str
    other_deleted_talk: str
    other_guardian: str
    other_letter: str
    other_filed: str
    okr_letter: str
    okr_filed: str
    attached: dict[str, str]
    other_attached: str
    other_deleted_attached: str
    file: EdexFile
    import_plan: ImportPlan
    result_plan: EntryPlan
    roll_over: RollOverPlan
    other_group: str
    other_results: SavedResults
    leavers: tuple[Leaver, ...]


def sitting_of(loot: Loot) -> ChosenTest:
    return ChosenTest(loot.other_group, "monitoring", "reading", "Toets", "M7", TODAY)


def shown(category: Category, *pupils: str) -> ShownList:
    rows = tuple(ListRow((SECRET,), pupil) for pupil in pupils)
    return ShownList("Lijst", "", category, ("Wat",), rows)


Attack = Callable[[Desk, Loot], object]
ATTACKS: dict[str, Attack] = {
    # who gets in, and all keys
    "a new headteacher": lambda d, t: d.staffing.add("Ik", "ik", [Role.HEAD]),
    "headteacher oneself": lambda d, t: d.staffing.change_roles(d.person.id, [Role.HEAD]),
    "another's password": lambda d, t: d.staffing.reset(d.person.id),
    "another recovery code": lambda d, t: d.staffing.new_recovery_code(),
    "all keys": lambda d, t: d.rotate_keys(),
    # pages and entries
    **{
        f"{category.value} of another pupil": lambda d, t, c=category: d.entries.page(t.other, c)
        for category in Category
        if category is not Category.NAME
    },
    **{
        f"{category.value} of an own pupil": lambda d, t, c=category: d.entries.page(t.own, c)
        for category in (
            Category.FUNDING,
            Category.OKR,
            Category.RESEARCH,
            Category.PERSONAL_NUMBER,
            Category.CUSTODY_PAPERS,
            Category.EMERGENCY_CARD,
        )
    },
    "enrolment of a former pupil": lambda d, t: d.entries.page(t.former, Category.ENROLMENT),
    "the name of a former pupil": lambda d, t: d.pupils.head(t.former),
    "a former pupil by number": lambda d, _: d.pupils.by_number(NOTHING),
    "a pupil that is not there": lambda d, _: d.entries.one("geen", "talk", "geen"),
    "a talk of another pupil": lambda d, t: d.entries.one(t.other, "talk", t.other_talk),
    "the same through an own pupil": lambda d, t: d.entries.one(t.own, "talk", t.other_talk),
    "changing it so": lambda d, t: d.entries.change(t.own, "talk", t.other_talk, 1, TALK),
    "deleting it so": lambda d, t: d.entries.delete(t.own, "talk", t.other_talk, "x"),
    "bringing back what another lost": lambda d, t: d.entries.undo_delete(
        t.own, "talk", t.other_deleted_talk
    ),
    "bringing back health": lambda d, t: d.entries.undo_delete(t.own, "health", t.deleted_health),
    "health that was deleted": lambda d, t: d.entries.one(t.own, "health", t.deleted_health),
    "health as another kind": lambda d, t: d.entries.undo_delete(t.own, "talk", t.deleted_health),
    "undoing what another did": lambda d, t: d.entries.undo(t.other_done),
    "undoing it through an own pupil": lambda d, t: d.entries.undo(
        replace(t.other_done, pupil_id=t.own)
    ),
    "undoing care as if it were a talk": lambda d, t: d.entries.undo(
        replace(t.own_health_done, kind="talk", category=Category.TALK)
    ),
    "undoing for own and other": lambda d, t: d.entries.undo_all(
        [replace(t.other_done, pupil_id=t.own), t.other_done]
    ),
    "the history of a talk": lambda d, t: d.entries.history(t.own, "talk", t.other_talk),
    "the history of health": lambda d, t: d.entries.history(t.own, "health", t.deleted_health),
    "deleted health": lambda d, t: d.entries.deleted(t.own, Category.HEALTH),
    "deleted talks of another": lambda d, t: d.entries.deleted(t.other, Category.TALK),
    "rectifying another's talk": lambda d, t: d.entries.change(
        t.own, "talk", t.other_talk, 1, TALK, correction={"wrong": SECRET}
    ),
    "a statement at another's talk": lambda d, t: d.statements.add(
        t.own, "talk", t.other_talk, SAID
    ),
    "a statement at health": lambda d, t: d.statements.add(t.own, "health", "x", SAID),
    "who may ask for another": lambda d, t: d.statements.who_may_ask(t.other, "talk"),
    "taking a statement away": lambda d, t: d.statements.delete(t.other, t.other_statement, "x"),
    "the same statement through an own pupil": lambda d, t: d.statements.delete(
        t.own, t.other_statement, "x"
    ),
    "a parent of another pupil": lambda d, t: d.entries.one(t.own, "guardian", t.other_guardian),
    "changing that parent": lambda d, t: d.entries.change(
        t.own, "guardian", t.other_guardian, 1, {"surname": "x"}
    ),
    "the person of another pupil": lambda d, t: d.entries.one(t.own, "pupil", t.other),
    "a parent for another pupil": lambda d, t: d.entries.add_guardian(t.other, {}, {}),
    "a talk for another pupil": lambda d, t: d.entries.add(t.other, "talk", TALK),
    "a talk with agreements for another": lambda d, t: d.talks.add(t.other, TALK, [AGREED]),
    "another's talk with agreements": lambda d, t: d.talks.change(
        t.own, t.other_talk, 1, TALK, [AGREED]
    ),
    "the report of another's talk": lambda d, t: d.talk_reports.preview(t.other, t.other_talk),
    "the same report through an own pupil": lambda d, t: d.talk_reports.preview(
        t.own, t.other_talk
    ),
    "printing that report": lambda d, t: d.talk_reports.pdf(t.own, t.other_talk),
    "filing that report": lambda d, t: d.talk_reports.keep(t.own, t.other_talk),
    "the overview of a former pupil": lambda d, t: d.overview.of(t.former),
    "writing health": lambda d, t: d.entries.add(t.own, "health", {}, "x"),
    "writing support": lambda d, t: d.entries.add(t.own, "support", {}, "x"),
    "writing research": lambda d, t: d.entries.add(t.own, "research", {}, "x"),
    "writing funding": lambda d, t: d.entries.add(t.own, "funding", {}),
    "writing an enrolment": lambda d, t: d.entries.add(t.own, "enrolment", {}),
    "writing a placement": lambda d, t: d.entries.add(t.other, "placement", {"group_id": t.group}),
    "renaming a pupil": lambda d, t: d.entries.change(t.own, "pupil", t.own, 1, {}),
    # who is in the school
    "changing a pupil": lambda d, t: d.pupils.change(t.own, 1, {"surname": "x"}),
    "enrolling": lambda d, _: d.pupils.enrol({}, {}, {}),
    "a free number": lambda d, _: d.pupils.next_number(),
    "moving one to herself": lambda d, t: d.pupils.move(t.other, t.group, "8", TODAY),
    "disenrolling": lambda d, t: d.pupils.disenrol(t.own, TODAY, {}),
    "returning": lambda d, t: d.pupils.return_to_school(t.former, {}, {}),
    "former pupils": lambda d, _: d.pupils.former(),
    "who of group 8 leaves": lambda d, _: d.leaving.plan(),
    "letting a pupil leave": lambda d, t: d.leaving.carry_out(TODAY, t.leavers),
    "letting one come back": lambda d, t: d.leaving.undo(LeftSchool(TODAY, (t.own,), ())),
    # documents
    "a document of another": lambda d, t: d.filed.content(t.other, t.other_filed),
    "the same document through an own pupil": lambda d, t: d.filed.content(t.own, t.other_filed),
    "printing it": lambda d, t: d.filed.content(t.own, t.other_filed, printing=True),
    "the filed letter about a report": lambda d, t: d.filed.content(t.own, t.okr_filed),
    "a document that is not there": lambda d, t: d.filed.content(t.own, "geen"),
    # attachments
    **{
        f"an attachment of {of}": lambda d, t, of=of: d.filed.content(t.own, t.attached[of])
        for of in CLOSED
    },
    "taking out what is attached to research": lambda d, t: d.filed.export(
        t.own, t.attached["research"], "Voor thuis."
    ),
    "an attachment of another pupil": lambda d, t: d.filed.content(t.other, t.other_attached),
    "that attachment through an own pupil": lambda d, t: d.filed.content(t.own, t.other_attached),
    "taking the letter about a report out": lambda d, t: d.filed.export(
        t.own, t.okr_filed, "Voor thuis."
    ),
    "renaming that attachment": lambda d, t: d.attachments.rename(t.own, t.other_attached, "x"),
    "deleting that attachment": lambda d, t: d.attachments.delete(t.own, t.other_attached),
    "bringing back an attachment that another lost": lambda d, t: d.attachments.undo_delete(
        t.own, t.other_deleted_attached
    ),
    "deleting proof": lambda d, t: d.attachments.delete(t.own, t.okr_filed),
    "attaching to another pupil": lambda d, t: d.attachments.add(t.other, Category.TALK, NOTE),
    "attaching to research": lambda d, t: d.attachments.add(t.own, Category.RESEARCH, NOTE),
    "attaching to an entry of another pupil": lambda d, t: d.attachments.add(
        t.own, Category.TALK, NOTE, "talk", t.other_talk
    ),
    "attaching to a deleted entry": lambda d, t: d.attachments.add(
        t.own, Category.TALK, NOTE, "health", t.deleted_health
    ),
    # reports
    "list of reports": lambda d, t: d.reports.of_pupil(t.own),
    "overview of reports": lambda d, _: d.reports.overview(),
    "beginning a report": lambda d, t: d.reports.begin(t.own, "po_vo", "12AB"),
    "opening a report": lambda d, t: d.reports.open(t.own, t.report),
    "a report as PDF": lambda d, t: d.reports.pdf(t.own, t.report),
    "printing a report": lambda d, t: d.reports.pdf(t.own, t.report, exporting=True),
    "weighing": lambda d, t: d.reports.weigh(t.own, t.report, t.item, True, "x"),
    "refreshing": lambda d, t: d.reports.refresh(t.own, t.report),
    "discarding": lambda d, t: d.reports.discard(t.own, t.report),
    "finalising": lambda d, t: d.reports.finalise(t.own, t.report),
    "sending": lambda d, t: d.reports.send(t.own, t.report, "post"),
    # letters
    "letters about a report": lambda d, t: d.letters.make([t.own], "okr"),
    "seeing letters about a report": lambda d, t: d.letters.preview([t.own], "okr"),
    "who gets letters": lambda d, t: d.letters.who([t.own], "okr"),
    "who gets letters about another": lambda d, t: d.letters.who([t.other], "free"),
    "a letter about another": lambda d, t: d.letters.preview([t.other], "free", FREE),
    "letters about own and other": lambda d, t: d.letters.make([t.own, t.other], "free", FREE),
    "letters of another": lambda d, t: d.letter_copies.of_pupil(t.other),
    "letters of own and other": lambda d, t: d.letter_copies.of_pupils([t.own, t.other]),
    "marking another's letter": lambda d, t: d.letter_copies.mark(
        t.other, t.other_letter, LetterState.HANDED, TODAY
    ),
    "that letter through an own pupil": lambda d, t: d.letter_copies.mark(
        t.own, t.other_letter, LetterState.HANDED, TODAY
    ),
    "marking a letter about a report": lambda d, t: d.letter_copies.mark(
        t.own, t.okr_letter, LetterState.SENT, TODAY
    ),
    # results of a group
    "the results of another group": lambda d, t: d.results.sheet(sitting_of(t)),
    "typing results of another group": lambda d, t: d.results.save(
        sitting_of(t), [RowChange(t.other, {"ability": "1"})]
    ),
    "results of own and other": lambda d, t: d.results.save(
        sitting_of(t), [RowChange(t.own, {"ability": "1"}), RowChange(t.other, {"ability": "1"})]
    ),
    "taking back what another saved": lambda d, t: d.results.undo(t.other_results),
    "a view of another group": lambda d, t: d.results_overview.of_group(t.other_group),
    "another's results on paper": lambda d, t: d.result_sheets.pupil(t.other),
    "another group's on paper": lambda d, t: d.result_sheets.group(t.other_group),
    "norms of her own": lambda d, _: d.norms.save({"test": SECRET}),
    "pasting norms": lambda d, _: d.norms.paste("M7;4;3;2;1", SECRET, "reading"),
    "removing norms": lambda d, _: d.norms.remove("geen"),
    # absence, leave, the calendar
    "the register of another group": lambda d, t: d.register.open(t.other_group, TODAY, TODAY),
    "making another's pupil ill": lambda d, t: d.register.mark(
        [Marking(t.own, ILL), Marking(t.other, ILL)], TODAY, TODAY
    ),
    "undoing another's absence": lambda d, t: d.register.undo(t.other_absence, TODAY, TODAY),
    "the absence of another": lambda d, t: d.absences.of_pupil(t.other),
    "the totals of another group": lambda d, t: d.absence_sheets.group_totals(
        t.other_group, "7", TODAY, TODAY
    ),
    "who waits for leave": lambda d, _: d.leave.open_requests(),
    "granting leave": lambda d, t: d.leave.decide(t.own, t.own_leave, 1, "granted", ""),
    "a request of another": lambda d, t: d.leave.look_at(t.other, t.own_leave),
    "a free day": lambda d, _: d.calendar.add(FreeDays(TODAY, TODAY, "other", "Vrij")),
    "holidays": lambda d, _: d.calendar.take_over("north", "2026-2027"),
    "shorter days": lambda d, _: d.calendar.set_hours({}),
    # guardians
    "parents by name": lambda d, _: d.guardians.find("boer"),
    "parents at a postcode": lambda d, _: d.guardians.alike(
        {"surname": "Boer", "postcode": "8011 AB"}
    ),
    "who shares a parent": lambda d, t: d.guardians.shared(t.other),
    "parting a parent": lambda d, t: d.guardians.split(t.other, t.other_guardian),
    # check sheets
    "who must confirm": lambda d, _: d.check_sheets.overview(),
    "a check sheet of another": lambda d, t: d.check_sheets.pdf([t.other_guardian]),
    "confirming for another": lambda d, t: d.check_sheets.confirm(t.other_guardian),
    "taking a confirmation back": lambda d, t: d.check_sheets.take_back(
        Confirmed(t.other_guardian, (t.other,), ())
    ),
    # lists and sheets
    "printing a list about another": lambda d, t: d.shown_lists.as_pdf(
        shown(Category.RESULTS, t.own, t.other)
    ),
    "printing a list of research": lambda d, t: d.shown_lists.as_pdf(
        shown(Category.RESEARCH, t.own)
    ),
    "saving a list about another": lambda d, t: d.shown_lists.as_file(
        shown(Category.ABSENCE, t.other), TableForm.XLSX, "Voor thuis."
    ),
    "the birthday of another": lambda d, t: d.group_sheets.preview(
        SheetOrder(Sheet.BIRTHDAYS, (t.own, t.other))
    ),
    "health of another group": lambda d, t: d.group_sheets.to_print(
        SheetOrder(Sheet.HEALTH, (t.other,))
    ),
    "telephone numbers of another": lambda d, t: d.group_sheets.to_save(
        SheetOrder(Sheet.CLASS_LIST, (t.own, t.other), ClassListOptions(phones=True)), "Voor thuis."
    ),
    "birth dates of another in a file": lambda d, t: d.group_sheets.to_spreadsheet(
        SheetOrder(Sheet.CLASS_LIST, (t.other,), ClassListOptions(born=Born.DATE)),
        TableForm.CSV,
        "Voor thuis.",
    ),
    "the name of a former pupil on a list": lambda d, t: d.group_sheets.preview(
        SheetOrder(Sheet.ATTENDANCE, (t.former,))
    ),
    # emergency
    "the card of a former pupil": lambda d, t: d.emergency.open(t.former, "Zij viel op het plein."),
    "who opened cards": lambda d, _: d.emergency.unacknowledged(),
    "covering her own use up": lambda d, t: d.emergency.acknowledge(t.other, "geen"),
    # the log and the watch over the dossiers
    "the log": lambda d, _: d.log.read(LogFilter()),
    "the log of a pupil": lambda d, t: d.log.read(LogFilter(pupil_id=t.own)),
    "the log as CSV": lambda d, _: d.log.as_csv(LogFilter()),
    "the log as PDF": lambda d, t: d.log.as_pdf(LogFilter(pupil_id=t.own)),
    "verifying the log": lambda d, _: d.verify_log(),
    "whose dossier was altered": lambda d, t: d.watch.altered((t.other,)),
    "accepting what was altered": lambda d, t: d.watch.accept(t.other, "Dat klopt wel zo."),
    # import
    "importing a file": lambda d, _: d.imports.preview(SAMPLE),
    "a file that is not there": lambda d, _: d.imports.preview(NOWHERE),
    "a file that was read": lambda d, t: d.imports.plan_for(t.file),
    "a list of pupils": lambda d, t: d.list_imports.people(*pupil_list(d)),
    "a list of staff": lambda d, t: d.list_imports.people(*table(d, "Naam;Rollen\nIk;directeur\n")),
    "results for another pupil": lambda d, t: d.list_imports.apply(t.result_plan),
    "carrying an import out": lambda d, t: d.imports.apply(t.import_plan),
    # school, staff, groups, the new year
    "staff": lambda d, _: d.staff.all(),
    "a backup": lambda d, _: d.safety.backup_now(),
    "a copy of a backup": lambda d, t: d.safety.copy_of(t.backup, NOWHERE.parent),
    "backups to a place of hers": lambda d, _: d.safety.set_second_place(NOWHERE.parent),
    "what a backup holds": lambda d, t: d.safety.look_into(t.backup),
    "putting a backup back": lambda d, t: d.safety.restore(t.backup),
    "checking the school": lambda d, _: d.safety.check(),
    "a colleague of her own making": lambda d, _: d.staffing.add("Nep", "nep", [Role.HEAD]),
    "a start code for the headteacher": lambda d, t: d.staffing.reset(t.head_id),
    "removing the headteacher": lambda d, t: d.staffing.remove(t.head_id),
    "becoming headteacher": lambda d, _: d.staffing.change_roles(d.person.id, [Role.HEAD]),
    "staying longer": lambda d, _: d.staffing.change_roles(
        d.person.id, [Role.SUBSTITUTE], until=date(2099, 1, 1)
    ),
    "a recovery code of her own": lambda d, _: d.staffing.new_recovery_code(),
    "trying recovery codes": lambda d, _: d.staffing.try_recovery("AAAA-BBBB"),
    "vouching for a planted key": lambda d, _: d.staffing.vouch(["x"]),
    "changing all keys": lambda d, _: d.staffing.rotate(lambda _said: None),
    "giving herself a group": lambda d, t: d.groups.set_teachers(
        next(one.id for one in d.groups.all() if one.id != t.group), [d.person.id]
    ),
    "adding a group": lambda d, _: d.groups.add("9", ["8"]),
    "changing a group": lambda d, t: d.groups.change(t.group, "9", ["7", "8"]),
    "the school": lambda d, _: d.school.change({"name": "x"}),
    "the plan for a new year": lambda d, _: d.roll_over.plan(),
    "the new year": lambda d, t: d.roll_over.carry_out(t.roll_over),
    "taking the new year back": lambda d, _: d.roll_over.undo(RolledOver("2027-2028", (), ())),
}


@pytest.fixture(scope="module")
def prepared(
    built_school: TransferSchool, tmp_path_factory: pytest.TempPathFactory
) -> tuple[TransferSchool, Loot]:
    """A school with everything in it that she would like to have."""
    folder = tmp_path_factory.mktemp("attacked")
    path = folder / built_school.path.name
    shutil.copytree(built_school.path, path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        school = TransferSchool(path)
        head = school.desk("directeur")
        loot = _loot(head)
        head.close()
    return school, loot


def _loot(head: Desk) -> Loot:
    own, other = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
    former = pupil_id(head, NOTHING)
    head.pupils.disenrol(former, date(2027, 2, 1), {})
    report = begun(head)
    health_done = head.entries.add(own, "health", HEALTH, SECRET)
    health = head.entries.add(own, "health", HEALTH, SECRET).entry_id
    head.entries.delete(own, "health", health, "vergissing")
    deleted_talk = head.entries.add(other, "talk", TALK).entry_id
    head.entries.delete(other, "talk", deleted_talk, "vergissing")
    seven = next(one.id for one in head.groups.all() if one.name == "7")
    talk_done = head.entries.add(other, "talk", TALK)
    said = {**SAID, "text": SECRET}
    guardians = head.entries.page(other, Category.CONTACT).entries["guardian"]
    letter = head.letters.make([other], "free", FREE).letter_ids[0]
    okr = head.letters.make([own], "okr").letter_ids[0]
    attached = {of: head.attachments.add(own, Category(of), NOTE).entry_id for of in CLOSED}
    deleted = head.attachments.add(other, Category.TALK, NOTE).entry_id
    head.attachments.delete(other, deleted)
    copies = {one.id: one for one in head.letter_copies.of_pupils([own, other])}
    return Loot(
        own=own,
        other=other,
        former=former,
        head_id=head.person.id,
        backup=head.safety.backup_now(),
        report=report.id,
        item=report.items[0].id,
        group=next(one.id for one in head.groups.all() if one.name == "8"),
        other_absence=head.register.mark([Marking(other, ILL)], TODAY, TODAY),
        own_leave=head.entries.add(own, "leave_request", LEAVE).entry_id,
        deleted_health=health,
        own_health_done=health_done,
        other_talk=talk_done.entry_id,
        other_done=talk_done,
        other_statement=head.statements.add(other, "talk", talk_done.entry_id, said).entry_id,
        other_deleted_talk=deleted_talk,
        other_guardian=guardians[0].id,
        other_letter=letter,
        other_filed=copies[letter].filed_id,
        okr_letter=okr,
        okr_filed=copies[okr].filed_id,
        attached=attached,
        other_attached=head.attachments.add(other, Category.TALK, NOTE).entry_id,
        other_deleted_attached=deleted,
        file=read(SAMPLE),
        import_plan=head.imports.preview(SAMPLE),
        result_plan=head.list_imports.entries(
            *table(head, f"Nummer;Gebied;Datum;Cijfer\n{GROUP_7};rekenen;1-2-2027;8\n")
        ),
        roll_over=head.roll_over.plan(),
        other_group=seven,
        other_results=head.results.save(
            ChosenTest(seven, "monitoring", "spelling", "Toets", "M7", TODAY),
            [RowChange(other, {"ability": "12", "note": SECRET})],
        ),
        leavers=head.leaving.plan().leavers,
    )


@pytest.fixture
def attacked(
    prepared: tuple[TransferSchool, Loot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[TransferSchool, Loot]:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / prepared[0].path.name
    shutil.copytree(prepared[0].path, path)
    return TransferSchool(path), prepared[1]


def counted(desk: Desk) -> dict[str, int]:
    """How many rows every table but the log's has."""
    with desk._session.transaction() as connection:
        names = [
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type='table'"
            )
            if not row[0].startswith(("log_", "sqlite_"))
        ]
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in names
        }


@pytest.fixture(scope="module")
def at_work(
    prepared: tuple[TransferSchool, Loot], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Loot]]:
    """One teacher for all attacks: a refusal leaves nothing behind that another one could see."""
    folder = tmp_path_factory.mktemp("at_work")
    path = folder / prepared[0].path.name
    shutil.copytree(prepared[0].path, path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        teacher = TransferSchool(path).desk("leerkracht8")
        yield teacher, prepared[1]
        teacher.close()


def refusals(desk: Desk) -> tuple[LogLine, ...]:
    """Every refusal in the log, newest first, read past the policy."""
    with desk._session.transaction() as connection:
        return desk.log._lines(connection, LogFilter(refused_only=True), None)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_is_refused_logged_once_and_says_nothing(
    at_work: tuple[Desk, Loot], name: str
) -> None:
    teacher, loot = at_work
    before, logged = counted(teacher), refusals(teacher)
    with pytest.raises(Refused) as refused:
        ATTACKS[name](teacher, loot)
    for word in (SECRET, "Dana", "Boer", "Yılmaz", "Cem"):
        assert word not in str(refused.value)
    assert counted(teacher) == before
    newest, *earlier = refusals(teacher)
    assert tuple(earlier) == logged
    assert (newest.staff, newest.outcome) == ("Juf Acht", "geweigerd")
    assert str(refused.value) in newest.text


def test_the_attacks_reach_every_service_on_the_desk(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    """A new service must be attacked here too."""
    teacher = attacked[0].desk("leerkracht8")
    services = {name for name, one in vars(teacher).items() if hasattr(one, "_session")}
    used = {word for attack in ATTACKS.values() for word in attack.__code__.co_names}
    # A draft is sealed to its author: she has only her own. A search refuses nobody: see below.
    assert services - used == {"drafts", "search"}
    teacher.close()


def test_a_search_finds_nothing_of_what_is_not_hers(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    school, loot = attacked
    head = school.desk("directeur")
    assert [one.pupil.id for one in head.search.in_texts(SECRET, WHY).pupils] == [loot.other]
    head.close()
    teacher = school.desk("leerkracht8")
    for word in (SECRET, "boer", "yilmaz"):
        assert teacher.search.in_texts(word, WHY) == teacher.search.in_care(word, WHY) == Found()
    teacher.close()


def test_the_list_and_its_search_hold_names_and_groups_only(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    teacher = attacked[0].desk("leerkracht8")
    pupils = teacher.pupils.all()
    assert {one.number for one in pupils if one.matches("dana boer")} == {GROUP_7}
    assert not any(one.matches(word) for one in pupils for word in (SECRET, "8011", "weg"))
    assert SECRET not in repr(pupils)
    assert {one.number for one in pupils if one.own} == {"1001", UNKNOWN_CUSTODY, "1005"}
    teacher.close()


def test_her_own_letters_are_all_she_sees(attacked: tuple[TransferSchool, Loot]) -> None:
    school, loot = attacked
    teacher = school.desk("leerkracht8")
    assert teacher.letter_copies.of_pupil(loot.own) == ()
    teacher.letters.make([loot.own], "free", FREE)
    assert {one.template for one in teacher.letter_copies.of_pupil(loot.own)} == {"free"}
    teacher.close()


def test_she_sees_no_bsn_and_only_what_is_shared_of_health(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    school, loot = attacked
    teacher = school.desk("leerkracht8")
    pupil = teacher.entries.one(loot.own, "pupil", loot.own)
    assert "personal_number" not in pupil.values
    assert "eckid" not in pupil.values
    health = teacher.entries.page(loot.own, Category.HEALTH)
    shown = {field.name for kind in health.kinds for field in kind.fields}
    assert shown <= {"measure", "emergency"}
    assert not health.may_write
    teacher.close()


def test_why_health_is_kept_is_not_among_what_is_shared(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    school, loot = attacked
    supervisor = school.desk("ib")
    values = {
        "noted_on": TODAY,
        "condition": "Epilepsie",
        "measure": "Rustige plek",
        "shared_with_group": True,
    }
    supervisor.entries.add(loot.own, "health", values, "Epilepsie, blijkt uit de brief van de arts")
    supervisor.close()
    teacher = school.desk("leerkracht8")
    shared = teacher.entries.page(loot.own, Category.HEALTH).entries["health"]
    assert any(one.values["measure"] == "Rustige plek" for one in shared)
    assert "Epilepsie" not in repr(shared)
    teacher.close()


def test_of_another_pupil_she_gets_the_name_and_group_only(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    school, loot = attacked
    teacher = school.desk("leerkracht8")
    head = teacher.pupils.head(loot.other)
    assert head.chips == ()
    assert not any("geboren" in fact for fact in head.facts)
    teacher.close()


def test_the_key_of_it_opens_no_database(school: TransferSchool) -> None:
    from app.vault import NewSlot, add_slot

    opened = Door(SchoolFolder(school.path)).sign_in("directeur", PASSWORD)
    add_slot(opened, NewSlot("ict", PASSWORD, ("it",)))
    opened.close()
    it = Door(SchoolFolder(school.path)).sign_in("ict", PASSWORD)
    assert it.database is None
    assert "database" not in it.school_keys
    it.close()


def test_trying_numbers_leaves_an_entry_whether_there_is_a_pupil_or_not(
    attacked: tuple[TransferSchool, Loot],
) -> None:
    teacher = attacked[0].desk("leerkracht8")
    before = teacher._session.newest.number
    with pytest.raises(UserError, match="geen leerling met dit leerlingnummer"):
        teacher.pupils.by_number("9999")
    assert teacher._session.newest.number == before + 1
    teacher.pupils.by_number(COMPLETE)
    assert teacher._session.newest.number == before + 2
    teacher.close()
